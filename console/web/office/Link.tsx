// A way to another address of this page, without leaving it; a new tab, a copied address and a screen reader have a link as any.
import type { ComponentChildren } from 'preact';
import { type Asked, addressOf } from './address.ts';
import { ask } from './asked.ts';

type Props = {
  to: Asked;
  'aria-label'?: string;
  'aria-current'?: 'page' | boolean;
  tabIndex?: number;
  onFocus?: () => void;
  children: ComponentChildren;
};

export function Link({ to, children, ...rest }: Props) {
  return (
    <a
      {...rest}
      href={addressOf(to)}
      onClick={(event) => {
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        ask(to);
      }}
    >
      {children}
    </a>
  );
}
