// What becomes of a press. The table: an incident, joined to the open one of the same home, or a recorded result.
//   sos fall smoke service  → incident, or joined            cancel → marks the open incident; stops nothing
//   unreadable, unknown device → incident, or joined          test checkin → recorded and answered, never an incident
// A repeat is the same device, id and body while its incident is open or within 15 minutes of the first.
import type { IncidentEvent } from '../../contracts/events.ts';
import { at, type EpochMs } from '../../contracts/ids.ts';
import type { CallKind, Incident, Mark, PressFact, Priority } from '../../contracts/incident.ts';
import type { PressInput, RaiseInput, UnreadablePressInput } from '../../contracts/inputs.ts';
import type { LonLat } from '../../contracts/position.ts';
import { tellContacts } from './contacts.ts';
import type { Context } from './context.ts';
import { aside, type Draft, draftOf, record } from './draft.ts';
import { escalate } from './escalation.ts';
import { begin } from './evolve.ts';
import { isTaken, isUntold } from './leg.ts';
import { addTracks, startOf } from './plan.ts';
import type { Result } from './result.ts';
import type { World } from './world.ts';

/** A repeat within this long of the first press is no new incident, even if the incident was closed (DESIGN). */
export const repeatWithinMs = 15 * 60_000;
/** A phone is rung again for further presses at most this often: a stuck button must not make it useless. */
export const ringAgainAfterMs = 5_000;
/** Of one incident so many presses are kept one by one; further ones are counted in the log alone. */
export const pressesKeptAtMost = 200;
/** A device's own time further back than this marks the press late (facts/devices.md, rule 11). */
export const lateAfterMs = 60_000;

/** In a surge the less urgent wait so long, that those who may die are offered first; they are in the queue at once. */
export const offerAfterMs: Readonly<Record<Priority, number>> = { 1: 0, 2: 15_000, 3: 30_000 };

type AnyPress = PressInput | UnreadablePressInput;

export function onPress(
  incident: Incident | undefined,
  input: AnyPress,
  context: Context,
  world: World,
  now: EpochMs,
): { draft: Draft | undefined; result: Result } {
  const body = digest(input);
  if (isRepeat(incident, input, body, { earlier: context.earlier, now })) return onRepeat(incident, input, body, now);
  if (input.kind === 'press' && (input.press === 'test' || input.press === 'checkin'))
    return { draft: undefined, result: { outcome: 'recorded', what: input.press, body, at: now } };
  const fact = factOf(input, body, context);
  if (input.kind === 'press' && input.press === 'cancel') return onCancel(incident, fact, body, now);
  return incident ? join(incident, input, fact, context, world, now) : open(input, fact, context, world, now);
}

/** By the clock of the decisions: the wall clock that stamps what is stored may have been set forward or back meanwhile. */
function isRepeat(
  incident: Incident | undefined,
  input: AnyPress,
  body: string,
  { earlier, now }: Pick<Context, 'earlier'> & { now: EpochMs },
): boolean {
  const open = incident?.presses.some(
    (press) => press.device === input.device && press.id === input.id && press.body === body,
  );
  if (open) return true;
  return earlier !== undefined && 'body' in earlier && earlier.body === body && now - earlier.at < repeatWithinMs;
}

function onRepeat(incident: Incident | undefined, input: AnyPress, body: string, now: EpochMs) {
  const known = incident?.presses.some((press) => press.device === input.device && press.id === input.id);
  if (!incident || !known)
    return { draft: undefined, result: { outcome: 'recorded', what: 'repeat_after_closing', body, at: now } as const };
  const draft = draftOf(incident, now);
  const priority = raised(incident.priority);
  record(draft, {
    type: 'press_repeated',
    by: `device/${input.device}`,
    press: input.id,
    device: input.device,
    priority,
  });
  ring(draft, 'pressed_again');
  return { draft, result: { outcome: 'repeated', incident: incident.id, at: now } as const };
}

function onCancel(incident: Incident | undefined, press: PressFact, body: string, now: EpochMs) {
  if (!incident)
    return { draft: undefined, result: { outcome: 'recorded', what: 'nothing_to_cancel', body, at: now } as const };
  const draft = draftOf(incident, now);
  record(draft, { type: 'cancel_requested', by: `device/${press.device}`, press });
  ring(draft, 'cancel_requested');
  return { draft, result: { outcome: 'joined', incident: incident.id, body, at: now } as const };
}

function join(incident: Incident, input: AnyPress, press: PressFact, context: Context, world: World, now: EpochMs) {
  const draft = draftOf(incident, now);
  if (incident.presses.length >= pressesKeptAtMost) {
    const priority = raised(incident.priority);
    const by = `device/${input.device}`;
    record(draft, { type: 'press_repeated', by, press: input.id, device: input.device, priority });
    ring(draft, 'pressed_again');
    return { draft, result: { outcome: 'repeated', incident: incident.id, at: now } as const };
  }
  const call = callOf(input, incident.home);
  const priority = Math.min(raised(incident.priority), startOf(call, world, now).priority) as Priority;
  record(draft, {
    type: 'press_joined',
    by: `device/${input.device}`,
    press,
    priority,
    marks: marksOf(input, incident.home, context, undefined),
  });
  addTracks(draft, call, world);
  ring(draft, 'pressed_again');
  keepLocation(draft, input);
  return { draft, result: { outcome: 'joined', incident: incident.id, body: press.body, at: now } as const };
}

function open(input: AnyPress, press: PressFact, context: Context, world: World, now: EpochMs) {
  const home = world.homeOf(input.device);
  const fix = home === undefined ? undefined : fixOf(input, home, context, world);
  const draft = opened(
    {
      by: `device/${input.device}`,
      district: input.district,
      call: callOf(input, home),
      marks: marksOf(input, home, context, fix),
      home,
      device: input.device,
      press,
      fix,
    },
    context,
    world,
    now,
  );
  keepLocation(draft, input);
  return { draft, result: { outcome: 'incident', incident: draft.incident.id, body: press.body, at: now } as const };
}

/** An officer opens an incident by hand. The open one of the same home is enough: the answer names it. */
export function onRaise(
  incident: Incident | undefined,
  input: RaiseInput,
  context: Context,
  world: World,
  now: EpochMs,
): { draft: Draft | undefined; result: Result } {
  if (incident) return { draft: undefined, result: { outcome: 'joined', incident: incident.id, at: now } };
  if (!world.place(input.home))
    return { draft: undefined, result: { outcome: 'refused', code: 'unknown_home', at: now } };
  const { by, district, call, home } = input;
  const draft = opened({ by: `officer/${by}`, district, call, marks: [], home }, context, world, now);
  return { draft, result: { outcome: 'incident', incident: draft.incident.id, at: now } };
}

/** Begins an incident and asks the first people of each of its tracks. */
function opened(
  what: {
    by: string;
    district: string;
    call: CallKind;
    marks: Mark[];
    home: string | undefined;
    device?: string;
    press?: PressFact;
    fix?: LonLat | undefined;
  },
  context: Context,
  world: World,
  now: EpochMs,
): Draft {
  const { by, district, call, marks, home, device, press, fix } = what;
  const { priority, tracks, plans } = startOf(call, world, now);
  const group = home === undefined ? undefined : context.groupAt(home, world.policy.linkWithinSeconds * 1000);
  const surge = world.isSurge(now);
  const waitMs = surge ? offerAfterMs[priority] : 0;
  const event: Extract<IncidentEvent, { type: 'opened' }> = {
    v: 1,
    seq: 1,
    at: now,
    type: 'opened',
    by,
    incident: context.newIncident,
    district,
    number: context.nextNumber,
    call,
    priority,
    marks,
    tracks,
    plans,
    group: group ?? context.newIncident,
    ...(device === undefined ? {} : { device }),
    ...(home === undefined ? {} : { home }),
    ...(press === undefined ? {} : { press }),
    ...(fix === undefined ? {} : { spot: 'fix' }),
    receivedAt: context.storedAt,
    reviewAt: at(now + world.policy.officerAcknowledgeSeconds * 1000),
    ...(surge ? { surge } : {}),
    ...(waitMs > 0 ? { offerFrom: at(now + waitMs) } : {}),
  };
  const draft: Draft = { ...draftOf(begin(event), now), events: [event], ...(fix ? { fix } : {}) };
  if (fix) draft.side.spot = JSON.stringify(fix);
  if (waitMs === 0) for (const track of tracks) escalate(draft, track, world);
  tellContacts(draft, 'opened', world);
  return draft;
}

/**
 * Where a carried device is, when its own position is to be trusted more than the home's: fresh, exact, away from home, and
 * with a time of its own. An old fix never counts (facts/devices.md, rule 11).
 */
function fixOf(input: AnyPress, home: string, context: Context, world: World): LonLat | undefined {
  if (input.kind !== 'press' || input.location === undefined || !world.isCarried(input.device)) return undefined;
  const { lon, lat, accuracy, at: fixedAt } = input.location;
  const { freshSeconds, accuracyMetres, awayMetres } = world.policy.fix;
  const time = Date.parse(fixedAt ?? input.deviceTime ?? '');
  if (!(Math.abs(context.storedAt - time) <= freshSeconds * 1000)) return undefined;
  if ((accuracy ?? Infinity) > accuracyMetres) return undefined;
  const place = world.place(home);
  const fix: LonLat = [lon, lat];
  return place === undefined || world.metres(place.position, fix) > awayMetres ? fix : undefined;
}

/** A repeated press rings everybody again who counts on it or may still come, but a stuck button does not ring for ever. */
function ring(draft: Draft, because: 'pressed_again' | 'cancel_requested'): void {
  for (const leg of draft.incident.legs) {
    if (because === 'pressed_again' && draft.now - (leg.rungAt ?? 0) < ringAgainAfterMs) continue;
    if (isTaken(leg) || (isUntold(leg) && leg.state !== 'stood_down') || leg.state === 'received')
      record(draft, { type: 'leg_updated', by: 'policy', leg: leg.id, because });
  }
}

function keepLocation(draft: Draft, input: AnyPress): void {
  if (input.kind === 'press' && input.location) draft.side[`p${draft.incident.seq}`] = JSON.stringify(input.location);
  if (input.kind === 'unreadable_press') aside(draft, `${input.why}: ${input.body}`);
}

function callOf(input: AnyPress, home: string | undefined): CallKind {
  if (home === undefined) return 'unknown_device';
  if (input.kind === 'unreadable_press') return 'unreadable';
  return input.press === 'fall' || input.press === 'smoke' || input.press === 'service' ? input.press : 'sos';
}

function marksOf(input: AnyPress, home: string | undefined, context: Context, fix: LonLat | undefined): Mark[] {
  const marks: Mark[] = [];
  if (input.kind === 'unreadable_press') marks.push('unreadable');
  if (home === undefined) marks.push('unknown_device');
  if (fix !== undefined) marks.push('away_from_home');
  if (context.earlier !== undefined) marks.push('reused_id');
  const claimed = input.kind === 'press' && input.deviceTime !== undefined ? Date.parse(input.deviceTime) : Number.NaN;
  if (context.storedAt - claimed > lateAfterMs) marks.push('late');
  return marks;
}

function factOf(input: AnyPress, body: string, context: Context): PressFact {
  return {
    id: input.id,
    device: input.device,
    kind: input.kind === 'press' ? input.press : 'unreadable',
    receivedAt: context.storedAt,
    ...(input.heardAt === undefined ? {} : { heardAt: input.heardAt }),
    body,
    times: 1,
  };
}

const raised = (priority: Priority): Priority => (priority === 3 ? 2 : 1);

/** Tells two bodies apart without keeping them (FNV-1a, 32 bit; a position must not lie in the log). */
function digest(input: AnyPress): string {
  const text =
    input.kind === 'press'
      ? JSON.stringify([input.press, input.deviceTime, input.battery, input.location])
      : JSON.stringify([input.body]);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
