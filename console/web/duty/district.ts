// The district as this page was told last: its map, who could be helped now, its roads. Read on every whole picture and now and
// then besides.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { MapSource } from '../../../contracts/office/place.ts';
import type { HomeReadiness, Readiness } from '../../../contracts/office/readiness.ts';
import type { RoadNetwork } from '../../../geography/roads.ts';
import { readMap, readReadiness } from '../live/api.ts';
import { connect, sessionEnded } from '../live/page.ts';
import { withChanges } from './map/readiness.ts';
import { readAftercare } from './panels/aftercare.ts';
import { readNightDesk } from './panels/nightDesk.ts';
import { readReasons, watchReasons } from './panels/reasons.ts';

const told = signal<MapSource | undefined>(undefined);
export const district: ReadonlySignal<MapSource | undefined> = told;
const judged = signal<Readiness | undefined>(undefined);
export const readiness: ReadonlySignal<Readiness | undefined> = judged;
const built = signal<RoadNetwork | undefined>(undefined);
/** The road network, fetched apart: its library is for routes only. */
export const roads: ReadonlySignal<RoadNetwork | undefined> = built;

/** Changes are told as they come; now and then all of it is read, should one have been lost. */
const readAgainMs = 300_000;

/** Connects and keeps everything up to date. */
export function start(): void {
  connect((frame) => {
    if (frame.type === 'snapshot' || frame.type === 'registry') {
      void refreshMap();
      void readNightDesk();
    }
    if (frame.type === 'snapshot') void readAftercare();
    if (frame.type === 'snapshot') void readReasons();
    if (frame.type === 'change') watchReasons(frame);
    if (frame.type === 'readiness') judgedAnew(frame.homes);
  });
  setInterval(() => {
    void refreshReadiness();
    void readNightDesk();
    void readAftercare();
    void readReasons();
  }, readAgainMs);
}

async function refreshMap(): Promise<void> {
  const answer = await readMap();
  if (answer.ok) {
    told.value = answer.value;
    const { buildRoads } = await import('../../../geography/roads.ts');
    built.value = buildRoads(answer.value.roads);
  } else if (answer.status === 401) sessionEnded();
  await refreshReadiness();
}

async function refreshReadiness(): Promise<void> {
  const answer = await readReadiness();
  if (answer.ok) judged.value = answer.value;
}

const changed = new Map<string, HomeReadiness>();
let soon: ReturnType<typeof setTimeout> | undefined;
/** Many homes change one after the other when somebody goes off duty: they are drawn once. */
function judgedAnew(homes: readonly HomeReadiness[]): void {
  for (const home of homes) changed.set(home.id, home);
  if (soon !== undefined) return;
  soon = setTimeout(() => {
    soon = undefined;
    const all = [...changed.values()];
    changed.clear();
    const next = judged.value && withChanges(judged.value, all);
    if (next) judged.value = next;
    else void refreshReadiness();
  }, 1_000);
}
