// Which devices somebody must look after, reckoned anew from what they said last, from what was tried, and from the raw logs of presses: nothing of the product's.
import type { DeviceUpkeep } from '../contracts/device/upkeep.ts';
import type { RawIncident } from './reckoning.ts';

/** @property heard what each said last @property tested when each was tried last, ms @property low per cent */
type Known = {
  heard: Readonly<Record<string, { heardAt: number; battery?: number }>>;
  tested: Readonly<Record<string, number>>;
  raw: readonly RawIncident[];
  now: number;
  silentMs: number;
  low: number;
};
const untestedAfterMs = 31 * 24 * 3_600_000;

/** The lists, each in its order: the longest first; of the same length as the registry has them. */
export function reckonDevices(devices: readonly { id: string }[], { heard, tested, raw, now, silentMs, low }: Known) {
  const worked = new Map(Object.entries(tested));
  for (const { events } of raw)
    for (const { press } of events) {
      const { device, receivedAt } = (press ?? {}) as { device?: string; receivedAt?: number };
      if (device !== undefined && receivedAt !== undefined)
        worked.set(device, Math.max(receivedAt, worked.get(device) ?? 0));
    }
  const inOrder = <T>(all: readonly T[], of: (one: T) => number): T[] => [...all].sort((a, b) => of(a) - of(b));
  const ids = devices.map(({ id }) => id);
  return {
    devices: ids.length,
    silent: inOrder(
      ids.filter((id) => now - (heard[id]?.heardAt ?? 0) > silentMs),
      (id) => heard[id]?.heardAt ?? 0,
    ).map((id) => [id, heard[id]?.heardAt] as const),
    batteryLow: inOrder(
      ids.flatMap((id) => {
        const battery = heard[id]?.battery;
        return battery !== undefined && battery <= low ? [[id, battery] as const] : [];
      }),
      ([, battery]) => battery,
    ),
    untested: inOrder(
      ids.filter((id) => now - (worked.get(id) ?? 0) > untestedAfterMs),
      (id) => worked.get(id) ?? 0,
    ),
  };
}

/** What the lists say, in the same shape. */
export function saidOfDevices({
  devices,
  silent,
  batteryLow,
  untested = [],
}: DeviceUpkeep): ReturnType<typeof reckonDevices> {
  return {
    devices,
    silent: silent.map(
      ({ device, heardAt }) => [device, heardAt === undefined ? undefined : Date.parse(heardAt)] as const,
    ),
    batteryLow: batteryLow.map(({ device, battery }) => [device, battery] as const),
    untested: untested.map(({ device }) => device),
  };
}
