// How far the drawing of a district reaches: around everything that is drawn, with a margin, and never without height or width.
// Taken from the streets alone, a district without any, or with one straight street, was not drawn at all.
import type { MapSource } from '../../../contracts/office/place.ts';
import type { LonLat } from '../../../contracts/position.ts';

/** Degrees. */
export type Extent = { west: number; east: number; south: number; north: number };

/** Of the height and the width, on each side. */
const margin = 0.3;
/** On each side at least: about two hundred metres. */
const leastMargin = 0.002;

type Drawn = Pick<MapSource, 'grids' | 'roads' | 'blocks' | 'courtyards' | 'servicePoints'>;

/** @returns undefined when nothing is drawn */
export function extentOf({ grids, roads, blocks, courtyards, servicePoints }: Drawn): Extent | undefined {
  const extent = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  const reach = ([lon, lat]: LonLat): void => {
    extent.west = Math.min(extent.west, lon);
    extent.east = Math.max(extent.east, lon);
    extent.south = Math.min(extent.south, lat);
    extent.north = Math.max(extent.north, lat);
  };
  for (const { ring, label } of [...grids, ...blocks]) {
    ring.forEach(reach);
    if (label) reach(label);
  }
  for (const { line } of roads) line.forEach(reach);
  for (const { position } of [...courtyards, ...servicePoints]) reach(position);
  if (extent.west > extent.east) return undefined;
  const beside = Math.max(leastMargin, (extent.east - extent.west) * margin);
  const above = Math.max(leastMargin, (extent.north - extent.south) * margin);
  return {
    west: extent.west - beside,
    east: extent.east + beside,
    south: extent.south - above,
    north: extent.north + above,
  };
}
