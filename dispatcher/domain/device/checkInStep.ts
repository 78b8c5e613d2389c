// What is asked of a decision where somebody's check-in has changed: to ask them, to open the call, to note a late sign. Decided with what the judge went by: a
// press that is none of what was agreed holds nobody back.
import type { KeptCheckIn } from '../../../contracts/device/checkIns.ts';
import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { CheckInInput } from '../../../contracts/incident/inputs.ts';
import { asksOf, type CheckIn } from '../../../contracts/office/checkIn.ts';
import type { Device, Resident } from '../../../contracts/office/community.ts';

/** So many buttons of one home are looked at. */
const devicesAtMost = 50;

/** @property devices whose presses are this resident's @property opens since when signs count, ms */
export type Whose = {
  district: string;
  resident: Pick<Resident, 'id' | 'home'>;
  agreed: CheckIn | undefined;
  devices: readonly { device: Pick<Device, 'id' | 'kind'> }[];
  opens: EpochMs;
};

/** @returns undefined where nothing is to be decided */
export function stepOf(
  { district, resident: { id: resident, home }, agreed, devices, opens }: Whose,
  { state, due, seenAt, by }: KeptCheckIn,
  before: KeptCheckIn | undefined,
): CheckInInput | undefined {
  const buttons = devices
    .flatMap(({ device }) => (device.kind === 'sensor' ? [] : [device.id]))
    .slice(0, devicesAtMost);
  const counts = agreed?.signs?.includes('press') ?? true;
  const of = { v: 1, kind: 'check_in', district, resident, home, due: at(due), opens } as const;
  const step = { ...of, devices: counts ? buttons : [] };
  const isNew = before?.state !== state || before.due !== due;
  if (state === 'asked' && isNew)
    return asksOf(agreed ?? {}).includes('device') ? { ...step, step: 'ask', speaks: buttons } : undefined;
  if (state !== 'missed') return undefined;
  if (isNew) return { ...step, step: 'missed' };
  if (seenAt === undefined || by === undefined || before.seenAt !== undefined) return undefined;
  return { ...step, step: 'seen', seen: { at: at(seenAt), by } };
}
