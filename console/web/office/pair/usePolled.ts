// What the server has at an address, asked again and again while somebody waits for it to change.
import { useEffect, useState } from 'preact/hooks';
import { call } from '../../live/api.ts';
import { sessionEnded } from '../../live/page.ts';
import { words } from '../../words/words.ts';

/** @param path undefined: nothing is asked @param everyMs after each answer @param again asked at once when this changes */
export function usePolled<T>(
  path: string | undefined,
  everyMs: number,
  again?: unknown,
): { value: T | undefined; wrong: string } {
  const [value, setValue] = useState<T>();
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    async function ask(): Promise<void> {
      if (path === undefined) return;
      const answer = await call<T>(path);
      if (!current) return; // something else is asked meanwhile
      if (answer.ok) setValue(answer.value);
      else if (answer.status === 401) return sessionEnded();
      setWrong(answer.ok ? '' : answer.message || words.value.notSent);
      timer = setTimeout(() => void ask(), everyMs);
    }
    void ask();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [path, everyMs, again]);
  return { value, wrong };
}
