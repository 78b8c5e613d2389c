// The map, what lies behind glass and the list of shifts are fetched after the first picture, so that they do not delay the ringing, and before anybody
// needs them: in a tunnel they could not be fetched.
import { signal } from '@preact/signals';

const againMs = 5_000;
export const later = signal<typeof import('./laterParts.ts') | undefined>(undefined);

/** Tried again until it is there. */
export async function fetchLater(): Promise<void> {
  try {
    later.value = await import('./laterParts.ts');
  } catch {
    setTimeout(() => void fetchLater(), againMs); // no signal: the address and the way in are enough meanwhile
  }
}
