// A backup of everything, as one file that is made while it is sent. For the administrator alone: it holds what everybody
// else is shown only in part.

import { keysFolder } from '../../../backup/keys.ts';
import { makeBackup, NoRoom } from '../../../backup/make.ts';
import { everybody } from '../../../contracts/session/audit.ts';
import { districtOf } from '../district.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit, type SessionParts } from '../session/caller.ts';
import { whoAsks } from '../session/doors.ts';

export type BackupParts = IncidentParts &
  SessionParts & {
    dataDir: string;
    /** the server runs under us: we may have it write a snapshot beside our data */
    managed: boolean;
    reserveBytes: number;
  };

export function addBackup(app: App, parts: BackupParts): void {
  const { redis, dataDir, reserveBytes } = parts;
  let busy = false;

  const asks = route(
    'backup.make',
    'everything in one file, signed and encrypted (age): a snapshot of Redis, the archive, checksums (administrator)',
    { produces: ['application/octet-stream'] },
  );
  app.post('/api/v1/backup', asks, async (request, reply) => {
    const { me, held } = whoAsks(request);
    if (!parts.managed) throw new Refused('backup_elsewhere');
    if (busy) throw new Refused('backup_running');
    busy = true;
    try {
      await audit(parts, held, {
        action: 'backed_up',
        what: 'export',
        residents: [everybody],
        purpose: 'administration',
      });
      const { manifest, stream } = await makeBackup({
        redis,
        dataDir,
        keys: keysFolder(dataDir),
        reserveBytes,
        timeZone: districtOf(parts, me.district).bundle.district.timeZone,
      });
      stream.once('close', () => {
        busy = false;
      });
      request.log.info({ by: me.name, ...manifest.counts }, 'console: a backup is sent');
      return reply.type('application/octet-stream').send(stream);
    } catch (error) {
      busy = false;
      if (error instanceof NoRoom) throw new Refused('no_room');
      throw error;
    }
  });
}
