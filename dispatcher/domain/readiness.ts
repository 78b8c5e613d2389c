// "Could this person be helped now?", for every home: is its device alive, is somebody on duty near enough, would they hear
// it, is the health centre there, are contacts known. Pure; the loop gathers the facts: dispatcher/readinessWatch.ts.

import type { EpochMs } from '../../contracts/ids.ts';
import type { Responder } from '../../contracts/office/community.ts';
import type { HomeReadiness } from '../../contracts/office/readiness.ts';
import type { LonLat } from '../../contracts/position.ts';
import type { ReadinessReason } from '../../contracts/terms.ts';
import { type DeviceFacts, isAlive, isAtRisk, isLow, type Limits, limitsOf } from './device/judge.ts';
import { type Model, modelOf } from './device/models.ts';
import type { World } from './world.ts';

/** `model`: how it lives; absent: like a button. `installing`: nobody has seen a press of it come yet. */
export type HomeDevice = DeviceFacts & { model?: Model; installing?: true };

export type HomeFacts = {
  id: string;
  courtyard: string;
  position: LonLat;
  devices: readonly HomeDevice[];
  contacts: number;
};

/** What readiness asks beyond the world. `answeredAt`: when this person last answered anything, ms. */
export type Answering = { answeredAt(responder: string): number | undefined };

/** With one of these nobody would come, or nobody would know. */
const uncovered: ReadonlySet<ReadinessReason> = new Set(['no_device', 'device_silent', 'nobody_near']);

const hourMs = 3_600_000;

/** Judges every home. Homes at one position share the search for the nearest person, so a tower block costs one. */
export function assess(homes: readonly HomeFacts[], world: World, answering: Answering, now: EpochMs): HomeReadiness[] {
  const { roles, healthRoles } = world.policy.readiness;
  const near = onDuty(roles, world, now);
  const awake = (one: Responder): boolean => answersLately(one, world, answering, now);
  const staffed = onDuty(healthRoles, world, now).some(awake);
  const awakeIds = new Set(near.filter(awake).map(({ id }) => id));
  const found = new Map<string, { seconds: number; awake: boolean } | undefined>();
  const limits = limitsByModel(world);
  return homes.map(({ id, courtyard, position, devices, contacts }) => {
    const key = `${position[0]},${position[1]}`;
    if (!found.has(key)) found.set(key, nearest(position, near, awakeIds, world));
    const helper = found.get(key);
    const reasons = [
      ...deviceReasons(devices, limits, now),
      ...helperReasons(helper, world),
      ...(staffed ? [] : (['health_centre_unstaffed'] as const)),
      ...(contacts > 0 ? [] : (['no_contacts'] as const)),
    ];
    const bare = devices.every(({ installing }) => installing === true);
    const state =
      bare || reasons.some((reason) => uncovered.has(reason))
        ? 'not_covered'
        : reasons.length > 0
          ? 'at_risk'
          : 'ready';
    return { id, courtyard, state, reasons, ...(helper ? { nearestSeconds: helper.seconds } : {}) };
  });
}

function onDuty(roles: World['policy']['readiness']['roles'], world: World, now: EpochMs): Responder[] {
  const people = new Set(roles.flatMap((role) => world.holders(role)));
  return [...people].filter((one) => world.onDuty(one, now));
}

function answersLately(responder: Responder, world: World, answering: Answering, now: EpochMs): boolean {
  if (world.reach(responder).connected) return true;
  const answeredAt = answering.answeredAt(responder.id);
  return answeredAt !== undefined && now - answeredAt <= world.policy.readiness.answeredWithinHours * hourMs;
}

/** The soonest person on duty; of those in time, one who would hear it is preferred. */
function nearest(
  position: LonLat,
  people: readonly Responder[],
  awake: ReadonlySet<string>,
  world: World,
): { seconds: number; awake: boolean } | undefined {
  let soonest: number | undefined;
  let soonestAwake: number | undefined;
  for (const one of people) {
    const seconds = one.means === 'desk' ? undefined : world.travelSeconds(one, position);
    if (seconds === undefined) continue;
    if (soonest === undefined || seconds < soonest) soonest = seconds;
    if (awake.has(one.id) && (soonestAwake === undefined || seconds < soonestAwake)) soonestAwake = seconds;
  }
  const { withinSeconds } = world.policy.readiness;
  if (soonestAwake !== undefined && (soonestAwake <= withinSeconds || soonestAwake === soonest))
    return { seconds: soonestAwake, awake: true };
  return soonest === undefined ? undefined : { seconds: soonest, awake: false };
}

function helperReasons(helper: { seconds: number; awake: boolean } | undefined, world: World): ReadinessReason[] {
  if (helper === undefined || helper.seconds > world.policy.readiness.withinSeconds) return ['nobody_near'];
  return helper.awake ? [] : ['nobody_answers_lately'];
}

/** What is not installed counts as nothing, and is said: somebody may believe that it works. */
function deviceReasons(
  devices: readonly HomeDevice[],
  limitsOfModel: (model: Model | undefined) => Limits,
  now: EpochMs,
): ReadinessReason[] {
  if (devices.length === 0) return ['no_device'];
  const installed = devices.filter(({ installing }) => installing !== true);
  const unfinished: ReadinessReason[] = installed.length < devices.length ? ['device_not_installed'] : [];
  return [...unfinished, ...(installed.length === 0 ? [] : installedReasons(installed, limitsOfModel, now))];
}

/** Thousands of devices are of a few models. */
function limitsByModel({ policy }: World): (model: Model | undefined) => Limits {
  const known = new Map<Model, Limits>();
  return (model = likeAButton) => {
    const found = known.get(model) ?? limitsOf(model, policy.readiness);
    known.set(model, found);
    return found;
  };
}
const likeAButton = modelOf({ kind: 'button' });

function installedReasons(
  devices: readonly HomeDevice[],
  limitsOfModel: (model: Model | undefined) => Limits,
  now: EpochMs,
): ReadinessReason[] {
  const alive = devices
    .map((facts) => ({ facts, limits: limitsOfModel(facts.model) }))
    .filter(({ facts, limits }) => isAlive(facts, limits, now));
  if (alive.length === 0) return ['device_silent'];
  return [
    ...(alive.every(({ facts, limits }) => isAtRisk(facts, limits, now)) ? (['device_quiet'] as const) : []),
    ...(alive.every(({ facts, limits }) => isLow(facts, limits)) ? (['battery_low'] as const) : []),
    ...(alive.some(({ facts }) => facts.tamper === true) ? (['device_tampered'] as const) : []),
  ];
}
