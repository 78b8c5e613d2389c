// How the tables came to be, one step after another, forward only. A step that has been released is never changed: what is in
// somebody's file was made by it.
import { type Kysely, type Migration, sql } from 'kysely';

/** What the books lie in. */
export type Engine = 'sqlite' | 'postgresql';

/** `id`: compared byte by byte, because ids sort by time. With `?` it may be absent. */
type Column = 'id' | 'text' | 'integer' | 'bigint' | 'id?' | 'text?' | 'bigint?';
type Columns = Readonly<Record<string, Column>>;

export const migrationsFor = (engine: Engine): Record<string, Migration> => ({
  '001-incidents': {
    up: async (db) => {
      for (const [name, { columns, key }] of Object.entries(ofIncidents)) await make(db, engine, name, columns, key);
      for (const [table, ...columns] of indexes) await index(db, table, columns);
    },
  },
  '002-alarms': {
    up: async (db) => {
      const columns: Columns = {
        entry: 'id',
        at: 'bigint',
        change: 'text',
        code: 'text',
        subject: 'text',
        since: 'bigint',
      };
      await make(db, engine, 'alarms', columns, ['entry']);
      await index(db, 'alarms', ['at']);
    },
  },
  '003-audit': {
    up: async (db) => {
      for (const [name, { columns, key }] of Object.entries(ofAudit)) await make(db, engine, name, columns, key);
      for (const [table, ...columns] of indexesOfAudit) await index(db, table, columns);
    },
  },
  '004-figures': {
    up: async (db) => {
      await db.schema
        .alterTable('incidents')
        .addColumn('reasoned', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      await sql`update incidents set reasoned = 1
        where id in (select incident from events where type = 'reason_given')`.execute(db);
      for (const [name, { columns, key }] of Object.entries(ofFigures)) await make(db, engine, name, columns, key);
      for (const [table, ...columns] of indexesOfFigures) await index(db, table, columns);
    },
  },
  '005-commands': {
    up: async (db) => {
      const columns: Columns = {
        incident: 'id',
        order_id: 'id',
        at: 'bigint',
        command: 'text',
        by: 'text',
        actor: 'text?',
        outcome: 'text',
        code: 'text?',
      };
      await make(db, engine, 'commands', columns, ['incident', 'order_id']);
    },
  },
});

async function make(
  db: Kysely<unknown>,
  engine: Engine,
  name: string,
  columns: Columns,
  key: readonly string[],
): Promise<void> {
  let table = db.schema.createTable(name);
  for (const [column, type] of Object.entries(columns)) {
    const plain = type.replace('?', '') as 'id' | 'text' | 'integer' | 'bigint';
    const kind = plain !== 'id' ? plain : engine === 'postgresql' ? sql`text collate "C"` : 'text';
    table = table.addColumn(column, kind, (one) => (type.endsWith('?') ? one : one.notNull()));
  }
  // Rows of SQLite lie in the order of their key then: half the disk, and a page of them is one piece.
  const byKey = engine === 'sqlite' ? sql`without rowid` : sql``;
  await table
    .addPrimaryKeyConstraint(`${name}_key`, [...key] as never)
    .modifyEnd(byKey)
    .execute();
}

async function index(db: Kysely<unknown>, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute();
}

const ofIncidents: Readonly<Record<string, { columns: Columns; key: readonly string[] }>> = {
  incidents: {
    columns: {
      id: 'id',
      district: 'id',
      number: 'integer',
      seq: 'integer',
      state: 'text',
      call: 'text',
      priority: 'integer',
      received_at: 'bigint',
      opened_at: 'bigint',
      acknowledged_at: 'bigint?',
      accepted_at: 'bigint?',
      on_scene_at: 'bigint?',
      closed_at: 'bigint?',
      disposition: 'text?',
      home: 'id?',
      device: 'id?',
      merged_into: 'id?',
      presses: 'integer',
      reason: 'text?',
    },
    key: ['id'],
  },
  presses: {
    columns: {
      incident: 'id',
      n: 'integer',
      press: 'text',
      device: 'id',
      kind: 'text',
      received_at: 'bigint',
      times: 'integer',
    },
    key: ['incident', 'n'],
  },
  legs: {
    columns: {
      incident: 'id',
      leg: 'id',
      track: 'text',
      tier: 'integer',
      responder: 'id',
      need: 'text?',
      purpose: 'text?',
      by_hand: 'integer',
      comes: 'integer',
      asked: 'integer',
      offered_at: 'bigint',
      received_at: 'bigint?',
      accepted_at: 'bigint?',
      en_route_at: 'bigint?',
      on_scene_at: 'bigint?',
      done_at: 'bigint?',
      declined_at: 'bigint?',
      ended_at: 'bigint?',
      answer: 'text',
    },
    key: ['incident', 'leg'],
  },
  events: {
    columns: { incident: 'id', seq: 'integer', at: 'bigint', type: 'text', by: 'text', leg: 'text?' },
    key: ['incident', 'seq'],
  },
  hops: { columns: { incident: 'id', hop: 'id', at: 'bigint' }, key: ['incident', 'hop'] },
  texts: { columns: { incident: 'id', text_id: 'id', text: 'text' }, key: ['incident', 'text_id'] },
  grams: { columns: { gram: 'id', incident: 'id' }, key: ['gram', 'incident'] },
  places: { columns: { district: 'id', home: 'id', courtyard: 'id', grid: 'id' }, key: ['district', 'home'] },
  cursors: { columns: { name: 'id', value: 'text' }, key: ['name'] },
  erased: { columns: { district: 'id', resident: 'id', at: 'bigint' }, key: ['district', 'resident'] },
};

/** Table, then columns. Each way to ask for a page of history has one, so that the newest fifty are fifty reads. */
const indexes: readonly (readonly [string, ...string[]])[] = [
  ['incidents', 'district', 'id'],
  ['incidents', 'district', 'number'],
  ['incidents', 'district', 'call', 'id'],
  ['incidents', 'district', 'priority', 'id'],
  ['incidents', 'district', 'state', 'id'],
  ['incidents', 'district', 'disposition', 'id'],
  ['incidents', 'district', 'home', 'id'],
  ['incidents', 'closed_at'],
  ['legs', 'responder', 'incident'],
  ['grams', 'incident'],
  ['places', 'district', 'courtyard', 'home'],
  ['places', 'district', 'grid', 'home'],
];

const ofAudit: Readonly<Record<string, { columns: Columns; key: readonly string[] }>> = {
  readings: {
    columns: {
      district: 'id',
      entry: 'id',
      at: 'bigint',
      actor: 'id',
      role: 'text',
      what: 'text',
      purpose: 'text?',
      reason: 'text?',
      incident: 'id?',
    },
    key: ['district', 'entry'],
  },
  shown: {
    columns: { district: 'id', resident: 'id', at: 'bigint', entry: 'id' },
    key: ['district', 'resident', 'at', 'entry'],
  },
  readers: { columns: { district: 'id', actor: 'id', name: 'text' }, key: ['district', 'actor'] },
  duty_changes: {
    columns: {
      district: 'id',
      entry: 'id',
      at: 'bigint',
      responder: 'id',
      change: 'text?',
      actor: 'id',
      role: 'text',
    },
    key: ['district', 'entry'],
  },
  key_moves: {
    columns: {
      district: 'id',
      entry: 'id',
      at: 'bigint',
      home: 'id',
      change: 'text',
      actor: 'id',
      role: 'text',
    },
    key: ['district', 'entry'],
  },
};

const ofFigures: Readonly<Record<string, { columns: Columns; key: readonly string[] }>> = {
  device_tests: { columns: { district: 'id', device: 'id', at: 'bigint' }, key: ['district', 'device'] },
  reviews: {
    columns: {
      district: 'id',
      entry: 'id',
      at: 'bigint',
      incident: 'id',
      verdict: 'text',
      actor: 'id',
      role: 'text',
    },
    key: ['district', 'entry'],
  },
};

/** When a device last pressed in earnest; what was found about an incident; what is old. */
const indexesOfFigures: readonly (readonly [string, ...string[]])[] = [
  ['presses', 'device', 'received_at'],
  ['reviews', 'district', 'incident', 'at'],
  ['reviews', 'at'],
];

/** The newest first, of everybody and of one who looked; whom an entry showed; what is old. */
const indexesOfAudit: readonly (readonly [string, ...string[]])[] = [
  ['readings', 'district', 'at', 'entry'],
  ['readings', 'district', 'actor', 'at', 'entry'],
  ['readings', 'at'],
  ['shown', 'district', 'entry'],
  ['shown', 'at'],
  ['duty_changes', 'district', 'responder', 'at'],
  ['duty_changes', 'at'],
  ['key_moves', 'district', 'home', 'at'],
  ['key_moves', 'at'],
];
