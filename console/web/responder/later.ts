// The map and what lies behind glass are fetched after the first picture, so that they do not delay the ringing, and before anybody
// needs them: in a tunnel they could not be fetched.
import { signal } from '@preact/signals';

const againMs = 5_000;
export const wayMap = signal<typeof import('./WayMap.tsx') | undefined>(undefined);
export const glass = signal<typeof import('./Glass.tsx') | undefined>(undefined);

/** Tried again until it is there. */
export async function fetchLater(): Promise<void> {
  try {
    wayMap.value = await import('./WayMap.tsx');
    glass.value = await import('./Glass.tsx');
  } catch {
    setTimeout(() => void fetchLater(), againMs); // no signal: the address and the way in are enough meanwhile
  }
}
