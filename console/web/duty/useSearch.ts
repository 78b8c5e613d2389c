// Asks the server for residents, courtyards, people and incidents while somebody types; what comes late for older words is dropped.
import { useEffect, useState } from 'preact/hooks';
import type { SearchAnswer } from '../../../contracts/office/place.ts';
import { call } from '../live/api.ts';

/** A pause in typing after which is asked. */
const pauseMs = 80;

/** @returns undefined while nothing was typed or nothing has come */
export function useSearch(text: string, onFound: (found: SearchAnswer) => void = () => {}): SearchAnswer | undefined {
  const [answer, setAnswer] = useState<SearchAnswer>();
  const typed = text.trim();
  useEffect(() => {
    if (typed === '') return setAnswer(undefined);
    let current = true;
    const timer = setTimeout(async () => {
      const found = await call<SearchAnswer>(`/api/v1/search?q=${encodeURIComponent(typed)}`);
      if (!current) return; // somebody has typed on
      const answer = found.ok ? found.value : { hits: [], more: false };
      setAnswer(answer);
      onFound(answer);
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [typed]);
  return typed === '' ? undefined : answer;
}
