import type { EpochMs } from '../../../contracts/ids.ts';
import { byDevice, byOfficer } from '../../../contracts/incident/actor.ts';
import type { PressInput, RaiseInput, UnreadablePressInput } from '../../../contracts/incident/inputs.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import type { Incident, PressFact } from '../../../contracts/incident/state.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { CallKind, Mark } from '../../../contracts/terms.ts';
import { lateAfterMs, sameBodyWithinMs } from '../device/pressTimes.ts';
import { testWindowOf } from '../device/testWindow.ts';
import type { Where } from '../where.ts';
import { whereOf, whyUnused } from '../where.ts';
import type { World } from '../world.ts';
import { withWord } from './calls.ts';
import type { Context, Outcome, Setting } from './context.ts';
import { aside, type Draft, draftOf, record } from './draft.ts';
import { callBack, isMoved, isOver, isResting, join, ring, ringAgainAfterMs } from './joining.ts';
import { opened } from './opening.ts';
import { lastOfItsKind, pressesKeptAtMost } from './presses.ts';

/** A device that has pressed often and says each time that it is elsewhere moves help so often. */
const followsAgainMs = 30_000;
/** What a device that presses on and on says is noted at least so often. */
const notedAtLeastMs = 10 * 60_000;

type AnyPress = PressInput | UnreadablePressInput;

export function onPress(incident: Incident | undefined, input: AnyPress, setting: Setting): Outcome {
  const { context, world, now } = setting;
  const body = digest(input);
  const known = incident && sentTwice(incident, input, body, context.storedAt);
  if (incident && known) return again(incident, known, body, now);
  if (input.kind === 'press' && (input.press === 'test' || input.press === 'checkin'))
    return {
      draft: undefined,
      result: {
        outcome: 'recorded',
        what: input.press,
        body,
        // What was decided long after it was stored is a sign of then.
        ...(now - context.storedAt > lateAfterMs ? { storedAt: context.storedAt } : {}),
        ...(isOld(input, setting) ? { old: true as const } : {}),
        at: now,
      },
    };
  const home = world.homeOf(input.device);
  const window =
    input.kind === 'press' && home !== undefined ? windowFor(input, { incident, home, body }, setting) : undefined;
  if (window !== undefined)
    return {
      draft: undefined,
      result: { outcome: 'recorded', what: 'test', body, window, storedAt: setting.context.storedAt, at: now },
    };
  const where = whereOf(input, home, context.storedAt, world);
  const fact = { ...factOf(input, body, context), ...cameTo(incident, home, input.device) };
  if (input.kind === 'press' && input.press === 'cancel') return onCancel(incident, fact, body, world, now);
  if (!incident) return open(input, fact, where, setting);
  const word = callOf(input, incident.home);
  const before = saysNothingNew(incident, word, fact, where, world);
  if (before) return again(incident, before, body, now);
  const draft = draftOf(incident, now);
  join(draft, { word, press: fact, where }, marksOf(input, incident.home, context, where, world), world);
  keepLocation(draft, input, context, world);
  return { draft, result: { outcome: 'joined', incident: incident.id, body, at: now } };
}

/** Of yesterday, says the device itself. */
function isOld({ maybeOld, deviceTime }: PressInput, { context, world }: Pick<Setting, 'context' | 'world'>): boolean {
  const claimed = deviceTime === undefined ? undefined : world.instantOf(deviceTime);
  return maybeOld === true || (claimed !== undefined && context.storedAt - claimed > lateAfterMs);
}

/** The test window that makes a test of this press. */
function windowFor(
  press: PressInput,
  { incident, home, body }: { incident: Incident | undefined; home: string; body: string },
  { context, world }: Setting,
): string | undefined {
  const { storedAt, earlier } = context;
  return testWindowOf(press, context.testWindow(press.device), {
    storedAt,
    body,
    known: earlier !== undefined,
    claimedAt: press.deviceTime === undefined ? undefined : world.instantOf(press.deviceTime),
    calls: incident !== undefined || context.openAt(home) !== undefined,
  });
}

/** The press that this message has brought already: the same id and body, or without an id the same body just now. */
function sentTwice(incident: Incident, input: AnyPress, body: string, storedAt: EpochMs): PressFact | undefined {
  return incident.presses.find(
    (press) =>
      press.device === input.device &&
      press.body === body &&
      (press.id === input.id ||
        (input.kind === 'press' && input.idMade === true && Math.abs(storedAt - press.receivedAt) < sameBodyWithinMs)),
  );
}

/** A device that presses on and on: this one says nothing that would make anything new. */
function saysNothingNew(
  incident: Incident,
  word: CallKind,
  press: PressFact,
  where: Where | undefined,
  world: World,
): PressFact | undefined {
  const known = lastOfItsKind(incident, press);
  if (known === undefined || withWord(incident, word) !== undefined || incident.needs === undefined) return undefined;
  // A device that is everywhere is followed now and then.
  const sinceMs = press.receivedAt - (known.notedAt ?? known.receivedAt);
  if (sinceMs >= followsAgainMs && isMoved(incident, where, press.device, world)) return undefined;
  const rests = incident.needs.some((need) => isOver(need, incident) || isResting(need));
  return rests ? undefined : known;
}

/** Counted, and rings nobody; from a device that goes on for ever only some of it is noted. */
function again(incident: Incident, known: PressFact, body: string, now: EpochMs): Outcome {
  const result: Result = { outcome: 'repeated', incident: incident.id, body, at: now };
  const pauseMs = Math.min(ringAgainAfterMs * 2 ** Math.max(0, known.times - pressesKeptAtMost), notedAtLeastMs);
  const muted = known.times >= pressesKeptAtMost;
  if (muted && now - (known.notedAt ?? known.receivedAt) < pauseMs) return { draft: undefined, result };
  const draft = draftOf(incident, now);
  const { id: press, device } = known;
  const { priority } = draft.incident;
  record(draft, {
    type: 'press_repeated',
    by: byDevice(device),
    press,
    device,
    priority,
    ...(muted ? { muted } : {}),
  });
  return { draft, result };
}

/** Asks a human to verify; stops nothing. */
function onCancel(incident: Incident | undefined, press: PressFact, body: string, world: World, now: EpochMs): Outcome {
  if (!incident) return { draft: undefined, result: { outcome: 'recorded', what: 'nothing_to_cancel', body, at: now } };
  const before = lastOfItsKind(incident, press);
  if (before) return again(incident, before, body, now);
  const draft = draftOf(incident, now);
  record(draft, { type: 'cancel_requested', by: byDevice(press.device), press });
  callBack(draft, world);
  ring(draft, 'cancel_requested');
  return { draft, result: { outcome: 'joined', incident: incident.id, body, at: now } };
}

function open(input: AnyPress, press: PressFact, where: Where | undefined, setting: Setting): Outcome {
  const { context, world, now } = setting;
  const home = world.homeOf(input.device);
  const draft = opened(
    {
      by: byDevice(input.device),
      district: input.district,
      call: callOf(input, home),
      marks: marksOf(input, home, context, where, world),
      home,
      device: input.device,
      press,
      where,
    },
    context,
    world,
    now,
  );
  keepLocation(draft, input, context, world);
  return { draft, result: { outcome: 'incident', incident: draft.incident.id, body: press.body, at: now } };
}

/** An officer writes down what somebody said by telephone, or what no button says: it counts like a press. */
export function onRaise(incident: Incident | undefined, input: RaiseInput, { context, world, now }: Setting): Outcome {
  const { by, district, call, home } = input;
  const actor = byOfficer(by);
  if (incident) {
    const draft = draftOf(incident, now);
    const press: PressFact = {
      id: input.id,
      device: actor,
      kind: call,
      receivedAt: context.storedAt,
      body: call,
      times: 1,
    };
    const known = saysNothingNew(incident, call, press, undefined, world);
    if (known) return again(incident, known, call, now);
    join(draft, { word: call, press, where: undefined, by: actor }, [], world);
    return { draft, result: { outcome: 'joined', incident: incident.id, at: now } };
  }
  if (!world.place(home)) return { draft: undefined, result: { outcome: 'refused', code: 'unknown_home', at: now } };
  const draft = opened({ by: actor, district, call, marks: cannotTalk(home, world), home }, context, world, now);
  return { draft, result: { outcome: 'incident', incident: draft.incident.id, at: now } };
}

function keepLocation(draft: Draft, input: AnyPress, { storedAt }: Context, world: World): void {
  if (input.kind === 'press' && input.location) {
    const unused = whyUnused(input, world.homeOf(input.device), storedAt, world);
    draft.side[`p${draft.incident.seq}`] = JSON.stringify({ ...input.location, ...(unused ? { unused } : {}) });
  }
  if (input.kind === 'unreadable_press') aside(draft, `${input.why}: ${input.body}`);
}

function callOf(input: AnyPress, home: string | undefined): CallKind {
  if (home === undefined) return 'unknown_device';
  if (input.kind === 'unreadable_press') return 'unreadable';
  return input.press === 'fall' || input.press === 'smoke' || input.press === 'service' ? input.press : 'sos';
}

function marksOf(
  input: AnyPress,
  home: string | undefined,
  context: Context,
  where: Where | undefined,
  world: World,
): Mark[] {
  const marks: Mark[] = [];
  if (input.kind === 'unreadable_press') marks.push('unreadable');
  if (home === undefined) marks.push('unknown_device');
  if (where?.at === 'away' || where?.at === 'beyond') {
    marks.push('away_from_home');
    if (where.inexact) marks.push('inexact_fix');
    if (where.at === 'beyond') marks.push('beyond_reach');
  }
  const { earlier } = context;
  if (earlier !== undefined)
    marks.push('body' in earlier && earlier.body === digest(input) ? 'maybe_repeat' : 'reused_id');
  if (input.kind === 'press' && isOld(input, { context, world })) marks.push('late');
  return [...marks, ...cannotTalk(home, world)];
}

export const cannotTalk = (home: string | undefined, world: World): Mark[] =>
  home !== undefined && world.place(home) !== undefined && !world.canTalk(home) ? ['cannot_talk'] : [];

function factOf(input: AnyPress, body: string, context: Context): PressFact {
  return {
    id: input.id,
    device: input.device,
    kind: input.kind === 'press' ? input.press : 'unreadable',
    receivedAt: context.storedAt,
    ...defined({ heardAt: input.heardAt }),
    body,
    times: 1,
  };
}

/** A press of a home that was merged into this incident goes with it when it is split off again. */
function cameTo(incident: Incident | undefined, home: string | undefined, device: string): { of?: string } {
  const merged = incident?.absorbed?.find((one) => (home === undefined ? one.device === device : one.home === home));
  return merged === undefined ? {} : { of: merged.incident };
}

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
