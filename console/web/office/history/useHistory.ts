// The incidents that fit what is asked, page after page, newest first. What comes late for an older question is dropped.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { HistoryAnswer, HistoryRow } from '../../../../contracts/office/history.ts';
import { call } from '../../live/api.ts';
import { sessionEnded } from '../../live/page.ts';
import { words } from '../../words/words.ts';

const pageSize = 50;

/** `wrong`: why nothing newer came. `rows` are of an older question while `reading` the first page of another. */
export type HistoryShown = {
  rows: readonly HistoryRow[];
  next: HistoryAnswer['next'];
  books: HistoryAnswer['books'] | undefined;
  reading: boolean;
  wrong: string;
};
const nothingYet: HistoryShown = { rows: [], next: undefined, books: undefined, reading: true, wrong: '' };

/** @param filter as the server's query takes it */
export function useHistory(filter: string): HistoryShown & { more: () => void; again: () => void } {
  const [shown, setShown] = useState(nothingYet);
  const question = useRef(0);

  async function read(known: readonly HistoryRow[], before: HistoryAnswer['next']): Promise<void> {
    question.current += 1;
    const mine = question.current;
    setShown((last) => ({ ...last, reading: true, wrong: '' }));
    const query = new URLSearchParams(filter);
    query.set('limit', String(pageSize));
    if (before !== undefined) query.set('before', before);
    const answer = await call<HistoryAnswer>(`/api/v1/office/history?${query}`);
    if (mine !== question.current) return;
    if (!answer.ok) {
      if (answer.status === 401) sessionEnded();
      const wrong = answer.message || words.value.notSent;
      // Rows of an older question may not be gone on from.
      return setShown((last) => ({ ...(before === undefined ? nothingYet : last), reading: false, wrong }));
    }
    const { incidents, next, books } = answer.value;
    setShown({ rows: [...known, ...incidents], next, books, reading: false, wrong: '' });
  }
  useEffect(() => {
    void read([], undefined);
    return () => {
      question.current += 1; // nobody waits for it any more
    };
  }, [filter]);

  return {
    ...shown,
    more: () => void read(shown.rows, shown.next),
    again: () => void read([], undefined),
  };
}
