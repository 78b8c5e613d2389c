import { describe, expect, it } from 'vitest';
import { groupsOf, inGroup, listed } from '../../console/server/incident/myGroups.ts';
import { myLeg } from '../../console/server/incident/myLegs.ts';
import { isCrowded, mostUrgent, surgeView } from '../../console/server/incident/surge.ts';
import { at, type IncidentId } from '../../contracts/ids.ts';
import type { Incident, Leg } from '../../contracts/incident/state.ts';
import { sampleDistrict } from '../sample.ts';

const district = sampleDistrict();
const { bundle } = district;
const { homes } = bundle;

const leg = (more: Partial<Leg> = {}): Leg => ({
  id: 'L1',
  track: 'grid',
  tier: 0,
  responder: 'wang-g1',
  state: 'offered',
  offeredAt: at(0),
  travelSeconds: 60,
  revision: 1,
  receipted: 0,
  group: 'y01',
  ...more,
});
const incident = (n: number, home: string | undefined, more: Partial<Incident> = {}): Incident => ({
  id: `0000000000-${n}-s00` as IncidentId,
  district: 'hongmenjie',
  number: n,
  seq: 1,
  state: 'open',
  call: 'sos',
  priority: 1,
  marks: [],
  ...(home === undefined ? {} : { home }),
  receivedAt: at(n),
  openedAt: at(n),
  presses: [],
  legs: [leg()],
  tracks: [],
  reviewAt: at(1),
  surge: true,
  ...more,
});
/** As many as there are homes, some twice. */
const many = (count: number): Incident[] =>
  Array.from({ length: count }, (_, n) => incident(n, homes[n % homes.length]?.id, { priority: n % 4 === 0 ? 3 : 1 }));

describe('a surge on the console', () => {
  it('is told by courtyard with every open incident counted, and two of each shown', () => {
    const all = [...many(600), incident(900, undefined)];
    expect(isCrowded(all.length)).toBe(true);
    const view = surgeView(all, district, true);
    expect(view.open).toBe(601);
    expect(view.courtyards.reduce((sum, { open }) => sum + open, 0)).toBe(601);
    expect(view.urgent).toBe(451);
    const shown = mostUrgent(all, district);
    expect(shown).toHaveLength(view.listed);
    expect(view.listed).toBeLessThanOrEqual(2 * (bundle.courtyards.length + 1));
    for (const one of shown.filter(({ home }) => home !== undefined)) expect(one.priority).toBe(1);
    expect(shown.some(({ home }) => home === undefined)).toBe(true);
  });

  it('shows what asks for the officer before what was acknowledged', () => {
    const known = many(600).map((one, n) => (n < 500 ? { ...one, acknowledged: { by: 'officer/x', at: at(1) } } : one));
    const first = mostUrgent(known, district).find(({ home }) => home === homes[500 % homes.length]?.id);
    expect(first?.acknowledged).toBeUndefined();
  });

  it('gives a phone the most urgent calls of a courtyard, with one answer for all of them', () => {
    const all = many(50).map((one) => ({ incident: one, leg: one.legs[0] ?? leg() }));
    const single = { incident: incident(99, homes[0]?.id), leg: leg({ id: 'L2' }) };
    const { group: _, ...alone } = single.leg;
    const shown = listed([...all, { ...single, leg: alone }]);
    expect(shown).toHaveLength(21);
    const groups = groupsOf(all, district, new Map([['y01', 'group/y01/70']]));
    const mine = groups.get('y01');
    expect(mine).toMatchObject({ count: 50, open: 50, urgent: 37, told: false, name: expect.any(String) });
    const [first] = shown.filter(({ leg: one }) => one.group);
    if (!first) throw new Error('nothing of the group is shown');
    const view = inGroup(myLeg(first.leg, first.incident, district, 0, { advice: [], fix: undefined }), mine);
    expect(view).toMatchObject({ delivery: 'group/y01/70', revision: 1, receipted: false, group: { id: 'y01' } });
  });

  it('tells a phone that a whole courtyard is over', () => {
    const over = many(10).map((one) => ({ incident: one, leg: leg({ state: 'stood_down', revision: 2 }) }));
    expect(listed(over)).toHaveLength(1);
  });
});
