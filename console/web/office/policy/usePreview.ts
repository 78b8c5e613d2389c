// A preview while it runs: begun, asked how far it is, stopped.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PolicyPreview, PreviewBegun } from '../../../../contracts/office/planned.ts';
import { type Answer, call } from '../../live/api.ts';
import { words } from '../../words/words.ts';
import type { Document } from '../registry/values.ts';

const askEveryMs = 500;
const path = '/api/v1/office/policy/preview';

/** `of`: the policy that it is about. */
export type Previewing = { run: string; of: Document; found: PolicyPreview | undefined };

export function usePreview() {
  const [now, setNow] = useState<Previewing>();
  const [trouble, setTrouble] = useState('');
  const current = useRef<string | undefined>(undefined);

  const take = (run: string, of: Document, answer: Answer<PolicyPreview>): void => {
    if (current.current !== run) return; // another has been begun meanwhile
    if (!answer.ok) {
      setNow(undefined);
      setTrouble(answer.message || words.value.notSent);
      return;
    }
    setNow({ run, of, found: answer.value });
    if (answer.value.state === 'running')
      setTimeout(() => void call<PolicyPreview>(`${path}/${run}`).then((next) => take(run, of, next)), askEveryMs);
  };

  async function begin(of: Document): Promise<void> {
    stop();
    setTrouble('');
    const answer = await call<PreviewBegun>(path, { policy: of });
    if (!answer.ok) return setTrouble(answer.message || words.value.notSent);
    const { run } = answer.value;
    current.current = run;
    setNow({ run, of, found: undefined });
    take(run, of, await call<PolicyPreview>(`${path}/${run}`));
  }

  function stop(): void {
    if (now?.found?.state !== 'running') return;
    const { run, of } = now;
    void call<PolicyPreview>(`${path}/${run}`, undefined, 'DELETE').then((answer) => take(run, of, answer));
  }

  const leave = useRef(stop);
  leave.current = stop;
  useEffect(
    () => () => {
      leave.current();
      current.current = undefined;
    },
    [],
  );
  return { now, trouble, begin, stop };
}
