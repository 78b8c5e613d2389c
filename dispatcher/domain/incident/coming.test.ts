import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Incident, Leg, Need } from '../../../contracts/incident/state.ts';
import { District } from '../../../test/district.ts';
import { whoComes, whoLeft } from './coming.ts';

const leg = (id: string, more: Partial<Leg> = {}): Leg => ({
  id,
  track: 'grid',
  need: 'door',
  purpose: 'comes',
  tier: 0,
  responder: id,
  state: 'accepted',
  offeredAt: at(0),
  travelSeconds: 60,
  revision: 1,
  receipted: 1,
  ...more,
});
const incident = (legs: Leg[], more: Partial<Incident> = {}): Incident => ({
  ...(new District().press('btn-1').latest() ?? never()),
  legs,
  ...more,
});
const comes = (legs: Leg[], more: Partial<Incident> = {}) => {
  const one = whoComes(incident(legs, more));
  return one && `${one.leg.id} ${one.how}`;
};

describe('who is coming', () => {
  const there = leg('there', { state: 'on_scene', travelSeconds: 900 });
  const sure = leg('sure', { travelSeconds: 600 });
  const bridge = leg('bridge', { purpose: 'bridge', travelSeconds: 5 });
  const doubted = leg('doubted', { doubtful: 'overdue', travelSeconds: 1 });

  it.each([
    { of: [doubted, bridge, sure, there], is: 'there there' },
    { of: [doubted, bridge, sure], is: 'sure coming' },
    { of: [doubted, bridge], is: 'bridge bridge' },
    { of: [doubted], is: 'doubted doubted' },
    { of: [sure, leg('nearer', { travelSeconds: 599 })], is: 'nearer coming' },
    { of: [leg('bridge', { purpose: 'bridge', state: 'on_scene' }), sure], is: 'bridge there' },
    { of: [leg('way', { state: 'en_route' })], is: 'way coming' },
    { of: [leg('asked', { state: 'received' })], is: undefined },
    { of: [leg('done', { state: 'done' })], is: undefined },
    { of: [leg('desk', { purpose: 'desk' }), leg('told', { purpose: 'told' })], is: undefined },
  ])('is whoever helps soonest: $is', ({ of, is }) => {
    expect(comes(of)).toBe(is);
  });

  it('is nobody of a first life, and nobody once it is closed', () => {
    expect(comes([sure, doubted], { planFrom: 1 })).toBe('doubted doubted');
    expect(comes([sure], { state: 'closed' })).toBeUndefined();
  });
});

describe('who has left', () => {
  const need = (kind: Need['need'], more: Partial<Need> = {}): Need => ({
    need: kind,
    since: at(0),
    seq: 5,
    by: 'policy',
    state: 'ended',
    because: 'done',
    tier: 0,
    round: 0,
    ...more,
  });
  const gone = leg('gone', { state: 'done', arrivedSeq: 5 });
  const left = (needs: Need[] | undefined, legs = [gone]) => {
    const { needs: _, ...bare } = incident(legs);
    return whoLeft(needs === undefined ? bare : { ...bare, needs })?.id;
  };

  it.each([
    { what: 'the door is done', needs: [need('door')], is: 'gone' },
    { what: 'a fire is still looked after', needs: [need('door'), need('fire', { state: 'met' })], is: undefined },
    { what: 'it was ended by a word', needs: [need('door', { because: 'withdrawn' })], is: undefined },
    { what: 'somebody is asked for again', needs: [need('door', { state: 'asked' })], is: undefined },
    {
      what: 'a second person is missing',
      needs: [need('door'), need('second_person', { state: 'asked' })],
      is: undefined,
    },
    { what: 'a second person is there', needs: [need('door'), need('second_person', { state: 'met' })], is: 'gone' },
    { what: 'only the desk is asked', needs: [need('door'), need('health', { state: 'asked' })], is: 'gone' },
    { what: 'nobody was wanted at a door', needs: [need('health')], is: undefined },
    { what: 'it is older than needs', needs: undefined, is: undefined },
  ])('when $what: $is', ({ needs, is }) => {
    expect(left(needs)).toBe(is);
  });

  it('is the last who was there for it as it is now', () => {
    const last = leg('last', { state: 'done', arrivedSeq: 9 });
    const never_there = leg('never', { state: 'done' });
    const before = leg('before', { state: 'done', arrivedSeq: 4 });
    const desk = leg('desk', { state: 'done', purpose: 'desk', arrivedSeq: 9 });
    const here = leg('here', { state: 'on_scene', arrivedSeq: 9 });
    expect(left([need('door')], [gone, last, never_there, before, desk, here])).toBe('last');
    expect(left([need('door')], [before, never_there])).toBeUndefined();
  });
});

function never(): never {
  throw new Error('no incident');
}
