// What the components draw from: the picture, what is selected, how the link is, what time it is.
import { computed, effect, signal } from '@preact/signals';
import type { MapSource, Readiness } from '../../../contracts/api.ts';
import { buildRoads } from '../../../geography/roads.ts';
import { readMap, readReadiness } from '../live/api.ts';
import { Link, type LinkState } from '../live/link.ts';
import { apply, emptyPicture } from '../live/live.ts';
import { hourOf } from '../look/time.ts';
import { heldOrder, queueOf } from './queue.ts';

export const picture = signal(emptyPicture);
export const map = signal<MapSource | undefined>(undefined);
export const readiness = signal<Readiness | undefined>(undefined);
export const selected = signal<string | undefined>(undefined);
/** A form is open in the pane: the map must not move under it. */
export const form = signal<'assign' | 'note' | 'close' | undefined>(undefined);
export const signedOut = signal(false);
export const linkState = signal<LinkState>('connecting');
export const silentSeconds = signal(0);
/** The server's clock, once a second. */
export const now = signal(Date.now());
/** What could not be done, said where it was tried. */
export const trouble = signal('');

/** Rows keep their places while the pointer or the focus is on the queue. */
export const held = signal<readonly string[] | undefined>(undefined);
export const queue = computed(() => heldOrder(held.value, queueOf(picture.value.incidents.values())));
export const rowIds = computed(() => queue.value.flatMap(({ incidents }) => incidents.map(({ id }) => id)));
export const openCount = computed(
  () => [...picture.value.incidents.values()].filter(({ state }) => state === 'open').length,
);
export const roads = computed(() => buildRoads(map.value?.roads ?? []));
/** Nothing may be ordered on an old picture. */
export const actionsDisabled = computed(() => linkState.value === 'lost' || linkState.value === 'connecting');

type Theme = 'dark' | 'light';
const chosenTheme = signal<Theme | undefined>((localStorage.getItem('yjt-theme') as Theme | null) ?? undefined);
export const theme = computed<Theme>(() => {
  if (chosenTheme.value) return chosenTheme.value;
  const hour = hourOf(now.value);
  return hour >= 19 || hour < 7 ? 'dark' : 'light';
});
export function switchTheme(): void {
  chosenTheme.value = theme.value === 'dark' ? 'light' : 'dark';
  localStorage.setItem('yjt-theme', chosenTheme.value);
}

let link: Link | undefined;

/** Connects and keeps everything up to date. */
export function start(): void {
  link = new Link({
    url: () =>
      `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live?after=${picture.value.sequence}`,
    onRefused: () => {
      signedOut.value = true;
    },
    onFrame: (frame) => {
      const { picture: next, gap } = apply(picture.value, frame, Date.now());
      picture.value = next;
      if (frame.type === 'snapshot' || frame.type === 'registry') void refreshMap();
      if (gap) link?.reconnect();
    },
  });
  setInterval(tick, 1_000);
  setInterval(() => void refreshReadiness(), 30_000);
  effect(() => {
    document.documentElement.classList.toggle('light', theme.value === 'light');
  });
}

function tick(): void {
  now.value = Date.now() + picture.value.aheadMs;
  const at = performance.now();
  linkState.value = link?.state(at) ?? 'connecting';
  silentSeconds.value = Math.round((link?.silentMs(at) ?? 0) / 1000);
  if (linkState.value === 'lost' && silentSeconds.value % 10 === 0) link?.reconnect(); // an open socket may be dead
}

async function refreshMap(): Promise<void> {
  const answer = await readMap();
  if (answer.ok) map.value = answer.value;
  else if (answer.status === 401) signedOut.value = true;
  await refreshReadiness();
}

async function refreshReadiness(): Promise<void> {
  const answer = await readReadiness();
  if (answer.ok) readiness.value = answer.value;
}
