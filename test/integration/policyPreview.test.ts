// A preview of a policy says of each incident of the last month what yjt, asked independently, says of it; and nobody hears of it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { IncidentView } from '../../contracts/incident/views.ts';
import type { PolicyPreview, PolicyState, PreviewBegun } from '../../contracts/office/planned.ts';
import type { Policy } from '../../contracts/office/policy.ts';
import { ofThisFile } from '../lives.ts';
import { System, until } from '../system.ts';
import { yjtJson } from '../yjt.ts';

const system = await ofThisFile(System.start());
type Asked = { track: 'grid' | 'health'; acceptedAfter?: number };
type Told = { incidents: { incident: string; wouldBe: Asked[] }[] };

let orders = 0;
const order = (id: string, command: object) =>
  system.api(`/api/v1/incidents/${id}/commands`, { id: `order-${++orders}`, ...command });
const one = async (id: string): Promise<IncidentView> => {
  const found = (await system.incidents('all')).find((incident) => incident.id === id);
  if (!found) throw new Error(`no incident ${id}`);
  return found;
};

async function say(responder: string, reply: object): Promise<void> {
  const { token } = await system.api<{ token: string }>('/api/v1/tokens', { role: 'responder', responder });
  const answer = await fetch(`http://127.0.0.1:${system.port}/api/v1/my/replies`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(reply),
  });
  expect(answer.status).toBeLessThan(300);
}

/** Somebody presses; whoever is asked second says yes, after the first has had their time. @returns the incident */
const lastsMs = 20_000;
async function handled(resident: string): Promise<string> {
  const begun = Date.now();
  const { incident } = await system.api<{ incident: string }>('/api/v1/incidents', { kind: 'sos', resident });
  await order(incident, { command: 'acknowledge' });
  const leg = await until(async () => {
    const found = (await one(incident)).legs.find(({ tier, state }) => tier > 0 && state === 'offered');
    if (!found) throw new Error('nobody of the second tier is asked yet');
    return found;
  }, 40);
  await say(leg.responder.id, { id: `yes-${incident}`, incident, leg: leg.id, reply: 'accept' });
  await until(async () => expect((await one(incident)).legs.some(({ state }) => state === 'accepted')).toBe(true));
  // A record tells nothing of what would have come after its end.
  await until(() => expect(Date.now()).toBeGreaterThan(begun + lastsMs));
  await order(incident, { command: 'close', disposition: 'helped', text: '已处理' });
  return incident;
}

const preview = async (policy: Policy): Promise<PolicyPreview> => {
  const { run } = await system.api<PreviewBegun>('/api/v1/office/policy/preview', { policy });
  return until(async () => {
    const found = await system.api<PolicyPreview>(`/api/v1/office/policy/preview/${run}`);
    if (found.state === 'running') throw new Error('it runs');
    return found;
  });
};
const firstOn = (asked: readonly Asked[], track: string): number | undefined => {
  const seconds = asked.flatMap((one) =>
    one.track === track && one.acceptedAfter !== undefined ? [one.acceptedAfter] : [],
  );
  return seconds.length === 0 ? undefined : Math.min(...seconds);
};
/** The first yes of each incident under a policy, as the command line decides it. */
async function byCommandLine(policy: Policy, name: string): Promise<Map<string, number | undefined>> {
  const file = join(system.folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(policy));
  const { incidents } = await yjtJson<Told>(system, 'replay', '--policy', file, '--last', '50');
  return new Map(
    incidents.flatMap(({ incident, wouldBe }) =>
      (['grid', 'health'] as const).map((track) => [`${incident}/${track}`, firstOn(wouldBe, track)] as const),
    ),
  );
}
const waiting = (policy: Policy, seconds: number): Policy => {
  const next = structuredClone(policy);
  for (const plan of next.plans) if (plan.tiers[0]) plan.tiers[0].answerWithinSeconds = seconds;
  return next;
};

let holds: Policy;
let incidents: string[];
beforeAll(async () => {
  const { version, policy } = await system.api<PolicyState>('/api/v1/office/policy');
  holds = waiting(policy, 5);
  await system.api('/api/v1/office/registry/changes', {
    changes: [{ kind: 'policy', id: 'policy', version, document: holds }],
  });
  incidents = await Promise.all(['res-002', 'res-010'].map(handled));
  await until(async () => {
    const { total } = await preview(holds);
    expect(total).toBe(incidents.length);
  });
}, 180_000);

it('finds no difference where nothing is changed', async () => {
  const found = await preview(holds);
  expect(found).toMatchObject({ state: 'done', compared: incidents.length, of: incidents.length, changes: [] });
  expect(found.grid).toMatchObject({ earlier: 0, later: 0, gained: 0, lost: 0 });
});

it('says of each incident what the command line says, asked by itself', async () => {
  const next = waiting(holds, 9);
  const [found, now, then] = [
    await preview(next),
    await byCommandLine(holds, 'holds'),
    await byCommandLine(next, 'next'),
  ];
  const by = (one: number | undefined, other: number | undefined): number =>
    one === other ? 0 : one === undefined || other === undefined ? Number.POSITIVE_INFINITY : other - one;
  // To the second on either side: a difference of one is none.
  const expected = [...now].flatMap(([key, before]) => {
    const after = then.get(key);
    return Math.abs(by(before, after)) > 1 ? [{ key, before, after }] : [];
  });
  expect(expected.length).toBeGreaterThan(0);
  const said = found.changes.map(({ incident, track, now: before, next: after }) => ({
    key: `${incident}/${track}`,
    before: before?.seconds,
    after: after?.seconds,
  }));
  const sorted = <T extends { key: string }>(all: readonly T[]): T[] =>
    all.toSorted((a, b) => a.key.localeCompare(b.key));
  expect(sorted(said)).toEqual(sorted(expected));
  const later = expected
    .flatMap(({ key, before, after }) => (key.endsWith('/grid') ? [by(before, after)] : []))
    .filter((seconds) => seconds > 0 && Number.isFinite(seconds))
    .sort((a, b) => a - b);
  expect(later.length).toBeGreaterThan(0);
  expect(found.grid.later).toBe(later.length);
  expect(found.grid.laterBySeconds).toBe(((later[0] ?? 0) + (later.at(-1) ?? 0)) / 2); // of one or two
}, 120_000);

it('says so where nobody would have come until the end of the record', async () => {
  const { grid } = await preview(waiting(holds, 65));
  expect(grid.lost).toBeGreaterThan(0);
  expect(grid.later).toBe(0);
});

it('tells nobody anything: no leg, no event and no message comes of it', async () => {
  const before = await Promise.all(incidents.map(one));
  await preview(waiting(holds, 65));
  expect(await Promise.all(incidents.map(one))).toEqual(before);
  expect(await system.incidents()).toEqual([]);
});

it('can be stopped', async () => {
  const { run } = await system.api<PreviewBegun>('/api/v1/office/policy/preview', { policy: waiting(holds, 65) });
  const path = `/api/v1/office/policy/preview/${run}`;
  const stopped = await system.api<PolicyPreview>(path, undefined, 'DELETE');
  expect(['stopped', 'done']).toContain(stopped.state);
  expect((await system.call('/api/v1/office/policy/preview/01ARZ3NDEKTSV4RRFFQ69G5FAV')).status).toBe(404);
});
