// The access log: who was shown whom, and what for, as entries of the audit. One opened card is one entry, however often its page
// reads it again. What is shown of an open incident waits for no disk: its entry is kept here until the store has taken it.
import type { Redis } from 'ioredis';
import type { ReadingPurpose, Shown } from '../contracts/session/audit.ts';
import { defined } from '../contracts/shapes.ts';
import { type AuditPlace, type AuditRecord, appendAudit } from './audit.ts';
import { within } from './patience.ts';

/** Who is shown something: `actor` a login or the id of a token, as in the audit; `name` lies aside and can be erased. */
export type Reader = { actor: string; name: string; role: string };

/**
 * Somebody was shown residents.
 * @property at server's clock, ms
 * @property address where they ask from; IPv6: the /64
 * @property residents ids; `[everybody]` (contracts/session/audit.ts) for more than can be named
 * @property incident the one that they were shown with
 * @property reason a code (break-glass: one of its reasons), kept for as long as the chain
 * @property words what they wrote; lies aside and can be erased
 */
export type Reading = {
  at: number;
  by: Reader;
  address?: string;
  what: Shown;
  residents: readonly string[];
  incident?: string;
  purpose: ReadingPurpose;
  reason?: string;
  words?: string;
};

/** Writes it down. Resolves when it is on disk: what cannot be written down is not shown. @throws when it cannot */
export function recordReading(redis: Redis, place: AuditPlace, reading: Reading): Promise<void> {
  return appendAudit(redis, place, recordOf(reading));
}

function recordOf({ at, by, address, what, residents, incident, purpose, reason, words }: Reading): AuditRecord {
  return {
    at,
    by: by.name,
    actor: by.actor,
    role: by.role,
    action: what === 'conditions' ? 'conditions_shown' : 'shown',
    what,
    residents: [...residents],
    purpose,
    ...defined({ address }),
    ...(incident === undefined ? {} : { incident, about: incident }),
    ...defined({ reason, why: words }),
  };
}

/** More than anybody reads in an hour; a program that reads everything again and again would fill the store with what it read. */
export const readingsAnHour = 3_000;

/** This session has been shown too much for now. */
export class TooManyReadings extends Error {}

/** A card that is read again within so long is still the one that was opened. */
export const sameOpeningMs = 10 * 60_000;
/** Openings that are remembered; past it the one that was read longest ago counts as new. */
const openingsAtMost = 20_000;
/** Entries that wait for a store that is away: some 10 MB. What comes beyond goes into the process's own log. */
const waitingAtMost = 20_000;
const againAfterMs = 1_000;
/** As long as any other write is waited for. */
const patienceMs = 3_000;
/** A process that ends waits no longer for a store that is away. */
const stopWithinMs = 1_500;

export type ReadingsParts = {
  redis: Redis;
  /** ms, never goes back */
  clock: () => number;
  log: { warn: (fields: object, says: string) => void; error: (fields: object, says: string) => void };
};

type Kept = { place: AuditPlace; reading: Reading };

export class Readings {
  readonly #parts: ReadingsParts;
  /** by session and what it was shown: when last */
  readonly #openings = new Map<string, number>();
  #waiting: Kept[] = [];
  #sent: Kept[] = [];
  /** entries of this hour by session; what is noted for open incidents is bounded by them */
  #spent = { hour: -1, by: new Map<string, number>() };
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #writing: Promise<void> | undefined;

  constructor(parts: ReadingsParts) {
    this.#parts = parts;
  }

  /** Entries that the store has not taken yet. */
  get waiting(): number {
    return this.#waiting.length + this.#sent.length;
  }

  /**
   * Writes an opening down and waits for the disk; nothing is written for one that is still open.
   * @param session who reads: one session's openings are no other's
   * @throws when it cannot be written down, TooManyReadings when it is too much: then it must not be shown
   */
  async record(place: AuditPlace, session: string, reading: Reading): Promise<void> {
    const opened = this.#open(session, reading);
    if (opened === undefined) return;
    this.#spend(session, opened.keys);
    try {
      await within(patienceMs, recordReading(this.#parts.redis, place, opened.reading));
    } catch (error) {
      for (const key of opened.keys) this.#openings.delete(key); // it was not shown
      throw error;
    }
  }

  /** Writes it down whatever is open: each breaking of the glass is an entry. @throws as `record` */
  async recordEach(place: AuditPlace, session: string, reading: Reading): Promise<void> {
    this.#spend(session, []);
    await within(patienceMs, recordReading(this.#parts.redis, place, reading));
  }

  /** Writes an opening down behind what is shown: for an open incident, which must not wait. It is not lost while the store is away. */
  note(place: AuditPlace, session: string, reading: Reading): void {
    const opened = this.#open(session, reading);
    if (opened === undefined) return;
    if (this.waiting >= waitingAtMost) this.#keepInLog(place, opened.reading);
    else this.#waiting.push({ place, reading: opened.reading });
    this.#write();
  }

  /** Writes what waits; what the store does not take in time goes into the process's log. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#write();
    let late: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((done) => {
      late = setTimeout(done, stopWithinMs);
    });
    await Promise.race([this.#writing, patience]);
    clearTimeout(late);
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const { place, reading } of [...this.#sent, ...this.#waiting]) this.#keepInLog(place, reading);
  }

  #spend(session: string, keys: readonly string[]): void {
    const hour = Math.floor(this.#parts.clock() / 3_600_000);
    if (hour !== this.#spent.hour) this.#spent = { hour, by: new Map() };
    const spent = this.#spent.by.get(session) ?? 0;
    if (spent < readingsAnHour) {
      this.#spent.by.set(session, spent + 1);
      return;
    }
    for (const key of keys) this.#openings.delete(key);
    throw new TooManyReadings();
  }

  /** Of what is shown the part that this session has not open already. */
  #open(session: string, reading: Reading): { reading: Reading; keys: string[] } | undefined {
    const { what, incident = '', purpose, residents } = reading;
    const now = this.#parts.clock();
    const keys: string[] = [];
    const fresh: string[] = [];
    // An incident that shows nobody, as one whose home is not known, is opened like any other.
    for (const resident of residents.length === 0 ? [''] : residents) {
      const key = `${session} ${what} ${purpose} ${incident} ${resident}`;
      const last = this.#openings.get(key);
      this.#openings.delete(key);
      this.#openings.set(key, now); // the one read last stands last
      if (last !== undefined && now - last < sameOpeningMs) continue;
      keys.push(key);
      if (resident !== '') fresh.push(resident);
    }
    for (const [key, last] of this.#openings) {
      if (this.#openings.size <= openingsAtMost && now - last < sameOpeningMs) break;
      this.#openings.delete(key);
    }
    return keys.length === 0 ? undefined : { reading: { ...reading, residents: fresh }, keys };
  }

  #write(): void {
    if (this.#stopped || this.#writing || this.#timer || this.#waiting.length === 0) return;
    this.#writing = this.#writeAll().finally(() => {
      this.#writing = undefined;
      this.#write();
    });
  }

  /** In the order in which they were shown. What fails is written again: twice in the log is better than not at all. */
  async #writeAll(): Promise<void> {
    const some = this.#waiting;
    [this.#waiting, this.#sent] = [[], some];
    const outcomes = await Promise.allSettled(
      some.map(({ place, reading }) => recordReading(this.#parts.redis, place, reading)),
    );
    const failed = some.filter((_, i) => outcomes[i]?.status === 'rejected');
    [this.#waiting, this.#sent] = [[...failed, ...this.#waiting], []];
    if (failed.length === 0 || this.#stopped) return;
    const error = outcomes.find((one) => one.status === 'rejected')?.reason;
    this.#parts.log.warn({ error: String(error), waiting: this.#waiting.length }, 'readings: not written, again soon');
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#write();
    }, againAfterMs);
  }

  #keepInLog(place: AuditPlace, { by, words: _, ...reading }: Reading): void {
    const fields = { district: place.id, actor: by.actor, role: by.role, ...reading };
    this.#parts.log.error({ reading: fields }, 'readings: the store did not take it, it is kept in this log');
  }
}
