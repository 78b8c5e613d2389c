// The frame of a panel over a page: a heading, the way out, what it holds.
import './Panel.css';
import type { ComponentChildren } from 'preact';
import { words } from '../words/words.ts';
import { Close } from './Close.tsx';

export function Panel(props: {
  title: string;
  close: () => void;
  size?: 'small' | 'wide';
  /** between the heading and what scrolls */
  tabs?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { title, close, size, tabs, children } = props;
  return (
    <section class={size ? `panel ${size}-panel` : 'panel'} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <Close says={words.value.closePanel} onClose={close} />
      </header>
      {tabs}
      <div class="panel-body">{children}</div>
    </section>
  );
}
