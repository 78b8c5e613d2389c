// The map, what lies behind glass and the list of shifts are fetched after the first picture, so that they do not delay the ringing, and before anybody
// needs them: in a tunnel they could not be fetched.
import { signal } from '@preact/signals';

const againMs = 5_000;
export const wayMap = signal<typeof import('./WayMap.tsx') | undefined>(undefined);
export const shiftList = signal<typeof import('./Shifts.tsx') | undefined>(undefined);
export const glass = signal<typeof import('./Glass.tsx') | undefined>(undefined);

/** Tried again until it is there. */
export async function fetchLater(): Promise<void> {
  try {
    wayMap.value = await import('./WayMap.tsx');
    glass.value = await import('./Glass.tsx');
    shiftList.value = await import('./Shifts.tsx');
  } catch {
    setTimeout(() => void fetchLater(), againMs); // no signal: the address and the way in are enough meanwhile
  }
}
