// What the feed no longer tells: shards are gone through, store and archive, and what is not in the books as it is now is written.
import type { ShardId } from '../../contracts/ids.ts';
import { shardOfIncident } from '../../contracts/ids.ts';
import { knownStates, removeIncidents } from '../../records/incident/write.ts';
import type { Db } from '../../records/tables.ts';
import type { ArchiveReader } from '../../store/archive/reader.ts';
import { incidentsIn, readSoundStates } from '../../store/log.ts';
import { type ProjectParts, project, togetherAtMost } from './project.ts';

export type EverythingParts = ProjectParts & { archive: ArchiveReader };

/** Compares all incidents of these shards with the books and brings in what differs. @returns how many were written */
export async function bringIn(parts: EverythingParts, shards: ReadonlySet<ShardId>): Promise<number> {
  const seen = new Set<string>();
  let written = 0;
  for (const shard of shards) written += await fromStore(parts, shard, seen);
  written += await fromArchive(parts, shards, seen);
  await dropOthers(parts.db, shards, seen);
  return written;
}

async function fromStore(parts: EverythingParts, shard: ShardId, seen: Set<string>): Promise<number> {
  let written = 0;
  for (const some of piecesOf(await incidentsIn(parts.redis, shard))) {
    for (const id of some) seen.add(id);
    const known = await knownStates(parts.db, some);
    const states = await readSoundStates(parts.redis, shard, some);
    const same = new Set(states.flatMap(({ id, seq }) => (known.get(id)?.seq === seq ? [id as string] : [])));
    const other = some.filter((id) => !same.has(id));
    if (other.length > 0) await project(parts, shard, other);
    written += other.length;
  }
  return written;
}

/** Files of years: they are gone through once, whatever shards there are. */
async function fromArchive(parts: EverythingParts, shards: ReadonlySet<ShardId>, seen: Set<string>): Promise<number> {
  let written = 0;
  for await (const heads of parts.archive.heads(togetherAtMost)) {
    const here = heads.filter(({ id }) => shards.has(shardOfIncident(id) as ShardId) && !seen.has(id));
    const known = await knownStates(
      parts.db,
      here.map(({ id }) => id),
    );
    for (const { id } of here) seen.add(id);
    const other = here.filter(({ id, closedAt }) => known.get(id)?.closed_at !== closedAt).map(({ id }) => id);
    for (const shard of shards) {
      const ids = other.filter((id) => shardOfIncident(id) === shard);
      if (ids.length > 0) await project(parts, shard, ids);
    }
    written += other.length;
  }
  return written;
}

/** What the books have and nobody else: the life line was restored to before it. */
async function dropOthers(db: Db, shards: ReadonlySet<ShardId>, seen: ReadonlySet<string>): Promise<void> {
  const rows = await db.selectFrom('incidents').select('id').execute();
  const gone = rows.flatMap(({ id }) => (shards.has(shardOfIncident(id) as ShardId) && !seen.has(id) ? [id] : []));
  if (gone.length > 0) await removeIncidents(db, gone);
}

const piecesOf = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / togetherAtMost) }, (_, i) =>
    all.slice(i * togetherAtMost, (i + 1) * togetherAtMost),
  );
