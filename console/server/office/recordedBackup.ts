// A backup that somebody takes through the console: written down before it begins, and one at a time.
import { keysFolder } from '../../../backup/keys.ts';
import { type Backup, makeBackup, NoRoom } from '../../../backup/make.ts';
import { everybody } from '../../../contracts/session/audit.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import type { Held } from '../../../store/tokens.ts';
import { Refused } from '../refusal.ts';
import { audit, type SessionParts } from '../session/caller.ts';

export type BackupParts = SessionParts & {
  dataDir: string;
  /** the server runs under us: we may have it write a snapshot beside our data */
  managed: boolean;
  reserveBytes: number;
};

/** Data folders of which one is being made. */
const running = new Set<string>();

/** @throws Refused while another one is read, or where it has no room */
export async function recordedBackup(parts: BackupParts, held: Held, district: DistrictRegistry): Promise<Backup> {
  const { redis, dataDir, reserveBytes } = parts;
  if (running.has(dataDir)) throw new Refused('backup_running');
  running.add(dataDir);
  try {
    await audit(parts, held, {
      action: 'backed_up',
      what: 'export',
      residents: [everybody],
      purpose: 'administration',
    });
    const { timeZone } = district.bundle.district;
    const backup = await makeBackup({ redis, dataDir, keys: keysFolder(dataDir), reserveBytes, timeZone });
    backup.stream.once('close', () => running.delete(dataDir));
    return backup;
  } catch (error) {
    running.delete(dataDir);
    throw error instanceof NoRoom ? new Refused('no_room') : error;
  }
}
