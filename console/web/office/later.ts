// What this page fetches after its first picture: the registry with its forms.
import { signal } from '@preact/signals';

export const registry = signal<typeof import('./registry/Registry.tsx') | undefined>(undefined);

/** Tried again until it is there. */
export async function fetchLater(): Promise<void> {
  try {
    registry.value = await import('./registry/Registry.tsx');
  } catch {
    setTimeout(() => void fetchLater(), 3_000); // the link is down: the link light says so
  }
}
