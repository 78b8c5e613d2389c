// A file of GeoJSON as a table: what is drawn and what is said of it, and of each feature that is nothing that we draw, why.
import { describe, expect, it } from 'vitest';
import { isGeoJson, readGeoJson } from './readGeoJson.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const outer = [
  [104.1, 30.1],
  [104.2, 30.1],
  [104.2, 30.2, 510],
  [104.1, 30.1],
];
const feature = (geometry: object | null, properties: object | null = { name: '一网格' }) => ({
  type: 'Feature',
  properties,
  geometry,
});
const read = (...features: object[]) => readGeoJson(bytes(JSON.stringify({ type: 'FeatureCollection', features })));

it('is told from a spreadsheet by its first sign, whatever stands before it', () => {
  expect(isGeoJson(bytes('\ufeff \n{"type":"FeatureCollection"}'))).toBe(true);
  for (const other of ['姓名,岗位\r\n', '', '[1]', 'PK']) expect(isGeoJson(bytes(other))).toBe(false);
});

it('is a row a feature: properties as texts, ids too, and beside it what is drawn, heights left out', () => {
  const table = read(
    { ...feature({ type: 'Polygon', coordinates: [outer] }), id: 7 },
    feature({ type: 'Point', coordinates: [104, 30] }, { 名称: ' 站 ', lit: true, more: { a: 1 } }),
    feature({ type: 'MultiLineString', coordinates: [outer.slice(0, 2)] }, null),
    feature(null, {}),
  );
  expect(table.head).toEqual(['id', 'name', '名称', 'lit', 'more']);
  expect(table.rows.map((row) => row.join('|'))).toEqual(['7|一网格|||', '||站|是|', '||||', '||||']);
  expect(table.shapes?.map((shape) => shape && 'type' in shape && shape.type)).toEqual([
    'Polygon',
    'Point',
    'LineString',
    null,
  ]);
  expect(table.shapes?.[0]).toMatchObject({
    positions: [
      [104.1, 30.1],
      [104.2, 30.1],
      [104.2, 30.2],
      [104.1, 30.1],
    ],
  });
});

it('keeps the datum that it names, and no other word for one', () => {
  const named = (datum: string) =>
    readGeoJson(bytes(JSON.stringify({ type: 'FeatureCollection', datum, features: [] })));
  expect(named('gcj02').datum).toBe('gcj02');
  expect(named('CGCS2000').datum).toBeUndefined();
});

it('closes an outline that is open, and reads a shape without a feature around it', () => {
  const bare = readGeoJson(bytes(JSON.stringify({ type: 'Polygon', coordinates: [outer.slice(0, 3)] })));
  expect(bare.shapes).toMatchObject([{ type: 'Polygon', positions: { length: 4 } }]);
});

describe('of a feature that is nothing that we draw it is said why', () => {
  it.each([
    [{ type: 'Polygon', coordinates: [outer, outer] }, /has a hole/],
    [{ type: 'MultiPolygon', coordinates: [[outer], [outer]] }, /has 2 parts/],
    [{ type: 'MultiPoint', coordinates: [] }, /has 0 parts/],
    [{ type: 'Point', coordinates: [30, 104] }, /no longitude and latitude at point 1/],
    [
      {
        type: 'LineString',
        coordinates: [
          [104, 30],
          ['104', '30'],
        ],
      },
      /at point 2/,
    ],
    [{ type: 'GeometryCollection', geometries: [] }, /drawn as GeometryCollection/],
    [{}, /drawn as nothing/],
  ])('%j', (geometry, why) =>
    expect(read(feature(geometry)).shapes).toMatchObject([{ unfit: expect.stringMatching(why) }]),
  );
});

it.each(['{', '{}', '{"type":"Topology"}', '{"type":"FeatureCollection","features":7}', '{"type":"toString"}'])(
  '%s is no GeoJSON',
  (text) => expect(() => readGeoJson(bytes(text))).toThrow(expect.objectContaining({ code: 'not_geojson' })),
);

it('of bytes of another encoding is refused, and of more features than a community has', () => {
  expect(() => readGeoJson(new Uint8Array([0x7b, 0xc3, 0x28]))).toThrow(
    expect.objectContaining({ code: 'not_geojson' }),
  );
  const many = Array.from({ length: 20_001 }, () => ({ type: 'Feature' }));
  expect(() => read(...many)).toThrow(expect.objectContaining({ code: 'too_large' }));
});
