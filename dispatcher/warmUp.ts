// Cold, a decision takes four times as long (facts): the core is run on invented presses before the dispatcher says ready.
import { at, type EpochMs, incidentIdOf, shards } from '../contracts/ids.ts';
import type { PressInput } from '../contracts/incident/inputs.ts';
import { decide } from './domain/incident/decide.ts';
import { deadline, pending } from './domain/incident/pending.ts';
import type { World } from './domain/world.ts';

/** After about so many the optimising compiler has done its work; up to as many homes have their streets looked up. */
const [roundsAtLeast, roundsAtMost] = [300, 3_000];

/**
 * Decides presses of these devices in memory; nothing is stored.
 * @param from an instant that the roster is prepared for
 * @returns how many incidents it made up
 */
export function warmUp(world: World, district: string, devices: readonly string[], from: EpochMs): number {
  let made = 0;
  const [shard] = shards;
  if (shard === undefined || devices.length === 0) return made;
  const rounds = Math.min(roundsAtMost, Math.max(roundsAtLeast, devices.length));
  for (let i = 0; i < rounds; i++) {
    const device = devices[i % devices.length] ?? '';
    const press: PressInput = { v: 1, kind: 'press', district, device, id: `warm-${i}`, press: 'sos' };
    const now = at(from + i);
    const context = {
      newIncident: incidentIdOf(`${now}-0`, shard),
      nextNumber: i + 1,
      storedAt: now,
      earlier: undefined,
      groupAt: () => undefined,
      offeredTogether: () => [],
      find: () => undefined,
      openAt: () => undefined,
      pressedAt: () => undefined,
      testWindow: () => undefined,
    };
    const { incident } = decide(undefined, press, context, world, now);
    if (incident && pending(incident).length > 0 && deadline(incident) !== undefined) made++;
  }
  return made;
}
