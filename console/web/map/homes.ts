// Homes, coloured by readiness: shape as well as colour says how well each is covered. Twelve thousand circles redrawn with each
// frame are too slow (facts/console.md), so they are drawn once a zoom into a bitmap larger than the window, and again only
// when the window leaves it.
import './homes.css';
import * as L from 'leaflet';
import type { MapSource } from '../../../contracts/office/place.ts';
import type { Readiness } from '../../../contracts/office/readiness.ts';

type State = Readiness['homes'][number]['state'];

/** The bitmap reaches this far beyond the window, in windows. */
const beyond = 0.6;
/** Pixels at zoom 17. */
const radius: Record<State, number> = { ready: 2, at_risk: 2.6, not_covered: 3.4 };

export class HomesLayer extends L.Layer {
  #homes: MapSource['homes'] = [];
  #states: ReadonlyMap<string, State> = new Map();
  #map: L.Map | undefined;
  #canvas: HTMLCanvasElement | undefined;
  #drawn: L.Bounds | undefined;

  /** Draws other homes, or the same judged differently. */
  show(homes: MapSource['homes'], readiness: Readiness | undefined): void {
    this.#homes = homes;
    this.#states = new Map(readiness?.homes.map(({ id, state }) => [id, state]));
    this.#draw();
  }

  override onAdd(map: L.Map): this {
    this.#map = map;
    this.#canvas = document.createElement('canvas');
    this.#canvas.className = 'homes leaflet-zoom-hide';
    this.#canvas.setAttribute('aria-hidden', 'true');
    map.getPane('overlayPane')?.append(this.#canvas);
    map.on('zoomend viewreset resize', this.#draw, this);
    map.on('moveend', this.#moved, this);
    this.#draw();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off('zoomend viewreset resize', this.#draw, this);
    map.off('moveend', this.#moved, this);
    this.#canvas?.remove();
    this.#canvas = undefined;
    return this;
  }

  /** The theme has changed: colours are read anew. */
  redraw(): void {
    this.#draw();
  }

  #moved(): void {
    const map = this.#map;
    if (!map) return;
    const from = map.containerPointToLayerPoint([0, 0]);
    if (!this.#drawn?.contains(L.bounds(from, from.add(map.getSize())))) this.#draw();
  }

  #draw(): void {
    const [map, canvas] = [this.#map, this.#canvas];
    if (!map || !canvas) return;
    const size = map.getSize();
    const margin = size.multiplyBy(beyond).round();
    const from = map.containerPointToLayerPoint([0, 0]).subtract(margin);
    const full = size.add(margin.multiplyBy(2));
    const dense = Math.min(2, devicePixelRatio);
    canvas.width = full.x * dense;
    canvas.height = full.y * dense;
    canvas.style.width = `${full.x}px`;
    canvas.style.height = `${full.y}px`;
    L.DomUtil.setPosition(canvas, from);
    this.#drawn = L.bounds(from, from.add(full));
    const pen = canvas.getContext('2d');
    if (!pen) return;
    pen.scale(dense, dense);
    const scale = Math.max(0.8, Math.min(2.2, 2 ** (map.getZoom() - 17)));
    const points = this.#homes.map(({ id, position: [lon, lat] }) => ({
      state: this.#states.get(id) ?? ('ready' as const),
      at: map.latLngToLayerPoint([lat, lon]).subtract(from),
    }));
    const inside = points.filter(({ at }) => at.x > -20 && at.y > -20 && at.x < full.x + 20 && at.y < full.y + 20);
    const look = getComputedStyle(document.documentElement);
    const colour = (name: string): string => look.getPropertyValue(name).trim();
    const circles = (state: State, more = 1): Path2D => {
      const path = new Path2D();
      for (const { at } of inside.filter((one) => one.state === state)) {
        path.moveTo(at.x + radius[state] * scale * more, at.y);
        path.arc(at.x, at.y, radius[state] * scale * more, 0, 2 * Math.PI);
      }
      return path;
    };
    pen.fillStyle = colour('--m-home');
    pen.fill(circles('ready'));
    pen.strokeStyle = colour('--m-risk');
    pen.lineWidth = 1.3;
    pen.stroke(circles('at_risk'));
    pen.fillStyle = colour('--gap');
    pen.globalAlpha = 0.3;
    pen.fill(circles('not_covered', 2.4));
    pen.globalAlpha = 1;
    pen.fill(circles('not_covered'));
  }
}
