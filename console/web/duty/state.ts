// What the duty console's components draw from besides the live picture: what is selected, which form is open, the map.
import { computed, signal } from '@preact/signals';
import type { IncidentView, NeedView } from '../../../contracts/incident/views.ts';
import type { MapSource } from '../../../contracts/office/place.ts';
import type { HomeReadiness, Readiness } from '../../../contracts/office/readiness.ts';
import type { LonLat } from '../../../contracts/position.ts';
import type { RoadNetwork } from '../../../geography/roads.ts';
import { alarmOf } from '../alarm/attention.ts';
import type { Alarm } from '../alarm/sound.ts';
import { readMap, readReadiness } from '../live/api.ts';
import { connect, now, picture, signedOut } from '../live/page.ts';
import { readAftercare } from './aftercare.ts';
import { readNightDesk } from './nightDesk.ts';
import { type Cluster, clustersOf, heldOrder, isFlood, queueOf } from './queue.ts';
import { withChanges } from './readiness.ts';

export const map = signal<MapSource | undefined>(undefined);
export const readiness = signal<Readiness | undefined>(undefined);
export const selected = signal<string | undefined>(undefined);

/** What can be open in the pane: the map must not move under a form. */
export type FormName =
  | 'assign'
  | 'note'
  | 'close'
  | 'priority'
  | 'ambulance'
  | 'merge'
  | 'reopen'
  | 'advise'
  | 'more'
  | 'call_back'
  | 'outside_call'
  | 'end_need'
  | 'wait'
  | 'place'
  | 'hand_over'
  | 'reason'
  | 'ambulance_hand_over'
  | 'aftercare';
export const form = signal<FormName | undefined>(undefined);
/** The need that the open form is about. */
export const about = signal<NeedView['need'] | undefined>(undefined);
/** What the officer saw when the form was opened, by the number of its last event: the order rests on that. */
export const seenAtOpening = signal<{ incident: string; seq: number } | undefined>(undefined);
/** Conditions that were shown after a reason was given. */
export const revealed = signal<{ incident: string; lines: string[] } | undefined>(undefined);
/** A panel over the map. */
export const panel = signal<PanelName | undefined>(undefined);
export type PanelName =
  | 'sessions'
  | 'readiness'
  | 'handover'
  | 'home'
  | 'system'
  | 'history'
  | 'nightDesk'
  | 'aftercare';
/** Opens a panel, or closes it again. */
export function togglePanel(which: PanelName): void {
  panel.value = panel.value === which ? undefined : which;
}
/** The home that a search has found. */
export const chosenHome = signal<{ home: string; resident: string; name: string; says: string } | undefined>(undefined);
/** What could not be done, said where it was tried. */
export const trouble = signal('');
/** Whom the officer is about to send, before it is confirmed. */
export const proposed = signal<string | undefined>(undefined);
/** A place that the map should show, from a search or a panel. */
export const sought = signal<{ position: LonLat; name: string } | undefined>(undefined);

/** Rows keep their places while the pointer or the focus is on the queue. */
export const held = signal<readonly string[] | undefined>(undefined);
const ordered = computed(() => heldOrder(held.value, queueOf(picture.value.incidents.values(), now.value)));
/** In a flood what asks for the officer is grouped by courtyard. */
export const queue = computed(() =>
  ordered.value.map((part) =>
    part.group === 'unacknowledged' && isFlood(part.incidents, now.value)
      ? { ...part, clusters: clustersOf(part.incidents) }
      : part,
  ),
);
/** Courtyards whose incidents are all shown during a flood. */
export const unfolded = signal<ReadonlySet<string>>(new Set());
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
/** Nobody has touched this page for a while: it shows and does what helps now, and nothing else. */
export const locked = computed(() => picture.value.me?.locked === true);
/** Only whoever is on duty orders; the community looks on. */
export const mayAcknowledge = computed(() => picture.value.me?.role !== 'community');
export const mayOrder = computed(() => mayAcknowledge.value && !locked.value);

/** The road network, fetched apart: its library is for routes only. */
export const roads = signal<RoadNetwork | undefined>(undefined);

/** What rings now. */
export const alarms = (): Alarm[] =>
  [...picture.value.incidents.values()].flatMap((one) => alarmOf(one, now.value) ?? []);

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
    if (frame.type === 'readiness') judgedAnew(frame.homes);
  });
  setInterval(() => {
    void refreshReadiness();
    void readNightDesk();
    void readAftercare();
  }, readAgainMs);
}

async function refreshMap(): Promise<void> {
  const answer = await readMap();
  if (answer.ok) {
    map.value = answer.value;
    const { buildRoads } = await import('../../../geography/roads.ts');
    roads.value = buildRoads(answer.value.roads);
  } else if (answer.status === 401) signedOut.value = true;
  await refreshReadiness();
}

async function refreshReadiness(): Promise<void> {
  const answer = await readReadiness();
  if (answer.ok) readiness.value = answer.value;
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
    const next = readiness.value && withChanges(readiness.value, all);
    if (next) readiness.value = next;
    else void refreshReadiness();
  }, 1_000);
}
