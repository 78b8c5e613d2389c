// The map is fetched after the first picture, so that it does not delay the ringing, and before anybody needs it: in a tunnel it
// could not be fetched.
import { signal } from '@preact/signals';

const againMs = 5_000;
export const wayMap = signal<typeof import('./WayMap.tsx') | undefined>(undefined);

/** Tried again until it is there. */
export async function fetchMap(): Promise<void> {
  try {
    wayMap.value = await import('./WayMap.tsx');
  } catch {
    setTimeout(() => void fetchMap(), againMs); // no signal: the address and the way in are enough meanwhile
  }
}
