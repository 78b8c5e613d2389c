// A file of GeoJSON as a table: a row a feature, its properties as texts, and beside each row what it is drawn as. Holes and second parts are
// nothing that we draw: they are said, not dropped.
import { type Datum, datums } from '../../contracts/office/datum.ts';
import { type Shape, type SheetRead, sheetAtMost } from '../../contracts/office/sheet.ts';
import type { LonLat } from '../../contracts/position.ts';
import { Unreadable } from './unreadable.ts';

type Fields = Readonly<Record<string, unknown>>;

const byteOrderMark = [0xef, 0xbb, 0xbf];
const brace = 0x7b;
const blanks = new Set([0x20, 0x09, 0x0a, 0x0d, ...byteOrderMark]);

/** No table of texts begins with a brace. */
export function isGeoJson(file: Uint8Array): boolean {
  return file[file.findIndex((byte) => !blanks.has(byte))] === brace;
}

/** @throws Unreadable */
export function readGeoJson(file: Uint8Array): SheetRead {
  const value = jsonOf(file);
  const features = featuresOf(value);
  if (features.length > sheetAtMost.rows) throw new Unreadable('too_large', `${features.length} features`);
  const names = [...new Set(features.flatMap(({ said }) => Object.keys(said)))];
  if (names.length > sheetAtMost.columns) throw new Unreadable('too_large', `${names.length} properties`);
  const { datum } = fieldsOf(value);
  return {
    head: names,
    rows: features.map(({ said }) => names.map((name) => textOf(said[name]))),
    shapes: features.map(({ geometry }) => shapeOf(geometry)),
    ...(isDatum(datum) && { datum }),
  };
}

const isDatum = (value: unknown): value is Datum => datums.some((one) => one === value);

function jsonOf(file: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file)); // a byte order mark is dropped
  } catch (error) {
    throw new Unreadable('not_geojson', String(error));
  }
}

type Feature = { said: Fields; geometry: unknown };

/** @throws Unreadable when it is JSON of another kind */
function featuresOf(value: unknown): Feature[] {
  const { type, features } = fieldsOf(value);
  if (type === 'FeatureCollection' && Array.isArray(features)) return features.map(featureOf);
  if (type === 'Feature') return [featureOf(value)];
  if (typeof type === 'string' && Object.hasOwn(readers, type)) return [{ said: {}, geometry: value }];
  throw new Unreadable('not_geojson', 'is neither a FeatureCollection nor a feature');
}

function featureOf(value: unknown): Feature {
  const { type, id, properties, geometry } = fieldsOf(value);
  const said = fieldsOf(properties);
  if (type !== 'Feature') return { said, geometry: undefined };
  return { said: id === undefined || 'id' in said ? said : { id, ...said }, geometry };
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function shapeOf(value: unknown): Shape {
  if (value === null) return null;
  const { type, coordinates } = fieldsOf(value);
  const read = typeof type === 'string' && Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (read === undefined) return { unfit: `is drawn as ${String(type ?? 'nothing').slice(0, 40)}` };
  return read(coordinates);
}

/** By type of the geometry. A line or an outline of one part is that part. */
const readers: Readonly<Record<string, (coordinates: unknown) => Shape>> = {
  Point: (at) => drawn('Point', [at]),
  LineString: (line) => drawn('LineString', listOf(line)),
  Polygon: (rings) => outline(listOf(rings)),
  MultiPoint: (all) => onePart(all, (at) => drawn('Point', [at])),
  MultiLineString: (all) => onePart(all, (line) => drawn('LineString', listOf(line))),
  MultiPolygon: (all) => onePart(all, (rings) => outline(listOf(rings))),
};

function onePart(coordinates: unknown, read: (part: unknown) => Shape): Shape {
  const parts = listOf(coordinates);
  return parts.length === 1 ? read(parts[0]) : { unfit: `has ${parts.length} parts: make a feature of each` };
}

function outline([outer, ...holes]: readonly unknown[]): Shape {
  if (holes.length > 0) return { unfit: 'has a hole: draw its border alone' };
  const shape = drawn('Polygon', listOf(outer));
  if (shape === null || 'unfit' in shape) return shape;
  const [first, last] = [shape.positions[0], shape.positions.at(-1)];
  const isClosed = first !== undefined && first[0] === last?.[0] && first[1] === last[1];
  return isClosed || first === undefined ? shape : { ...shape, positions: [...shape.positions, first] };
}

function drawn(type: 'Point' | 'LineString' | 'Polygon', coordinates: readonly unknown[]): Shape {
  const positions = coordinates.map(positionOf);
  const wrong = positions.indexOf(undefined);
  if (wrong !== -1) return { unfit: `has no longitude and latitude at point ${wrong + 1}: longitude comes first` };
  return { type, positions: positions as LonLat[] };
}

/** A height behind it is left out. */
function positionOf(value: unknown): LonLat | undefined {
  const [lon, lat] = listOf(value);
  if (typeof lon !== 'number' || typeof lat !== 'number') return undefined;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : undefined;
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
