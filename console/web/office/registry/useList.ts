// The documents that fit, page after page. What comes late for an older question is dropped.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RegistryList } from '../../../../contracts/office/registry.ts';
import { call } from '../../live/api.ts';
import { sessionEnded } from '../../live/page.ts';
import { words } from '../../words/words.ts';
import type { FormKind } from './fields.ts';

export type Listed = RegistryList & { reading: boolean; wrong: string };
const nothingYet: Listed = { rows: [], total: 0, reading: true, wrong: '' };

/** @param filter as the server's query takes it @param again read anew when this changes */
export function useList(kind: FormKind, filter: string, again: number): Listed & { more: () => void } {
  const [listed, setListed] = useState(nothingYet);
  const question = useRef(0);

  async function read(known: RegistryList['rows'], after?: string): Promise<void> {
    question.current += 1;
    const mine = question.current;
    const query = new URLSearchParams(filter);
    if (after !== undefined) query.set('after', after);
    const answer = await call<RegistryList>(`/api/v1/office/registry/${kind}?${query}`);
    if (mine !== question.current) return;
    if (answer.ok)
      return setListed({ ...answer.value, rows: [...known, ...answer.value.rows], reading: false, wrong: '' });
    if (answer.status === 401) sessionEnded();
    setListed((last) => ({ ...last, reading: false, wrong: answer.message || words.value.notSent }));
  }
  useEffect(() => {
    setListed(nothingYet);
  }, [kind]);
  useEffect(() => {
    void read([]);
    return () => {
      question.current += 1; // nobody waits for it any more
    };
  }, [kind, filter, again]);

  return { ...listed, more: () => void read(listed.rows, listed.next) };
}
