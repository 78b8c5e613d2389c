// `yjt backup` and `yjt restore`: the one asks the running system, the other works on files while none runs there.
import { cp, mkdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Checked } from '../backup/check.ts';
import { keepBackup } from '../backup/keep.ts';
import { keysFolder, readOpenKeys } from '../backup/keys.ts';
import { BackupProblem } from '../backup/problem.ts';
import { restoreBackup } from '../backup/restore.ts';
import { whyNoZone } from '../contracts/office/recurrence.ts';
import type { Answer } from './commands.ts';
import { Failure } from './failure.ts';
import type { Session } from './session.ts';
import { callForFile } from './system.ts';
import { table } from './table.ts';

/** @param file where to; a name with the time in the current folder when empty */
export async function backUp(session: Session, file: string): Promise<Answer> {
  const { settings, system, say } = session;
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  const path = resolve(file === '' ? `yjt-backup-${stamp}.tar.age` : file);
  const found = system();
  try {
    await refuseExisting(path);
    const keys = keysFolder(resolve(settings.DATA_DIR));
    const manifest = await keepBackup(await callForFile(found, '/api/v1/backup'), path, await readOpenKeys(keys));
    const { size: bytes } = await stat(path);
    const made = say.backup[manifest ? 'made' : 'madeUnread'](path, megabytes(bytes));
    return {
      json: { file: path, bytes, readBack: manifest !== undefined, ...manifest },
      text: manifest ? `${tell(manifest, session)}\n${made}` : made,
      remarks: [say.backup.keepKeys(keys)],
    };
  } catch (error) {
    throw asFailure(error, path, say);
  }
}

/** Checks a backup and, unless it is a dry run, puts it into an empty DATA_DIR. */
export async function restore(
  session: Session,
  file: string,
  { into, keys, dryRun }: { into: string | undefined; keys: string | undefined; dryRun: boolean },
): Promise<Answer> {
  const { settings, say } = session;
  const place = resolve(into ?? settings.DATA_DIR);
  try {
    const folder = await keysFor(place, keys, settings.DATA_DIR);
    // Nothing is ever written over, and two sets of keys are not one: a human says which.
    if (folder !== keysFolder(place) && (await there(folder)) && (await there(keysFolder(place))))
      throw new Failure('keys_there', say.backup.keysThere(keysFolder(place), folder));
    const manifest = await restoreBackup(resolve(file), { into: place, dryRun, keys: await readOpenKeys(folder) });
    // Without them the personal fields stay locked, and whoever was erased since comes back.
    if (!dryRun && folder !== keysFolder(place) && (await there(folder))) {
      await mkdir(keysFolder(place), { mode: 0o700 });
      await cp(folder, keysFolder(place), { recursive: true, preserveTimestamps: true });
    }
    const ends = dryRun ? say.backup.wouldRestore(place) : say.backup.restored(place);
    const remarks = [
      ...(manifest.encrypted ? [] : [say.backup.inClear]),
      ...(manifest.signed === 'ours' ? [] : [say.backup.unsigned]),
      ...((await there(folder)) ? [] : [say.backup.noKeys(folder)]),
    ];
    return {
      json: { restored: !dryRun, into: place, ...manifest },
      text: `${tell(manifest, session)}\n${ends}`,
      remarks,
    };
  } catch (error) {
    throw asFailure(error, resolve(file), say);
  }
}

/** Those that were named, else those that were put into the place, else those of the installation here. */
async function keysFor(place: string, given: string | undefined, dataDir: string): Promise<string> {
  if (given !== undefined) return resolve(given);
  return (await there(keysFolder(place))) ? keysFolder(place) : keysFolder(resolve(dataDir));
}

const there = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false, // that is the answer
  );

/** Said before everything is copied for nothing. */
async function refuseExisting(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined); // not there: as it should be
  if (there) throw Object.assign(new Error(path), { code: 'EEXIST' });
}

function tell({ createdAt, timeZone = '', dataVersion, counts, files }: Checked, { say, when }: Session): string {
  return [
    say.backup.holds(when(createdAt, whyNoZone(timeZone) === undefined ? timeZone : undefined), dataVersion, counts),
    table(files.map(({ path, bytes, sha256 }) => [`  ${path}`, megabytes(bytes), `sha256 ${sha256.slice(0, 16)}…`])),
  ].join('\n');
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

function asFailure(error: unknown, path: string, say: Session['say']): unknown {
  if (error instanceof Failure) return error;
  if (error instanceof BackupProblem)
    return new Failure(`backup_${error.why}`, say.backup.problem[error.why](path, error.file ?? ''));
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EEXIST') return new Failure('file_exists', say.backup.exists(path));
  if (['ENOENT', 'EACCES', 'EPERM', 'ENOSPC', 'EROFS', 'EISDIR', 'ENOTDIR'].includes(code))
    return new Failure('bad_file', say.backup.file[code === 'ENOSPC' ? 'full' : 'unusable'](path, code));
  // fetch: the connection, or the system with it, ended in the middle.
  if (error instanceof TypeError || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new Failure('backup_cut_off', say.backup.problem.cut_off(path, ''));
  return error;
}
