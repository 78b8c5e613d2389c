// GeoJSON into the registry and out of it: what goes out comes in unchanged, in any datum, and a shape of the wrong kind is named.
import { describe, expect, it } from 'vitest';
import type { Datum } from '../../../contracts/office/datum.ts';
import type { SheetRead } from '../../../contracts/office/sheet.ts';
import { type DrawnKind, drawnField } from '../../../contracts/office/sheetKinds.ts';
import { metresBetween } from '../../../geography/distance.ts';
import { sampleDistrict } from '../../../test/sample.ts';
import { columnsIn } from './sheetColumns.ts';
import { changesIn } from './sheetRows.ts';
import { featuresOf, withShapes } from './sheetShapes.ts';

const district = sampleDistrict();
const kinds = Object.keys(drawnField) as DrawnKind[];

function read(kind: DrawnKind, sent: SheetRead, datum: Datum = 'wgs84') {
  const table = withShapes(kind, sent, datum);
  return changesIn(district, kind, table, { columns: columnsIn(kind, table.head), datum, firstRow: 1, of: 'geojson' });
}
/** As the office reads the file that we have made. */
function sentBack(kind: DrawnKind, datum: Datum): SheetRead {
  const { features } = featuresOf(district, kind, { datum, language: 'zh' });
  const head = [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))];
  const positions = (geometry: { type: string; coordinates: unknown }) =>
    geometry.type === 'Polygon'
      ? (geometry.coordinates as unknown[])[0]
      : geometry.type === 'Point'
        ? [geometry.coordinates]
        : geometry.coordinates;
  return {
    head,
    rows: features.map(({ properties }) => head.map((name) => properties[name] ?? '')),
    shapes: features.map(
      ({ geometry }) => geometry && ({ type: geometry.type, positions: positions(geometry) } as never),
    ),
    datum,
  };
}

describe('what goes out', () => {
  it.each(kinds)('comes in again as it was: %s', async (kind) => {
    const { changes, broken, same } = await read(kind, sentBack(kind, 'wgs84'));
    expect({ changes, broken }).toEqual({ changes: [], broken: [] });
    expect(same).toBe(district.bundle[kind].length);
  });

  it.each(['gcj02', 'bd09'] as const)('in %s, and comes in within a step of where it was', async (datum) => {
    const { changes, broken } = await read('courtyards', sentBack('courtyards', datum), datum);
    expect(broken).toEqual([]);
    for (const { id, set } of changes) {
      const { position } = set as { position: [number, number] };
      expect(metresBetween(position, district.courtyards.get(id)?.position ?? [0, 0])).toBeLessThan(1);
    }
  });
});

it('another datum than it was read in would be hundreds of metres off', async () => {
  const { changes } = await read('courtyards', sentBack('courtyards', 'gcj02'), 'wgs84');
  expect(changes).toHaveLength(district.bundle.courtyards.length);
  for (const { id, set } of changes) {
    const { position } = set as { position: [number, number] };
    expect(metresBetween(position, district.courtyards.get(id)?.position ?? [0, 0])).toBeGreaterThan(200);
  }
});

describe('a file of others', () => {
  const square: [number, number][] = [
    [104.1, 30.1],
    [104.2, 30.1],
    [104.2, 30.2],
    [104.1, 30.1],
  ];
  const polygon = { type: 'Polygon' as const, positions: square };

  it('names a grid by its feature where it has no name, and a street by its kind at OpenStreetMap', async () => {
    const grids = await read('grids', { head: [], rows: [[], []], shapes: [polygon, polygon] });
    expect(grids.changes.map(({ document }) => document?.name)).toEqual(['第1网格', '第2网格']);
    const line = { type: 'LineString' as const, positions: square.slice(0, 2) };
    const roads = await read('roads', { head: ['name', 'highway'], rows: [['新街', 'living_street']], shapes: [line] });
    expect(roads.changes).toMatchObject([{ version: 0, document: { name: '新街', kind: 'residential' } }]);
  });

  it('of which a feature is of another shape, or of none, is told by the number of the feature', async () => {
    const { broken, changes } = await read('grids', {
      head: ['name'],
      rows: [['甲'], ['乙'], ['丙'], ['丁']],
      shapes: [
        polygon,
        { type: 'Point', positions: [[104, 30]] },
        { unfit: 'has a hole: draw its border alone' },
        null,
      ],
    });
    expect(changes).toHaveLength(1);
    expect(broken.map(({ row, field, reason }) => [row, field, reason])).toEqual([
      [1, 'ring', 'is a Point: here it must be a Polygon'],
      [2, 'ring', 'has a hole: draw its border alone'],
      [3, 'ring', 'is missing'],
    ]);
  });

  it('in which one is named twice says which feature was first', async () => {
    const { broken } = await read('blocks', {
      head: ['id', 'name'],
      rows: [
        ['b1', '甲'],
        ['b1', '乙'],
      ],
      shapes: [polygon, polygon],
    });
    expect(broken).toMatchObject([{ row: 1, reason: 'stands in this file twice: first in row 1' }]);
  });

  it('whose points are courtyards needs no columns for them', async () => {
    const [grid] = district.bundle.grids;
    const { changes, broken } = await read('courtyards', {
      head: ['name', 'grid'],
      rows: [['新院', grid?.name ?? '']],
      shapes: [{ type: 'Point', positions: [[104.06, 30.64]] }],
    });
    expect(broken).toEqual([]);
    expect(changes).toMatchObject([{ document: { name: '新院', grid: grid?.id, position: [104.06, 30.64] } }]);
  });
});
