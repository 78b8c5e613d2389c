// What this page shows, as its address says: one place that reads it, and one that changes it.
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { now } from '../live/page.ts';
import { dateOf } from '../look/time.ts';
import {
  type Asked,
  type AskedAccess,
  type AskedFigures,
  type AskedHistory,
  type AskedRegistry,
  type AskedRosters,
  addressOf,
  askedAt,
} from './address.ts';
import { ownWords } from './language.ts';

const current = signal<Asked>(askedAt(location));
export const asked: ReadonlySignal<Asked> = current;
/** By the clock of the district. */
export const today = computed(() => dateOf(now.value));

/** Something is being written that would be lost: whoever wants to go on is asked. */
let mayLeave: (() => boolean) | undefined;
export function guardLeaving(asks: (() => boolean) | undefined): void {
  mayLeave = asks;
}
addEventListener('beforeunload', (event) => {
  if (mayLeave) event.preventDefault(); // the browser asks in its own words
});

/** @param instead takes the place of what was asked last: back does not go through every letter that was typed */
export function ask(next: Asked, instead = false): void {
  const address = addressOf(next);
  if (address === location.pathname + location.search) return;
  // Another plan of the policy is the same form, another shape the same map.
  const stays = (next.page === 'policy' || next.page === 'map') && current.value.page === next.page;
  if (!stays && mayLeave && !mayLeave()) return;
  if (!stays) mayLeave = undefined;
  if (instead) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  current.value = next;
}
/** The same with something changed; absent where it is undefined. */
export const askHistory = (from: AskedHistory, change: Changed<AskedHistory>, instead = false): void =>
  ask(without(from, change), instead);
export const askFigures = (from: AskedFigures, change: Changed<AskedFigures>): void => ask(without(from, change));
export const askRegistry = (from: AskedRegistry, change: Changed<AskedRegistry>, instead = false): void =>
  ask(without(from, change), instead);
export const askAccess = (from: AskedAccess, change: Changed<AskedAccess>, instead = false): void =>
  ask(without(from, change), instead);

export const askRosters = (from: AskedRosters, change: Changed<AskedRosters>): void => ask(without(from, change));

type Changed<T> = { [K in keyof T]?: T[K] | undefined };
const without = <T extends Asked>(from: T, change: Changed<T>): T =>
  Object.fromEntries(Object.entries({ ...from, ...change }).filter(([, value]) => value !== undefined)) as T;

export function watchAddress(): void {
  addEventListener('popstate', () => {
    current.value = askedAt(location);
  });
  effect(() => {
    const { title, pages } = ownWords.value;
    document.title = `${pages[asked.value.page]} · ${title}`;
  });
}
