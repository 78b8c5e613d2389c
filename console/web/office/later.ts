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
