// The access log for whoever checks it, and what a resident is given of it: asked here, where it is known who asks, and answered by the office,
// which has the books. Looking at it is written down like any other reading.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { RegistryId } from '../../../contracts/ids.ts';
import {
  AccessAnswer,
  AccessExtract,
  AccessFile,
  AccessFilter,
  AccessQuery,
} from '../../../contracts/office/access.ts';
import { fileLanguage } from '../../../contracts/office/history.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { answers, Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { type ShownParts, showing, writeShown } from '../session/shown.ts';
import { type Answered, askOffice, type OfficeSocket } from './askOffice.ts';

export type AccessParts = ShownParts & OfficeSocket;

const Id = Type.Object({ id: RegistryId });
const Stretch = Type.Pick(AccessFilter, ['from', 'until']);

export function addAccess(app: App, parts: AccessParts): void {
  app.get(
    '/api/v1/office/access',
    route('access.read', 'the access log: who was shown whom, what and what for, the newest first; of three years', {
      querystring: AccessQuery,
      response: answers(AccessAnswer),
    }),
    async (request) => {
      const answered = await askOffice(parts, request, '/access');
      showing(request, { residents: answered.shown, purpose: 'administration' });
      return json(answered);
    },
  );
  app.get(
    '/api/v1/office/access.csv',
    route('access.export', 'the same as a file', { querystring: AccessFile }),
    (request, reply) => sendFile(parts, request, reply, { path: '/access.csv', name: 'access' }),
  );
  app.get(
    '/api/v1/office/access/residents/:id',
    narrowed(
      route('access.read', 'who looked at one resident, as they may have it on paper: nobody else is in it', {
        params: Id,
        querystring: Stretch,
        response: { ...answers(AccessExtract), 404: Refusal },
      }),
    ),
    async (request) => {
      const { id } = request.params;
      mayAskOf(parts, request, id);
      const answered = await askOffice(parts, request, `/access/residents/${id}`);
      showing(request, { residents: answered.shown, purpose: 'administration' });
      return json(answered);
    },
  );
  app.get(
    '/api/v1/office/access/residents/:id/extract.csv',
    narrowed(
      route('access.export', 'the same as a file', {
        params: Id,
        querystring: Type.Object({ ...Stretch.properties, ...fileLanguage }),
      }),
    ),
    (request, reply) => {
      const { id } = request.params;
      mayAskOf(parts, request, id);
      return sendFile(parts, request, reply, { path: `/access/residents/${id}/extract.csv`, name: `access-${id}` });
    },
  );
}

/** Whoever has moved away is the whole community's. @throws Refused */
function mayAskOf(parts: AccessParts, request: FastifyRequest, resident: string): void {
  const { district } = whoAsksHere(parts, request);
  if (district.reach && !district.residents.has(resident)) throw new Refused('outside_area', 'id');
}

const json = ({ body }: Answered): never => JSON.parse(body.toString('utf8')) as never;

async function sendFile(
  parts: AccessParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { path, name }: { path: string; name: string },
): Promise<FastifyReply> {
  const { type, shown, body } = await askOffice(parts, request, path);
  showing(request, { residents: shown, purpose: 'administration' });
  await writeShown(parts, request);
  return reply.type(type).header('content-disposition', `attachment; filename="yijiantong-${name}.csv"`).send(body);
}
