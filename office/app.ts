// What the office answers, on a socket that the console alone reaches: the console has asked who may, and writes down whom the answer showed.
import { Readable } from 'node:stream';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Type } from 'typebox';
import type { SourceTrial } from '../contracts/device/sourceTrial.ts';
import type { DevicesWorked } from '../contracts/device/upkeep.ts';
import { IncidentIdSchema } from '../contracts/ids.ts';
import { iso } from '../contracts/iso.ts';
import { FiguresFile, FiguresQuery } from '../contracts/office/figures.ts';
import {
  type HistoryAnswer,
  HistoryFile,
  type HistoryFilter,
  HistoryQuery,
  type OrdersAnswer,
} from '../contracts/office/history.ts';
import { type PolicyPreview, type PreviewBegun, policyAtMostBytes } from '../contracts/office/planned.ts';
import type { Policy } from '../contracts/office/policy.ts';
import { type ReviewsAnswer, ReviewsQuery } from '../contracts/office/reviews.ts';
import { sheetAtMost, Table } from '../contracts/office/sheet.ts';
import { suspectsOf } from '../records/device/suspects.ts';
import { lastWorked } from '../records/device/tests.ts';
import type { BooksAt } from '../records/open.ts';
import type { Registry } from '../store/registry.ts';
import type { BooksKeeper } from './books.ts';
import { Busy } from './busy.ts';
import { tellShown, whoseDistrict } from './caller.ts';
import type { TrialOrder } from './device/trial.ts';
import { type Trials, TrialTooLong } from './device/trials.ts';
import { csvRowsAtMost, figuresSheet, historyTable } from './incident/export.ts';
import type { Follower } from './incident/follow.ts';
import { askHistory, readHistoryPage } from './incident/history.ts';
import { bundleForRows, type HistoryFiles, SheetFull } from './incident/historyFiles.ts';
import type { MonthCounter } from './incident/monthCounts.ts';
import { readOrders } from './incident/orders.ts';
import { type Reports, taskOf } from './incident/reports.ts';
import { readReviews } from './incident/reviews.ts';
import { addAccess } from './office/doors.ts';
import type { Previews } from './office/previews.ts';
import { csvLines, csvOf } from './office/sheet.ts';
import { type SheetReader, SheetRefused } from './office/sheetReader.ts';
import type { App } from './resource.ts';

export type OfficeParts = {
  redis: Redis;
  registry: Registry;
  /** with the audit's days */
  dataDir: string;
  books: BooksKeeper;
  at: BooksAt;
  follower: Follower;
  reports: Reports;
  historyFiles: HistoryFiles;
  months: Pick<MonthCounter, 'known'>;
  sheets: SheetReader;
  previews: Previews;
  trials: Trials;
  log: Logger;
};

export function buildOffice(parts: OfficeParts): FastifyInstance {
  const app = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setErrorHandler((error: Error & { validation?: unknown }, request, reply) => {
    if (error.validation !== undefined) return reply.code(400).send({ why: error.message });
    if (error instanceof Busy) return reply.code(429).send({ why: 'busy' });
    if (error instanceof TrialTooLong) return reply.code(408).send({ why: error.message });
    if (error instanceof SheetFull) return reply.code(416).send({ why: 'more than a sheet has lines' });
    if (error instanceof SheetRefused) return reply.code(sheetStatus[error.code]).send({ why: error.message });
    request.log.warn({ error: error.stack }, 'office: a question was not answered');
    return reply.code(503).send({ why: error.message });
  });
  addHistory(app as never, parts);
  addFigures(app as never, parts);
  addDevices(app as never, parts);
  addAccess(app as never, parts);
  app.post('/rebuild', async (request) => {
    // It takes as long as there is to read: how far it is, the state says.
    parts.follower
      .rebuild()
      .catch((error: unknown) => request.log.error({ error: String(error) }, 'office: not rebuilt'));
    return {};
  });
  addSheets(app as never, parts);
  addPreviews(app as never, parts);
  addTrials(app as never, parts);
  app.get('/state', async () => booksOf(parts.follower));
  return app as never;
}

function addHistory(app: App, parts: OfficeParts): void {
  const { books, redis, follower, historyFiles } = parts;
  app.get('/history', { schema: { querystring: HistoryQuery } }, async (request, reply) => {
    const { district, called } = whoseDistrict(parts, request);
    const { shown, ...page } = await books.use(async (db) => {
      const asked = { db, redis, district, called };
      return readHistoryPage(asked, await askHistory(asked, request.query.q), request.query);
    });
    tellShown(reply, shown);
    return { ...page, books: booksOf(follower) } satisfies HistoryAnswer;
  });
  const params = Type.Object({ id: IncidentIdSchema });
  app.get('/history/:id/orders', { schema: { params } }, async (request) => {
    const { district, language } = whoseDistrict(parts, request as FastifyRequest);
    return books.use((db) => readOrders({ db, district, language }, request.params.id)) satisfies Promise<OrdersAnswer>;
  });
  /** What a file of history is about. */
  const asks = async (request: FastifyRequest) => {
    const { district, language, called } = whoseDistrict(parts, request);
    const filter = request.query as HistoryFilter;
    return { district, asked: { question: await askHistory({ redis, district, called }, filter.q), filter, language } };
  };
  app.get('/history.csv', { schema: { querystring: HistoryFile } }, async (request, reply) => {
    const { district, asked } = await asks(request);
    const { head, lines, shown } = await historyTable({ books, district }, { ...asked, rowsAtMost: csvRowsAtMost });
    tellShown(reply, shown);
    // Read as it is taken, and no further when whoever takes it has left.
    return reply.type('text/csv; charset=utf-8').send(Readable.from(csvLines(head, lines), { objectMode: false }));
  });
  app.get('/history.xlsx', { schema: { querystring: HistoryFile } }, async (request, reply) => {
    const { district, asked } = await asks(request);
    const about = { bundle: bundleForRows(district), shard: district.shard };
    const { shown, file } = await historyFiles.begin({ at: parts.at, ...about, ...asked });
    tellShown(reply, shown);
    return reply.type(xlsx).send(file);
  });
}

/** Spreadsheets and calendars: one that came is read into a table; a table becomes a file. */
function addSheets(app: App, parts: OfficeParts): void {
  const { reports, sheets } = parts;
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: sheetAtMost.bytes },
    (_, body, done) => done(null, body),
  );
  app.post('/sheet', (request) => {
    const { timeZone } = whoseDistrict(parts, request).district.bundle.district;
    return sheets.read({ file: request.body as Buffer, timeZone, now: Date.now() });
  });
  app.post('/sheet.xlsx', { bodyLimit: tableAtMostBytes, schema: { body: Table } }, async (request, reply) =>
    reply.type(xlsx).send(Buffer.from(await reports.sheet(request.body))),
  );
  app.post('/sheet.csv', { bodyLimit: tableAtMostBytes, schema: { body: Table } }, async (request, reply) =>
    reply.type('text/csv; charset=utf-8').send(csvOf(request.body)),
  );
}

/** The console has checked that it is a policy, and that this district could have it. */
function addPreviews(app: App, parts: OfficeParts): void {
  const { previews } = parts;
  const PolicyOrder = Type.Object({ policy: Type.Unsafe<Policy>(Type.Unknown()) });
  const asks = { bodyLimit: policyAtMostBytes, schema: { body: PolicyOrder } };
  app.post('/policy/preview', asks, async (request) => {
    const { district } = whoseDistrict(parts, request);
    return { run: await previews.begin(district, request.body.policy) } satisfies PreviewBegun;
  });
  const schema = { params: Type.Object({ run: Type.String() }) };
  const found = (reply: FastifyReply, preview: PolicyPreview | undefined) => preview ?? reply.code(404).send({});
  app.get('/policy/preview/:run', { schema }, async (request, reply) =>
    found(reply, previews.read(request.params.run, whoseDistrict(parts, request as FastifyRequest).district)),
  );
  app.post('/policy/preview/:run/stop', { schema }, async (request, reply) =>
    found(reply, previews.stop(request.params.run, whoseDistrict(parts, request as FastifyRequest).district)),
  );
}

/** The console has checked what is asked, and read what was kept. */
function addTrials(app: App, { registry, trials }: OfficeParts): void {
  const Order = Type.Unsafe<Omit<TrialOrder, 'devices'>>(Type.Object({ source: Type.Unknown() }));
  app.post('/sources/try', { bodyLimit: trialAtMostBytes, schema: { body: Order } }, (request) => {
    const { district } = whoseDistrict({ registry }, request as FastifyRequest);
    return trials.run(district, request.body) satisfies Promise<SourceTrial>;
  });
}
/** A hundred messages of 8 KB and their addresses, and a mapping. */
const trialAtMostBytes = 4 * 1024 * 1024;

const sheetStatus = { too_large: 413, not_geojson: 415, not_a_sheet: 422, busy: 429 } as const;
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
    const { language, district } = whoseDistrict(parts, request);
    const { redis, dataDir } = parts;
    const figures = await count(request);
    const stretch = { from: Date.parse(figures.from), until: Date.parse(figures.until) };
    const reviews = await parts.books.use((db) => readReviews({ db, redis, dataDir, district }, stretch));
    const { timeZone } = district.bundle.district;
    return reply.type('text/csv; charset=utf-8').send(csvOf(figuresSheet(figures, reviews, { timeZone, language })));
  });
  app.get('/reviews', { schema: { querystring: ReviewsQuery } }, async (request) => {
    const { district } = whoseDistrict(parts, request as FastifyRequest);
    const { redis, dataDir } = parts;
    const stretch = { from: Date.parse(request.query.from), until: Date.parse(request.query.until) };
    const reviews = await parts.books.use((db) => readReviews({ db, redis, dataDir, district }, stretch));
    return { reviews } satisfies ReviewsAnswer;
  });
  app.get('/month', async () => parts.months.known); // all districts: nobody in particular asks
}

function addDevices(app: App, parts: OfficeParts): void {
  app.get('/devices/worked', async (request) => {
    const { district } = whoseDistrict(parts, request as FastifyRequest);
    const devices = district.bundle.devices.map(({ id }) => id);
    const worked = await parts.books.use((db) => lastWorked(db, { district: district.id, devices }));
    const suspects = await parts.books.use((db) => suspectsOf(db, { district: district.id, now: Date.now() }));
    return {
      worked: Object.fromEntries(worked),
      suspects: Object.fromEntries(suspects),
    } satisfies DevicesWorked;
  });
}

function booksOf(follower: Follower): HistoryAnswer['books'] {
  const { until, state } = follower.state;
  return { state, ...(until === undefined ? {} : { until: iso(until) }) };
}
