// What the feed no longer tells: a shard is gone through, store and archive, and what is not in the books as it is now is written.
import type { ShardId } from '../../contracts/ids.ts';
import { shardOfIncident } from '../../contracts/ids.ts';
import { knownStates, removeIncidents } from '../../records/incident/write.ts';
import type { Db } from '../../records/tables.ts';
import type { ArchiveReader } from '../../store/archive/reader.ts';
import { incidentsIn, readSoundStates } from '../../store/log.ts';
import { type ProjectParts, project, togetherAtMost } from './project.ts';

export type EverythingParts = ProjectParts & { archive: ArchiveReader };

/** Compares all incidents of a shard with the books and brings in what differs. @returns how many were written */
export async function bringIn(parts: EverythingParts, shard: ShardId): Promise<number> {
  const seen = new Set<string>();
  const ofStore = await fromStore(parts, shard, seen);
  const ofArchive = await fromArchive(parts, shard, seen);
  await dropOthers(parts.db, shard, seen);
  return ofStore + ofArchive;
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

async function fromArchive(parts: EverythingParts, shard: ShardId, seen: Set<string>): Promise<number> {
  let written = 0;
  for await (const heads of parts.archive.heads(togetherAtMost)) {
    const here = heads.filter(({ id }) => shardOfIncident(id) === shard && !seen.has(id));
    const known = await knownStates(
      parts.db,
      here.map(({ id }) => id),
    );
    const other = here.filter(({ id, closedAt }) => known.get(id)?.closed_at !== closedAt).map(({ id }) => id);
    for (const { id } of here) seen.add(id);
    if (other.length > 0) await project(parts, shard, other);
    written += other.length;
  }
  return written;
}

/** What the books have and nobody else: the life line was restored to before it. */
async function dropOthers(db: Db, shard: ShardId, seen: ReadonlySet<string>): Promise<void> {
  const rows = await db.selectFrom('incidents').select('id').where('id', 'like', `%-${shard}`).execute();
  const gone = rows.map(({ id }) => id).filter((id) => !seen.has(id));
  if (gone.length > 0) await removeIncidents(db, gone);
}

const piecesOf = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / togetherAtMost) }, (_, i) =>
    all.slice(i * togetherAtMost, (i + 1) * togetherAtMost),
  );
