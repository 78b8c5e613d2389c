// A file of history is read as it is taken: whoever leaves ends it, and nobody's memory grows with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentIdOf, type ShardId } from '../../contracts/ids.ts';
import { everybody } from '../../contracts/session/audit.ts';
import { type IncidentRows, replaceIncidents } from '../../records/incident/write.ts';
import { type Books, openBooks } from '../../records/open.ts';
import { DistrictRegistry } from '../../store/district.ts';
import { oneHome } from '../../test/sample.ts';
import { csvLines } from '../office/sheet.ts';
import { historyTable } from './export.ts';
import { countHistory } from './history.ts';

const shard = 's00' as ShardId;
const count = 3_000;
const noon = Date.parse('2026-11-29T12:00:00+08:00');
const incident = (n: number): IncidentRows => {
  const at = noon + n * 1_000;
  return {
    incident: {
      ...{ id: incidentIdOf(`${at}-0`, shard), district: 'd', number: n + 1, seq: 1, state: 'closed', call: 'sos' },
      ...{ priority: 1, received_at: at, opened_at: at, acknowledged_at: null, accepted_at: null, on_scene_at: null },
      ...{ closed_at: at, disposition: 'helped', home: 'home-1', device: 'btn-1', merged_into: null, presses: 1 },
      ...{ reason: null, reasoned: 0 },
    },
    ...{ presses: [], legs: [], events: [], hops: [], commands: [], texts: {} },
  };
};

describe('a file of history', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yjt-export-'));
  let books: Books;
  let pages = 0;
  const parts = {
    district: new DistrictRegistry(oneHome('d'), shard),
    books: {
      use: <T>(work: (db: Books['db']) => Promise<T>): Promise<T> => {
        pages++;
        return work(books.db);
      },
    },
  };
  const asked = {
    question: { words: [], movers: new Map() },
    filter: {},
    language: 'zh' as const,
    rowsAtMost: 1_000_000,
  };
  beforeAll(async () => {
    books = await openBooks({ file: join(folder, 'records.db') });
    await replaceIncidents(
      books.db,
      Array.from({ length: count }, (_, n) => incident(n)),
    );
  });
  afterAll(async () => {
    await books.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has everything, the newest first, with its head and mark once', async () => {
    const { head, lines, shown } = await historyTable(parts, asked);
    let text = '';
    for await (const some of csvLines(head, lines)) text += some;
    const rows = text.trimEnd().split('\r\n');
    expect(rows).toHaveLength(count + 1);
    expect(rows[0]?.startsWith('\ufeff编号,')).toBe(true);
    expect(text.lastIndexOf('\ufeff')).toBe(0);
    expect([rows[1]?.split(',')[0], rows.at(-1)?.split(',')[0]]).toEqual([String(count), '1']);
    expect(shown).toEqual([everybody]); // more than can be named before it leaves
  });

  it('is not read ahead of whoever takes it, and ends when they leave', async () => {
    pages = 0;
    const { head, lines } = await historyTable(parts, asked);
    const before = pages;
    expect(before).toBe(10); // as much as is read to say whom it shows
    const stream = Readable.from(csvLines(head, lines), { objectMode: false, highWaterMark: 1 });
    for await (const _ of stream) break; // they have left
    expect(pages - before).toBeLessThanOrEqual(2);
    expect(await lines.next()).toEqual({ done: true, value: undefined });
  });

  it('that does not hold everything says so in its last line', async () => {
    const rows = await rowsIn({ ...asked, rowsAtMost: 400 });
    expect(rows).toHaveLength(401);
    expect(rows.at(-1)?.[0]).toContain('400');
  });

  it('says whom it shows where they can be named', async () => {
    const filter = { until: new Date(noon + 300_000).toISOString() };
    expect([
      (await historyTable(parts, { ...asked, filter })).shown,
      (await rowsIn({ ...asked, filter })).length,
    ]).toEqual([
      [], // nobody lives there
      300,
    ]);
  });

  it('is counted before it is written, and no further than a sheet has room', async () => {
    const counted = (atMost: number, filter = {}) =>
      countHistory({ db: books.db, district: parts.district }, asked.question, { filter, atMost });
    expect([await counted(2_000), await counted(5_000)]).toEqual([2_000, count]);
    expect(await counted(5_000, { until: new Date(noon + 300_000).toISOString() })).toBe(300);
  });

  async function rowsIn(some: typeof asked): Promise<string[][]> {
    const { lines } = await historyTable(parts, some);
    const rows: string[][] = [];
    for await (const one of lines) rows.push(...one);
    return rows;
  }
});
