// The map on which a place is pointed at or a shape is drawn: the district's own drawing, tiles where some were chosen, and without either
// lines a hundred metres apart, so that nobody draws in the void. Arrow keys move it, Enter sets a corner under the cross; a corner that is chosen is
// moved by them instead.
import './sketch.css';
import 'leaflet/dist/leaflet.css';
import * as L from 'leaflet';
import type { MapSource } from '../../../../contracts/office/place.ts';
import type { LonLat } from '../../../../contracts/position.ts';
import { roundedDegrees } from '../../../../geography/datum.ts';
import { metresPerDegree } from '../../../../geography/distance.ts';
import type { Fault } from '../../../../geography/faults.ts';
import { BaseMap } from '../../map/base.ts';
import { escaped } from '../../map/escaped.ts';
import { drawnFault } from './faultPicture.ts';
import { cornersOf } from './positions.ts';
import { type Lines, snapped } from './snapping.ts';

const lineEveryMetres = 100;
const linesEachWay = 20;
/** More at once are a smear, and slow: nearer, there are fewer in sight. */
const handlesAtMost = 300;
/** Pixels that a corner moves by an arrow key, and with Shift. */
const [step, stride] = [1, 10];

/**
 * What is drawn now. `chosen`: the corner that keys move. `more`: corners can be set between two. `names`: what each corner says.
 */
export type Drawing = { corners: readonly LonLat[]; closed: boolean; chosen?: number | undefined; more?: boolean };
export type Told = {
  /** somebody pointed there; `pixel`: metres on the map */
  add: (at: LonLat, pixel: number) => void;
  move: (corner: number, to: LonLat) => void;
  choose?: (corner: number) => void;
  /** between this corner and the next */
  between?: (corner: number, at: LonLat) => void;
  /** Of another key. @returns whether it was for somebody */
  key?: (name: string) => boolean;
};

const latLng = ([lon, lat]: LonLat): L.LatLngTuple => [lat, lon];
const lonLat = ({ lng, lat }: L.LatLng): LonLat => [roundedDegrees(lng), roundedDegrees(lat)];

export class Sketch {
  readonly #map: L.Map;
  readonly #base: BaseMap;
  readonly #changed = L.layerGroup();
  readonly #faults = L.layerGroup();
  readonly #drawn = L.layerGroup();
  readonly #told: () => Told;
  readonly #watch: ResizeObserver;
  #drawing: Drawing = { corners: [], closed: false };
  #source: MapSource | undefined;
  #lines: Lines = [];
  #tiled = false;
  #touched = false;

  constructor(host: HTMLElement, centre: LonLat, told: () => Told) {
    this.#told = told;
    this.#map = L.map(host, { center: latLng(centre), zoom: 16, zoomSnap: 0.5, minZoom: 4, maxZoom: 19 });
    this.#map.attributionControl.setPrefix(false);
    L.control.scale({ imperial: false, position: 'bottomright' }).addTo(this.#map);
    linesAround(centre).addTo(this.#map);
    this.#base = new BaseMap(() => new Map()).addTo(this.#map);
    for (const layer of [this.#changed, this.#faults, this.#drawn]) layer.addTo(this.#map);
    this.#map.on('click', ({ latlng }) => this.#told().add(this.#near(latlng), this.#metresOfPixel()));
    this.#map.on('moveend', () => this.#draw());
    host.addEventListener('keydown', (event) => this.#onKey(event, host));
    for (const touch of ['pointerdown', 'wheel', 'keydown'])
      host.addEventListener(touch, () => {
        this.#touched = true;
      });
    this.#watch = new ResizeObserver(() => {
      this.#map.invalidateSize({ animate: false });
      if (!this.#touched) this.#fit();
    });
    this.#watch.observe(host);
  }

  addMiddle(): void {
    this.#told().add(this.#near(this.#map.getCenter()), this.#metresOfPixel());
  }

  /** Onto what is near, as if it had been put there by hand. @param from where it comes from: that is no place to go to */
  snap(at: LonLat, from?: LonLat): LonLat {
    return snapped(this.#others, this.#onScreen(at), this.#onScreen, from) ?? at;
  }

  /** All but what is drawn now. */
  get #others(): Lines {
    const own = String(this.#drawing.corners);
    return this.#lines.filter((line) => String(cornersOf(line)) !== own);
  }

  /** The district beneath, and how far the map looks when there is something in it. */
  show(source: MapSource | undefined): void {
    const first = this.#source === undefined;
    this.#source = source;
    this.#base.show(source);
    this.#lines = [
      ...(source?.grids ?? []).map(({ ring }) => ring),
      ...(source?.blocks ?? []).map(({ ring }) => ring),
      ...(source?.roads ?? []).map(({ line }) => line),
    ];
    if (!source || !first) return;
    this.#map.attributionControl.addAttribution(escaped(source.district.attribution));
    this.#fit();
    const { tiles } = source;
    if (!tiles || this.#tiled) return;
    this.#tiled = true;
    void import('../../map/tiles.ts').then(({ addTiles }) => addTiles(this.#map, tiles));
  }

  look(at: LonLat): void {
    if (this.#map.getBounds().pad(-0.1).contains(latLng(at))) return;
    this.#touched = true;
    this.#map.setView(latLng(at), undefined, { animate: false });
  }

  /** Nearer, so that it fills what one sees. */
  lookAt(positions: readonly LonLat[]): void {
    const bounds = L.latLngBounds(positions.map(latLng));
    if (!bounds.isValid()) return;
    this.#touched = true;
    this.#map.fitBounds(bounds.pad(0.5), { maxZoom: 18, animate: false });
  }

  /** As it is, where all of it is in sight. */
  see(positions: readonly LonLat[]): void {
    const bounds = L.latLngBounds(positions.map(latLng));
    if (bounds.isValid() && !this.#map.getBounds().contains(bounds)) this.lookAt(positions);
  }

  draw(drawing: Drawing): void {
    this.#drawing = drawing;
    this.#draw();
  }

  /** Lines that were drawn and are not saved. */
  showChanged(lines: Lines): void {
    this.#changed.clearLayers();
    for (const line of lines) {
      const [only] = line;
      const mark =
        line.length > 1 || !only ? L.polyline(line.map(latLng)) : L.circleMarker(latLng(only), { radius: 12 });
      mark.setStyle({ className: 'sketch-changed', interactive: false, fill: false }).addTo(this.#changed);
    }
  }

  showFaults(faults: readonly Fault[], chosen: Fault | undefined): void {
    this.#faults.clearLayers();
    for (const fault of faults) for (const layer of drawnFault(fault, fault === chosen)) layer.addTo(this.#faults);
  }

  close(): void {
    this.#watch.disconnect();
    this.#map.remove();
  }

  readonly #onScreen = (position: LonLat): L.Point => this.#map.latLngToContainerPoint(latLng(position));

  /** The whole district, until somebody looks elsewhere. */
  #fit(): void {
    const ring = (this.#source?.grids ?? []).flatMap((grid) => grid.ring.map(latLng));
    if (ring.length > 0) this.#map.fitBounds(L.latLngBounds(ring), { padding: [24, 24], animate: false });
  }

  #near(at: L.LatLng, from?: LonLat): LonLat {
    return this.snap(lonLat(at), from);
  }

  #metresOfPixel(): number {
    const middle = this.#map.getSize().divideBy(2);
    const [here, beside] = [middle, middle.add([100, 0])].map((point) => this.#map.containerPointToLatLng(point));
    return here && beside ? this.#map.distance(here, beside) / 100 : 1;
  }

  #onKey(event: KeyboardEvent, host: HTMLElement): void {
    if (event.target !== host || event.ctrlKey || event.metaKey || event.altKey) return;
    const { chosen } = this.#drawing;
    const at = chosen === undefined ? undefined : this.#drawing.corners[chosen];
    const way = arrows[event.key];
    const isOurs = (): boolean => {
      if (at && chosen !== undefined && way) {
        const [x, y] = way;
        const by = event.shiftKey ? stride : step;
        const to = this.#onScreen(at).add([x * by, y * by]);
        this.#told().move(chosen, lonLat(this.#map.containerPointToLatLng(to)));
        return true;
      }
      if (event.key === 'Enter') {
        this.addMiddle();
        return true;
      }
      return this.#told().key?.(event.key) ?? false;
    };
    if (!isOurs()) return;
    event.preventDefault(); // the form is not sent by it
    event.stopPropagation(); // nor is the map moved
  }

  #draw(): void {
    this.#drawn.clearLayers();
    const { corners, closed, chosen, more } = this.#drawing;
    const path = corners.map(latLng);
    const shape = closed && path.length > 2 ? L.polygon(path) : L.polyline(path);
    shape.setStyle({ className: 'sketched', interactive: false }).addTo(this.#drawn);
    const sight = this.#map.getBounds().pad(0.1);
    const seen = [...corners.entries()].filter(([, corner]) => sight.contains(latLng(corner)));
    const few = seen.length <= handlesAtMost ? seen : seen.filter(([i]) => i === chosen);
    if (more) for (const [i, corner] of few) this.#handleBetween(i, corner);
    for (const [i, corner] of few) this.#handle(i, corner, (next) => shape.setLatLngs(next.map(latLng)));
  }

  #handle(i: number, corner: LonLat, preview: (corners: readonly LonLat[]) => void): void {
    const { closed, chosen, corners } = this.#drawing;
    const className = i === chosen ? 'sketch-corner chosen' : 'sketch-corner';
    const icon = L.divIcon({ className, html: closed ? String(i + 1) : '', iconSize: [24, 24] });
    const marker = L.marker(latLng(corner), {
      icon,
      draggable: true,
      keyboard: false,
      zIndexOffset: i === chosen ? 900 : 0,
    });
    marker.on('click', () => this.#told().choose?.(i));
    marker.on('drag', () => preview(corners.with(i, this.#near(marker.getLatLng(), corner))));
    marker.on('dragend', () => this.#told().move(i, this.#near(marker.getLatLng(), corner)));
    marker.addTo(this.#drawn);
  }

  #handleBetween(i: number, corner: LonLat): void {
    const { corners, closed } = this.#drawing;
    const next = corners[i + 1] ?? (closed ? corners[0] : undefined);
    if (!next) return;
    const middle = this.#onScreen(corner).add(this.#onScreen(next)).divideBy(2);
    if (this.#onScreen(corner).distanceTo(middle) < handleEvery) return;
    const icon = L.divIcon({ className: 'sketch-between', iconSize: [20, 20] });
    const at = this.#map.containerPointToLatLng(middle);
    const marker = L.marker(at, { icon, draggable: true, keyboard: false, zIndexOffset: -100 });
    marker.on('click', () => this.#told().between?.(i, lonLat(marker.getLatLng())));
    marker.on('dragend', () => this.#told().between?.(i, this.#near(marker.getLatLng())));
    marker.addTo(this.#drawn);
  }
}

/** Pixels from a corner to the handle behind it, at least. */
const handleEvery = 20;

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function linesAround([lon, lat]: LonLat): L.LayerGroup {
  const up = lineEveryMetres / metresPerDegree;
  const along = up / Math.cos((lat * Math.PI) / 180);
  const lines = L.layerGroup();
  const reach = linesEachWay;
  for (let i = -reach; i <= reach; i++)
    for (const [from, to] of [
      [
        [lat + i * up, lon - reach * along],
        [lat + i * up, lon + reach * along],
      ],
      [
        [lat - reach * up, lon + i * along],
        [lat + reach * up, lon + i * along],
      ],
    ] as [L.LatLngTuple, L.LatLngTuple][])
      L.polyline([from, to], { className: 'sketch-line', interactive: false, weight: 1 }).addTo(lines);
  return lines;
}
