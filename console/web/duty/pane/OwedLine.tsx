import './OwedLine.css';
import type { ComponentChildren } from 'preact';

/** Something that is owed, and the way to be rid of it. */
export function OwedLine({ says, children }: { says: string; children: ComponentChildren }) {
  return (
    <p class="owed">
      <span>{says}</span>
      {children}
    </p>
  );
}
