// Swaps of shifts as the server has them: read when the list or the form is shown, again each minute and after each act.
import { signal } from '@preact/signals';
import type { MySwaps, SwapOrder, SwapView } from '../../../contracts/office/swaps.ts';
import { call, newId } from '../live/api.ts';
import { useEachMinute } from '../live/useEachMinute.ts';
import { swapWords } from './swapWords.ts';

export const mySwaps = signal<MySwaps | undefined>(undefined);

export async function readSwaps(): Promise<void> {
  const answer = await call<MySwaps>('/api/v1/my/swaps');
  if (answer.ok) mySwaps.value = answer.value;
}

/** Keeps them up to date while they are shown. */
export const useSwaps = (): void => useEachMinute(readSwaps);

/** @returns why not; undefined when it is done. The same order again is the same swap */
export const askForSwap = (order: SwapOrder): Promise<string | undefined> => send('', order);
export const newSwapId = (): string => `swap-${newId()}`;

export const answerSwap = ({ id }: SwapView, answer: 'agree' | 'refuse' | 'withdraw'): Promise<string | undefined> =>
  send(`/${id}/answer`, { answer });

async function send(path: string, body: object): Promise<string | undefined> {
  const answer = await call<SwapView>(`/api/v1/my/swaps${path}`, body);
  await readSwaps();
  return answer.ok ? undefined : answer.message || swapWords.value.notSent;
}
