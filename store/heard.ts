// When devices were last heard of: what they say of themselves, and whether they are connected.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ShardId } from '../contracts/ids.ts';
import { defined } from '../contracts/shapes.ts';
import { readLatest } from './latest.ts';

/** What a device has said of itself. `heardAt`: when, ms. `battery`: per cent, `batteryLow`: its own word. `via`: the source it came through. */
const SaidHealth = Type.Object({
  heardAt: Type.Optional(Type.Number()),
  battery: Type.Optional(Type.Number()),
  batteryLow: Type.Optional(Type.Boolean()),
  volts: Type.Optional(Type.Number()),
  tamper: Type.Optional(Type.Boolean()),
  via: Type.Optional(Type.String()),
});
const HealthCheck = Compile(SaidHealth);
const PresenceCheck = Compile(Type.Object({ connected: Type.Boolean(), at: Type.Optional(Type.Number()) }));

/** What is known of a device. `heardAt`: its last message of any kind, ms. */
export type Heard = { connected: boolean } & Static<typeof SaidHealth>;

/** One MGET of 36,000 keys would hold the server up. */
const readAtOnce = 1_000;

/** What is known of these devices, in their order; what was never said is absent. */
export async function readHeard(redis: Redis, shard: ShardId, devices: readonly string[]): Promise<Heard[]> {
  const found: Heard[] = [];
  for (let at = 0; at < devices.length; at += readAtOnce) {
    const some = devices.slice(at, at + readAtOnce);
    const [healths, presences] = await Promise.all([
      readLatest(redis, shard, 'health', some),
      readLatest(redis, shard, 'presence', some),
    ]);
    for (const [i] of some.entries()) found.push(heardIn(healths[i], presences[i]));
  }
  return found;
}

function heardIn(health: unknown, presence: unknown): Heard {
  const said = saidIn(health);
  const met = metIn(presence) ?? { connected: false };
  const instants = [said?.heardAt, met.heardAt].filter((one) => one !== undefined);
  return {
    ...said,
    connected: met.connected,
    ...defined({ heardAt: instants.length === 0 ? undefined : Math.max(...instants) }),
  };
}

/** What of a latest `health` is known here; undefined for what is none. */
export function saidIn(health: unknown): Static<typeof SaidHealth> | undefined {
  if (!HealthCheck.Check(health)) return undefined;
  const { heardAt, battery, batteryLow, volts, tamper, via } = health;
  return defined({ heardAt, battery, batteryLow, volts, tamper, via });
}

/** What a latest `presence` says. */
export const metIn = (presence: unknown): Pick<Heard, 'connected' | 'heardAt'> | undefined =>
  PresenceCheck.Check(presence) ? { connected: presence.connected, ...defined({ heardAt: presence.at }) } : undefined;
