// A backup of everything, as one file that is made while it is sent. For the administrator alone: it holds what everybody
// else is shown only in part.
import type { FastifyInstance } from 'fastify';
import { makeBackup, NoRoom } from '../../backup/make.ts';
import type { IncidentParts } from './incidents.ts';
import { Refused } from './refusal.ts';
import { audit, only, type SessionParts } from './session.ts';

export type BackupParts = IncidentParts &
  SessionParts & {
    dataDir: string;
    /** the server runs under us: we may have it write a snapshot beside our data */
    managed: boolean;
    reserveBytes: number;
  };

export function addBackup(app: FastifyInstance, parts: BackupParts): void {
  const { redis, dataDir, reserveBytes } = parts;
  let busy = false;

  app.post(
    '/api/v1/backup',
    {
      schema: {
        summary: 'everything in one tar file: a snapshot of Redis, the archive, checksums (administrator)',
        produces: ['application/x-tar'],
      },
    },
    async (request, reply) => {
      const me = only(request, 'administrator');
      if (!parts.managed) throw new Refused('backup_elsewhere');
      if (busy) throw new Refused('backup_running');
      busy = true;
      try {
        await audit(parts, me, { action: 'backed_up' });
        const { manifest, stream } = await makeBackup({ redis, dataDir, reserveBytes });
        stream.once('close', () => {
          busy = false;
        });
        request.log.info({ by: me.name, ...manifest.counts }, 'console: a backup is sent');
        return reply.type('application/x-tar').send(stream);
      } catch (error) {
        busy = false;
        if (error instanceof NoRoom) throw new Refused('no_room');
        throw error;
      }
    },
  );
}
