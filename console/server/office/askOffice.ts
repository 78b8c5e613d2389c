// Asks the office, which has the books and reads and writes files: who asks goes along, whom the answer shows comes back.
import { request as ask } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../../contracts/errors.ts';
import { callerHeader, shownHeader } from '../../../contracts/office/asked.ts';
import { languageOf, Refused } from '../refusal.ts';
import { whoAsks } from '../session/doors.ts';

export type OfficeSocket = {
  /** where the office listens; undefined: there is none */
  officeSocket: string | undefined;
};

/** The longest report takes a minute; then the office has ended it. */
const answersWithinMs = 65_000;

export type Answered = { status: number; type: string; shown: string[]; body: Buffer };

/** @throws Refused when the office is away, has too much to do, or finds the books away */
export async function askOffice(
  { officeSocket }: OfficeSocket,
  request: FastifyRequest,
  path: string,
  {
    method = 'GET',
    body,
    type,
    away = 'books_away',
  }: { method?: 'GET' | 'POST'; body?: Uint8Array | string; type?: string; away?: ErrorCode } = {},
): Promise<Answered> {
  if (officeSocket === undefined) throw new Refused(away);
  const { district } = whoAsks(request).me;
  const { language = languageOf(request.headers['accept-language']) } = request.query as { language?: string };
  const query = /\?.*$/s.exec(request.url)?.[0] ?? '';
  const headers = {
    [callerHeader]: JSON.stringify({ district, language }),
    ...(body === undefined ? {} : { 'content-type': type ?? 'application/octet-stream' }),
  };
  const answered = await answerOf({ socketPath: officeSocket, path: path + query, method, headers }, body).catch(
    (error: unknown) => {
      request.log.warn({ error: String(error) }, 'console: the office does not answer');
      throw new Refused(away);
    },
  );
  if (answered.status === 400) throw new Refused('bad_request');
  if (answered.status === 413) throw new Refused('sheet_too_large');
  if (answered.status === 422) throw new Refused('not_a_sheet');
  if (answered.status === 429) throw new Refused('report_busy');
  if (answered.status >= 300) throw new Refused(away);
  return answered;
}

/** Asks for what concerns nobody, for no one in particular. @param withinMs for the whole answer @throws when there is none in time */
export async function askOfficeAtOnce(
  { officeSocket }: OfficeSocket,
  path: string,
  withinMs: number,
): Promise<unknown> {
  if (officeSocket === undefined) throw new Error('there is no office');
  const signal = AbortSignal.timeout(withinMs);
  const { status, body } = await answerOf({ socketPath: officeSocket, path, method: 'GET', headers: {}, signal });
  if (status !== 200) throw new Error(`the office answers ${status}`);
  return JSON.parse(body.toString('utf8'));
}

function answerOf(
  options: { socketPath: string; path: string; method: string; headers: Record<string, string>; signal?: AbortSignal },
  body?: Uint8Array | string,
): Promise<Answered> {
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
    asked.end(body);
  });
}
