// After every decision each need of an open incident is looked at once more, whatever the decision was about. One of these is
// true of it afterwards, and if none is, somebody is asked now:
//
//   met     somebody who comes is on the way without doubt or there; a desk has it in hand; a call is recorded
//   asked   somebody has an offer, or the officer a clock, whose end lies ahead
//   spent   everybody was asked in vain: officer and street are rung, and each round first asks whoever is there now
//   waits   until an hour that a human set, after a word with the resident; or some seconds, in a surge or for a repeat
//   ended   somebody was there and is finished, the call was made, or it was taken back with a reason
//
// What meets a need is said in needs.ts, who is asked in escalation.ts, the officer's own need in officer.ts.
import { at } from '../../../contracts/ids.ts';
import type { Need } from '../../../contracts/incident/state.ts';
import { callBackSecondsOf, entrySecondsOf } from '../../../contracts/office/policy.ts';
import type { NeedKind } from '../../../contracts/terms.ts';
import type { World } from '../world.ts';
import { needContacts } from './contacts.ts';
import { type Draft, record } from './draft.ts';
import { askInsteadOf, askNext, askRound } from './escalation.ts';
import { goes, isAsked, legsFor, needOf, purposeOf } from './leg.ts';
import { isDoubted, isOutsideCall, isPlanned, needNamed, needsOf } from './needs.ts';
import { lookAfterOfficer } from './officer.ts';
import { startOf } from './plan.ts';
import { standDown } from './standDown.ts';
import { askToCall } from './telling.ts';

/** The officer's clock for a call back doubles up to this. */
const longestCallBackMs = 10 * 60_000;

/** Looks at every need. The last step of each decision about an open incident. */
export function attend(draft: Draft, world: World): void {
  if (draft.incident.state !== 'open') return;
  needsOfWhatWasSetAside(draft, world);
  for (const { need } of needsOf(draft.incident)) attendTo(draft, need, world);
  letTheOthersGo(draft, world);
  lookAfterOfficer(draft, world);
}

/**
 * Whoever was asked beside somebody who comes, or whom somebody now replaces, is told that they are not needed: not a neighbour who
 * bridges, nobody whom the officer sent; and a desk's yes or a neighbour's lets nobody go.
 */
function letTheOthersGo(draft: Draft, world: World): void {
  for (const { need, state, because } of needsOf(draft.incident)) {
    const comes = draft.incident.legs.find(({ id }) => id === because);
    if (state !== 'met' || !isPlanned(need) || comes === undefined || purposeOf(comes) !== 'comes') continue;
    for (const other of legsFor(draft.incident, need)) {
      if (other.id === comes.id || other.byHand || purposeOf(other) === 'bridge' || purposeOf(other) === 'calls')
        continue;
      if (isAsked(other)) standDown(draft, other, 'another_accepted', world);
      else if (isDoubted(other) && goes(other)) standDown(draft, other, 'replaced', world);
    }
  }
}

function attendTo(draft: Draft, kind: NeedKind, world: World): void {
  const need = needNamed(draft.incident, kind);
  if (need === undefined) return;
  // What was put off was a P3: it is none any more.
  const urgent = need.state === 'waits' && need.because === 'postponed' && draft.incident.priority !== 3;
  const isOver = urgent || (need.until ?? Infinity) <= draft.now;
  switch (need.state) {
    case 'met':
    case 'ended':
      return;
    case 'waits':
      if (!isOver) return;
      record(draft, { type: 'need_due', by: 'policy', need: kind, because: need.because ?? '' });
      ask(draft, kind, world);
      return;
    case 'asked':
      if (isPlanned(kind)) {
        if (hasDroppedOut(draft, kind)) askInsteadOf(draft, kind, world);
      } else if (isOver && !isOutsideCall(kind)) askedInVain(draft, need, world);
      return;
    case 'spent':
      if (!isOver) return;
      if (isPlanned(kind)) askRound(draft, kind, world);
      else askToCall(draft, kind, world);
      return;
    case 'due':
      ask(draft, kind, world);
  }
}

/** Somebody who was asked for it has said no, or was taken off it, by this decision. */
const hasDroppedOut = ({ events, incident }: Draft, kind: NeedKind): boolean =>
  events.some(
    (event) =>
      (event.type === 'leg_declined' || event.type === 'leg_stood_down') &&
      incident.legs.some((leg) => leg.id === event.leg && needOf(leg) === kind),
  );

/** Somebody is asked for the first time, or the next after a no, a time-out, a doubt. */
function ask(draft: Draft, kind: NeedKind, world: World): void {
  if (isPlanned(kind)) askNext(draft, kind, world);
  else if (isOutsideCall(kind)) askToCall(draft, kind, world);
  else if (kind === 'word') clock(draft, kind, callBackSecondsOf(world.policy) * 1000, 'call_back');
  else if (kind === 'entry') {
    needContacts(draft, 'entry', world); // one of them may have a key
    clock(draft, kind, entrySecondsOf(world.policy) * 1000, 'entry');
  }
}

/** The officer's clock has run out: a call back is due again; for a locked door the fire brigade is to be called. */
function askedInVain(draft: Draft, { need: kind, round }: Need, world: World): void {
  if (kind === 'word') {
    const pauseMs = Math.min(callBackSecondsOf(world.policy) * 1000 * 2 ** (round + 1), longestCallBackMs);
    clock(draft, kind, pauseMs, 'call_back_due');
  } else if (kind === 'entry') {
    const called = needNamed(draft.incident, 'call_119') ?? needNamed(draft.incident, 'call_110');
    if (called === undefined) {
      record(draft, { type: 'needs_renewed', by: 'policy', needs: [{ need: 'call_119' }], because: 'no_entry' });
      askToCall(draft, 'call_119', world);
    }
    const pauseMs = Math.min(entrySecondsOf(world.policy) * 1000 * 2 ** (round + 1), longestCallBackMs);
    clock(draft, kind, pauseMs, 'no_entry');
  }
}

const clock = (draft: Draft, need: NeedKind, ms: number, because: string): void =>
  record(draft, { type: 'need_asked', by: 'policy', need, until: at(draft.now + ms), because });

/** What was set aside has no needs of its call yet: an incident without anybody is impossible. */
function needsOfWhatWasSetAside(draft: Draft, world: World): void {
  const { call, home } = draft.incident;
  const first = needsOf(draft.incident).every(({ need, seq }) => (need !== 'door' && need !== 'health') || seq <= 1);
  if (call !== 'unreadable_input' || !first) return;
  record(draft, {
    type: 'needs_renewed',
    by: 'policy',
    needs: startOf({ call }, home, world, draft.now).needs.filter(({ need }) => need !== 'officer'),
    because: 'set_aside',
  });
}
