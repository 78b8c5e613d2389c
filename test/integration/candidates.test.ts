// Whoever sends somebody by hand is shown the seconds that the dispatcher ranks by: to the same place, at the same speed, from
// positions that it believes too.
import { expect, it } from 'vitest';
import { at, type IncidentId } from '../../contracts/ids.ts';
import type { CandidateView } from '../../contracts/office/responders.ts';
import { Knowledge } from '../../dispatcher/domain/knowledge.ts';
import { append } from '../../store/intake.ts';
import { putLatest } from '../../store/latest.ts';
import { readLog, readOpen } from '../../store/log.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { until } from '../system.ts';

const pendant = 'btn-233';
const elsewhere = { lon: 104.0655, lat: 30.6405 };
const console_ = await ofThisFile(TestConsole.start());
await console_.decide();
const { shard, id: district } = sample();
const location = { ...elsewhere, accuracy: 10, at: new Date().toISOString() };
const press = { v: 1, kind: 'press', district, device: pendant, id: 'p1', press: 'sos', location } as const;
await append(console_.redis, shard, { ...press, heardAt: at(Date.now()) });
const incident = await until(async () => {
  const [found] = await readOpen(console_.redis, shard);
  if (!found) throw new Error('not decided yet');
  return found;
});

function sample() {
  const found = console_.registry.district('hongmenjie');
  if (!found) throw new Error('the sample is not there');
  return found;
}
async function candidates(id: IncidentId): Promise<Map<string, CandidateView>> {
  const officer = await console_.token('officer');
  const answer = await console_.ask(`/api/v1/incidents/${id}/candidates`, { as: officer });
  const { candidates: all } = (await answer.json()) as { candidates: CandidateView[] };
  return new Map(all.map((one) => [one.responder, one]));
}

it('of somebody who called from elsewhere: the seconds to there, which the dispatcher used', async () => {
  expect(incident.spot).toBe('fix');
  const shown = await candidates(incident.id);
  const going = incident.legs.filter(({ track }) => track === 'grid');
  expect(going.length).toBeGreaterThan(0);
  for (const leg of going) expect(shown.get(leg.responder)?.travelSeconds).toBe(leg.travelSeconds);
});

it('in the order in which the dispatcher weighed them', async () => {
  const events = await readLog(console_.redis, sample().shard, incident.id);
  const weighed = events.flatMap((event) => (event.type === 'leg_offered' ? [event.candidates] : []));
  const next = weighed.map((all) => all.filter(({ reason }) => reason === 'further').map(({ responder }) => responder));
  const [longest = []] = next.sort((a, b) => b.length - a.length);
  expect(longest.length).toBeGreaterThan(1);
  const shown = [...(await candidates(incident.id)).keys()];
  expect(shown.filter((one) => longest.includes(one))).toEqual(longest);
});

it('at the speed of their role, from their base while no position of theirs can be believed', async () => {
  const { shard, bundle, responders } = sample();
  const knows = new Knowledge(bundle);
  const fast = [...responders.values()].find(({ role }) => role === 'emergency_squad');
  if (!fast) throw new Error('nobody is of the squad');
  const fromBase = knows.travelSeconds(fast, fast.base, [elsewhere.lon, elsewhere.lat]);
  expect((await candidates(incident.id)).get(fast.id)?.travelSeconds).toBe(fromBase);
  const close = { ...elsewhere, accuracy: 5, at: new Date(Date.now() - 3_600_000).toISOString() };
  const tell = (value: object) =>
    putLatest(
      console_.redis,
      shard,
      { kind: 'position', id: fast.id, value: { ...value, heardAt: at(Date.now()) } },
      60_000,
    );
  await tell(close);
  await until(() => expect(console_.live.whereabouts(fast.id)?.position).toBeDefined());
  expect((await candidates(incident.id)).get(fast.id)).toMatchObject({ travelSeconds: fromBase });
  await tell({ ...close, at: new Date().toISOString() });
  await until(async () =>
    expect((await candidates(incident.id)).get(fast.id)).toMatchObject({ positionSeconds: expect.any(Number) }),
  );
  expect((await candidates(incident.id)).get(fast.id)?.travelSeconds).toBeLessThan(fromBase);
});
