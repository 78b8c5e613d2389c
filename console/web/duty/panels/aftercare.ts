// The visits that are owed, as the page knows them: read now and then, kept up to date by the live picture.
import { computed, signal } from '@preact/signals';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { type Answer, call } from '../../live/api.ts';
import { now, picture } from '../../live/page.ts';
import { isDueToday, owedOf } from './owed.ts';

const listed = signal<readonly IncidentView[]>([]);
export const owed = computed(() => owedOf(listed.value, picture.value.incidents));
export const dueToday = computed(() => owed.value.filter((one) => isDueToday(one, now.value)).length);

export async function readAftercare(): Promise<Answer<{ incidents: IncidentView[] }>> {
  const answer = await call<{ incidents: IncidentView[] }>('/api/v1/aftercare');
  if (answer.ok) listed.value = answer.value.incidents;
  return answer;
}
