// The door for positions and heartbeats, at the broker and for phones: only the latest counts, so what comes faster than anybody needs
// replaces what waits. Whoever sent it is told when it, or a later one, is stored.
import type { Redis } from 'ioredis';
import type { Moved } from '../contracts/device/checkIns.ts';
import type { ShardId } from '../contracts/ids.ts';
import type { Health, Position } from '../contracts/incident/messages.ts';
import { intakeTimeoutMs } from './inTime.ts';
import { putLatest, tellLatest } from './latest.ts';
import type { Limits } from './limits.ts';
import { Merging, type Taken } from './merging.ts';
import { within } from './patience.ts';

/** A phone sends a position every few seconds, a button a heartbeat every few minutes. */
const rule = { atOnce: 10, everyMs: 1_000 };
/** An older position says nothing any more. */
const positionKeptMs = 120_000;
/** Longer than any policy calls a device silent (31 days at most), so that silence can be told from never. */
const healthKeptMs = 32 * 24 * 3_600_000;
/** Yesterday's movement is of no use to today's check-in, and tells how somebody lives. */
const movedKeptMs = 36 * 3_600_000;
const keptMs = { position: positionKeptMs, health: healthKeptMs, moved: movedKeptMs } as const;

/** `id`: the responder or device that it is about. `via`: the source that a foreign device was heard through. */
export type LatestValue = { shard: ShardId; id: string } & (
  | { kind: 'position'; value: Position & { heardAt: number } }
  | { kind: 'health'; value: Health & { heardAt: number; via?: string } }
  | { kind: 'moved'; value: Moved }
);

export type LatestDoor = { take(latest: LatestValue): Taken; stop(): void };

export function openLatestDoor({
  redis,
  limits,
  monotonic = () => performance.now(),
}: {
  redis: Redis;
  limits: Pick<Limits, 'sparing'>;
  monotonic?: () => number;
}): LatestDoor {
  const merging = new Merging<LatestValue>({
    rule,
    monotonic,
    merge: asOne,
    store: ({ shard, ...latest }) =>
      within(
        intakeTimeoutMs,
        limits.sparing() ? tellLatest(redis, shard, latest) : putLatest(redis, shard, latest, keptMs[latest.kind]),
      ),
  });
  return { take: (latest) => merging.take(latest.id, latest.kind, latest), stop: () => merging.stop() };
}

/** Of a heartbeat also what only the older one said: a tamper contact opens once. */
function asOne(older: LatestValue, newer: LatestValue): LatestValue {
  if (older.kind !== 'health' || newer.kind !== 'health') return newer;
  return { ...newer, value: { ...older.value, ...newer.value } };
}
