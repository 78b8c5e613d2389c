// What the office answers, on a socket that the console alone reaches: the console has asked who may, and writes down whom the answer showed.
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { iso } from '../contracts/iso.ts';
import { shownHeader } from '../contracts/office/asked.ts';
import { FiguresFile, FiguresQuery } from '../contracts/office/figures.ts';
import { type HistoryAnswer, HistoryFile, type HistoryFilter, HistoryQuery } from '../contracts/office/history.ts';
import { sheetAtMost, Table } from '../contracts/office/sheet.ts';
import { everybody } from '../contracts/session/audit.ts';
import type { DistrictRegistry } from '../store/district.ts';
import type { Registry } from '../store/registry.ts';
import type { BooksKeeper } from './books.ts';
import { askedBy } from './caller.ts';
import { figuresSheet, historySheet } from './incident/export.ts';
import type { Follower } from './incident/follow.ts';
import { askHistory, readHistoryPage } from './incident/history.ts';
import type { MonthCounter } from './incident/monthCounts.ts';
import { type Reports, ReportsBusy, taskOf } from './incident/reports.ts';
import { csvOf, type Sheet } from './incident/sheet.ts';
import { type SheetReader, SheetRefused } from './office/sheetReader.ts';

export type OfficeParts = {
  redis: Redis;
  registry: Registry;
  books: BooksKeeper;
  follower: Follower;
  reports: Reports;
  months: Pick<MonthCounter, 'known'>;
  sheets: SheetReader;
  log: Logger;
};

/** A header has room for so much; beyond, everybody counts as shown. */
const shownLetters = 8_000;

export function buildOffice(parts: OfficeParts): FastifyInstance {
  const app = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setErrorHandler((error: Error & { validation?: unknown }, request, reply) => {
    if (error.validation !== undefined) return reply.code(400).send({ why: error.message });
    if (error instanceof ReportsBusy) return reply.code(429).send({ why: 'busy' });
    if (error instanceof SheetRefused) return reply.code(sheetStatus[error.code]).send({ why: error.message });
    request.log.warn({ error: error.stack }, 'office: a question was not answered');
    return reply.code(503).send({ why: error.message });
  });
  addHistory(app as never, parts);
  addFigures(app as never, parts);
  app.post('/rebuild', async (request) => {
    // It takes as long as there is to read: how far it is, the state says.
    parts.follower
      .rebuild()
      .catch((error: unknown) => request.log.error({ error: String(error) }, 'office: not rebuilt'));
    return {};
  });
  addSheets(app as never, parts);
  app.get('/state', async () => booksOf(parts.follower));
  return app as never;
}

type App = ReturnType<typeof typed>;
const typed = () => Fastify().withTypeProvider<TypeBoxTypeProvider>();

function addHistory(app: App, parts: OfficeParts): void {
  const { books, redis, follower, reports } = parts;
  app.get('/history', { schema: { querystring: HistoryQuery } }, async (request, reply) => {
    const { district } = whoseDistrict(parts, request);
    const { shown, ...page } = await books.use(async (db) => {
      const asked = { db, redis, district };
      return readHistoryPage(asked, await askHistory(asked, request.query.q), request.query);
    });
    tellShown(reply, shown);
    return { ...page, books: booksOf(follower) } satisfies HistoryAnswer;
  });
  const sheet = async (request: FastifyRequest, reply: FastifyReply): Promise<Sheet> => {
    const { district, language } = whoseDistrict(parts, request);
    const made = await books.use((db) =>
      historySheet({ db, redis, district }, request.query as HistoryFilter, language),
    );
    tellShown(reply, made.shown);
    return made.sheet;
  };
  app.get('/history.csv', { schema: { querystring: HistoryFile } }, async (request, reply) =>
    reply.type('text/csv; charset=utf-8').send(csvOf(await sheet(request, reply))),
  );
  app.get('/history.xlsx', { schema: { querystring: HistoryFile } }, async (request, reply) =>
    reply.type(xlsx).send(Buffer.from(await reports.sheet(await sheet(request, reply)))),
  );
}
/** Spreadsheets: one that came is read into a table; a table becomes a file. */
function addSheets(app: App, { reports, sheets }: OfficeParts): void {
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: sheetAtMost.bytes },
    (_, body, done) => done(null, body),
  );
  app.post('/sheet', (request) => sheets.read(request.body as Buffer));
  app.post('/sheet.xlsx', { bodyLimit: tableAtMostBytes, schema: { body: Table } }, async (request, reply) =>
    reply.type(xlsx).send(Buffer.from(await reports.sheet(request.body))),
  );
  app.post('/sheet.csv', { bodyLimit: tableAtMostBytes, schema: { body: Table } }, async (request, reply) =>
    reply.type('text/csv; charset=utf-8').send(csvOf(request.body)),
  );
}
const sheetStatus = { too_large: 413, not_a_sheet: 422, busy: 429 } as const;
/** A district's residents as texts. */
const tableAtMostBytes = 64 * 1024 * 1024;

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function addFigures(app: App, parts: OfficeParts): void {
  const count = (request: FastifyRequest) => {
    const { district } = whoseDistrict(parts, request);
    const { from, until, grid } = request.query as FiguresQuery;
    const stretch = { from: Date.parse(from), until: Date.parse(until), ...(grid === undefined ? {} : { grid }) };
    return parts.reports.count(taskOf(district, stretch));
  };
  app.get('/figures', { schema: { querystring: FiguresQuery } }, (request) => count(request));
  app.get('/figures.csv', { schema: { querystring: FiguresFile } }, async (request, reply) => {
    const { language } = whoseDistrict(parts, request);
    return reply.type('text/csv; charset=utf-8').send(csvOf(figuresSheet(await count(request), language)));
  });
  app.get('/month', async () => parts.months.known); // all districts: nobody in particular asks
}

function whoseDistrict(
  { registry }: OfficeParts,
  request: FastifyRequest,
): { district: DistrictRegistry; language: 'zh' | 'en' } {
  const { district: id, language } = askedBy(request);
  const district = registry.district(id);
  if (!district) throw new Error(`no district ${id}`);
  return { district, language };
}

function tellShown(reply: FastifyReply, residents: readonly string[]): void {
  const named = residents.join(',');
  reply.header(shownHeader, named.length > shownLetters ? everybody : named);
}

function booksOf(follower: Follower): HistoryAnswer['books'] {
  const { until, state } = follower.state;
  return { state, ...(until === undefined ? {} : { until: iso(until) }) };
}
