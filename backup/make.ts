// Makes a backup of a running installation with a managed Redis: a snapshot, then the archive as far as it reaches, so that an
// incident that is moved meanwhile is in at least one of them.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Redis } from 'ioredis';
import { shards } from '../contracts/ids.ts';
import { archiveFolder, monthFile, monthsIn } from '../store/archive/month.ts';
import { ArchiveReader } from '../store/archive/reader.ts';
import { auditFolder, dayFile, daysIn } from '../store/auditDays.ts';
import { readDistricts } from '../store/directory.ts';
import { shardKeys } from '../store/keys.ts';
import { measure } from '../store/limits.ts';
import { takeSnapshot } from '../store/snapshot.ts';
import { readVersion } from '../store/version.ts';
import { readSealKeys } from './keys.ts';
import { type Counts, type Manifest, snapshotName } from './manifest.ts';
import { packBackup, type Source } from './pack.ts';

/** Where backups of this installation lie that it makes by itself, and snapshots while one is made. */
export const backupsFolder = (dataDir: string): string => join(dataDir, 'backups');
const snapshotPrefix = 'snapshot-';

/** A snapshot needs about as much disk as Redis uses memory, and the reserve is for what is open. */
export class NoRoom extends Error {}

export type Backup = { manifest: Manifest; stream: Readable };

/**
 * Begins a backup: everything acknowledged before this call will be in it. The snapshot's own file goes when the stream ends.
 * Signed and encrypted with the keys of this folder.
 * One at a time: a second one would take away the first one's snapshot.
 * @throws NoRoom
 */
export async function makeBackup(parts: {
  redis: Redis;
  dataDir: string;
  keys: string;
  reserveBytes: number;
  timeZone?: string;
}): Promise<Backup> {
  const { redis, dataDir, reserveBytes, timeZone } = parts;
  const keys = await readSealKeys(parts.keys);
  const { usedBytes, disk } = await measure({ redis, dataDir });
  if (disk && disk.freeBytes < usedBytes + reserveBytes) throw new NoRoom();
  const folder = backupsFolder(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) if (name.startsWith(snapshotPrefix)) await rm(join(folder, name)); // of one that was killed
  const snapshot = join(folder, `${snapshotPrefix}${randomUUID()}.rdb`);
  const createdAt = new Date().toISOString();
  const remove = (): Promise<void> => rm(snapshot, { force: true });
  try {
    await takeSnapshot(redis, snapshot);
    const sources = [{ path: snapshotName, from: snapshot, bytes: (await stat(snapshot)).size }];
    sources.push(...(await archiveSources(archiveFolder(dataDir))), ...(await auditSources(redis, dataDir)));
    const info = await redis.info('server');
    const facts = {
      createdAt,
      ...(timeZone === undefined ? {} : { timeZone }),
      dataVersion: await readVersion(redis),
      redisVersion: /redis_version:(\S+)/.exec(info)?.[1] ?? '',
      counts: await countsOf(redis, new ArchiveReader(archiveFolder(dataDir))),
    };
    const { manifest, stream } = await packBackup(facts, sources, keys);
    stream.once('close', () => void remove());
    return { manifest, stream };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function archiveSources(folder: string): Promise<Source[]> {
  const months = await monthsIn(folder);
  return Promise.all(
    months.map(async (month) => {
      const from = monthFile(folder, month);
      return { path: `archive/${month}.jsonl`, from, bytes: (await stat(from)).size };
    }),
  );
}

/** What has left the store since the snapshot is in its day's file: that was written before. */
async function auditSources(redis: Redis, dataDir: string): Promise<Source[]> {
  const sources: Source[] = [];
  for (const district of (await readDistricts(redis)).keys()) {
    const folder = auditFolder(dataDir, district);
    for (const day of await daysIn(folder)) {
      const from = dayFile(folder, day);
      sources.push({ path: `audit/${district}/${day}.jsonl`, from, bytes: (await stat(from)).size });
    }
  }
  return sources;
}

async function countsOf(redis: Redis, archive: ArchiveReader): Promise<Counts> {
  const sum = async (count: (keys: ReturnType<typeof shardKeys>) => Promise<number>): Promise<number> =>
    (await Promise.all(shards.map((shard) => count(shardKeys(shard))))).reduce((all, one) => all + one, 0);
  return {
    districts: (await readDistricts(redis)).size,
    incidents: await sum(({ states }) => redis.hlen(states)),
    open: await sum(({ deadlines }) => redis.zcard(deadlines)),
    archived: await archive.count(),
  };
}
