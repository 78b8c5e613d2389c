// What a file of GeoJSON draws, as a column of its table, in our datum; and a list of the registry as GeoJSON that comes in again.
import type { Datum } from '../../../contracts/office/datum.ts';
import type { Cell, Shape, SheetRead } from '../../../contracts/office/sheet.ts';
import { type DrawnKind, drawnField, isDrawn } from '../../../contracts/office/sheetKinds.ts';
import type { LonLat } from '../../../contracts/position.ts';
import { inDatum, inWgs84 } from '../../../geography/datum.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { documentsOf } from './registryList.ts';
import { drawnColumn } from './sheetColumns.ts';
import { tableOf } from './sheetTable.ts';

const typeOf = { ring: 'Polygon', line: 'LineString', position: 'Point' } as const;

type Table = { head: readonly string[]; rows: readonly (readonly Cell[])[] };

/** The table, of a kind that is drawn with its shapes in front; a shape of another type is named as what it is. */
export function withShapes(kind: string, { head, rows, shapes }: SheetRead, datum: Datum): Table {
  if (shapes === undefined || !isDrawn(kind)) return { head, rows };
  const needed = typeOf[drawnField[kind]];
  return {
    head: [drawnColumn, ...head],
    rows: rows.map((row, i) => [cellOf(shapes[i] ?? null, needed, datum), ...row]),
  };
}

function cellOf(shape: Shape, needed: string, datum: Datum): Cell {
  if (shape === null) return '';
  if ('unfit' in shape) return { unfit: shape.unfit };
  if (shape.type !== needed) return { unfit: `is a ${shape.type}: here it must be a ${needed}` };
  return { positions: shape.positions.map((one) => inWgs84(one, datum)) };
}

/** Columns that the geometry says. */
const drawnFields = new Set(['经度', '纬度', 'Longitude', 'Latitude']);

/** @param datum of the positions in it; the file names it */
export function featuresOf(district: DistrictRegistry, kind: DrawnKind, { datum, language }: Drawn) {
  const { head, rows } = tableOf(district, kind, language);
  return {
    type: 'FeatureCollection',
    datum,
    features: documentsOf(district, kind).map((one, i) => ({
      type: 'Feature',
      properties: Object.fromEntries(
        head.flatMap((name, n) => (rows[i]?.[n] && !drawnFields.has(name) ? [[name, rows[i][n]]] : [])),
      ),
      geometry: geometryOf(kind, one, datum),
    })),
  };
}
type Drawn = { datum: Datum; language: 'zh' | 'en' };

function geometryOf(kind: DrawnKind, one: Readonly<Record<string, unknown>>, datum: Datum) {
  const field = drawnField[kind];
  const at = one[field];
  if (at === undefined) return null; // a home that is where its courtyard is
  const type = typeOf[field];
  if (field === 'position') return { type, coordinates: inDatum(at as LonLat, datum) };
  const line = (at as readonly LonLat[]).map((position) => inDatum(position, datum));
  return { type, coordinates: field === 'ring' ? [line] : line };
}
