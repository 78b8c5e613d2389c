import type { ComponentChildren } from 'preact';

/** In place of what cannot be shown: why, and the way on. */
export function Notice({ says, children }: { says: string; children?: ComponentChildren }) {
  return (
    <main class="notice">
      <p>{says}</p>
      {children}
    </main>
  );
}
