// Which incidents ask for the officer, read off their needs. Acknowledging is not the end of it: what nobody could be found for,
// and what is asked for at the scene, asks again; and a press after everything was done begins like a new call.
import type { IncidentView, NeedView } from '../../../contracts/incident/views.ts';
import type { Alarm } from './sound.ts';

/** So long after the acknowledgement without anybody on the way, it rings again (facts/console.md). */
const againAfterMs = 60_000;
/** People of ours come for these. */
const door: ReadonlySet<NeedView['need']> = new Set(['door', 'fire']);
/** Somebody at the scene waits for these; whoever asked, the desk or the officer may take them back. */
export const asksAtTheScene: ReadonlySet<NeedView['need']> = new Set([
  'second_person',
  'doctor',
  'entry',
  'call_120',
  'call_119',
  'call_110',
]);

/** Nobody has it, and it neither waits nor is over. */
export const isLacking = ({ state }: NeedView): boolean => state === 'asked' || state === 'spent';

/** @param now server's clock, ms */
export const needsAttention = (incident: IncidentView, now: number): boolean => calling(incident, now).length > 0;

/** What rings; each new reason is an alarm of its own, which breaks through a pause. */
export function alarmOf(incident: IncidentView, now: number): Alarm | undefined {
  const instants = calling(incident, now);
  if (instants.length === 0) return undefined;
  return { id: `${incident.id} ${instants.sort().at(-1)}`, priority: incident.priority };
}

/** Since when what asks for the officer does so. */
function calling(incident: IncidentView, now: number): string[] {
  const { state, needs, acknowledged, receivedAt } = incident;
  if (state !== 'open') return [];
  // Of a version before needs: they come with its next decision.
  if (needs.length === 0) return acknowledged === undefined ? [receivedAt] : [];
  return needs.flatMap((one) => {
    const { need, since } = one;
    const rings =
      isLacking(one) &&
      (need === 'officer' ||
        asksAtTheScene.has(need) ||
        ((door.has(need) || need === 'health') && one.state === 'spent') ||
        (door.has(need) && isForgotten(incident, now)));
    return rings ? [since] : [];
  });
}

/** Acknowledged for a minute, and still nobody is on the way to the door. */
export function isForgotten({ acknowledged, state, needs, coming }: IncidentView, now: number): boolean {
  if (state !== 'open' || !acknowledged || coming) return false;
  return needs.some(
    (one) =>
      door.has(one.need) &&
      isLacking(one) &&
      now - Math.max(Date.parse(acknowledged.at), Date.parse(one.since)) > againAfterMs,
  );
}
