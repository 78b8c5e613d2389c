// What a draft would do, asked after a pause in typing.
import { useEffect, useState } from 'preact/hooks';
import type { RegistryChange } from '../../../../contracts/office/registry.ts';
import type { RosterTried } from '../../../../contracts/office/roster.ts';
import { call } from '../../live/api.ts';
import { words } from '../../words/words.ts';
import { useAfterPause } from '../typing.ts';

const pauseMs = 400;
export type Trial =
  | { state: 'none' }
  | { state: 'trying' }
  | { state: 'tried'; tried: RosterTried }
  | { state: 'failed'; message: string };

/** @param changes undefined: there is nothing to try yet */
export function useTrial(changes: readonly RegistryChange[] | undefined): Trial {
  const [trial, setTrial] = useState<Trial>({ state: 'none' });
  const body = changes && JSON.stringify({ changes });
  useEffect(() => setTrial({ state: body === undefined ? 'none' : 'trying' }), [body]);
  useAfterPause(
    body === undefined
      ? undefined
      : async (isCurrent) => {
          const answer = await call<RosterTried>('/api/v1/office/roster/trial', JSON.parse(body));
          if (!isCurrent()) return;
          if (answer.ok) setTrial({ state: 'tried', tried: answer.value });
          else setTrial({ state: 'failed', message: answer.message || words.value.notSent });
        },
    [body],
    pauseMs,
  );
  return trial;
}
