// What became of the canaries: a trimmed stream that the auditor writes and the consoles tail.
import type { Redis } from 'ioredis';
import { Compile } from 'typebox/compile';
import { CanaryTrace } from '../contracts/device/canary.ts';
import { readEach } from '../contracts/json.ts';
import { directoryKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/** Two days of one district, pressed once a minute; about 250 bytes each. */
const tracesKept = 3_000;

const TraceCheck = Compile(CanaryTrace);

export async function appendCanary(redis: Redis, trace: CanaryTrace): Promise<void> {
  const text = JSON.stringify(trace);
  await writeAnyway(redis, 'XADD', directoryKeys.canaries, 'MAXLEN', '~', tracesKept, '*', 'trace', text);
}

/**
 * Those after an entry, oldest first, and the entry to go on from.
 * @param after an entry's id; undefined begins at the end
 */
export async function canariesAfter(
  redis: Redis,
  after: string | undefined,
): Promise<{ after: string; traces: CanaryTrace[] }> {
  if (after === undefined) {
    const [last] = await redis.xrevrange(directoryKeys.canaries, '+', '-', 'COUNT', 1);
    return { after: last?.[0] ?? '0-0', traces: [] };
  }
  const entries = await redis.xrange(directoryKeys.canaries, `(${after}`, '+', 'COUNT', 1_000);
  return {
    after: entries.at(-1)?.[0] ?? after,
    traces: tracesOf(entries),
  };
}

const tracesOf = (entries: readonly [string, string[]][]): CanaryTrace[] =>
  readEach(
    TraceCheck,
    entries.map(([, fields]) => fields[1]),
  );
