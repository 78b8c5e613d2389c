// What an officer's command does, or why it no longer applies. Of two officers who act at once the first one wins, and the
// other is told who it was.
import type { Command } from '../../contracts/commands.ts';
import type { ErrorCode } from '../../contracts/errors.ts';
import { at, type EpochMs } from '../../contracts/ids.ts';
import type { Incident, Leg, Priority, Track } from '../../contracts/incident.ts';
import type { CommandInput } from '../../contracts/inputs.ts';
import { tellContacts } from './contacts.ts';
import type { Context } from './context.ts';
import { aside, type Draft, draftOf, followUp, record } from './draft.ts';
import { escalate, escalateIfAlone } from './escalation.ts';
import { isSent, isTaken, isUntold, isWaiting } from './leg.ts';
import { spotOf, travelTo } from './nearest.ts';
import { standDown } from './reply.ts';
import type { Result } from './result.ts';
import type { World } from './world.ts';

type Refusal = { code: ErrorCode; who?: string };
type Order<C extends Command['command']> = Extract<Command, { command: C }>;

/** Offers by hand stand this long when the track has no tier to take it from. */
const answerWithinSeconds = 45;

export function onCommand(
  incident: Incident | undefined,
  input: CommandInput,
  context: Context,
  world: World,
  now: EpochMs,
): { draft: Draft | undefined; result: Result } {
  if (!incident) return { draft: undefined, result: { outcome: 'refused', code: 'not_open', at: now } };
  const draft = draftOf(incident, now);
  const refused = outdated(incident, input) ?? apply(draft, input, context, world);
  if (refused) return { draft: undefined, result: { outcome: 'refused', ...refused, at: now } };
  return { draft, result: { outcome: 'applied', incident: incident.id, at: now } };
}

/** Another officer has acted since the page was drawn that this command was given on. */
function outdated(incident: Incident, { command, by }: CommandInput): Refusal | undefined {
  const { lastOfficer } = incident;
  // That it is closed says more than that somebody has acted.
  if (command.seen === undefined || lastOfficer === undefined || incident.state === 'closed') return undefined;
  const other = lastOfficer.by !== `officer/${by}` && lastOfficer.seq > command.seen;
  return other && changes.has(command.command) ? { code: 'changed_by_other', who: nameOf(lastOfficer.by) } : undefined;
}

/** Commands that would undo or cross what another officer has just done. The others have refusals of their own, or harm nobody. */
const changes: ReadonlySet<Command['command']> = new Set([
  'assign',
  'swap',
  'withdraw',
  'priority',
  'merge',
  'split',
  'close',
]);

/** @returns the reason when the command does not apply */
function apply(draft: Draft, input: CommandInput, context: Context, world: World): Refusal | undefined {
  const { command } = input;
  const by = `officer/${input.by}`;
  const { incident } = draft;
  if (incident.state === 'closed' && !afterClosing.has(command.command))
    return { code: 'incident_closed', who: nameOf(incident.closed?.by) };
  switch (command.command) {
    case 'acknowledge':
      if (incident.acknowledged) return { code: 'already_acknowledged', who: nameOf(incident.acknowledged.by) };
      record(draft, { type: 'acknowledged', by, reviewAt: reviewIn(world.policy.officerAcknowledgeSeconds, draft) });
      return undefined;
    case 'take_over':
      return takeOver(draft, world, by);
    case 'note': {
      const { textId } = aside(draft, command.text);
      if (textId === undefined) return { code: 'bad_request' };
      record(draft, { type: 'note_added', by, textId });
      return undefined;
    }
    case 'advise':
      return advise(draft, command, by);
    case 'assign':
      return assign(draft, command.responder, command.track, world, by);
    case 'swap':
      return swap(draft, command, world, by);
    case 'withdraw': {
      const leg = legNamed(draft, command.leg);
      if (!leg) return { code: 'unknown_leg' };
      if (!isSent(leg)) return { code: 'leg_ended' };
      standDown(draft, leg, 'withdrawn', world, by);
      escalateIfAlone(draft, leg.track, world, 0);
      return undefined;
    }
    case 'told': {
      const leg = legNamed(draft, command.leg);
      if (!leg) return { code: 'unknown_leg' };
      if (leg.state !== 'stood_down' || !isUntold(leg)) return { code: 'leg_ended' };
      record(draft, { type: 'stand_down_told', by, leg: leg.id });
      return undefined;
    }
    case 'priority':
      if (command.priority === incident.priority) return { code: 'same_priority' };
      record(draft, {
        type: 'priority_changed',
        by,
        priority: command.priority as Priority,
        ...aside(draft, command.text),
      });
      return undefined;
    case 'merge':
      return merge(draft, command, context, world, by);
    case 'split':
      return split(draft, command, by);
    case 'call_120':
      return ambulanceCalled(draft, command, world, by);
    case 'contact_told': {
      const { resident, contact } = command;
      const due = incident.contactsDue?.some((one) => one.resident === resident && one.contact === contact);
      if (!due) return { code: 'contact_not_due' };
      record(draft, { type: 'contact_told', by, resident, contact });
      return undefined;
    }
    case 'close':
      if (command.disposition === 'other' && command.text === undefined) return { code: 'close_needs_words' };
      for (const leg of incident.legs.filter(isSent)) standDown(draft, leg, 'closed', world, by);
      tellContacts(draft, 'closed', world);
      record(draft, { type: 'closed', by, disposition: command.disposition, ...aside(draft, command.text) });
      return undefined;
    case 'reopen':
      return reopen(draft, command, context, world, by);
  }
}

/** These are for closed incidents too, or for them alone. */
const afterClosing: ReadonlySet<Command['command']> = new Set(['note', 'told', 'contact_told', 'reopen']);

const nameOf = (by: string | undefined): string => (by ?? '').replace(/^officer\//, '');
const reviewIn = (seconds: number, draft: Draft): EpochMs => at(draft.now + seconds * 1000);
const legNamed = (draft: Draft, id: string): Leg | undefined => draft.incident.legs.find((one) => one.id === id);

function takeOver(draft: Draft, world: World, by: string): Refusal | undefined {
  const { acknowledged } = draft.incident;
  if (!acknowledged) return { code: 'not_acknowledged' };
  if (acknowledged.by === by) return { code: 'already_yours' };
  const reviewAt = reviewIn(world.policy.officerAcknowledgeSeconds, draft);
  record(draft, { type: 'taken_over', by, from: acknowledged.by, reviewAt });
  return undefined;
}

function assign(draft: Draft, id: string, wanted: Track | undefined, world: World, by: string): Refusal | undefined {
  const responder = world.responder(id);
  if (!responder) return { code: 'unknown_responder' };
  if (draft.incident.legs.some((leg) => leg.responder === id && isSent(leg))) return { code: 'already_assigned' };
  const track: Track = wanted ?? (responder.role === 'health_desk' || responder.role === 'doctor' ? 'health' : 'grid');
  const travelSeconds = Math.round(travelTo(responder, spotOf(draft, world), world) ?? 0);
  const answerBy = at(draft.now + answerWithinSeconds * 1000);
  const comes = responder.means === 'desk' ? { comes: false as const } : {};
  const { outside } = world.reach(responder); // a human has chosen them: by every way there is
  const channels = outside.length > 0 ? { channels: [...outside] } : {};
  const leg = { id: `L${draft.incident.legs.length + 1}`, track, tier: 0, responder: id, travelSeconds, answerBy };
  record(draft, {
    type: 'leg_offered',
    by,
    leg: { ...leg, ...comes, ...channels },
    dueAt: answerBy,
    candidates: [{ responder: id, travelSeconds, reason: 'chosen' }],
    byHand: true,
  });
  return undefined;
}

/** Only for whoever comes: a desk has the words before it anyway. */
function advise(draft: Draft, { text, leg: id }: Order<'advise'>, by: string): Refusal | undefined {
  const { legs } = draft.incident;
  if (id !== undefined && !legs.some((leg) => leg.id === id)) return { code: 'unknown_leg' };
  const told = legs.filter((leg) => isTaken(leg) && leg.comes !== false && (id === undefined || leg.id === id));
  if (told.length === 0) return { code: 'nobody_on_the_way' };
  const { textId } = aside(draft, text);
  if (textId === undefined) return { code: 'bad_request' };
  record(draft, { type: 'advised', by, legs: told.map((leg) => leg.id), textId });
  return undefined;
}

function swap(draft: Draft, { leg: id, responder }: Order<'swap'>, world: World, by: string): Refusal | undefined {
  const leg = legNamed(draft, id);
  if (!leg) return { code: 'unknown_leg' };
  if (!isSent(leg)) return { code: 'leg_ended' };
  const refused = assign(draft, responder, leg.track, world, by);
  if (refused) return refused;
  standDown(draft, leg, 'swapped', world, by);
  return undefined;
}

/** This one is closed as a duplicate; the other learns of it by a follow-up of the same commit. */
function merge(
  draft: Draft,
  { into }: Order<'merge'>,
  context: Context,
  world: World,
  by: string,
): Refusal | undefined {
  const { incident } = draft;
  const other = context.find(into);
  if (!other || other.id === incident.id || other.state !== 'open' || other.district !== incident.district)
    return { code: 'cannot_merge' };
  for (const leg of incident.legs.filter(isSent)) standDown(draft, leg, 'merged', world, by);
  const { presses, home, device, priority } = incident;
  record(draft, { type: 'merged', by, into });
  followUp(draft, into, {
    kind: 'absorb',
    by,
    from: incident.id,
    presses,
    priority,
    ...(home === undefined ? {} : { home }),
    ...(device === undefined ? {} : { device }),
  });
  return undefined;
}

function split(draft: Draft, { incident: id }: Order<'split'>, by: string): Refusal | undefined {
  const { incident } = draft;
  if (!incident.absorbed?.some((one) => one.incident === id)) return { code: 'not_merged_here' };
  record(draft, { type: 'split_off', by, incident: id });
  followUp(draft, id, { kind: 'split_off', by, from: incident.id });
  return undefined;
}

/** A human called 120: whoever was asked to is told that it is done. */
function ambulanceCalled(draft: Draft, command: Order<'call_120'>, world: World, by: string): Refusal | undefined {
  const { ambulance } = draft.incident;
  if (ambulance) return { code: 'ambulance_called', who: nameOf(ambulance.by) };
  const said = Date.parse(command.at ?? '');
  const calledAt = at(Number.isNaN(said) ? draft.now : Math.min(draft.now, said));
  const { reference } = command;
  record(draft, { type: 'ambulance_called', by, calledAt, ...(reference === undefined ? {} : { reference }) });
  for (const leg of draft.incident.legs)
    if (isSent(leg) && (leg.asks !== undefined || toldInVain(leg)))
      standDown(draft, leg, 'ambulance_called', world, by);
  return undefined;
}

/** Offered because the health track was spent: an ambulance was what it lacked. */
const toldInVain = (leg: Leg): boolean => leg.track === 'health' && isWaiting(leg) && leg.answerBy === undefined;

function reopen(
  draft: Draft,
  { text }: Order<'reopen'>,
  context: Context,
  world: World,
  by: string,
): Refusal | undefined {
  const { incident } = draft;
  if (incident.state !== 'closed' || !incident.closed) return { code: 'not_closed' };
  if (incident.mergedInto !== undefined) return { code: 'merged_use_split' };
  if (draft.now - incident.closed.at > world.policy.reopenWithinHours * 3_600_000) return { code: 'reopen_too_late' };
  if (incident.home !== undefined && context.openAt(incident.home)) return { code: 'another_open' };
  record(draft, { type: 'reopened', by, why: 'officer', ...aside(draft, text), ...reviewSoon(draft, world) });
  askAnew(draft, world);
  return undefined;
}

const reviewSoon = (draft: Draft, world: World): { reviewAt: EpochMs } => ({
  reviewAt: reviewIn(world.policy.officerAcknowledgeSeconds, draft),
});

/** After a reopening each track begins with its first tier, and everybody may be asked again. */
export function askAnew(draft: Draft, world: World): void {
  for (const { track } of draft.incident.tracks) escalate(draft, track, world, 0);
}
