// How long the pure core thinks: a decision in a district of 12,000 residents and 200 responders with 1,000 incidents open,
// ranking included; the same with 2,000 shifts of which something changes each second; every home judged; and how late
// deadlines are acted on with 1,000 open incidents on a real Redis.
// `npm run bench:engine`, with the options of Node that the dispatcher has (supervisor/main.ts).
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { at, type EpochMs, incidentIdOf, type ShardId } from '../contracts/ids.ts';
import type { Input } from '../contracts/incident/inputs.ts';
import type { Shift } from '../contracts/office/community.ts';
import { surgeRuleOf } from '../contracts/office/policy.ts';
import type { ReplyKind } from '../contracts/terms.ts';
import { OpenIncidents } from '../dispatcher/domain/incident/concerns.ts';
import type { Context } from '../dispatcher/domain/incident/context.ts';
import { decide } from '../dispatcher/domain/incident/decide.ts';
import { deadline } from '../dispatcher/domain/incident/pending.ts';
import { type Documents, Knowledge } from '../dispatcher/domain/knowledge.ts';
import { assess, type HomeFacts } from '../dispatcher/domain/readiness.ts';
import type { Roster } from '../dispatcher/domain/roster/roster.ts';
import type { World } from '../dispatcher/domain/world.ts';
import { startDispatcher } from '../dispatcher/loop.ts';
import { metresBetween } from '../geography/distance.ts';
import { connect } from '../store/connection.ts';
import { append } from '../store/intake.ts';
import { readLog, readOpen } from '../store/log.ts';
import { startServer } from '../store/server.ts';
import { sampleBundle } from '../test/sample.ts';

const residents = 12_000;
const people = 200;
const openAtOnce = 1_000;
const measured = 20_000;
const warmUps = 5_000;
const shiftsInAll = 2_000;
const changesInAll = 20;

const documents = largeDistrict();
const begins = at(Date.parse('2026-11-24T09:00:00+08:00'));
const knows = new Knowledge(documents);
const homes = documents.homes.map(({ id }) => id);
const shard = 's00' as ShardId;
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
console.log(`${homes.length} homes, ${documents.responders.length} responders`);
await decisions({ what: 'decision', sees: () => ({ knows, roster: knows.roster }), between: async () => undefined });
await changingRoster();
readiness();
await deadlines();

/** The sample's places, filled up: so many homes in its buildings, so many people at its courtyards. */
function largeDistrict(): Documents {
  const bundle = sampleBundle();
  const of = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
  return {
    ...bundle,
    shifts: bundle.shifts,
    homes: Array.from({ length: residents }, (_, i) => ({ ...of(bundle.homes, i), id: `home-${i}` })),
    responders: Array.from({ length: people }, (_, i) => {
      const one = of(bundle.responders, i);
      return i < bundle.responders.length ? one : { ...one, id: `${one.id}-${i}` };
    }),
  };
}

function nobodyCalls(): OpenIncidents {
  return new OpenIncidents({ placeOf: () => undefined, surgeRule: () => surgeRuleOf(knows.policy) });
}

function worldOf(open: OpenIncidents, { knows, roster }: { knows: Knowledge; roster: Roster }): World {
  const where = new Map(documents.responders.map((one) => [one.id, one.base]));
  return {
    policy: knows.policy,
    minuteOfDay: knows.minuteOfDay,
    instantOf: knows.instantOf,
    responder: (id) => knows.responders.get(id),
    holders: (role) => knows.holders(role),
    onDuty: (responder, now) => roster.onDuty(responder, now),
    engagements: (id) => open.engagements(id),
    elsewhere: (id, than) => open.elsewhere(id, than),
    lacking: () => [],
    nextOnDuty: () => undefined,
    nightDesk: () => [],
    canTalk: () => true,
    isSurge: () => false,
    reach: () => ({ connected: true, app: true, outside: [] }),
    travelSeconds: (responder, to) => knows.travelSeconds(responder, where.get(responder.id) ?? responder.base, to),
    isFresh: () => true,
    homeOf: (device) => device.replace('btn', 'home'),
    isCarried: () => false,
    place: (home) => knows.places.get(home),
    neighbours: (grid) => knows.neighbours(grid),
    fix: () => undefined,
    metres: metresBetween,
    provesPresence: () => false,
    contacts: () => [],
  };
}

/**
 * @param sees what the documents say now, and the roster that is worked out
 * @param between waited for before each decision
 */
async function decisions({
  what,
  sees,
  between,
}: {
  what: string;
  sees: () => { knows: Knowledge; roster: Roster };
  between: () => Promise<unknown>;
}): Promise<void> {
  const open = new OpenIncidents({
    placeOf: (home) => knows.places.get(home),
    surgeRule: () => surgeRuleOf(knows.policy),
  });
  let now = begins;
  let number = 0;
  const times = new Map<string, number[]>();
  const record = (kind: string, took: number): void => {
    const known = times.get(kind);
    if (known) known.push(took);
    else times.set(kind, [took]);
  };
  const words: ReplyKind[] = ['receipt', 'accept', 'en_route', 'on_scene', 'done', 'decline'];
  for (let i = 0; i < warmUps + measured; i++) {
    await between();
    const world = worldOf(open, sees());
    now = at(now + 50);
    const { kind, input, of } = next(i, now);
    const incident = of === undefined ? open.concernedBy(input as Input, world, now) : open.get(of);
    const context: Context = {
      newIncident: incidentIdOf(`${now}-${i}`, shard),
      nextNumber: ++number,
      storedAt: now,
      earlier: undefined,
      groupAt: (home, withinMs) => open.groupAt({ district: 'd', home }, world, now, withinMs),
      offeredTogether: (responder, group) => open.groups.members(responder, group),
      find: (id) => open.get(id),
      openAt: (home) => open.openAt({ district: 'd', home }),
      pressedAt: () => undefined,
      testWindow: () => undefined,
    };
    const began = performance.now();
    const decided = decide(incident, input, context, world, now);
    const took = performance.now() - began;
    if (decided.incident && decided.events.length > 0) open.put(decided.incident, deadline(decided.incident));
    if (i >= warmUps) record(kind, took);
    if (open.size > openAtOnce) closeOldest();
  }
  const all = [...times.values()].flat();
  print(`${what}, all kinds`, all);
  for (const [kind, some] of times) print(`  ${kind}`, some);

  function next(i: number, instant: EpochMs): { kind: string; input: Input | { kind: 'tick' }; of?: string } {
    const due = i % 4 === 0 ? open.due(instant, 1)[0] : undefined;
    if (due) return { kind: 'deadline', input: { kind: 'tick' }, of: due.id };
    const some = i % 4 === 1 ? [...open.all()][i % Math.max(1, open.size)] : undefined;
    const leg = some?.legs[i % Math.max(1, some.legs.length)];
    if (some && leg) {
      const reply = words[i % words.length] ?? 'receipt';
      const message = {
        id: `r${i}`,
        delivery: `${some.id}/${leg.id}/${leg.revision}`,
        incident: some.id,
        leg: leg.id,
        reply,
      };
      const { responder } = leg;
      return { kind: 'reply', input: { v: 1, kind: 'reply', district: 'd', responder, reply: message }, of: some.id };
    }
    const device = `btn-${(i * 7_919) % homes.length}`;
    return { kind: 'press', input: { v: 1, kind: 'press', district: 'd', device, id: `p${i}`, press: 'sos' } };
  }

  function closeOldest(): void {
    const [oldest] = open.all();
    if (oldest) open.put({ ...oldest, state: 'closed', legs: [] }, undefined);
  }
}

/** A roster of 2,000 shifts that changes: in turn somebody's own switch, a shift, somebody's leave. */
async function changingRoster(): Promise<void> {
  const shifts = Array.from({ length: shiftsInAll }, (_, i): Shift => {
    const responder = documents.responders[i % documents.responders.length]?.id ?? '';
    const [hour, minute] = [i % 24, i % 60].map((n) => String(n).padStart(2, '0'));
    const month = String(1 + (Math.floor(i / 120) % 9)).padStart(2, '0'); // no two alike: each is worked out by itself
    const day = 1 + 2 * (Math.floor(i / 1_080) % 9);
    const [start, end] = [day, day + 1].map((n) => `2026-${month}-${String(n).padStart(2, '0')}T${hour}:${minute}`);
    if (start === undefined || end === undefined) throw new Error('a shift begins and ends');
    return { id: `shift-${i}`, responder, start, end, repeats: 'FREQ=DAILY' };
  });
  let now: Documents = { ...documents, shifts };
  let latest = new Knowledge(now);
  const began = performance.now();
  await latest.roster.prepare(begins, turn);
  console.log(
    `roster of ${shiftsInAll} shifts: worked out in ${(performance.now() - began).toFixed(0)} ms before the first press`,
  );

  let roster = latest.roster;
  let changes = 0;
  let preparing: Promise<void> = Promise.resolve();
  let changeAt = performance.now();
  const waits: number[] = [];
  await decisions({
    what: `decision, ${shiftsInAll} shifts, one change a second`,
    sees: () => ({ knows: latest, roster }),
    between: async () => {
      if (performance.now() >= changeAt && changes < changesInAll) {
        changeAt += 1_000;
        now = changed(now, changes++);
        latest = new Knowledge(now, latest);
        const next = latest.roster;
        preparing = next.prepare(begins, turn).then(() => {
          roster = next;
        });
      }
      const before = performance.now();
      await turn();
      waits.push(performance.now() - before);
    },
  });
  await preparing;
  print('  what a decision waited for a change', waits);
}

/** The n-th change of the documents. */
function changed(bundle: Documents, n: number): Documents {
  const other = <T>(list: readonly T[], change: (one: T) => T): T[] =>
    list.map((one, i) => (i === (n * 37) % list.length ? change(one) : one));
  switch (n % 3) {
    case 0:
      return { ...bundle, responders: other(bundle.responders, (one) => ({ ...one, onDuty: !one.onDuty })) };
    case 1:
      return {
        ...bundle,
        shifts: other(bundle.shifts, (one) => ({ ...one, repeats: `FREQ=DAILY;INTERVAL=${n + 2}` })),
      };
    default: {
      const responder = bundle.responders[n % bundle.responders.length]?.id ?? '';
      const leave = { id: `leave-${n}`, responder, start: '2026-11-20T00:00', end: '2026-11-28T00:00' };
      return { ...bundle, leaves: [...bundle.leaves, leave] };
    }
  }
}

function readiness(): void {
  const world = worldOf(nobodyCalls(), { knows, roster: knows.roster });
  const facts = documents.homes.flatMap(({ id, courtyard }): HomeFacts[] => {
    const position = knows.places.get(id)?.position;
    return position === undefined ? [] : [{ id, courtyard, position, devices: [{ connected: true }], contacts: 1 }];
  });
  const times: number[] = [];
  for (let i = 0; i < 30; i++) {
    const began = performance.now();
    assess(facts, world, { answeredAt: () => undefined }, begins);
    times.push(performance.now() - began);
  }
  console.log(`readiness of ${facts.length} homes: first ${times[0]?.toFixed(0)} ms`);
  print('  then', times.slice(1));
}

/** A thousand incidents whose offers run out within a few seconds: how long after its deadline is each acted on? */
async function deadlines(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'yjt-bench-'));
  const server = await startServer(join(folder, 'redis.sock'), folder);
  const connections: Redis[] = [];
  const open = (blocking = false): Redis => {
    const redis = connect({ socket: server.socket }, { blocking });
    connections.push(redis);
    return redis;
  };
  const redis = open();
  const quick = {
    ...knows.policy,
    plans: knows.policy.plans.map((plan) => ({ ...plan, tiers: plan.tiers.map(hurry) })),
  };
  const dispatcher = startDispatcher({
    redis: open(),
    blocking: open(true),
    holder: 'bench',
    worldOf: (_, known) => ({ ...worldOf(nobodyCalls(), { knows, roster: knows.roster }), policy: quick, ...known }),
    defaultDistrict: () => 'd',
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  try {
    for (let i = 0; i < openAtOnce; i++) {
      const device = `btn-${(i * 11) % homes.length}`;
      await append(redis, shard, { v: 1, kind: 'press', district: 'd', device, id: `p${i}`, press: 'sos' });
    }
    const lateness: number[] = [];
    while (lateness.length < openAtOnce) {
      await new Promise((done) => setTimeout(done, 1_000));
      lateness.length = 0;
      for (const { id } of await readOpen(redis, shard)) {
        const events = await readLog(redis, shard, id);
        const offered = new Map(
          events.flatMap((one) => (one.type === 'leg_offered' ? [[one.leg.id, one.leg.answerBy]] : [])),
        );
        const out = events.find((one) => one.type === 'leg_timed_out');
        const due = out?.type === 'leg_timed_out' ? offered.get(out.leg) : undefined;
        if (out && due !== undefined) lateness.push(out.at - due);
      }
    }
    print(`deadline to decision, ${openAtOnce} incidents open`, lateness);
  } finally {
    await dispatcher.stop();
    for (const one of connections) one.disconnect();
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Offers of the first tier run out after a while that spreads over some seconds. */
function hurry<T extends { answerWithinSeconds: number }>(tier: T, i: number): T {
  return { ...tier, answerWithinSeconds: i === 0 ? 5 : 600 };
}

function print(what: string, milliseconds: readonly number[]): void {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const part = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(3);
  console.log(
    `${what.padEnd(46)} p50 ${part(0.5)}  p95 ${part(0.95)}  p99 ${part(0.99)}  max ${part(1)} ms  (n = ${sorted.length})`,
  );
}
