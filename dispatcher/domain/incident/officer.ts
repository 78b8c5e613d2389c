// The duty officer is a need too. Until somebody acknowledges, others are told: a second officer, the community's officers, the
// street, quicker while nobody comes, slower while somebody does. Afterwards the officer is reminded of what is missing, at once
// when it becomes worse and more and more seldom while it stays the same.
import { at, type EpochMs } from '../../../contracts/ids.ts';
import { reasonDueSeconds } from '../../../contracts/incident/reasonDue.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { type OfficerStep, officerLadderOf, type Policy } from '../../../contracts/office/policy.ts';
import type { World } from '../world.ts';
import { whoComes } from './coming.ts';
import { type Draft, record } from './draft.ts';
import { isAsked, legsFor, whoIsThere } from './leg.ts';
import { isExtra, isHelpComing, isLacking, isOfCall, needNamed, needsOf } from './needs.ts';
import { onDutyOrAll, tell } from './telling.ts';

/** Why the officer is reminded; the first that applies. */
export type Reminder =
  | 'not_acknowledged'
  | 'hand_over_waiting'
  | 'help_asked'
  | 'nobody_coming'
  | 'call_back_due'
  | 'silent_on_scene'
  | 'waiting_to_close'
  | 'waits'
  | 'under_way';

/** A reminder repeats with growing pauses after so many. */
const steadyReminders = 10;
const longestMs: Readonly<Record<Reminder, number>> = {
  not_acknowledged: 10 * 60_000,
  hand_over_waiting: 10 * 60_000,
  help_asked: 5 * 60_000,
  nobody_coming: 5 * 60_000,
  call_back_due: 10 * 60_000,
  silent_on_scene: 10 * 60_000,
  under_way: 3_600_000,
  waiting_to_close: 4 * 3_600_000,
  waits: 8 * 3_600_000,
};
/** Whoever was told so is asked this long. */
const toldMs = 60_000;

/** Reminds when the clock has run out, and sets it shorter when things have become worse. */
export function lookAfterOfficer(draft: Draft, world: World): void {
  climb(draft, world);
  const why = reminderFor(draft.incident);
  if (draft.incident.reviewAt <= draft.now) {
    record(draft, { type: 'officer_reminded', by: 'policy', why, reviewAt: nextAt(draft, why, world) });
    if (why === 'not_acknowledged') ringTheTold(draft);
    return;
  }
  const soonest = nextAt(draft, why, world);
  if (soonest < draft.incident.reviewAt)
    record(draft, { type: 'need_asked', by: 'policy', need: 'officer', until: soonest, because: why });
}

/** What the officer should look at first. */
export function reminderFor(incident: Incident): Reminder {
  const needs = needsOf(incident);
  if (needNamed(incident, 'officer')?.state !== 'met') return 'not_acknowledged';
  if (incident.handOver) return 'hand_over_waiting';
  if (needs.some((need) => isExtra(need.need) && isLacking(need))) return 'help_asked';
  const door = needs.filter(({ need }) => isOfCall(need));
  if (door.some(isLacking)) return 'nobody_coming';
  if (needNamed(incident, 'word')?.because === 'call_back_due') return 'call_back_due';
  if (incident.legs.some((leg) => leg.state === 'on_scene' && leg.because === 'silent')) return 'silent_on_scene';
  if (door.some(({ state }) => state === 'waits')) return 'waits';
  return whoComes(incident) === undefined ? 'waiting_to_close' : 'under_way';
}

/** The clock: the policy's pause, longer and longer for the same reason, never past the ladder's next step. */
function nextAt(draft: Draft, why: Reminder, world: World): EpochMs {
  const { policy } = world;
  const calm = why === 'waiting_to_close' || why === 'under_way' || why === 'waits' || inSurge(draft, world);
  const first = (calm ? policy.closeReminderSeconds : policy.officerAcknowledgeSeconds) * 1000;
  const round = draft.incident.reminders?.why === why ? draft.incident.reminders.times : 0;
  const grown = first * 2 ** Math.max(0, round - (calm ? 1 : steadyReminders));
  const by = draft.now + Math.max(first, Math.min(grown, longestMs[why]));
  const step = why === 'not_acknowledged' ? stepsNow(draft, world)[0] : undefined;
  const reason = why === 'not_acknowledged' ? reasonAt(draft, world) : undefined;
  return at(
    Math.min(
      by,
      ...(step === undefined ? [] : [Math.max(step.at, draft.now + 1)]),
      ...(reason === undefined ? [] : [Math.max(reason, draft.now + 1)]),
    ),
  );
}

/** While thousands call nobody can be told of each; afterwards those that are left are like any other. */
const inSurge = ({ incident, now }: Pick<Draft, 'incident' | 'now'>, world: World): boolean =>
  incident.surge === true && world.isSurge(now);

/** The steps of the ladder that have not been taken, with their instants; none for a P3. */
export function stepsAhead(incident: Incident, policy: Policy): { at: EpochMs; step: OfficerStep }[] {
  const need = needNamed(incident, 'officer');
  if (need === undefined || incident.priority === 3) return [];
  const ladder = officerLadderOf(policy)[isHelpComing(incident) || incident.priority === 2 ? 'accompanied' : 'alone'];
  return ladder.slice(need.tier).map((step) => ({ step, at: at(need.since + step.afterSeconds * 1000) }));
}

const stepsNow = (draft: Draft, world: World): { at: EpochMs; step: OfficerStep }[] =>
  inSurge(draft, world) ? [] : stepsAhead(draft.incident, world.policy);

/** Nobody has acknowledged it: whoever has the night desk is told at once, the others by the ladder. */
function climb(draft: Draft, world: World): void {
  const need = needNamed(draft.incident, 'officer');
  if (need === undefined || need.state === 'met') return;
  for (const responder of world.nightDesk(draft.now))
    tell(draft, 'officer', responder, 'told', at(draft.now + toldMs), world);
  for (const { step, at: due } of stepsNow(draft, world)) {
    if (due > draft.now) break;
    const people = onDutyOrAll(draft, step.roles, world);
    const fresh = people.filter(
      ({ id }) => !legsFor(draft.incident, 'officer').some((leg) => leg.responder === id && isAsked(leg)),
    );
    for (const responder of fresh.slice(0, step.count ?? fresh.length))
      tell(draft, 'officer', responder, 'told', at(draft.now + toldMs), world);
    const tier = needNamed(draft.incident, 'officer')?.tier ?? 0;
    record(draft, { type: 'officer_step', by: 'policy', step: tier + 1 });
  }
  const reason = reasonAt(draft, world);
  if ((reason ?? Infinity) <= draft.now) record(draft, { type: 'reason_due', by: 'policy' });
}

/** Whoever was told and has not answered is rung again, more and more seldom; whoever went there themselves is not. */
function ringTheTold(draft: Draft): void {
  const there = whoIsThere(draft.incident);
  for (const leg of legsFor(draft.incident, 'officer'))
    if (
      isAsked(leg) &&
      !there.has(leg.responder) &&
      draft.now - (leg.rungAt ?? leg.offeredAt) >= Math.min(toldMs * 2 ** (leg.rings ?? 0), longestMs.not_acknowledged)
    )
      record(draft, { type: 'leg_updated', by: 'policy', leg: leg.id, because: 'not_acknowledged' });
}

/** When a written reason becomes due; undefined when it is, or none will be. */
function reasonAt({ incident, now }: Draft, world: World): EpochMs | undefined {
  const need = needNamed(incident, 'officer');
  if (
    need === undefined ||
    incident.priority !== 1 ||
    inSurge({ incident, now }, world) ||
    incident.marks.includes('reason_due')
  )
    return undefined;
  return incident.reasonGiven ? undefined : at(need.since + reasonDueSeconds * 1000);
}
