// Who did what that no incident's log holds: signing in, being shown what is kept from most, handing over a shift. Append-only,
// each entry chained to the one before it (auditChain.ts). Names and words lie aside and can be erased; the chain stands.
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { parsed } from '../contracts/json.ts';
import { type AuditAction, AuditAside, ChainedRecord, everybody } from '../contracts/session/audit.ts';
import { defined } from '../contracts/shapes.ts';
import { hashOf } from '../signing/chain.ts';
import { type AuditPlace, append } from './auditChain.ts';
import { shardKeys } from './keys.ts';

export type { AuditPlace } from './auditChain.ts';

/** `by`: the name; `actor`: which login or token that was. `about`: the id of what it was done to; `name`: what it is called. */
export type AuditRecord = Omit<ChainedRecord, 'v' | 'n' | 'before' | 'aside'> & Omit<AuditAside, 'salt'>;

/** As it was stored before there was a chain. */
const OldRecord = Type.Object({
  at: Type.Integer(),
  by: Type.String(),
  actor: Type.Optional(Type.String()),
  role: Type.String(),
  action: Type.String(),
  about: Type.Optional(Type.String()),
  why: Type.Optional(Type.String()),
});

const RecordCheck = Compile(ChainedRecord);
const AsideCheck = Compile(AuditAside);
const OldCheck = Compile(OldRecord);

/** Resolves when it is on disk. */
export function appendAudit(redis: Redis, place: AuditPlace, record: AuditRecord): Promise<void> {
  const { by, name, why, ...rest } = record;
  const given = { salt: randomBytes(12).toString('base64url'), by, ...(name && { name }), ...(why && { why }) };
  const aside = JSON.stringify(given);
  return append(redis, place, (at) => ({
    text: canonical({ v: 1, ...at, ...rest, aside: hashOf(aside) }),
    aside,
  }));
}

/** One spelling of a record: its fields in alphabetical order, without blanks. */
const canonical = (record: ChainedRecord): string => JSON.stringify(record, Object.keys(record).sort());

/** As it is stored. */
export type StoredEntry = { entry: string; text: string; hash?: string; aside?: string };

/** A record with where it stands: what is asked for next is before it. `by` is the actor where the name was erased. */
export type AuditLine = Omit<AuditRecord, 'action' | 'actor'> & {
  entry: string;
  action: string;
  actor?: string;
  n?: number;
  hash?: string;
};

/** Reads a stored entry. One that cannot be read, of a newer program or a bad disk, is a line that says so: verification says where. */
export function lineOf({ entry, text, hash, aside }: StoredEntry): AuditLine {
  const value = parsed(text);
  const unreadable = { entry, at: Number(entry.split('-')[0]) || 0, by: '', role: '', action: 'unreadable' };
  if (hash === undefined) return OldCheck.Check(value) ? { ...value, entry } : unreadable;
  if (!RecordCheck.Check(value)) return unreadable;
  const { v: _version, before: _before, aside: _digest, ...record } = value;
  const known = parsed(aside);
  const names = AsideCheck.Check(known) ? known : undefined;
  const { salt: _salt, ...rest } = names ?? { by: record.actor, salt: '' };
  return { ...record, ...rest, entry, hash };
}

/** What is looked for. `resident`: entries that show them, alone or with everybody. */
export type AuditFilter = { action?: AuditAction; resident?: string; incident?: string; actor?: string };

export const fits = (
  { action, residents = [], incident, actor }: Pick<AuditLine, 'action' | 'residents' | 'incident' | 'actor'>,
  wanted: AuditFilter,
): boolean =>
  (wanted.action === undefined || action === wanted.action) &&
  (wanted.resident === undefined || residents.includes(wanted.resident) || residents.includes(everybody)) &&
  (wanted.incident === undefined || incident === wanted.incident) &&
  (wanted.actor === undefined || actor === wanted.actor);

const readAtOnce = 1_000;
/** A question that finds little goes no further at a time; whoever asks goes on from `next`. */
const lookedAtMost = 20_000;

/**
 * The latest records, newest first.
 * @param before the entry that was read last
 */
export async function readAudit(
  redis: Redis,
  place: AuditPlace,
  { limit, before, ...wanted }: { limit: number; before?: string } & AuditFilter,
): Promise<AuditLine[]> {
  return (await readAuditPage(redis, place, { limit, ...defined({ before }), ...wanted })).lines;
}

/** @property next where to go on; undefined when there is nothing older in the store */
export type AuditPage = { lines: AuditLine[]; next?: string };

/** The same, with where to go on. */
export async function readAuditPage(
  redis: Redis,
  place: AuditPlace,
  { limit, before, ...wanted }: { limit: number; before?: string } & AuditFilter,
): Promise<AuditPage> {
  const lines: AuditLine[] = [];
  const count = Object.keys(wanted).length === 0 ? Math.min(limit, readAtOnce) : readAtOnce;
  for (let from = before, looked = 0; ; ) {
    const entries = await readStored(redis, place, { to: from === undefined ? '+' : `(${from}`, count, newest: true });
    for (const stored of entries) {
      const line = lineOf(stored);
      from = line.entry;
      if (!fits(line, wanted)) continue;
      lines.push(line);
      if (lines.length === limit) return { lines, next: from };
    }
    looked += entries.length;
    if (entries.length < count) return { lines };
    if (looked >= lookedAtMost && from !== undefined) return { lines, next: from };
  }
}

/** Entries as they are stored, with what lies aside of them. @param newest the newest first */
export async function readStored(
  redis: Redis,
  { id, shard }: AuditPlace,
  { from = '-', to = '+', count, newest = false }: { from?: string; to?: string; count: number; newest?: boolean },
): Promise<StoredEntry[]> {
  const keys = shardKeys(shard);
  const entries = newest
    ? await redis.xrevrange(keys.audit(id), to, from, 'COUNT', count)
    : await redis.xrange(keys.audit(id), from, to, 'COUNT', count);
  const stored = entries.map(([entry, [, text = 'null', , hash]]) => ({ entry, text, hash }));
  const numbers = stored.flatMap(({ text, hash }) => (hash === undefined ? [] : [numberIn(text)]));
  const asides = numbers.length === 0 ? [] : await redis.hmget(keys.auditAsides(id), ...numbers);
  let at = 0;
  return stored.map(({ entry, text, hash }) => {
    if (hash === undefined) return { entry, text };
    const aside = asides[at++];
    return { entry, text, hash, ...(typeof aside === 'string' ? { aside } : {}) };
  });
}

/** All entries of the store in their order. @param after the entry before the first; from the oldest when left out */
export async function* entriesAfter(redis: Redis, place: AuditPlace, after = ''): AsyncGenerator<StoredEntry> {
  for (let from = after === '' ? '-' : `(${after}`; ; ) {
    const some = await readStored(redis, place, { from, count: readAtOnce });
    yield* some;
    const last = some.at(-1);
    if (!last || some.length < readAtOnce) return;
    from = `(${last.entry}`;
  }
}

const numberIn = (text: string): string => /"n":(\d+)/.exec(text)?.[1] ?? '0';

/** Erases names and words of an entry; the chain stands. */
export async function eraseAside(redis: Redis, { id, shard }: AuditPlace, n: number): Promise<boolean> {
  return (await redis.hdel(shardKeys(shard).auditAsides(id), String(n))) === 1;
}
