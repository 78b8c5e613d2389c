// The base map: one SVG drawn from the district's own data, anew at each zoom, so that widths and names fit the scale. No
// tiles, no internet. Quieter than any panel: shades of grey, names upright as on Chinese maps.
import 'leaflet/dist/leaflet.css';
import './base.css';
import * as L from 'leaflet';
import type { Road } from '../../../contracts/office/community.ts';
import type { MapSource } from '../../../contracts/office/place.ts';
import type { LonLat } from '../../../contracts/position.ts';
import { insideOf } from '../../../geography/rings.ts';
import { escaped } from './escaped.ts';
import { extentOf } from './extent.ts';
import { type Box, Room, widthOf } from './labels.ts';

type Point = readonly [number, number];
type Project = (position: LonLat) => Point;

/** Pixels at zoom 17; wider when nearer. */
const roadWidth: Record<Road['kind'], number> = {
  primary: 13,
  secondary: 10,
  tertiary: 8,
  residential: 6,
  service: 4,
  water: 30,
};
const roadClass: Record<Road['kind'], number> = {
  primary: 1,
  secondary: 2,
  tertiary: 3,
  residential: 4,
  service: 4,
  water: 0,
};
/** The signs of service points, by kind. */
export const signLetters: Readonly<Record<string, string>> = {
  'community-station': '站',
  'health-centre': '医',
  'hospital-er': '急',
  'police-post': '警',
  'street-office': '街',
  metro: 'M',
  'patrol-point': '巡',
  'service-station': '服',
};
/** Below this zoom courtyards have no names: they would be all that one sees. */
const courtyardNamesFrom = 15.8;

/** A layer that adds and removes itself and draws the district. */
export class BaseMap extends L.Layer {
  #source: MapSource | undefined;
  #map: L.Map | undefined;
  #svg: SVGSVGElement | undefined;
  readonly #named: { gridNames: boolean; courtyardNames: boolean };
  readonly #names: () => ReadonlyMap<string, string>;
  #from: L.Point = L.point(0, 0);
  #room = new Room();

  /** @param names coordinator's name by grid @param drawn what is left out where it would crowd the page */
  constructor(
    names: () => ReadonlyMap<string, string>,
    drawn: { gridNames: boolean; courtyardNames: boolean } = { gridNames: true, courtyardNames: true },
  ) {
    super();
    this.#names = names;
    this.#named = drawn;
  }

  /** Draws other data. */
  show(source: MapSource | undefined): void {
    this.#source = source;
    this.#draw();
  }

  /** Square pixels of names that a box would cover. @param box in layer points */
  covered({ x, y, w, h }: Box): number {
    return this.#room.overlap({ x: x - this.#from.x, y: y - this.#from.y, w, h });
  }

  override onAdd(map: L.Map): this {
    this.#map = map;
    this.#svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    this.#svg.setAttribute('class', 'base-map leaflet-zoom-hide');
    map.getPane('tilePane')?.append(this.#svg);
    map.on('zoomend viewreset', this.#draw, this);
    this.#draw();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off('zoomend viewreset', this.#draw, this);
    this.#svg?.remove();
    this.#svg = undefined;
    return this;
  }

  #draw(): void {
    const [map, svg, source] = [this.#map, this.#svg, this.#source];
    if (!map || !svg || !source) return;
    const extent = extentOf(source);
    if (!extent) return;
    const from = map.latLngToLayerPoint([extent.north, extent.west]);
    const to = map.latLngToLayerPoint([extent.south, extent.east]);
    const project: Project = ([lon, lat]) => {
      const point = map.latLngToLayerPoint([lat, lon]);
      return [round(point.x - from.x), round(point.y - from.y)];
    };
    const size = to.subtract(from);
    svg.setAttribute('width', String(size.x));
    svg.setAttribute('height', String(size.y));
    L.DomUtil.setPosition(svg as unknown as HTMLElement, from);
    this.#from = from;
    this.#room = new Room();
    svg.innerHTML = drawing(source, this.#names(), {
      project,
      zoom: map.getZoom(),
      room: this.#room,
      ...this.#named,
    });
  }
}

type View = { project: Project; zoom: number; room: Room; gridNames: boolean; courtyardNames: boolean };

/** The whole drawing as SVG. Every text of the data is escaped. Whose name comes first takes its room first. */
function drawing(source: MapSource, names: ReadonlyMap<string, string>, view: View): string {
  const { project, zoom, room, gridNames } = view;
  const scale = Math.min(2.2, Math.max(0.55, 2 ** (zoom - 17)));
  const path = (line: readonly LonLat[]): string => `M${line.map((one) => project(one).join(' ')).join('L')}`;
  const water = source.roads.filter(({ kind }) => kind === 'water');
  const streets = source.roads
    .filter(({ kind }) => kind !== 'water')
    .sort((a, b) => roadClass[b.kind] - roadClass[a.kind]);
  const signs = source.servicePoints.flatMap(({ kind, position }) => sign(kind, project(position), room));
  const gridsNamed = gridNames ? source.grids.map((grid) => gridName(grid, names.get(grid.id), project, room)) : [];
  const placesNamed = source.blocks.map(({ name, label, ring }) =>
    placeName(shortName(name), project(label ?? insideOf(ring)), room),
  );
  const streetsNamed = [...streets].reverse().map((street) =>
    streetName(street, project, room, {
      size: Math.max(11, 12 * Math.min(1.3, scale)),
      gap: roadClass[street.kind] < 3 ? 6 : 3,
      style: 'street-name',
    }),
  );
  const watersNamed = water.map((river) =>
    streetName(river, project, room, { size: 14, gap: 14, style: 'water-name' }),
  );
  return [
    ...water.map(({ line }) => `<path class="water" d="${path(line)}" stroke-width="${roadWidth.water * scale}"/>`),
    ...source.blocks.map(({ ring }) => `<path class="block" d="${path(ring)}Z"/>`),
    ...source.grids.map(({ ring }, i) => `<path class="grid-area tint${i % 3}" d="${path(ring)}Z"/>`),
    ...streets.map(
      ({ kind, line }) => `<path class="casing" d="${path(line)}" stroke-width="${roadWidth[kind] * scale + 2.4}"/>`,
    ),
    ...streets.map(
      ({ kind, line }) =>
        `<path class="street street${roadClass[kind]}" d="${path(line)}" stroke-width="${roadWidth[kind] * scale}"/>`,
    ),
    ...source.grids.map(({ ring }) => `<path class="grid-edge" d="${path(ring)}Z"/>`),
    ...courtyards(source, streets, view, scale),
    ...watersNamed,
    ...placesNamed,
    ...streetsNamed,
    ...signs,
    ...gridsNamed,
  ].join('');
}

/** Blocks first, then their names: a block must not hide its neighbour's name. */
function courtyards(
  source: MapSource,
  streets: readonly Road[],
  { project, zoom, room, courtyardNames }: View,
  scale: number,
): string[] {
  const lines = streets.map(({ line }) => line.map(project));
  const [w, h] = [30 * scale, 22 * scale];
  const blocks = source.courtyards.map(({ position }) => {
    const at = project(position);
    const turn = angleOfNearest(lines, at).toFixed(1);
    return `<rect class="courtyard" x="${-w / 2}" y="${-h / 2}" width="${w}" height="${h}" rx="${3 * scale}" transform="translate(${at.join(' ')}) rotate(${turn})"/>`;
  });
  if (zoom < courtyardNamesFrom || !courtyardNames) return blocks;
  const named = source.courtyards.flatMap(({ name, position }) => {
    const short = name.replace(/^.*?(\d+号院)$/, '$1');
    const [x, y] = project(position);
    const under: Point = [x, y + h / 2 + 11];
    const box = boxOf(under, short, 10.5);
    if (!room.isFree(box)) return [];
    room.take(box);
    return [text(under, short, 'courtyard-name')];
  });
  return [...blocks, ...named];
}

/** The direction of the nearest street, so that a courtyard stands along it. */
function angleOfNearest(lines: readonly (readonly Point[])[], [x, y]: Point): number {
  let [best, angle] = [Infinity, 0];
  for (const line of lines)
    line.forEach((b, i) => {
      const a = line[i - 1];
      if (!a) return;
      const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
      const length = dx * dx + dy * dy || 1;
      const t = Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / length));
      const distance = Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
      if (distance < best) [best, angle] = [distance, (Math.atan2(dy, dx) * 180) / Math.PI];
    });
  return ((((angle + 45) % 90) + 90) % 90) - 45;
}

/** A street's name along its line: on steep streets the characters stay upright, under each other. */
function streetName(
  { name, line, label }: Road,
  project: Project,
  room: Room,
  { size, gap, style }: { size: number; gap: number; style: string },
): string {
  if (label === undefined) return '';
  let points = line.map(project);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
  const steep = Math.abs(dy) > 1.15 * Math.abs(dx);
  const backward = steep ? dy < 0 : dx < 0;
  if (backward) points = points.reverse();
  const total = lengthOf(points);
  const letters = [...name.replace(/（.*?）/, '').replace(/[一二三四]段$/, '')];
  const step = size + gap;
  if (step * letters.length > total) return '';
  const middle = (backward ? 1 - label : label) * total;
  const latest = total - step * (letters.length - 0.5);
  const startAt = (place: number): number =>
    Math.max(step / 2, Math.min(latest, place - (step * (letters.length - 1)) / 2));
  for (const aside of asides) {
    const start = startAt(middle + aside * total);
    const places = letters.map((_, i) => along(points, start + i * step));
    const boxes = places.map(({ at: [x, y] }) => ({ x: x - size / 2, y: y - size / 2, w: size, h: size }));
    if (!boxes.every((box) => room.isFree(box))) continue;
    room.take(...boxes);
    return letters
      .map((letter, i) => {
        const { at, angle } = places[i] ?? { at: [0, 0], angle: 0 };
        const turn = steep ? 0 : angle;
        return `<text class="${style}" font-size="${size.toFixed(1)}" dy=".36em" transform="translate(${at[0].toFixed(1)} ${at[1].toFixed(1)}) rotate(${turn.toFixed(1)})">${escaped(letter)}</text>`;
      })
      .join('');
  }
  return '';
}

/** Where else along its street a name is tried, in lengths of the street. */
const asides = [0, 0.12, -0.12, 0.25, -0.25, 0.38, -0.38];

function lengthOf(points: readonly Point[]): number {
  return points.reduce((sum, point, i) => {
    const before = points[i - 1];
    return before ? sum + Math.hypot(point[0] - before[0], point[1] - before[1]) : 0;
  }, 0);
}

function along(points: readonly Point[], distance: number): { at: Point; angle: number } {
  let left = distance;
  let found: { at: Point; angle: number } = { at: points[0] ?? [0, 0], angle: 0 };
  for (const [i, b] of points.entries()) {
    const a = points[i - 1];
    if (!a) continue;
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const t = length === 0 ? 0 : Math.min(1, left / length);
    found = {
      at: [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])],
      angle: (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI,
    };
    if (left <= length) return found;
    left -= length;
  }
  return found;
}

function sign(kind: string, [x, y]: Point, room: Room): string[] {
  const letter = signLetters[kind];
  if (letter === undefined) return [];
  room.take({ x: x - 10, y: y - 10, w: 20, h: 20 });
  return [
    `<g transform="translate(${x} ${y})"><rect class="sign" x="-9" y="-9" width="18" height="18" rx="4"/><text class="sign-letter" y="4">${letter}</text></g>`,
  ];
}

function gridName(
  { id, name, label, ring }: MapSource['grids'][number],
  coordinator: string | undefined,
  project: Project,
  room: Room,
): string {
  const [x, y] = project(label ?? insideOf(ring));
  const short = name.replace(/片区$/, '') || id;
  room.take(boxOf([x, y - 7], short, 11), boxOf([x, y + 9], coordinator ?? '', 16));
  return text([x, y - 7], short, 'grid-number') + (coordinator ? text([x, y + 9], coordinator, 'grid-name') : '');
}

function placeName(name: string, at: Point, room: Room): string {
  const box = boxOf(at, name, 15.5);
  if (!room.isFree(box)) return '';
  room.take(box);
  return text(at, name, 'place-name');
}

/** The room of words that stand on a base line, in the middle of it. */
function boxOf([x, y]: Point, words: string, fontSize: number): Box {
  const w = widthOf(words, fontSize);
  return { x: x - w / 2 - 1, y: y - fontSize, w: w + 2, h: fontSize * 1.25 };
}

const shortName = (name: string): string => name.replace(/（.*?）/g, '').replace(/街区$/, '');
const text = ([x, y]: Point, words: string, style: string): string =>
  `<text class="${style}" x="${x}" y="${y}">${escaped(words)}</text>`;
const round = (pixels: number): number => Math.round(pixels * 10) / 10;
