// A spreadsheet, GeoJSON, or a calendar of shifts, into the registry: read by the office in a thread of its own, tried row by row, and brought in as one set that is taken back as one;
// and the registry as a spreadsheet that comes in again as it went out.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { parsed } from '../../../contracts/json.ts';
import type { RegistryChange } from '../../../contracts/office/registry.ts';
import {
  type BrokenRow,
  CalendarRead,
  type Cell,
  cellText,
  Datum,
  DrawnKind,
  type FileOf,
  SheetAnswer,
  SheetKind,
  SheetQuery,
  SheetRead,
  sheetAtMost,
} from '../../../contracts/office/sheet.ts';
import { everybody } from '../../../contracts/session/audit.ts';
import { defined, optional } from '../../../contracts/shapes.ts';
import { problemSays } from '../../../wording/problems.ts';
import { answers, type Language, languageOf, Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { type ShownParts, showing, writeShown } from '../session/shown.ts';
import { askOffice, type OfficeSocket } from './askOffice.ts';
import { type Asked, change, type EditParts, inTurn } from './registryOrder.ts';
import { columnsIn, sheetColumns } from './sheetColumns.ts';
import { type Broken, isDegrees, type Reads, rowNumber } from './sheetLine.ts';
import { changesIn, fieldOfProblem, type Read } from './sheetRows.ts';
import { featuresOf, withShapes } from './sheetShapes.ts';
import { tableOf } from './sheetTable.ts';
import { type PersonNamed, peopleIn, withPeople } from './shiftPeople.ts';

export type SheetParts = ShownParts & OfficeSocket;
type Parts = EditParts & SheetParts;

const ReadCheck = Compile(SheetRead);
const CalendarCheck = Compile(CalendarRead);
const PeopleCheck = Compile(Type.Record(Type.String({ pattern: '^[0-9]{1,5}$' }), Type.String({ maxLength: 64 })));
const ColumnsCheck = Compile(Type.Record(Type.String(), Type.Integer({ minimum: 0, maximum: sheetAtMost.columns })));
const [sampleRows, brokenAtMost] = [5, 200];
/** Each time some rows are left out, what was wrong with others because of them may come to light. */
const roundsAtMost = 10;

export function addSheets(app: App, parts: Parts): void {
  app.register(async (scope) => {
    const octets = { parseAs: 'buffer', bodyLimit: sheetAtMost.bytes } as const;
    scope.addContentTypeParser('application/octet-stream', octets, (_, body, done) => done(null, body));
    const asks = narrowed(
      route('registry.change', 'a spreadsheet (XLSX or CSV), tried or brought in; its rows one by one', {
        params: Type.Object({ kind: SheetKind }),
        querystring: SheetQuery,
        response: answers(SheetAnswer),
      }),
    );
    scope.post('/api/v1/office/registry/:kind/sheet', { ...asks, bodyLimit: sheetAtMost.bytes }, async (request) => {
      showing(request, { residents: [], purpose: 'administration' });
      return bringIn(parts, request as never);
    });
  });
  for (const type of ['csv', 'xlsx'] as const)
    app.get(
      `/api/v1/office/registry/:kind/sheet.${type}`,
      narrowed(
        route('registry.export', `a list of the registry as a file (${type.toUpperCase()}), as it comes in again`, {
          params: Type.Object({ kind: SheetKind }),
        }),
      ),
      (request, reply) => sendTable(parts, request as never, reply, type),
    );
  const sending = narrowed(
    route('registry.export', 'what is drawn of the registry as GeoJSON, as it comes in again', {
      params: Type.Object({ kind: DrawnKind }),
      querystring: Type.Object({ datum: optional(Datum) }),
    }),
  );
  app.get('/api/v1/office/registry/:kind/sheet.geojson', sending, (request, reply) =>
    sendFeatures(parts, request as never, reply),
  );
}

type SheetRequest = FastifyRequest & { params: { kind: Static<typeof SheetKind> }; query: SheetQuery };

async function bringIn(parts: Parts, request: SheetRequest): Promise<SheetAnswer> {
  const asked = whoAsksHere(parts, request);
  const { kind } = request.params;
  if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw new Refused('not_a_sheet', 'body');
  const { body } = await askOffice(parts, request, '/sheet', {
    method: 'POST',
    body: request.body,
    away: 'office_away',
  });
  const table = tableIn(parsed(body.toString('utf8')), request);
  const { of, calendar, datum } = table;
  const columns = columnsOf(kind, request.query.columns, table.head);
  const language = languageOf(request.headers['accept-language']);
  const people = kind === 'shifts' ? peopleOf(asked, table, columns.responder, request.query.people) : undefined;
  const rows = people ? withPeople(table.rows, columns.responder, people) : table.rows;
  const reads: Reads = {
    ...{ columns, datum, of, firstRow: of === 'geojson' ? 1 : 2 },
    ...defined({ events: calendar?.events }),
  };
  const read = await changesIn(asked.district, kind, { rows }, reads);
  const { apply, goodOnly, file } = request.query;
  const does = () =>
    tryRows(parts, asked, read, {
      language,
      apply: apply === true && (goodOnly === true || (calendar?.refused.length ?? 0) === 0),
      goodOnly: goodOnly === true,
      why: file,
    });
  const done = await (apply ? inTurn(parts.turns, asked.district.id, does) : does());
  const isDrawn = of === 'geojson';
  const says = sheetColumns[kind].filter(({ field, is }) => (isDrawn ? !isDegrees(field) : is !== 'drawn'));
  const called = (field: string): string => says.find((one) => one.field === field)?.[language] ?? field;
  const broken = [
    ...(calendar?.refused.map(refusedEvent) ?? []),
    ...done.broken.map(({ row, ...one }) => ({ ...one, number: row === inNoRow ? 0 : rowNumber(row, reads) })),
  ];
  return {
    of,
    ...defined({ leftOut: calendar?.leftOut, people }),
    head: table.head.map((name) => (calendar ? called(name) : name)),
    sample: table.rows.slice(0, sampleRows).map((row) => row.map(cellText)),
    fields: says.map(({ field, needed }) => ({ field, needed, says: called(field) })),
    columns,
    rows: calendar?.all ?? table.rows.length,
    ...done.counts,
    same: read.same,
    broken: broken.slice(0, brokenAtMost).map(({ number, field, value, reason }): BrokenRow => {
      const shown = isDrawn && isDegrees(field) ? 'position' : field;
      const inFile = calendar ? undefined : table.head[columns[shown] ?? -1];
      return { row: number, column: inFile ?? called(shown), value, reason: problemSays(reason, language) };
    }),
    brokenRows: new Set(broken.map(({ number }) => number)).size,
    applied: done.applied,
    ...defined({ set: done.set }),
    ...(isDrawn && { datum }),
  };
}

type Table = { head: readonly string[]; rows: readonly (readonly Cell[])[] };
/** A file as a table, its shapes in the datum that it is in. */
type Sent = Table & { of: FileOf; datum: Static<typeof Datum>; calendar?: CalendarRead };

/** @throws Refused when it is a calendar, and no roster, or in another datum than was said */
function tableIn(value: unknown, { params: { kind }, query }: SheetRequest): Sent {
  if (CalendarCheck.Check(value)) {
    if (kind !== 'shifts') throw new Refused('calendar_is_roster');
    return { of: 'calendar', datum: 'wgs84', head: value.head, rows: value.rows, calendar: value };
  }
  const sent = ReadCheck.Parse(value);
  const { datum = sent.datum ?? 'wgs84' } = query;
  // One who chose it for the file before must not move the next one by hundreds of metres.
  if (sent.datum !== undefined && sent.datum !== datum) throw new Refused('other_datum', 'datum');
  return { of: sent.shapes === undefined ? 'sheet' : 'geojson', datum, ...withShapes(kind, sent, datum) };
}

/** @throws Refused when what was said of names is none */
function peopleOf(
  { district }: Asked,
  { rows }: Table,
  column: number | undefined,
  text: string | undefined,
): PersonNamed[] {
  const said = text === undefined ? {} : parsed(text);
  if (!PeopleCheck.Check(said)) throw new Refused('bad_request', 'people');
  return peopleIn(district, rows, column, said);
}

const refusedEvent = ({ event, column, value, reason }: CalendarRead['refused'][number]) => ({
  number: event,
  field: column,
  value,
  reason,
});

/** @throws Refused when a column of it is none */
function columnsOf(
  kind: Static<typeof SheetKind>,
  text: string | undefined,
  head: readonly string[],
): Record<string, number> {
  if (text === undefined) return columnsIn(kind, head);
  const given = parsed(text);
  const known = new Set(sheetColumns[kind].map(({ field }) => field));
  if (!ColumnsCheck.Check(given) || Object.keys(given).some((field) => !known.has(field)))
    throw new Refused('bad_request', 'columns');
  return given;
}

/** Something that is there would be broken by the file. */
const inNoRow = -1;

type Done = {
  counts: { made: number; changed: number };
  broken: Broken[];
  applied: boolean;
  set: string | undefined;
};
type How = { language: Language; apply: boolean; goodOnly: boolean; why: string | undefined };

/** Tries what was read; rows that the district refuses are broken too. With `goodOnly` the rest is tried without them. */
async function tryRows(parts: Parts, asked: Asked, read: Read, { language, apply, goodOnly, why }: How): Promise<Done> {
  const broken = [...read.broken];
  let { changes } = read;
  for (let rounds = 0; rounds < roundsAtMost && changes.length > 0; rounds++) {
    const tried = await change(parts, asked, { changes, dry: true }, 'en');
    if (tried.refused) throw new Refused('changed_meanwhile', tried.refused.field); // a trial is refused for nothing else
    const wrong = tried.answer.problems.filter(({ severity }) => severity === 'error');
    if (wrong.length === 0) break;
    const rows = new Set(wrong.map(({ kind, id }) => read.rowOf.get(`${kind}/${id}`)));
    for (const { kind, id, field, reason } of wrong)
      broken.push({
        row: read.rowOf.get(`${kind}/${id}`) ?? inNoRow,
        field: fieldOfProblem(kind, field),
        value: id,
        reason,
      });
    changes = withoutRows(read, changes, rows);
    if (rows.has(undefined)) changes = []; // something that is in no row would be broken by it
  }
  const made = changes.filter(({ version }) => version === 0).length;
  const counts = { made, changed: changes.length - made };
  if (!apply || changes.length === 0 || (broken.length > 0 && !goodOnly))
    return { counts, broken, applied: false, set: undefined };
  const done = await change(parts, asked, { changes, ...defined({ why }) }, language, { how: 'imported' });
  if (done.refused)
    throw new Refused(done.status === 409 ? 'changed_meanwhile' : 'changes_refused', done.refused.field);
  return { counts, broken, applied: true, set: done.answer.set };
}

/** Without what these rows say; a home that another row lives in stays. */
function withoutRows(
  read: Read,
  changes: readonly RegistryChange[],
  rows: ReadonlySet<number | undefined>,
): RegistryChange[] {
  const isLeft = ({ kind, id }: RegistryChange): boolean => !rows.has(read.rowOf.get(`${kind}/${id}`));
  const homes = new Set(changes.filter(isLeft).map(({ document, set }) => (document ?? set)?.home));
  return changes.filter((one) => isLeft(one) || (one.kind === 'homes' && homes.has(one.id)));
}

async function sendFeatures(
  parts: Parts,
  request: FastifyRequest & { params: { kind: Static<typeof DrawnKind> }; query: { datum?: Static<typeof Datum> } },
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { district } = whoAsksHere(parts, request);
  const { kind } = request.params;
  const { datum = 'wgs84' } = request.query;
  showing(request, { residents: kind === 'homes' ? [everybody] : [], purpose: 'administration' });
  const features = featuresOf(district, kind, { datum, language: languageOf(request.headers['accept-language']) });
  await writeShown(parts, request);
  return reply
    .type('application/geo+json')
    .header('content-disposition', `attachment; filename="yijiantong-${kind}-${datum}.geojson"`)
    .send(JSON.stringify(features));
}

async function sendTable(
  parts: Parts,
  request: SheetRequest,
  reply: FastifyReply,
  type: 'csv' | 'xlsx',
): Promise<FastifyReply> {
  const { district } = whoAsksHere(parts, request);
  const { kind } = request.params;
  const table = tableOf(district, kind, languageOf(request.headers['accept-language']));
  const personal = kind === 'residents' || kind === 'homes' || kind === 'devices';
  showing(request, { residents: personal ? [everybody] : [], purpose: 'administration' });
  const answered = await askOffice(parts, request, `/sheet.${type}`, {
    method: 'POST',
    body: JSON.stringify(table),
    type: 'application/json',
    away: 'office_away',
  });
  await writeShown(parts, request);
  return reply
    .type(answered.type)
    .header('content-disposition', `attachment; filename="yijiantong-${kind}.${type}"`)
    .send(answered.body);
}
