// History and figures: asked here, where it is known who asks, and answered by the office, which has the books. What the answer shows of
// persons is written down before it leaves.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { IncidentIdSchema } from '../../../contracts/ids.ts';
import { FiguresAnswer, FiguresFile, FiguresQuery } from '../../../contracts/office/figures.ts';
import {
  fileLanguage,
  HistoryAnswer,
  HistoryFile,
  type HistoryFilter,
  HistoryQuery,
  OrdersAnswer,
} from '../../../contracts/office/history.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { answers } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { type ShownParts, showing, writeShown } from '../session/shown.ts';
import { type Answered, askOffice, type OfficeSocket, streamOffice } from './askOffice.ts';
import { residentsCalled } from './numbers.ts';
import { checkStretch } from './stretch.ts';

export type BooksParts = ShownParts & OfficeSocket;

export function addBooks(app: App, parts: BooksParts): void {
  addHistory(app, parts);
  addFigures(app, parts);
  app.get(
    '/api/v1/office/books',
    narrowed(
      route('books.read', 'up to when everything is in the books', {
        response: answers(HistoryAnswer.properties.books),
      }),
    ),
    async (request) => json(await askOffice(parts, request, '/state')),
  );
  app.post(
    '/api/v1/office/books/rebuild',
    route(
      'books.rebuild',
      'makes the books anew from store and archive; /api/v1/office/books says when they are current (administrator)',
      {
        response: { 202: Type.Object({}), 401: Refusal, 403: Refusal },
      },
    ),
    async (request, reply) => {
      await askOffice(parts, request, '/rebuild', { method: 'POST' });
      return reply.code(202).send({});
    },
  );
}

function addHistory(app: App, parts: BooksParts): void {
  app.get(
    '/api/v1/office/history',
    narrowed(
      route(
        'history.read',
        'what happened, the newest first: by person, place, number, words, kind, time, responder, outcome',
        {
          querystring: HistoryQuery,
          response: answers(HistoryAnswer),
        },
      ),
    ),
    async (request) => {
      const answered = await askOffice(parts, request, '/history', { called: calledIn(parts, request) });
      showing(request, { residents: answered.shown, purpose: 'history' });
      return json(answered);
    },
  );
  app.get(
    '/api/v1/office/history/:id/orders',
    narrowed(
      route('history.read', 'what was ordered about one incident, by whom, and why it was refused where it was', {
        params: Type.Object({ id: IncidentIdSchema }),
        querystring: Type.Object(fileLanguage),
        response: answers(OrdersAnswer),
      }),
    ),
    async (request) => {
      const { body } = await askOffice(parts, request, `/history/${request.params.id}/orders`);
      showing(request, { residents: [], purpose: 'history' }); // staff and codes: nobody who lives here
      return JSON.parse(body.toString('utf8')) as never;
    },
  );
  for (const kind of ['csv', 'xlsx'] as const)
    app.get(
      `/api/v1/office/history.${kind}`,
      narrowed(route('history.export', `the same as a file (${kind.toUpperCase()})`, { querystring: HistoryFile })),
      (request, reply) =>
        sendFile(parts, request, reply, { name: `history.${kind}`, called: calledIn(parts, request) }),
    );
}

function addFigures(app: App, parts: BooksParts): void {
  app.get(
    '/api/v1/office/figures',
    narrowed(
      route('figures.read', 'what a stretch of time is counted to, against the standards', {
        querystring: FiguresQuery,
        response: answers(FiguresAnswer),
      }),
    ),
    async (request) => {
      checkStretch(request.query);
      return json(await askOffice(parts, request, '/figures'));
    },
  );
  app.get(
    '/api/v1/office/figures.csv',
    narrowed(route('figures.read', 'the same as a file, a line a figure', { querystring: FiguresFile })),
    (request, reply) => {
      checkStretch(request.query);
      return sendFile(parts, request, reply, { name: 'figures.csv' });
    },
  );
}

/** Whose telephone number was typed. */
function calledIn(parts: BooksParts, request: FastifyRequest): string[] {
  const { q = '' } = request.query as HistoryFilter;
  return residentsCalled(q, whoAsksHere(parts, request).district);
}

const json = ({ body }: Answered): never => JSON.parse(body.toString('utf8')) as never;

async function sendFile(
  parts: BooksParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { name, called = [] }: { name: string; called?: readonly string[] },
): Promise<FastifyReply> {
  const { type, shown, body } = await streamOffice(parts, request, `/${name}`, { called });
  showing(request, { residents: shown, purpose: 'history' });
  try {
    await writeShown(parts, request);
  } catch (error) {
    body.destroy(); // nobody may see it: the office reads no further
    throw error;
  }
  return reply.type(type).header('content-disposition', `attachment; filename="yijiantong-${name}"`).send(body);
}
