// Follows the audit into the books: who was shown whom, who went on and off duty, which key went out, what was found about an incident. Exactly once, because what was read is written with the place up to which
// all is known. What the store has no more is read from the files of its days.
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { readCursors } from '../../records/cursors.ts';
import {
  type AuditRead,
  addAudit,
  auditCursor,
  placeOfEntry,
  removeAuditBefore,
} from '../../records/session/readings.ts';
import type { Db, DutyChangeTable } from '../../records/tables.ts';
import { writable } from '../../records/writable.ts';
import { type AuditLine, type AuditPlace, lineOf } from '../../store/audit.ts';
import { auditAfter } from '../../store/auditHistory.ts';
import type { Registry } from '../../store/registry.ts';
import { BooksAway, type BooksKeeper } from '../books.ts';

const everyMs = 1_000;
const againAfterMs = 5_000;
const oldEveryMs = 3_600_000;
/** So much is written in one go. */
const togetherAtMost = 500;

export type AuditFollowing = {
  redis: Redis;
  dataDir: string;
  registry: Pick<Registry, 'all'>;
  books: Pick<BooksKeeper, 'use'>;
  /** ms; 0: for ever */
  keepMs: number;
  log: Pick<Logger, 'warn' | 'info'>;
};

/** Begins, and goes on until it is stopped; while store or books are away it tries again. */
export function followAudit(parts: AuditFollowing): { stop(): Promise<void> } {
  const ending = new AbortController();
  const { signal } = ending;
  const known = new Set<string>();
  let oldAt = Number.NEGATIVE_INFINITY;
  const done = run();
  return {
    stop: () => {
      ending.abort();
      return done;
    },
  };

  async function run(): Promise<void> {
    while (!signal.aborted) {
      let pause = everyMs;
      try {
        if (!(await turn())) pause = againAfterMs;
      } catch (error) {
        if (signal.aborted) return;
        parts.log.warn({ error: String(error) }, 'office: the audit was not brought into the books, again soon');
        known.clear(); // other books may have been opened meanwhile
        pause = againAfterMs;
      }
      await wait(pause, undefined, { signal }).catch(() => undefined); // it ends
    }
  }

  /** One district that cannot be brought in stops no other. @returns whether all were */
  async function turn(): Promise<boolean> {
    const { registry, books, keepMs, log } = parts;
    let whole = true;
    for (const district of registry.all()) {
      try {
        await books.use((db) => bringAudit(parts, db, district, { files: !known.has(district.id), signal }));
        known.add(district.id);
      } catch (error) {
        if (signal.aborted || error instanceof BooksAway) throw error;
        const fields = { district: district.id, error: String(error) };
        log.warn(fields, 'office: the audit of a district was not brought into the books, again soon');
        known.delete(district.id);
        whole = false;
      }
    }
    if (keepMs === 0 || performance.now() - oldAt < oldEveryMs) return whole;
    await books.use((db) => removeAuditBefore(db, Date.now() - keepMs));
    oldAt = performance.now();
    return whole;
  }
}

/** Brings in what was appended since, up to now. @param files look into the files of days whatever the store has */
export async function bringAudit(
  { redis, dataDir, keepMs }: Pick<AuditFollowing, 'redis' | 'dataDir' | 'keepMs'>,
  db: Db,
  place: AuditPlace,
  { files, signal }: { files: boolean; signal?: AbortSignal },
): Promise<void> {
  const after = (await readCursors(db)).get(auditCursor(place.id)) ?? '';
  const oldest = keepMs === 0 ? 0 : Date.now() - keepMs;
  let lines: AuditLine[] = [];
  const write = async (): Promise<void> => {
    const upTo = lines.at(-1)?.entry;
    if (upTo === undefined) return;
    const kept = lines.filter(({ at }) => at >= oldest);
    lines = [];
    await addAudit(db, { ...readOf(place.id, kept), upTo });
  };
  for await (const stored of auditAfter({ redis, dataDir }, place, { after, files })) {
    lines.push(lineOf(stored));
    if (lines.length >= togetherAtMost) await write();
    if (signal?.aborted) return;
  }
  await write();
}

/** What lines of a district's audit become in the books. */
export function readOf(district: string, stored: readonly AuditLine[]): Omit<AuditRead, 'upTo'> {
  const lines = stored.map(inWritableText);
  const readings = lines.filter(isReading).map((line) => ({
    reading: {
      district,
      entry: placeOfEntry(line.entry),
      at: line.at,
      actor: actorOf(line),
      role: line.role,
      what: line.what ?? 'conditions',
      purpose: line.purpose ?? null,
      reason: line.reason ?? null,
      incident: line.incident ?? (line.what === undefined ? (line.about ?? null) : null),
    },
    residents: [...new Set(line.residents ?? [])],
  }));
  const switched = lines.filter(({ action, about }) => action === 'duty_switched' && about !== undefined);
  const dutyChanges = switched.map((line) => ({
    district,
    entry: placeOfEntry(line.entry),
    at: line.at,
    responder: line.about ?? '',
    change: changeOf(line),
    actor: actorOf(line),
    role: line.role,
  }));
  const moved = lines.filter(({ action }) => action === 'key_out' || action === 'key_in');
  const keyMoves = moved.map((line) => ({
    district,
    entry: placeOfEntry(line.entry),
    at: line.at,
    home: line.about ?? '',
    change: line.action === 'key_out' ? ('out' as const) : ('in' as const),
    actor: actorOf(line),
    role: line.role,
  }));
  const reviewed = lines.filter(({ action, about }) => action === 'incident_reviewed' && about !== undefined);
  const reviews = reviewed.map((line) => ({
    district,
    entry: placeOfEntry(line.entry),
    at: line.at,
    incident: line.about ?? '',
    verdict: line.reason ?? '',
    actor: actorOf(line),
    role: line.role,
  }));
  const names = new Map(
    [...lines.filter(isReading), ...switched, ...moved, ...reviewed].flatMap((line) =>
      line.by === '' || line.by === line.actor || line.actor === undefined ? [] : [[line.actor, line.by] as const],
    ),
  );
  return {
    district,
    readings,
    dutyChanges,
    keyMoves,
    reviews,
    readers: [...names].map(([actor, name]) => ({ district, actor, name })),
  };
}

/** One text that the books refuse would hold up all that comes after it. */
function inWritableText(line: AuditLine): AuditLine {
  const text = (value: unknown): unknown =>
    typeof value === 'string' ? writable(value) : Array.isArray(value) ? value.map(text) : value;
  return Object.fromEntries(Object.entries(line).map(([field, value]) => [field, text(value)])) as AuditLine;
}

/** Before the chain a record of illnesses that were shown said no more than that they were. */
const isReading = ({ what, action }: AuditLine): boolean => what !== undefined || action === 'conditions_shown';

/** Before the chain some had a name alone. */
const actorOf = ({ actor }: AuditLine): string => actor ?? 'unknown';

/** Older entries say it in words alone. */
function changeOf({ reason, why }: AuditLine): DutyChangeTable['change'] {
  const said = reason ?? /^(on|off)\b/.exec(why ?? '')?.[1];
  return said === 'on' || said === 'off' ? said : null;
}
