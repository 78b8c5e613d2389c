// History and figures: asked here, where it is known who asks, and answered by the office, which has the books. What the answer shows of
// persons is written down before it leaves.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { FiguresAnswer, FiguresFile, FiguresQuery } from '../../../contracts/office/figures.ts';
import { HistoryAnswer, HistoryFile, HistoryQuery } from '../../../contracts/office/history.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { answers, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { type ShownParts, showing, writeShown } from '../session/shown.ts';
import { type Answered, askOffice, type OfficeSocket } from './askOffice.ts';

const stretchAtMostMs = 400 * 24 * 3_600_000;

export type BooksParts = ShownParts & OfficeSocket;

export function addBooks(app: App, parts: BooksParts): void {
  addHistory(app, parts);
  addFigures(app, parts);
  app.get(
    '/api/v1/office/books',
    route('books.read', 'up to when everything is in the books', { response: answers(HistoryAnswer.properties.books) }),
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
    route(
      'history.read',
      'what happened, the newest first: by person, place, number, words, kind, time, responder, outcome',
      {
        querystring: HistoryQuery,
        response: answers(HistoryAnswer),
      },
    ),
    async (request) => {
      const answered = await askOffice(parts, request, '/history');
      showing(request, { residents: answered.shown, purpose: 'history' });
      return json(answered);
    },
  );
  for (const kind of ['csv', 'xlsx'] as const)
    app.get(
      `/api/v1/office/history.${kind}`,
      route('history.export', `the same as a file (${kind.toUpperCase()})`, { querystring: HistoryFile }),
      (request, reply) => sendFile(parts, request, reply, `history.${kind}`),
    );
}

function addFigures(app: App, parts: BooksParts): void {
  app.get(
    '/api/v1/office/figures',
    route('figures.read', 'what a stretch of time is counted to, against the standards', {
      querystring: FiguresQuery,
      response: answers(FiguresAnswer),
    }),
    async (request) => {
      checkStretch(request.query);
      return json(await askOffice(parts, request, '/figures'));
    },
  );
  app.get(
    '/api/v1/office/figures.csv',
    route('figures.read', 'the same as a file, a line a figure', { querystring: FiguresFile }),
    (request, reply) => {
      checkStretch(request.query);
      return sendFile(parts, request, reply, 'figures.csv');
    },
  );
}

function checkStretch({ from, until }: FiguresQuery): void {
  const length = Date.parse(until) - Date.parse(from);
  if (!(length > 0 && length <= stretchAtMostMs)) throw new Refused('stretch_too_long', 'until');
}

const json = ({ body }: Answered): never => JSON.parse(body.toString('utf8')) as never;

async function sendFile(
  parts: BooksParts,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
): Promise<FastifyReply> {
  const { type, shown, body } = await askOffice(parts, request, `/${name}`);
  showing(request, { residents: shown, purpose: 'history' });
  await writeShown(parts, request);
  return reply.type(type).header('content-disposition', `attachment; filename="yijiantong-${name}"`).send(body);
}
