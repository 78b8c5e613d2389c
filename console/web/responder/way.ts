// The district's streets on the phone: fetched once, kept on it, so that there is a map in a tunnel too. They are no secret: a
// responder's map has no homes.
import { signal } from '@preact/signals';
import type { MapSource } from '../../../contracts/office/place.ts';
import type { LonLat } from '../../../contracts/position.ts';
import { buildRoads, type RoadNetwork, type Route } from '../../../geography/roads.ts';
import { readMap } from '../live/api.ts';
import { keepValue, keptValue } from '../live/memory.ts';

const place = 'yjt-map';
const againMs = 5_000;

export const source = signal<MapSource | undefined>(undefined);
let roads: RoadNetwork | undefined;

/** The way by road; undefined before the streets are there. */
export const routeOf = (from: LonLat, to: LonLat): Route | undefined =>
  source.value === undefined ? undefined : roads?.route(from, to);

/** Shows what was kept, then what the server has now; tried again until it answers. */
export async function fetchStreets(): Promise<void> {
  if (source.value === undefined) use((keptValue(place) as MapSource | null) ?? undefined);
  const answer = await readMap();
  if (answer.ok) {
    use(answer.value);
    keepValue(place, answer.value);
  } else if (answer.status !== 401) setTimeout(() => void fetchStreets(), againMs);
}

function use(map: MapSource | undefined): void {
  if (!map) return;
  roads = buildRoads(map.roads);
  source.value = map;
}
