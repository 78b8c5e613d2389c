// What each door is given, and what it is asked for.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Reading } from '../contracts/device/reading.ts';
import type { Lockable } from '../contracts/office/personal.ts';
import type { Source } from '../contracts/office/source.ts';
import type { DistrictRegistry } from '../store/district.ts';
import type { ForeignDoor } from '../store/foreign/door.ts';

/** A source with its district, as it is now. */
export type SourceOf = { district: DistrictRegistry; source: Source & Lockable };
/** What a door works with. */
export type DoorParts = {
  redis: Redis;
  log: Logger;
  door: ForeignDoor;
  /** the source as it is now; undefined: it is gone */
  find(district: string, source: string): SourceOf | undefined;
};
/** An open door. `why`: what is wrong with it; undefined: nothing, what comes is taken. */
export type OpenDoor = { stop(): Promise<void>; why?(): string | undefined };

/** What an adapter may know of the account with the vendor. */
export const sourceSecrets = ({ secret, aesKey, datum = 'wgs84' }: Source) => ({
  datum,
  ...(secret === undefined ? {} : { secret }),
  ...(aesKey === undefined ? {} : { aesKey }),
});

/** What a reader gives. One that throws has a fault: what it could not read is shown, and holds up nobody behind it. */
export function readSafely<T>(read: () => T, instead: (readings: Reading[]) => T): T {
  try {
    return read();
  } catch {
    return instead([{ is: 'check', why: 'unreadable' }]);
  }
}
