// A workbook of history that is longer than any page: gathered and written by the thread that the office has for it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentIdOf, type ShardId } from '../../contracts/ids.ts';
import { everybody } from '../../contracts/session/audit.ts';
import { Busy } from '../../office/busy.ts';
import { bundleForRows, HistoryFiles } from '../../office/incident/historyFiles.ts';
import { type IncidentRows, replaceIncidents } from '../../records/incident/write.ts';
import { openBooks } from '../../records/open.ts';
import { DistrictRegistry } from '../../store/district.ts';
import { oneHome } from '../sample.ts';
import { until } from '../system.ts';

const shard = 's00' as ShardId;
const count = 60_000;
const begin = Date.parse('2026-11-01T00:00:00+08:00');

function incident(n: number): IncidentRows {
  const at = begin + n * 20_000;
  return {
    incident: {
      ...{ id: incidentIdOf(`${at}-0`, shard), district: 'd', number: n + 1, seq: 1, state: 'closed', call: 'sos' },
      ...{ priority: 1, received_at: at, opened_at: at, acknowledged_at: at + n, accepted_at: null, on_scene_at: null },
      ...{ closed_at: at + 60_000, disposition: 'helped', home: 'home-1', device: 'btn-1', merged_into: null },
      ...{ presses: 1, reason: null, reasoned: 0 },
    },
    ...{ presses: [], legs: [], events: [], hops: [], commands: [], texts: {} },
  };
}

/** Every line with its cells by their column: a library takes a minute for so many. */
function linesIn(workbook: Uint8Array): string[][] {
  const { 'xl/worksheets/sheet1.xml': sheet } = unzipSync(workbook);
  return [...strFromU8(sheet ?? new Uint8Array()).matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, row = '']) => {
    const cells: string[] = [];
    for (const [, column = '', text = ''] of row.matchAll(/<c r="([A-Z])\d+".*?<t[^>]*>(.*?)<\/t>/gs))
      cells[column.charCodeAt(0) - 65] = text;
    return cells;
  });
}

describe('a workbook of 60,000 incidents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yjt-files-'));
  const at = { file: join(folder, 'records.db') };
  const files = new HistoryFiles(new URL('../../dist/office/incident/historyFileThread.js', import.meta.url));
  const district = new DistrictRegistry(oneHome('d'), shard);
  const question = { words: [], movers: new Map() };
  const ask = (filter = {}) =>
    files.begin({ at, bundle: bundleForRows(district), shard, question, filter, language: 'zh' });

  beforeAll(async () => {
    const books = await openBooks(at);
    for (let from = 0; from < count; from += 1_000)
      await replaceIncidents(
        books.db,
        Array.from({ length: 1_000 }, (_, i) => incident(from + i)),
      );
    await books.close();
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is read back line by line, the newest first, and what reads it waits for no long moment', async () => {
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const { shown, file } = await ask();
    expect(shown).toEqual([everybody]);
    const pieces: Uint8Array[] = [];
    for await (const piece of file) pieces.push(piece as Uint8Array);
    clearInterval(watch);
    expect(longest).toBeLessThan(1_000); // the machine may be busy; made here it takes many seconds
    const [head, ...rows] = linesIn(Buffer.concat(pieces));
    expect(head?.[0]).toBe('编号');
    expect(rows).toHaveLength(count);
    expect(rows.map((row) => Number(row[0]))).toEqual(Array.from({ length: count }, (_, n) => count - n));
    expect(rows[0]?.[9]).toBe(String(Math.round((count - 1) / 1_000))); // seconds to acknowledged
    expect(rows.at(-1)?.[1]).toBe('2026-11-01 00:00:00');
  }, 300_000);

  it('is left by whoever leaves: their place is free again, begun or not; a third waits for one', async () => {
    const [one, two] = [await ask(), await ask()];
    await expect(ask()).rejects.toThrow(Busy);
    one.file.destroy(); // nobody has read a line of it
    for await (const _ of two.file) break;
    const { file } = await until(() => ask({ until: new Date(begin + 100_000).toISOString() }));
    const pieces: Uint8Array[] = [];
    for await (const piece of file) pieces.push(piece as Uint8Array);
    expect(await readSheet(Buffer.concat(pieces))).toHaveLength(6);
  }, 120_000);
});
