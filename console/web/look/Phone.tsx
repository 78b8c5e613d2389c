import type { ComponentChildren } from 'preact';

export const telOf = (number: string): string => `tel:${number.replaceAll(' ', '')}`;

/** A number that may be seen: one tap dials. What is masked: live/CallNumber.tsx. */
export function Phone(props: { number: string; class?: string; children?: ComponentChildren }) {
  const { number, class: look, children = number } = props;
  return (
    <a href={telOf(number)} {...(look === undefined ? {} : { class: look })}>
      {children}
    </a>
  );
}
