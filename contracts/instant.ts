// An instant as somebody outside writes it. What names no offset is meant by the clock on the wall of the district: read as UTC
// it would be eight hours off in Chengdu, and a position of just now would be one of this morning.
import { Temporal } from 'temporal-polyfill';
import { at, type EpochMs } from './ids.ts';

/**
 * ISO 8601, with an offset or by the wall clock of a zone; an hour that the clocks skip or repeat counts by the offset before.
 * @param timeZone IANA name
 * @returns undefined when it is no instant: what cannot be read counts as unknown
 */
export function readInstant(text: string, timeZone: string): EpochMs | undefined {
  return readWithOffset(text) ?? readByTheWall(text, timeZone);
}

function readWithOffset(text: string): EpochMs | undefined {
  try {
    return at(Temporal.Instant.from(text).epochMilliseconds);
  } catch {
    return undefined; // it names no offset, or is nothing at all
  }
}

function readByTheWall(text: string, timeZone: string): EpochMs | undefined {
  try {
    return at(Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    return undefined; // the caller does without
  }
}
