// What a page keeps on its device, for every page the one way to it. The device may have no room left, forbid it or be broken: that
// must stop nothing that somebody does. Whoever acts does so first and remembers second; the page says that it cannot remember.
import { computed, signal } from '@preact/signals';
import { parsed } from '../../../contracts/json.ts';

const lost = signal<ReadonlySet<string>>(new Set());
/** Something is not kept: it stays in this page's memory as long as that is open. */
export const cannotKeep = computed(() => lost.value.size > 0);
/** For what is kept by other means than here. */
export function noteKept(place: string, well: boolean): void {
  if (lost.value.has(place) !== well) return;
  lost.value = new Set(well ? [...lost.value].filter((one) => one !== place) : [...lost.value, place]);
}

/** What an earlier visit left; nothing where the device does not say. */
export function kept(place: string): string | undefined {
  try {
    return localStorage.getItem(place) ?? undefined;
  } catch {
    return undefined; // forbidden: as if nothing were there
  }
}

/** As `kept`, read; something else's leftovers are none. */
export const keptValue = (place: string): unknown => parsed(kept(place)) ?? null;

export function keep(place: string, text: string): void {
  try {
    localStorage.setItem(place, text);
    noteKept(place, true);
  } catch {
    noteKept(place, false); // said on the page
  }
}

export const keepValue = (place: string, value: unknown): void => keep(place, JSON.stringify(value));

export function drop(place: string): void {
  try {
    localStorage.removeItem(place);
  } catch {
    // Forbidden: then nothing was kept either.
  }
}
