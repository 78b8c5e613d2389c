// Asks the office, which has the books and reads and writes files: who asks goes along, whom the answer shows comes back.
import { request as ask, type IncomingMessage } from 'node:http';
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
    called,
  }: {
    method?: 'GET' | 'POST';
    body?: Uint8Array | string;
    type?: string;
    away?: ErrorCode;
    called?: readonly string[];
  } = {},
): Promise<Answered> {
  const options = optionsFor({ officeSocket }, request, path, { away, called });
  if (body !== undefined) options.headers['content-type'] = type ?? 'application/octet-stream';
  const answered = await answerOf({ ...options, method }, body).catch(unanswered(request, away));
  refuseUnless(answered.status, away);
  return answered;
}

type Options = { socketPath: string; path: string; headers: Record<string, string> };

/** Who asks, and for what. @throws Refused when there is no office */
function optionsFor(
  { officeSocket }: OfficeSocket,
  request: FastifyRequest,
  path: string,
  { away, called }: { away: ErrorCode; called: readonly string[] | undefined },
): Options {
  if (officeSocket === undefined) throw new Refused(away);
  const { district, area } = whoAsks(request).held.grant;
  const { language = languageOf(request.headers['accept-language']) } = request.query as { language?: string };
  const query = /\?.*$/s.exec(request.url)?.[0] ?? '';
  const caller = { district, language, ...(area === undefined ? {} : { area }), ...(called?.length ? { called } : {}) };
  return { socketPath: officeSocket, path: path + query, headers: { [callerHeader]: JSON.stringify(caller) } };
}

const unanswered =
  (request: FastifyRequest, away: ErrorCode) =>
  (error: unknown): never => {
    request.log.warn({ error: String(error) }, 'console: the office does not answer');
    throw new Refused(away);
  };

function refuseUnless(status: number, away: ErrorCode): void {
  if (status === 400) throw new Refused('bad_request');
  if (status === 404) throw new Refused('not_found', 'id');
  if (status === 408) throw new Refused('trial_too_long');
  if (status === 413) throw new Refused('sheet_too_large');
  if (status === 415) throw new Refused('not_geojson');
  if (status === 416) throw new Refused('sheet_full');
  if (status === 422) throw new Refused('not_a_sheet');
  if (status === 429) throw new Refused('report_busy');
  if (status >= 300) throw new Refused(away);
}

/** A file on its way: read as it is taken. */
export type Streamed = Omit<Answered, 'body'> & { body: IncomingMessage };

/** As askOffice, of a file that may be large: it goes through as it comes, and ends in the office when its reader leaves. @throws Refused */
export async function streamOffice(
  parts: OfficeSocket,
  request: FastifyRequest,
  path: string,
  { called }: { called?: readonly string[] } = {},
): Promise<Streamed> {
  const away = 'books_away';
  const options = optionsFor(parts, request, path, { away, called });
  const answer = await headOf({ ...options, method: 'GET' }).catch(unanswered(request, away));
  if ((answer.statusCode ?? 500) >= 300) answer.resume(); // why, the office has in its log
  refuseUnless(answer.statusCode ?? 500, away);
  return { ...saidBy(answer), body: answer };
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

type Wanted = Options & { method: string; signal?: AbortSignal };

/** The answer as it begins; what it says is read by whoever asked. */
function headOf(options: Wanted, body?: Uint8Array | string): Promise<IncomingMessage> {
  return new Promise((settle, fail) => {
    const asked = ask({ ...options, timeout: answersWithinMs }, settle);
    asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.on('error', fail);
    asked.end(body);
  });
}

async function answerOf(options: Wanted, body?: Uint8Array | string): Promise<Answered> {
  const answer = await headOf(options, body);
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return { ...saidBy(answer), body: Buffer.concat(pieces) };
}

function saidBy({ statusCode = 500, headers }: IncomingMessage): Omit<Answered, 'body'> {
  const shown = headers[shownHeader];
  return {
    status: statusCode,
    type: headers['content-type'] ?? 'application/octet-stream',
    shown: typeof shown === 'string' && shown !== '' ? shown.split(',') : [],
  };
}
