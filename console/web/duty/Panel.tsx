// The frame of a panel over the map: a heading and the way out.
import type { ComponentChildren } from 'preact';
import { words } from '../words/words.ts';
import { panel } from './state.ts';

export function Panel({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="panel" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <Close />
      </header>
      <div class="panel-body">{children}</div>
    </section>
  );
}

export function Close() {
  return (
    <button
      class="x"
      type="button"
      aria-label={words.value.closePane}
      onClick={() => {
        panel.value = undefined;
      }}
    >
      ×
    </button>
  );
}
