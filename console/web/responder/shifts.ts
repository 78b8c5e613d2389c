// The own shifts and how long the own switch holds, as the server said it last: asked for on opening, told when the switch is turned.
import { signal } from '@preact/signals';
import type { MyShifts } from '../../../contracts/office/responders.ts';
import { call } from '../live/api.ts';

export const shifts = signal<MyShifts | undefined>(undefined);
/** What the server answered to the own switch, until it tells the duty by itself: in between the last that was told is the old one. */
export const answeredDuty = signal<boolean | undefined>(undefined);

/** The server has answered to the own switch. */
export function dutyAnswered(answer: MyShifts): void {
  shifts.value = answer;
  answeredDuty.value = answer.onDuty;
}
/** The server has told the duty by itself. */
export function dutyTold(): void {
  answeredDuty.value = undefined;
}

export async function askForShifts(): Promise<void> {
  const answer = await call<MyShifts>('/api/v1/my/shifts');
  if (answer.ok) shifts.value = answer.value;
}
