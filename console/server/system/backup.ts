// A backup of everything, as one file that is made while it is sent. For the administrator alone: it holds what everybody
// else is shown only in part.

import { districtOf } from '../district.ts';
import { recordedBackup, type BackupParts as Taking } from '../office/recordedBackup.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { whoAsks } from '../session/doors.ts';

export type BackupParts = IncidentParts & Taking;

export function addBackup(app: App, parts: BackupParts): void {
  const asks = route(
    'backup.make',
    'everything in one file, signed and encrypted (age): a snapshot of Redis, the archive, checksums (administrator)',
    { produces: ['application/octet-stream'] },
  );
  app.post('/api/v1/backup', asks, async (request, reply) => {
    const { me, held } = whoAsks(request);
    if (!parts.managed) throw new Refused('backup_elsewhere');
    const { manifest, stream } = await recordedBackup(parts, held, districtOf(parts, me.district));
    request.log.info({ by: me.name, ...manifest.counts }, 'console: a backup is sent');
    return reply.type('application/octet-stream').send(stream);
  });
}
