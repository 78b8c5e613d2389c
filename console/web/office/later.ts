// What this page fetches after its first picture: what is kept by hand.
import { signal } from '@preact/signals';

export const keeping = signal<typeof import('./keeping.ts') | undefined>(undefined);

/** Tried again until it is there. */
export async function fetchLater(): Promise<void> {
  try {
    keeping.value = await import('./keeping.ts');
  } catch {
    setTimeout(() => void fetchLater(), 3_000); // the link is down: the link light says so
  }
}

export const drawing = signal<typeof import('./map/MapPage.tsx') | undefined>(undefined);

/** The map that is drawn by hand, with what looks for overlaps: fetched where somebody draws. Tried again until it is there. */
export async function fetchMap(): Promise<void> {
  try {
    drawing.value ??= await import('./map/MapPage.tsx');
  } catch {
    setTimeout(() => void fetchMap(), 3_000); // as above
  }
}

export const pairing = signal<typeof import('./pair/Pair.tsx') | undefined>(undefined);

/** How a device comes into a home: fetched where somebody installs one. Tried again until it is there. */
export async function fetchPair(): Promise<void> {
  try {
    pairing.value ??= await import('./pair/Pair.tsx');
  } catch {
    setTimeout(() => void fetchPair(), 3_000); // as above
  }
}

export const beginning = signal<typeof import('./start/Start.tsx') | undefined>(undefined);

/** The first steps, with their map: fetched where somebody is at them. Tried again until it is there. */
export async function fetchStart(): Promise<void> {
  try {
    beginning.value ??= await import('./start/Start.tsx');
  } catch {
    setTimeout(() => void fetchStart(), 3_000); // as above
  }
}
