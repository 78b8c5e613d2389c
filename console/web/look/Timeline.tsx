// Line by line: when, and what. An incident's own: EventLog.tsx.
import './Timeline.css';
import type { ComponentChildren } from 'preact';

export function Timeline({ label, children }: { label?: string; children: ComponentChildren }) {
  return (
    <ol class="timeline" {...(label === undefined ? {} : { 'aria-label': label })}>
      {children}
    </ol>
  );
}
