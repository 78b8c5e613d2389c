// A button that orders something. Nothing may be ordered on an old picture.
import type { ComponentChildren } from 'preact';
import { actionsDisabled } from '../live/page.ts';

export function Act(props: {
  does?: () => void;
  class?: string | undefined;
  /** sends its form */
  submit?: boolean;
  off?: boolean;
  expanded?: boolean;
  children: ComponentChildren;
}) {
  const { does, class: look, submit = false, off = false, expanded, children } = props;
  return (
    <button
      {...(look === undefined ? {} : { class: look })}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
      {...(does && { onClick: does })}
      type={submit ? 'submit' : 'button'}
      disabled={off || actionsDisabled.value}
    >
      {children}
    </button>
  );
}
