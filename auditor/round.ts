// What is looked at every minute, over everything: the invariants as they lie in the store. It shares no code with the
// core that it watches. What looks wrong is looked at again a moment later: a commit may have come between two reads.

import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { ShardId } from '../contracts/ids.ts';
import { isOfficer } from '../contracts/incident/actor.ts';
import { deliveryOf } from '../contracts/incident/delivery.ts';
import type { Incident, Leg } from '../contracts/incident/state.ts';
import { defined } from '../contracts/shapes.ts';
import { groupField } from '../store/inbox.ts';
import { shardKeys } from '../store/keys.ts';
import { type Damaged, type Mending, readSoundStates } from '../store/log.ts';
import type { Registry } from '../store/registry.ts';
import type { Cause, Watch } from './watch.ts';

export const roundEveryMs = 60_000;
/** A commit takes a few milliseconds; so much later what was half read is whole. */
export const lookAgainMs = 2_000;
/** Without a receipt for so long somebody should call. Policy rings again long before. */
export const unreceiptedAfterMs = 5 * 60_000;
const readAtOnce = 500;
/** Of those closed the round looks at the latest ones. */
const closedLookedAt = 500;

export type RoundParts = { redis: Redis; registry: Registry; monotonic: () => number; lookAgainMs?: number };

export function watchInvariants(parts: RoundParts): Watch {
  const untoldSince = new Map<string, number>();
  return {
    name: 'invariants',
    codes: [
      'incident_without_deadline',
      'incident_unreadable',
      'sent_untold',
      'closed_without_human',
      'poison_input',
      'inbox_unreceipted',
    ],
    everyMs: roundEveryMs,
    look: async () => {
      const first = await lookOver(parts, untoldSince);
      if (first.every(({ code }) => !doubtful.has(code))) return first;
      await wait(parts.lookAgainMs ?? lookAgainMs);
      const again = new Set((await lookOver(parts, untoldSince)).map(nameOf));
      return first.filter((cause) => !doubtful.has(cause.code) || again.has(nameOf(cause)));
    },
  };
}

/** May come from reading between two writes. */
const doubtful = new Set(['incident_without_deadline', 'incident_unreadable', 'sent_untold']);
const nameOf = ({ code, subject }: Cause): string => `${code}/${subject}`;

async function lookOver({ redis, registry, monotonic }: RoundParts, since: Map<string, number>): Promise<Cause[]> {
  const causes: Cause[] = [];
  const untold = new Set<string>();
  for (const shard of new Set(registry.all().map((district) => district.shard))) {
    const keys = shardKeys(shard);
    const [all, timed, closed] = await Promise.all([
      redis.hkeys(keys.states),
      redis.zrange(keys.deadlines, '0', '-1'),
      redis.zrange(keys.closed, '0', '-1', 'REV'),
    ]);
    const known = new Set([...timed, ...closed]);
    const forgotten = all.filter((id) => !known.has(id));
    const unread: Damaged[] = [];
    const onDamaged = (damaged: Damaged): void => void unread.push(damaged);
    const withDeadline = new Set(timed);
    const lately = await read(redis, shard, closed.slice(0, closedLookedAt));
    // An open one that is filed among the closed is nobody's either.
    for (const incident of [...(await read(redis, shard, forgotten, { onDamaged })), ...lately])
      if (incident.state === 'open' && !withDeadline.has(incident.id))
        causes.push(about('incident_without_deadline', incident));
    for (const incident of lately)
      if (incident.closed && !isOfficer(incident.closed.by)) causes.push(about('closed_without_human', incident));
    const atWork = await read(redis, shard, timed, { missingToo: true, onDamaged });
    causes.push(...unread.map((damaged) => unreadable(damaged, registry)));
    for (const incident of atWork)
      if (incident.call === 'unreadable_input' && incident.state === 'open')
        causes.push(about('poison_input', incident));
    const missing = await withoutMessage(redis, shard, atWork);
    for (const incident of missing) causes.push(about('sent_untold', incident));
    for (const incident of atWork)
      for (const leg of incident.legs.filter(mustConfirm)) untold.add(deliveryOf(incident.id, leg));
    causes.push(...unreceipted(atWork, registry, since, monotonic()));
  }
  for (const key of since.keys()) if (!untold.has(key)) since.delete(key);
  return causes;
}

async function read(redis: Redis, shard: ShardId, ids: readonly string[], mending: Mending = {}): Promise<Incident[]> {
  const found: Incident[] = [];
  for (let i = 0; i < ids.length; i += readAtOnce)
    found.push(...(await readSoundStates(redis, shard, ids.slice(i, i + readAtOnce), mending)));
  return found;
}

/** Was sent, knows less than they must, and somebody waits for it: on the way, there, or no longer needed. */
const mustConfirm = (leg: Leg): boolean =>
  leg.receipted < leg.revision &&
  (leg.state === 'accepted' || leg.state === 'en_route' || leg.state === 'on_scene' || leg.state === 'stood_down');

/** Invariant 3: incidents with somebody to be told whose inbox holds no message about it. */
async function withoutMessage(redis: Redis, shard: ShardId, incidents: readonly Incident[]): Promise<Incident[]> {
  const open = incidents.flatMap((incident) => incident.legs.filter(mustConfirm).map((leg) => ({ incident, leg })));
  if (open.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const { incident, leg } of open)
    pipeline.hexists(
      shardKeys(shard).inbox(`r/${leg.responder}`),
      leg.group === undefined ? `${incident.id}/${leg.id}` : groupField(leg.group), // in a surge one message tells of many
    );
  const replies = (await pipeline.exec()) ?? [];
  return [...new Set(open.filter((_, i) => replies[i]?.[1] !== 1).map(({ incident }) => incident))];
}

function unreceipted(
  incidents: readonly Incident[],
  registry: Registry,
  since: Map<string, number>,
  now: number,
): Cause[] {
  return incidents.flatMap((incident) =>
    incident.legs.filter(mustConfirm).flatMap((leg): Cause[] => {
      const key = deliveryOf(incident.id, leg);
      const first = since.get(key) ?? now;
      since.set(key, first);
      if (now - first < unreceiptedAfterMs) return [];
      const name = registry.district(incident.district)?.responders.get(leg.responder)?.name ?? leg.responder;
      const figures = { name, minutes: Math.round((now - first) / 60_000) };
      return [{ code: 'inbox_unreceipted', subject: leg.responder, district: incident.district, figures }];
    }),
  );
}

/** Told under the names that still stand in it; to every officer where its district cannot be told. */
function unreadable({ incident, text }: Damaged, registry: Registry): Cause {
  const wordOf = (field: string): string => new RegExp(`"${field}":"([^"]{1,64})"`).exec(text)?.[1] ?? '';
  const district = registry.district(wordOf('district'))?.id;
  return {
    code: 'incident_unreadable',
    subject: incident,
    ...defined({ district }),
    figures: { home: wordOf('home') },
  };
}

const about = (code: Cause['code'], incident: Incident): Cause => ({
  code,
  subject: String(incident.number),
  district: incident.district,
  figures: {},
});
