// Incidents that were acknowledged too late and have no written reason yet, as the page knows them: read now and then, and whenever one may have come or gone.
import { type ReadonlySignal, signal } from '@preact/signals';
import { reasonDueSeconds } from '../../../../contracts/incident/reasonDue.ts';
import type { EventView, IncidentView } from '../../../../contracts/incident/views.ts';
import { type Answer, call } from '../../live/api.ts';

const listed = signal<readonly IncidentView[]>([]);
/** The oldest first. */
export const reasonsOwed: ReadonlySignal<readonly IncidentView[]> = listed;

export async function readReasons(): Promise<Answer<{ incidents: IncidentView[] }>> {
  const answer = await call<{ incidents: IncidentView[] }>('/api/v1/reasons');
  if (answer.ok) listed.value = answer.value.incidents;
  return answer;
}

/** After one of these an incident may owe a reason, or owe none any more. */
const news: ReadonlySet<string> = new Set(['reason_due', 'reason_given', 'reopened']);
/** After these only if they come too late: in a surge the others come by the second, and each reading goes through weeks of incidents. */
const newsIfLate: ReadonlySet<string> = new Set(['acknowledged', 'closed']);
/** In a surge they come by the second: the list is read once for all of them. */
const togetherMs = 3_000;
let soon: ReturnType<typeof setTimeout> | undefined;

/** What has happened may have changed the list: it is read a moment later. */
export function watchReasons({ incident, events }: { incident?: IncidentView; events: readonly EventView[] }): void {
  if (soon !== undefined || !incident) return;
  const pressed = Math.min(...[incident, ...incident.presses].map((one) => Date.parse(one.receivedAt)));
  const isLate = ({ at }: EventView): boolean => Date.parse(at) - pressed > reasonDueSeconds * 1_000;
  if (!events.some((one) => news.has(one.type) || (newsIfLate.has(one.type) && isLate(one)))) return;
  soon = setTimeout(() => {
    soon = undefined;
    void readReasons();
  }, togetherMs);
}
