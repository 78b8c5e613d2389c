// History and figures: asked here, where it is known who asks, and answered by the office, which has the books. What the answer shows of
// persons is written down before it leaves.
import { request as ask } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { callerHeader, shownHeader } from '../../../contracts/office/asked.ts';
import { FiguresAnswer, FiguresFile, FiguresQuery } from '../../../contracts/office/figures.ts';
import { HistoryAnswer, HistoryFile, HistoryQuery } from '../../../contracts/office/history.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { answers, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { whoAsks } from '../session/doors.ts';
import { type ShownParts, showing, writeShown } from '../session/shown.ts';

/** The longest report takes a minute; then the office has ended it. */
const answersWithinMs = 65_000;
const stretchAtMostMs = 400 * 24 * 3_600_000;

export type BooksParts = ShownParts & {
  /** where the office listens; undefined: there is none */
  officeSocket: string | undefined;
};

type Answered = { status: number; type: string; shown: string[]; body: Buffer };

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
      await askOffice(parts, request, '/rebuild', 'POST');
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

/** @throws Refused when the office is away, has too much to do, or finds the books away */
async function askOffice(
  { officeSocket }: BooksParts,
  request: FastifyRequest,
  path: string,
  method: 'GET' | 'POST' = 'GET',
): Promise<Answered> {
  if (officeSocket === undefined) throw new Refused('books_away');
  const { district } = whoAsks(request).me;
  const { language = languageOf(request) } = request.query as { language?: string };
  const query = /\?.*$/s.exec(request.url)?.[0] ?? '';
  const headers = { [callerHeader]: JSON.stringify({ district, language }) };
  const answered = await answerOf({ socketPath: officeSocket, path: path + query, method, headers }).catch(
    (error: unknown) => {
      request.log.warn({ error: String(error) }, 'console: the office does not answer');
      throw new Refused('books_away');
    },
  );
  if (answered.status === 400) throw new Refused('bad_request');
  if (answered.status === 429) throw new Refused('report_busy');
  if (answered.status >= 300) throw new Refused('books_away');
  return answered;
}

const languageOf = (request: FastifyRequest): string =>
  /^\s*en/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';

function answerOf(options: {
  socketPath: string;
  path: string;
  method: string;
  headers: Record<string, string>;
}): Promise<Answered> {
  return new Promise((settle, fail) => {
    const asked = ask({ ...options, timeout: answersWithinMs }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', fail);
      answer.on('end', () => {
        const shown = answer.headers[shownHeader];
        settle({
          status: answer.statusCode ?? 500,
          type: answer.headers['content-type'] ?? 'application/octet-stream',
          shown: typeof shown === 'string' && shown !== '' ? shown.split(',') : [],
          body: Buffer.concat(pieces),
        });
      });
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.on('error', fail);
    asked.end();
  });
}
