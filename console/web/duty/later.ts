// What a page fetches after its first picture: the pane with its forms, and panels. They are fetched before anybody needs them, since
// a link that is lost later must not take them away.
import { signal } from '@preact/signals';

export const pane = signal<typeof import('./pane/Pane.tsx') | undefined>(undefined);
export const panels = signal<typeof import('./laterPanels.ts') | undefined>(undefined);

/** Fetches the rest; tried again until it is there. */
export async function fetchLater(): Promise<void> {
  try {
    pane.value = await import('./pane/Pane.tsx');
    const later = await import('./laterPanels.ts');
    later.watchTouch();
    later.watchLock();
    panels.value = later;
  } catch {
    setTimeout(() => void fetchLater(), 3_000); // the link is down: the link light says so
  }
}
