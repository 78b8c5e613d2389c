// The door for presses of a device, at the broker and for tablets. Nobody who presses in earnest notices it; a stolen or broken button
// that presses thousands of times is stored once a second for each kind, as one press that says how many more it stands for.
// Ten at once: nobody's hand is faster; a gateway that was cut off and sends what it kept comes through. One a second: a tenth of
// what one decision may cost, so that all kinds of a device together do not keep a neighbour waiting.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { ShardId } from '../contracts/ids.ts';
import type { PressInput, UnreadablePressInput } from '../contracts/incident/inputs.ts';
import type { Location } from '../contracts/incident/messages.ts';
import type { Settings } from '../contracts/settings.ts';
import { defined } from '../contracts/shapes.ts';
import type { BucketRule } from './buckets.ts';
import { noteMerged } from './floods.ts';
import { appendInTime } from './inTime.ts';
import { Merging, type Taken } from './merging.ts';

/** A press on its way in. */
export type Pressed = { shard: ShardId; input: PressInput | UnreadablePressInput };

/** What the settings allow one device, for each kind of press. */
export const pressRuleOf = ({
  YJT_PRESSES_AT_ONCE,
  YJT_PRESSES_A_MINUTE,
}: Pick<Settings, 'YJT_PRESSES_AT_ONCE' | 'YJT_PRESSES_A_MINUTE'>): BucketRule => ({
  atOnce: YJT_PRESSES_AT_ONCE,
  everyMs: 60_000 / YJT_PRESSES_A_MINUTE,
});

export type PressDoor = {
  /** Stored at once, or merged with others and stored within the time that its bucket takes for one. */
  take(pressed: Pressed): Taken;
  stop(): void;
};

export function openPressDoor(parts: {
  redis: Redis;
  replicas: number;
  rule: BucketRule;
  log: Pick<Logger, 'warn'>;
  monotonic?: () => number;
}): PressDoor {
  const { redis, replicas, log } = parts;
  const merging = new Merging<Pressed>({
    ...parts,
    merge: ({ input: older }, { shard, input: newer }) => ({ shard, input: asOne(older, newer) }),
    saysMore: ({ input: known }, { input: newer }) => isMoreExact(locationOf(known), locationOf(newer)),
    store: async ({ shard, input }, more) => {
      await appendInTime(redis, { shard, input: more === 0 ? input : { ...input, more }, replicas });
      if (more > 0) count(input, more);
    },
  });

  /** The press is stored whatever becomes of the count. */
  function count({ district, device }: Pressed['input'], merged: number): void {
    noteMerged(redis, { district, device, merged }, Date.now()).catch((error: unknown) => {
      log.warn({ device, merged, error: String(error) }, 'merged presses were not counted');
    });
  }

  return {
    take: (pressed) => {
      const { input } = pressed;
      return merging.take(input.device, input.kind === 'press' ? input.press : 'unreadable', pressed);
    },
    stop: () => merging.stop(),
  };
}

/** The newer press with the most exact place and what only the older one knew. It has waited since the older one was heard. */
function asOne(older: Pressed['input'], newer: Pressed['input']): Pressed['input'] {
  const { heardAt = newer.heardAt } = older;
  const heard = defined({ heardAt });
  if (older.kind !== 'press' || newer.kind !== 'press') return { ...newer, ...heard };
  const { battery = older.battery } = newer;
  const location = moreExactOf(older.location, newer.location);
  return {
    ...newer,
    ...heard,
    ...defined({ battery, location }),
  };
}

const locationOf = (input: Pressed['input']): Location | undefined =>
  input.kind === 'press' ? input.location : undefined;

/** Nobody at a door is found sooner by less. It bounds how often a flood can say "more exact". */
const exactMetres = 5;
/** Further than any accuracy that a device may claim. */
const unknownMetres = 1_000_000;
const metresOf = ({ accuracy = unknownMetres }: Location): number => Math.max(exactMetres, accuracy);

/** A place where there was none, or one at least twice as exact. */
function isMoreExact(known: Location | undefined, newer: Location | undefined): boolean {
  if (newer === undefined) return false;
  return known === undefined || metresOf(newer) <= metresOf(known) / 2;
}

/** Of two equally exact ones the newer: the person may be moving. */
function moreExactOf(older: Location | undefined, newer: Location | undefined): Location | undefined {
  if (older === undefined || newer === undefined) return newer ?? older;
  return metresOf(newer) <= metresOf(older) ? newer : older;
}
