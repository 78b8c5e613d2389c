import type { ComponentChildren } from 'preact';

/** A part of the panel. */
export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
