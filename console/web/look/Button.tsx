import type { ComponentChildren } from 'preact';

export type ButtonProps = {
  does?: () => unknown;
  class?: string | undefined;
  /** sends its form */
  submit?: boolean;
  off?: boolean;
  expanded?: boolean;
  /** the words on it, where they are all there is */
  says?: string | number;
  children?: ComponentChildren;
};

/** A button. It sends no form unless it says so. */
export const Button = ({ does, class: look, submit, off, expanded, says, children = says }: ButtonProps) => (
  <button class={look} aria-expanded={expanded} onClick={does} type={submit ? 'submit' : 'button'} disabled={off}>
    {children}
  </button>
);
