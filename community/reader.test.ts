import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommunityBundle } from '../contracts/office/community.ts';
import type { Ring } from '../contracts/position.ts';
import { contains } from '../geography/rings.ts';
import { readCommunity } from './reader.ts';

/** Metres of one degree of latitude. */
const metresPerDegree = 111_195;
const sample = join(import.meta.dirname, 'hongmenjie');

describe('the sample community', () => {
  const { bundle, problems } = readCommunity(sample);
  const {
    grids = [],
    courtyards = [],
    residents = [],
    devices = [],
    responders = [],
  } = bundle ?? ({} as Partial<CommunityBundle>);

  it('reads without an error or a warning', () => {
    expect(problems).toEqual([]);
  });

  it('has 8 grids, 59 courtyards, 240 invented residents and as many buttons', () => {
    expect([grids.length, courtyards.length, residents.length, devices.length]).toEqual([8, 59, 240, 240]);
    expect(residents.every(({ invented }) => invented)).toBe(true);
    expect(responders.filter(({ role }) => role === 'grid_coordinator')).toHaveLength(9);
  });

  it('has grids of about 0.70 km² together, and each courtyard in exactly one of them', () => {
    const squareKilometres = grids.reduce((sum, { ring }) => sum + areaOf(ring), 0) / 1e6;
    expect(squareKilometres).toBeGreaterThan(0.68);
    expect(squareKilometres).toBeLessThan(0.72);
    for (const { position, grid } of courtyards)
      expect(grids.filter(({ ring }) => contains(ring, position)).map(({ id }) => id)).toEqual([grid]);
  });

  it('has grid frames that share their vertices and do not overlap', () => {
    const edges = grids.flatMap(({ ring }) =>
      ring.slice(1).map((to, i) => [String(ring[i]), String(to)].sort().join(' ')),
    );
    const counts = new Map<string, number>();
    for (const edge of edges) counts.set(edge, (counts.get(edge) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBe(2); // an edge borders two grids at most
    const middles = grids.map(({ ring }) => middleOf(ring));
    for (const [i, middle] of middles.entries())
      expect(grids.filter(({ ring }) => contains(ring, middle)).length, `middle of grid ${i + 1}`).toBeLessThanOrEqual(
        1,
      );
  });
});

describe('a file with a mistake', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yjt-'));
    cpSync(sample, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const change = (file: string, from: string | RegExp, to: string): void => {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    writeFileSync(path, changed);
  };

  it.each([
    { what: 'a mistyped field', file: 'homes.json', from: '"building"', to: '"bilding"', line: 2, field: 'building' },
    {
      what: 'a resident in no home',
      file: 'residents.json',
      from: '"home-002"',
      to: '"home-999"',
      line: 3,
      field: 'home',
    },
    {
      what: 'a year as text',
      file: 'residents.json',
      from: /"birthYear": \d+/,
      to: '"birthYear": "1940"',
      line: 2,
      field: 'birthYear',
    },
    {
      what: 'a courtyard in another grid',
      file: 'courtyards.geojson',
      from: '"grid": "g1"',
      to: '"grid": "g8"',
      line: 5,
      field: 'position',
    },
    {
      what: 'a position in another datum',
      file: 'courtyards.geojson',
      from: '104.0579',
      to: '104.1600',
      line: 5,
      field: 'position',
    },
    { what: 'the same id twice', file: 'devices.json', from: '"btn-002"', to: '"btn-001"', line: 3, field: 'id' },
    {
      what: 'a role that nobody holds',
      file: 'responders.json',
      from: /"role": "doctor"/g,
      to: '"role": "gate_keeper"',
      line: 0,
      field: 'roles',
      in: 'policy.json',
    },
    { what: 'broken JSON', file: 'policy.json', from: '"calls"', to: 'calls', line: 2, field: '' },
    {
      what: 'a recurrence that is none',
      file: 'shifts.json',
      from: 'FREQ=DAILY',
      to: 'FREQ=OFTEN',
      line: 2,
      field: 'repeats',
    },
    { what: 'another datum', file: 'district.json', from: '"wgs84"', to: '"gcj02"', line: 6, field: 'datum' },
    {
      what: 'a polygon where a point belongs',
      file: 'courtyards.geojson',
      from: '"Point"',
      to: '"Polygon"',
      line: 5,
      field: 'type',
    },
    { what: 'an empty file', file: 'homes.json', from: /[\s\S]*/, to: '', line: 0, field: '' },
  ])('such as $what is refused with file, line and field', ({ file, from, to, line, field, in: where }) => {
    change(file, from, to);
    const { bundle, problems } = readCommunity(folder);
    expect(bundle).toBeUndefined();
    const [first] = problems;
    expect(first).toMatchObject({ severity: 'error', file: join(folder, where ?? file), field });
    if (line > 0) expect(first?.line).toBe(line);
    expect(first?.reason).not.toBe('');
  });

  it('such as streets that meet without a vertex in common is read, and told of with file, line and who is nearest', () => {
    const bridge = '[104.0576, 30.6491], [104.0585, 30.6501]]}';
    change('roads.geojson', bridge, bridge.replace('30.6501', '30.65009'));
    change('homes.json', /"position": \[[^\]]*\]/, '"position": [104.06, 30.6499]');
    const { bundle, problems } = readCommunity(folder);
    expect(bundle?.roads.length).toBeGreaterThan(0);
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        file: join(folder, 'roads.geojson'),
        line: 27,
        path: '/features/22/properties',
        field: 'line',
      },
      { severity: 'warning', file: join(folder, 'homes.json'), line: 2, field: 'position' },
    ]);
    expect(problems.map(({ reason }) => reason.includes('滨江西路'))).toEqual([true, true]);
  });

  it.each([
    { file: 'homes.json', open: '[' },
    { file: 'whole.json', open: '{"a":' },
  ])('such as 20,000 levels inside each other is refused with its line ($file)', ({ file, open }) => {
    writeFileSync(join(folder, file), `\n${open.repeat(20_000)}`);
    const { bundle, problems } = readCommunity(file === 'whole.json' ? join(folder, file) : folder);
    expect(bundle).toBeUndefined();
    expect(problems).toMatchObject([{ severity: 'error', file: join(folder, file), line: 2 }]);
    expect(problems[0]?.reason).toContain('inside each other');
  });

  it('such as a key that is named twice in one object is refused with both lines, in a folder and in a single file', () => {
    change('homes.json', '"id": "home-002"', '"id": "home-002",\n"door": "9"');
    const [first] = readCommunity(folder).problems;
    expect(first).toMatchObject({
      severity: 'error',
      file: join(folder, 'homes.json'),
      line: 4,
      path: '/1',
      field: 'door',
    });
    expect(first?.reason).toContain('twice');
    expect(first?.reason).toContain('line 4');
    const path = join(folder, 'whole.json');
    writeFileSync(path, `{"district": {\n"id": "a",\n"id": "b"}}`);
    expect(readCommunity(path).problems).toMatchObject([{ line: 3, path: '/district', field: 'id' }]);
  });

  it('such as bytes of another encoding or a missing file is refused', () => {
    writeFileSync(join(folder, 'homes.json'), Buffer.from([0x5b, 0xc3, 0x28, 0x5d]));
    rmSync(join(folder, 'policy.json'));
    const { problems } = readCommunity(folder);
    expect(problems.map(({ reason }) => reason.slice(0, 12))).toEqual(['is not UTF-8', 'is missing: ']);
  });

  it('is read again from one file that holds the whole district', () => {
    const { bundle } = readCommunity(sample);
    const path = join(folder, 'whole.json');
    writeFileSync(path, JSON.stringify(bundle));
    expect(readCommunity(path)).toEqual({ bundle, problems: [] });
    writeFileSync(path, JSON.stringify({ ...bundle, homes: 1 }));
    expect(readCommunity(path).problems[0]).toMatchObject({ field: 'homes', line: 1 });
  });
});

function areaOf(ring: Ring): number {
  const shrink = Math.cos((30.644 * Math.PI) / 180);
  const doubled = ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[i + 1] ?? [x, y];
    return sum + (x * nextY - nextX * y);
  }, 0);
  return (Math.abs(doubled) / 2) * metresPerDegree ** 2 * shrink;
}

const middleOf = (ring: Ring): [number, number] => [
  ring.reduce((sum, [lon]) => sum + lon, 0) / ring.length,
  ring.reduce((sum, [, lat]) => sum + lat, 0) / ring.length,
];
