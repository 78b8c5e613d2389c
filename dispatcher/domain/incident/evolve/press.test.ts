import { describe, expect, it } from 'vitest';
import { at } from '../../../../contracts/ids.ts';
import type { IncidentEvent } from '../../../../contracts/incident/events.ts';
import type { Incident, PressFact } from '../../../../contracts/incident/state.ts';
import { evolve, replay } from '../evolve.ts';
import { pressesKeptAtMost } from '../presses.ts';

const fact = (id: string, device = 'btn-1'): PressFact => ({
  id,
  device,
  kind: 'sos',
  receivedAt: at(1_000),
  body: id,
  times: 1,
});
/** @param needs those of this version; without them it is an incident of a version before */
const opened = (needs: boolean): Incident => {
  const event: IncidentEvent = {
    v: 1,
    type: 'opened',
    seq: 1,
    at: at(1_000),
    by: 'device/btn-1',
    incident: 'i1',
    district: 'd',
    number: 1,
    call: 'sos',
    priority: 2,
    marks: [],
    tracks: ['grid'],
    ...(needs ? { needs: [{ need: 'door' as const }] } : {}),
    press: fact('a'),
    receivedAt: at(1_000),
    reviewAt: at(60_000),
  };
  return replay([event]) ?? never();
};
const joined = (before: Incident, press: PressFact, more: object = {}): Incident =>
  evolve(before, {
    v: 1,
    type: 'press_joined',
    seq: before.seq + 1,
    at: at(2_000),
    by: `device/${press.device}`,
    press,
    priority: 1,
    marks: [],
    ...more,
  });
const repeated = (before: Incident, press: string, device: string): Incident =>
  evolve(before, {
    v: 1,
    type: 'press_repeated',
    seq: before.seq + 1,
    at: at(9_000),
    by: `device/${device}`,
    press,
    device,
    priority: 1,
  });

describe('a press that joins', () => {
  it.each([
    { version: 'this version', needs: true, kept: pressesKeptAtMost },
    { version: 'a version before needs', needs: false, kept: pressesKeptAtMost + 5 },
  ])('in an incident of $version: $kept of one device and kind are kept', ({ needs, kept }) => {
    let incident = opened(needs);
    for (let n = 1; n < pressesKeptAtMost + 5; n++) incident = joined(incident, fact(`p${n}`));
    expect(incident.presses).toHaveLength(kept);
  });

  it('is what was said last, in an incident that has needs', () => {
    expect(joined(opened(true), fact('b')).pressedSeq).toBe(2);
    expect(joined(opened(false), fact('b'))).not.toHaveProperty('pressedSeq');
  });

  it('with a new word takes back that somebody has it in hand, another one does not', () => {
    const acknowledged: Incident = { ...opened(true), acknowledged: { by: 'officer/zhou', at: at(1_500) } };
    expect(joined(acknowledged, fact('b')).acknowledged).toBeDefined();
    expect(joined(acknowledged, fact('b'), { anew: true })).not.toHaveProperty('acknowledged');
  });
});

describe('a press that comes twice', () => {
  const three = () => joined(joined(opened(true), fact('b')), fact('b', 'car-1'));
  const times = ({ presses }: Incident) => presses.map(({ id, device, times: n }) => `${device} ${id} ${n}`);

  it('is counted with its own device and id', () => {
    expect(times(repeated(three(), 'b', 'btn-1'))).toEqual(['btn-1 a 1', 'btn-1 b 2', 'car-1 b 1']);
    expect(times(repeated(three(), 'b', 'car-1'))).toEqual(['btn-1 a 1', 'btn-1 b 1', 'car-1 b 2']);
  });

  it('is noted with its hour, from which the next pause is counted; versions before needs had none', () => {
    expect(repeated(three(), 'b', 'btn-1').presses.map(({ notedAt }) => notedAt)).toEqual([
      undefined,
      9_000,
      undefined,
    ]);
    expect(repeated(opened(false), 'a', 'btn-1').presses[0]).not.toHaveProperty('notedAt');
  });

  it('marks the incident, and may make it more urgent', () => {
    expect(repeated(opened(true), 'a', 'btn-1')).toMatchObject({ marks: ['repeated'], priority: 1 });
  });
});

describe('a press that says where the device is', () => {
  const away = () =>
    joined(opened(true), fact('b', 'car-1'), { spot: 'fix', marks: ['away_from_home', 'inexact_fix'] });

  it('draws help there', () => {
    expect(away()).toMatchObject({ spot: 'fix', spotOf: 'car-1', marks: ['away_from_home', 'inexact_fix'] });
  });

  it('at home draws it home again, and nothing says otherwise', () => {
    const home = joined(away(), fact('c', 'car-1'), { spot: 'home' });
    expect(home).not.toHaveProperty('spot');
    expect(home).not.toHaveProperty('spotOf');
    expect(home.marks).toEqual([]);
  });

  it('that says nothing of it leaves it there', () => {
    expect(joined(away(), fact('c', 'car-1'))).toMatchObject({ spot: 'fix', spotOf: 'car-1' });
  });
});

function never(): never {
  throw new Error('no incident');
}
