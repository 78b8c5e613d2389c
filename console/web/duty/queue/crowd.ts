// In a crowd the server tells of the most urgent of each courtyard; what the officer opens is fetched and kept up to date.
import { computed } from '@preact/signals';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { call, readDetail } from '../../live/api.ts';
import { addFetched, picture } from '../../live/page.ts';
import { selected, unfolded } from '../state.ts';
import type { Cluster } from './queue.ts';

/** So many of a courtyard are shown when it is unfolded; the next when these are dealt with. */
const shownOfCourtyard = 50;
const everyMs = 2_000;

const surge = computed(() => picture.value.surge);
/** Are there more open than the rows that the page was told of? */
const crowded = computed(() => surge.value !== undefined && surge.value.listed < surge.value.open);
/** Open incidents of a courtyard, told or not; undefined while each is told. */
const countOf = (courtyard: string) =>
  crowded.value ? surge.value?.courtyards.find(({ id }) => id === courtyard) : undefined;

/** In a crowd not every row is told: the server counts. */
export const totalOf = ({ id, incidents }: Cluster): number =>
  Math.max(incidents.length, countOf(id)?.unacknowledged ?? 0);
export const waitingCount = (shown: number): number =>
  crowded.value ? Math.max(shown, surge.value?.unacknowledged ?? 0) : shown;

/** Fetches what is open on the screen. */
export async function fetchOpened(): Promise<void> {
  if (!crowded.value) return;
  const views: IncidentView[] = [];
  for (const id of unfolded.value) {
    const answer = await call<{ incidents: IncidentView[] }>(
      `/api/v1/incidents?courtyard=${encodeURIComponent(id)}&limit=${shownOfCourtyard}`,
    );
    if (answer.ok) views.push(...answer.value.incidents);
  }
  if (selected.value !== undefined) {
    const answer = await readDetail(selected.value);
    if (answer.ok) views.push(answer.value.incident);
  }
  addFetched(views);
}

/** Keeps it up to date. */
export function follow(): void {
  setInterval(() => void fetchOpened(), everyMs);
}
