// The way to the handbook of a page. It opens in a window of its own: a page that rings is not left.
import type { Handbook as Name } from '../../../contracts/terms.ts';
import { screen } from '../live/screen.ts';
import { inLanguage } from '../words/inLanguage.ts';
import { handbookWords } from './handbookWords.ts';

const words = inLanguage(handbookWords);

/** The `?` of a bar. */
export function Handbook({ of }: { of: Name }) {
  const says = words.value.handbook;
  return (
    <a class="icon" href={pathOf(of)} target="_blank" rel="noopener" aria-label={says} title={says}>
      ?
    </a>
  );
}

/** Where there is room to say what it is. */
export const HandbookLine = ({ of, class: look }: { of: Name; class?: string }) => (
  <a class={look} href={pathOf(of)} target="_blank" rel="noopener">
    ? {words.value.handbook}
  </a>
);

/** The page says which of a browser's sessions it means. */
const pathOf = (of: Name): string => `/handbook/${of}?screen=${screen}`;
