// What an officer's command does, or why it no longer applies. Of two officers who act at once the first one wins, and the
// other is told who it was.

import { byFamily, byOfficer } from '../../../contracts/incident/actor.ts';
import type { Command } from '../../../contracts/incident/commands.ts';
import type { CommandInput } from '../../../contracts/incident/inputs.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { NeedKind, type Priority } from '../../../contracts/terms.ts';
import type { World } from '../world.ts';
import { assign, swap } from './assign.ts';
import { callBack, wait } from './callBack.ts';
import { close, reopen } from './closing.ts';
import type { Context, Outcome, Setting } from './context.ts';
import { correctPlace } from './correctPlace.ts';
import { aside, type Draft, draftOf, record } from './draft.ts';
import { owesReason } from './lateness.ts';
import { goes, isSent, isTaken, isUntold } from './leg.ts';
import { merge, split } from './merge.ts';
import { needsOf } from './needs.ts';
import { type Given, legNamed, nameOf, type Order, type Refusal, reviewIn } from './order.ts';
import { ambulanceCalled, ambulanceHandOver, outsideCalled } from './outsideCall.ts';
import { confirm, end } from './reply.ts';
import { standDown } from './standDown.ts';

export function onCommand(incident: Incident | undefined, input: CommandInput, setting: Setting): Outcome {
  const { context, world, now } = setting;
  if (!incident) return { draft: undefined, result: { outcome: 'refused', code: 'not_open', at: now } };
  const draft = draftOf(incident, now);
  const refused = outdated(incident, input) ?? apply(draft, input, context, world);
  if (refused) return { draft: undefined, result: { outcome: 'refused', ...refused, at: now } };
  return { draft, result: { outcome: 'applied', incident: incident.id, at: now } };
}

/** Something has been done or said since the page was drawn that this command was given on. */
function outdated(incident: Incident, { command, by }: CommandInput): Refusal | undefined {
  const { lastOfficer, lastSaid } = incident;
  // That it is closed says more than that somebody has acted.
  if (incident.state === 'closed') return undefined;
  const { seen = incident.seq } = command;
  if (ends.has(command.command) && lastSaid !== undefined && lastSaid.seq > seen)
    return { code: 'said_since', who: lastSaid.by };
  if (lastOfficer === undefined) return undefined;
  const other = lastOfficer.by !== byOfficer(by) && lastOfficer.seq > seen;
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

/** Commands that end something, perhaps just what the resident or a responder has spoken of since. */
const ends: ReadonlySet<Command['command']> = new Set(['swap', 'withdraw', 'merge', 'close', 'end_need', 'wait']);

/** @returns the reason when the command does not apply */
function apply(draft: Draft, input: CommandInput, context: Context, world: World): Refusal | undefined {
  const { command } = input;
  const { family } = input;
  // The family adds a word and orders nothing: no need is met by it, and nobody stands down.
  if (family !== undefined && command.command !== 'note') return { code: 'bad_request' };
  const given: Given = { by: family === undefined ? byOfficer(input.by) : byFamily(family), context, world };
  const { closed } = draft.incident;
  if (closed !== undefined && (family !== undefined || !afterClosing.has(command.command)))
    return { code: 'incident_closed', who: nameOf(closed.by) };
  switch (command.command) {
    case 'acknowledge':
      return acknowledge(draft, given);
    case 'take_over':
      return takeOver(draft, given);
    case 'note':
      return note(draft, command, given);
    case 'advise':
      return advise(draft, command, given);
    case 'assign':
      return assign(draft, command, given);
    case 'swap':
      return swap(draft, command, given);
    case 'withdraw':
      return withdraw(draft, command, given);
    case 'told':
      return told(draft, command, given);
    case 'priority':
      return changePriority(draft, command, given);
    case 'merge':
      return merge(draft, command, given);
    case 'split':
      return split(draft, command, given);
    case 'call_120':
      return ambulanceCalled(draft, command, given);
    case 'outside_called':
      return outsideCalled(draft, command, given);
    case 'ambulance_hand_over':
      return ambulanceHandOver(draft, command, given);
    case 'call_back':
      return callBack(draft, command, given);
    case 'end_need':
      return endNeed(draft, command, given);
    case 'wait':
      return wait(draft, command, given);
    case 'ask_now':
      return askNow(draft, given);
    case 'confirm':
      return confirmFor(draft, command, given);
    case 'place':
      return correctPlace(draft, command, given);
    case 'hand_over':
      record(draft, { type: 'hand_over_asked', by: given.by, to: command.to });
      return undefined;
    case 'reason':
      return giveReason(draft, command, given);
    case 'aftercare_done':
      return aftercareDone(draft, command, given);
    case 'contact_told':
      return contactTold(draft, command, given);
    case 'close':
      return close(draft, command, given);
    case 'reopen':
      return reopen(draft, command, given);
  }
}

/** These are for closed incidents too, or for them alone. */
const afterClosing: ReadonlySet<Command['command']> = new Set([
  'note',
  'told',
  'contact_told',
  'reopen',
  'reason',
  'aftercare_done',
]);

function acknowledge(draft: Draft, { world, by }: Given): Refusal | undefined {
  const { acknowledged } = draft.incident;
  if (acknowledged) return { code: 'already_acknowledged', who: nameOf(acknowledged.by) };
  record(draft, { type: 'acknowledged', by, reviewAt: reviewIn(world.policy.officerAcknowledgeSeconds, draft) });
  return undefined;
}

function takeOver(draft: Draft, { world, by }: Given): Refusal | undefined {
  const { acknowledged } = draft.incident;
  if (!acknowledged) return { code: 'not_acknowledged' };
  if (acknowledged.by === by) return { code: 'already_yours' };
  const reviewAt = reviewIn(world.policy.officerAcknowledgeSeconds, draft);
  record(draft, { type: 'taken_over', by, from: acknowledged.by, reviewAt });
  return undefined;
}

function note(draft: Draft, { text }: Order<'note'>, { by }: Given): Refusal | undefined {
  const { textId } = aside(draft, text);
  if (textId === undefined) return { code: 'bad_request' };
  record(draft, { type: 'note_added', by, textId });
  return undefined;
}

/** Only for whoever comes: a desk has the words before it anyway. */
function advise(draft: Draft, { text, leg: id }: Order<'advise'>, { by }: Given): Refusal | undefined {
  const { legs } = draft.incident;
  if (id !== undefined && !legs.some((leg) => leg.id === id)) return { code: 'unknown_leg' };
  const told = legs.filter((leg) => isTaken(leg) && goes(leg) && (id === undefined || leg.id === id));
  if (told.length === 0) return { code: 'nobody_on_the_way' };
  const { textId } = aside(draft, text);
  if (textId === undefined) return { code: 'bad_request' };
  record(draft, { type: 'advised', by, legs: told.map((leg) => leg.id), textId });
  return undefined;
}

function withdraw(draft: Draft, { leg: id }: Order<'withdraw'>, { world, by }: Given): Refusal | undefined {
  const leg = legNamed(draft, id);
  if (!leg) return { code: 'unknown_leg' };
  if (!isSent(leg)) return { code: 'leg_ended' };
  standDown(draft, leg, 'withdrawn', world, by);
  return undefined;
}

function told(draft: Draft, { leg: id }: Order<'told'>, { by }: Given): Refusal | undefined {
  const leg = legNamed(draft, id);
  if (!leg) return { code: 'unknown_leg' };
  if (leg.state !== 'stood_down' || !isUntold(leg)) return { code: 'leg_ended' };
  record(draft, { type: 'stand_down_told', by, leg: leg.id });
  return undefined;
}

function confirmFor(draft: Draft, { leg: id, text }: Order<'confirm'>, { world, by }: Given): Refusal | undefined {
  const leg = legNamed(draft, id);
  if (!leg) return { code: 'unknown_leg' };
  if (!isTaken(leg)) return { code: 'leg_ended' };
  confirm(draft, leg, world, by, text ?? '-');
  return undefined;
}

function changePriority(draft: Draft, { priority, text }: Order<'priority'>, { by }: Given): Refusal | undefined {
  if (priority === draft.incident.priority) return { code: 'same_priority' };
  record(draft, { type: 'priority_changed', by, priority: priority as Priority, ...aside(draft, text) });
  return undefined;
}

function endNeed(draft: Draft, { need, text }: Order<'end_need'>, { world, by }: Given): Refusal | undefined {
  const kind = NeedKind.enum.find((one) => one === need);
  const may = kind !== undefined && kind !== 'officer' && end(draft, kind, 'withdrawn', world, by, text);
  return may ? undefined : { code: 'no_such_need' };
}

function askNow(draft: Draft, { by }: Given): Refusal | undefined {
  const waiting = needsOf(draft.incident).filter(({ state }) => state === 'waits');
  for (const { need } of waiting) record(draft, { type: 'need_due', by, need, because: 'asked_now' });
  return waiting.length > 0 ? undefined : { code: 'nothing_waits' };
}

function giveReason(draft: Draft, { text }: Order<'reason'>, { by }: Given): Refusal | undefined {
  const { textId } = aside(draft, text);
  if (textId === undefined || !owesReason(draft.incident, draft.now)) return { code: 'no_reason_due' };
  record(draft, { type: 'reason_given', by, textId });
  return undefined;
}

function aftercareDone(draft: Draft, { text }: Order<'aftercare_done'>, { by }: Given): Refusal | undefined {
  if (draft.incident.aftercare === undefined) return { code: 'no_aftercare' };
  record(draft, { type: 'aftercare_done', by, ...aside(draft, text) });
  return undefined;
}

function contactTold(draft: Draft, { resident, contact }: Order<'contact_told'>, { by }: Given): Refusal | undefined {
  const due = draft.incident.contactsDue?.some((one) => one.resident === resident && one.contact === contact);
  if (!due) return { code: 'contact_not_due' };
  record(draft, { type: 'contact_told', by, resident, contact });
  return undefined;
}
