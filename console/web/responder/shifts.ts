// The own shifts and how long the own switch holds, as the server said it last: asked for on opening, told when the switch is turned.
import { signal } from '@preact/signals';
import type { MyShifts } from '../../../contracts/office/responders.ts';
import { call } from '../live/api.ts';

export const shifts = signal<MyShifts | undefined>(undefined);

export function keepShifts(now: MyShifts): void {
  shifts.value = now;
}

export async function askForShifts(): Promise<void> {
  const answer = await call<MyShifts>('/api/v1/my/shifts');
  if (answer.ok) keepShifts(answer.value);
}
