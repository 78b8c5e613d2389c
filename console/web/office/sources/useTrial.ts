// What came from a source, read again by the mapping as it is now in the page: whenever that changes, and whenever something came.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SourceTrial, SourceTry } from '../../../../contracts/device/sourceTrial.ts';
import { call } from '../../live/api.ts';
import { words } from '../../words/words.ts';

const pauseMs = 250;
/** Others are trying too: again after a moment. */
const busyAgainMs = 1_500;
const busyStatus = 429;

/** @param again changes when something came */
export function useTrial(
  source: string,
  asked: SourceTry,
  again: string,
): { trial: SourceTrial | undefined; wrong: string } {
  const [trial, setTrial] = useState<SourceTrial>();
  const [wrong, setWrong] = useState('');
  const text = JSON.stringify(asked);
  const first = useRef(true);
  useEffect(() => {
    let current = true;
    let timer = setTimeout(ask, first.current ? 0 : pauseMs);
    first.current = false;
    async function ask(): Promise<void> {
      const answer = await tried(source, JSON.parse(text) as SourceTry);
      if (!current) return;
      if (answer.ok) setTrial(answer.value);
      else if (answer.status === busyStatus) timer = setTimeout(ask, busyAgainMs);
      setWrong(answer.ok || answer.status === busyStatus ? '' : answer.message || words.value.notSent);
    }
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [source, text, again]);
  return { trial, wrong };
}

export const tried = (source: string, asked: SourceTry) => call<SourceTrial>(`/api/v1/sources/${source}/try`, asked);
