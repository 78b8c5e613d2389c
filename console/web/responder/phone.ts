// The duty phone as the server has it: read when it is shown, again each minute and after each act.
import { signal } from '@preact/signals';
import type { MyDutyPhone, PhoneAnswer } from '../../../contracts/office/dutyPhone.ts';
import { call, newId } from '../live/api.ts';
import { useEachMinute } from '../live/useEachMinute.ts';
import { swapWords } from './swapWords.ts';

const path = '/api/v1/my/duty-phone';
export const myPhone = signal<MyDutyPhone | undefined>(undefined);

async function read(): Promise<void> {
  const answer = await call<MyDutyPhone>(path);
  if (answer.ok) myPhone.value = answer.value;
}

/** Keeps it up to date while it is shown. */
export const usePhone = (): void => useEachMinute(read);

export const newPhoneId = (): string => `phone-${newId()}`;
/** @returns why not; undefined when it is done. The same order again is the same hand-over */
export const handPhone = (id: string, to: string): Promise<string | undefined> => send('', { id, to });
export const answerPhone = (id: string, answer: PhoneAnswer['answer']): Promise<string | undefined> =>
  send(`/${id}/answer`, { answer });

async function send(where: string, body: object): Promise<string | undefined> {
  const answer = await call<MyDutyPhone>(`${path}${where}`, body);
  if (answer.ok) myPhone.value = answer.value;
  else await read();
  return answer.ok ? undefined : answer.message || swapWords.value.notSent;
}
