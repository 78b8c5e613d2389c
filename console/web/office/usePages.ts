// The answers to what is asked, page after page, newest first. What comes late for an older question is dropped.
import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../live/api.ts';
import { sessionEnded } from '../live/page.ts';
import { words } from '../words/words.ts';

const pageSize = 50;

/** `wrong`: why nothing newer came. `pages` are of an older question while `reading` the first page of another. */
export type PagesShown<A> = { pages: readonly A[]; next: string | undefined; reading: boolean; wrong: string };

/**
 * @param path of the server
 * @param filter as the server's query takes it
 */
export function usePages<A extends { next?: string }>(
  path: string,
  filter: string,
): PagesShown<A> & { more: () => void; again: () => void } {
  const nothingYet: PagesShown<A> = { pages: [], next: undefined, reading: true, wrong: '' };
  const [shown, setShown] = useState(nothingYet);
  const question = useRef(0);

  async function read(known: readonly A[], before: string | undefined): Promise<void> {
    question.current += 1;
    const mine = question.current;
    setShown((last) => ({ ...last, reading: true, wrong: '' }));
    const query = new URLSearchParams(filter);
    query.set('limit', String(pageSize));
    if (before !== undefined) query.set('before', before);
    const answer = await call<A>(`${path}?${query}`);
    if (mine !== question.current) return;
    if (!answer.ok) {
      if (answer.status === 401) sessionEnded();
      const wrong = answer.message || words.value.notSent;
      // Rows of an older question may not be gone on from.
      return setShown((last) => ({ ...(before === undefined ? nothingYet : last), reading: false, wrong }));
    }
    setShown({ pages: [...known, answer.value], next: answer.value.next, reading: false, wrong: '' });
  }
  useEffect(() => {
    void read([], undefined);
    return () => {
      question.current += 1; // nobody waits for it any more
    };
  }, [path, filter]);

  return {
    ...shown,
    more: () => void read(shown.pages, shown.next),
    again: () => void read([], undefined),
  };
}
