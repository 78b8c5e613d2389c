// The queue as it stands on the screen: in its order, or as it was while it is held.
import { computed } from '@preact/signals';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { now, picture } from '../../live/page.ts';
import { held, unfolded } from '../state.ts';
import { type Cluster, clustersOf, heldOrder, isFlood, queueOf } from './queue.ts';

const ordered = computed(() => heldOrder(held.value, queueOf(picture.value.incidents.values(), now.value)));
/** In a flood what asks for the officer is grouped by courtyard. */
export const queue = computed(() =>
  ordered.value.map((part) =>
    part.group === 'unacknowledged' && isFlood(part.incidents, now.value)
      ? { ...part, clusters: clustersOf(part.incidents) }
      : part,
  ),
);
/** The incidents of a courtyard that are shown: all of an unfolded one, else the most urgent. */
export const shownOf = ({ id, incidents }: Cluster): IncidentView[] =>
  unfolded.value.has(id) ? incidents : incidents.slice(0, 1);
export const rowIds = computed(() =>
  queue.value.flatMap(({ incidents, clusters }) =>
    (clusters ? clusters.flatMap(shownOf) : incidents).map(({ id }) => id),
  ),
);
export const openCount = computed(() => {
  const { surge, incidents } = picture.value;
  const told = [...incidents.values()].filter(({ state }) => state === 'open').length;
  return surge && surge.listed < surge.open ? surge.open : told;
});
