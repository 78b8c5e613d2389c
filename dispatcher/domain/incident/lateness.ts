// Was it acknowledged in time? Whoever was not is asked for a written reason: by the mark at once where the policy says so, by the report in any case.
import { reasonDueSeconds } from '../../../contracts/incident/reasonDue.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { isPractised } from '../../../contracts/terms.ts';

/** Nobody acknowledged it in time, or has yet. @param now ms */
export function isLate({ receivedAt, presses, acknowledged, closed }: Incident, now: number): boolean {
  const pressed = Math.min(receivedAt, ...presses.map((one) => one.receivedAt));
  return (acknowledged?.at ?? closed?.at ?? now) - pressed > reasonDueSeconds * 1_000;
}

/** Somebody must still write why it was late. What was practised, or is worked on in another incident, owes nothing. @param now ms */
export function owesReason(incident: Incident, now: number): boolean {
  const { reasonGiven, mergedInto, closed, marks } = incident;
  if (reasonGiven || mergedInto !== undefined || isPractised(closed?.disposition)) return false;
  return marks.includes('reason_due') || isLate(incident, now);
}
