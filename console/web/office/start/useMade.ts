import { useState } from 'preact/hooks';
import type { call } from '../../live/api.ts';
import { words } from '../../words/words.ts';

/** Asked for when somebody says so, and what came of it. */
export function useMade<T>(ask: () => ReturnType<typeof call<T>>) {
  const [made, setMade] = useState<T>();
  const [trouble, setTrouble] = useState('');
  const [asking, setAsking] = useState(false);
  async function make(): Promise<void> {
    setAsking(true);
    const answer = await ask();
    setAsking(false);
    setTrouble(answer.ok ? '' : answer.message || words.value.notSent);
    if (answer.ok) setMade(answer.value);
  }
  return { made, trouble, asking, make };
}
