// Data of an older version is brought up to this program's, once a backup of it lies beside it. Newer data is not touched.
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { keepBackup } from '../backup/keep.ts';
import { keysFolder, readOpenKeys } from '../backup/keys.ts';
import { backupsFolder, makeBackup, NoRoom } from '../backup/make.ts';
import type { Settings } from '../contracts/settings.ts';
import { checkVersion, dataVersion, migrate } from '../store/version.ts';
import { Halt } from './halt.ts';

export type UpgradeParts = {
  redis: Redis;
  settings: Settings;
  /** with REDIS_URL the server is not ours to copy: the person at the terminal says that they have done so */
  backedUp: boolean;
  says: (sentence: string) => void;
};

/** @throws Halt when the data is newer, or cannot be backed up first */
export async function bringUpToDate(parts: UpgradeParts): Promise<void> {
  const { redis, settings, says } = parts;
  const state = await checkVersion(redis);
  if (state.is === 'ours') return;
  if (state.is === 'newer')
    throw new Halt(
      `The data has version ${state.found}, this program reads version ${dataVersion}: start the newer program again, or restore a backup from before its upgrade into another DATA_DIR (yjt restore).`,
    );
  const kept = settings.REDIS_URL === undefined ? await keepCopy(parts, state.found) : undefined;
  if (kept === undefined && !parts.backedUp)
    throw new Halt(
      `The data on the server of REDIS_URL has version ${state.found}, this program writes version ${dataVersion}: make a backup of that server, then start once with npm start -- --migrate.`,
    );
  await migrate(redis);
  says(
    `the data was brought from version ${state.found} to ${dataVersion}${kept === undefined ? '' : `; a backup from before lies in ${kept}`}`,
  );
}

async function keepCopy({ redis, settings, says }: UpgradeParts, found: number): Promise<string> {
  const dataDir = settings.DATA_DIR;
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  const path = join(backupsFolder(dataDir), `before-version-${dataVersion}-${stamp}.tar.age`);
  says(`the data has version ${found} and this program writes version ${dataVersion}: a backup is made first`);
  try {
    const { stream } = await makeBackup({ redis, dataDir, keys: keysFolder(dataDir), reserveBytes: 0 });
    await keepBackup(stream, path, await readOpenKeys(keysFolder(dataDir)));
    return path;
  } catch (error) {
    const why = error instanceof NoRoom ? 'the disk has no room for it' : String(error);
    throw new Halt(
      `The data must be brought to version ${dataVersion}, but a backup could not be made (${why}): nothing was changed.`,
    );
  }
}
