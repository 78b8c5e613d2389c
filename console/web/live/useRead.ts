// What the server has at an address, for as long as something shows it.
import { useEffect, useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { call } from './api.ts';

/**
 * @param again read anew when this changes
 * @returns the last that came, and why nothing newer did
 */
export function useRead<T>(path: string, again?: unknown): { value: T | undefined; wrong: string } {
  const [value, setValue] = useState<T>();
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    let current = true;
    void call<T>(path).then((answer) => {
      if (!current) return; // something else is shown meanwhile
      if (answer.ok) setValue(answer.value);
      setWrong(answer.ok ? '' : answer.message || words.value.notSent);
    });
    return () => {
      current = false;
    };
  }, [path, again]);
  return { value, wrong };
}
