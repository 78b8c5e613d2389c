import type { ComponentChildren } from 'preact';
import { ownWords } from './language.ts';

/** In place of what cannot be shown: why, and the way on. */
export function Notice({ says, children }: { says: string; children?: ComponentChildren }) {
  return (
    <main class="notice">
      <h1 class="unseen">{ownWords.value.says}</h1>
      <p>{says}</p>
      {children}
    </main>
  );
}
