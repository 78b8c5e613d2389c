// What of the faults of many devices has changed in a round: what is to be written of them.
import type { Fault, FaultChange } from '../../../contracts/device/faults.ts';

/** From what stood to what stands; what is the same object has not changed. */
export function changesOf(of: string, before: readonly Fault[], after: readonly Fault[]): readonly FaultChange[] {
  if (before.length === 0 && after.length === 0) return none;
  const put = after
    .filter((fault) => !before.includes(fault))
    .map((fault): FaultChange => {
      const known = before.some(({ kind }) => kind === fault.kind);
      return { of, kind: fault.kind, change: 'put', fault, known };
    });
  const dropped = before
    .filter(({ kind }) => !after.some((one) => one.kind === kind))
    .map(({ kind }): FaultChange => ({ of, kind, change: 'drop' }));
  return [...put, ...dropped];
}

const none: readonly FaultChange[] = [];
