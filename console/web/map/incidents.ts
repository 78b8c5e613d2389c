// Open incidents on the map, always on top and never clustered. A click selects; the map does not move by itself.
import './incidents.css';
import * as L from 'leaflet';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import { type Box, type Side, sharedArea, sideFor, widthOf } from './labels.ts';
import { signOf } from './sign.ts';

export class IncidentLayer {
  readonly #markers = new Map<string, { marker: L.Marker; drawn: string }>();
  readonly #covered: (box: Box) => number;
  #card: { id: string; side: Side; box: Box } | undefined;
  readonly #group = L.layerGroup();
  #map: L.Map | undefined;
  readonly #onSelect: (id: string) => void;

  /** @param covered what a label there would cover of the names beneath and of the window's edge */
  constructor(onSelect: (id: string) => void, covered: (box: Box) => number) {
    this.#onSelect = onSelect;
    this.#covered = covered;
  }

  /** Square pixels of incidents and of the selected one's card that a box would cover. */
  covers(box: Box): number {
    const marks = [...this.#markers.values()].reduce(
      (sum, { marker }) => sum + sharedArea(box, this.#boxOf(marker)),
      0,
    );
    return marks + (this.#card ? sharedArea(box, this.#card.box) : 0);
  }

  addTo(map: L.Map): this {
    this.#map = map;
    this.#group.addTo(map);
    return this;
  }

  /** @param label what the card beside the selected one says @param isNew it asks for the officer: it flashes */
  show(
    incidents: Iterable<IncidentView>,
    selected: string | undefined,
    label: (incident: IncidentView) => [string, string],
    isNew: (incident: IncidentView) => boolean,
  ): void {
    const shown = [...incidents].filter((one) => one.state === 'open' && one.place.position !== undefined);
    const ids = new Set<string>(shown.map(({ id }) => id));
    for (const [id, { marker }] of this.#markers)
      if (!ids.has(id)) {
        marker.remove();
        this.#markers.delete(id);
      }
    if (!selected || !ids.has(selected)) this.#card = undefined;
    for (const incident of shown)
      this.#place(incident, { selected: incident.id === selected, isNew: isNew(incident) }, label(incident));
  }

  #boxOf(marker: L.Marker): Box {
    const { x, y } = this.#map?.latLngToLayerPoint(marker.getLatLng()) ?? { x: 0, y: 0 };
    return { x: x - 18, y: y - 20, w: 36, h: 36 };
  }

  /** Where the card of the selected one stands: where it hides no name and no other incident. */
  #sideOf({ id, place }: IncidentView, [who, where]: [string, string]): Side {
    const [lon, lat] = place.position ?? [0, 0];
    const at = this.#map?.latLngToLayerPoint([lat, lon]) ?? { x: 0, y: 0 };
    const size = { reach: 28, w: Math.max(widthOf(who, 15), widthOf(where, 12.5)) + 26, h: 50 };
    const others = [...this.#markers].filter(([other]) => other !== id).map(([, { marker }]) => this.#boxOf(marker));
    const covered = (box: Box): number =>
      this.#covered(box) + 4 * others.reduce((sum, other) => sum + sharedArea(box, other), 0);
    const { side, box } = sideFor(at, size, covered, this.#card?.id === id ? this.#card.side : undefined);
    this.#card = { id, side, box };
    return side;
  }

  /** The incident nearest to a place, not further away than this on the screen. */
  near(place: L.LatLng, pixels: number): string | undefined {
    let [best, nearest] = [pixels, undefined as string | undefined];
    for (const [id, { marker }] of this.#markers) {
      const map = this.#map;
      if (!map) return undefined;
      const distance = map.latLngToLayerPoint(marker.getLatLng()).distanceTo(map.latLngToLayerPoint(place));
      if (distance <= best) [best, nearest] = [distance, id];
    }
    return nearest;
  }

  #place(
    incident: IncidentView,
    { selected, isNew }: { selected: boolean; isNew: boolean },
    label: [string, string],
  ): void {
    const { id, priority, place } = incident;
    const [lon, lat] = place.position ?? [0, 0];
    const side = selected ? this.#sideOf(incident, label) : undefined;
    const drawn = JSON.stringify([priority, isNew, side, label]);
    const known = this.#markers.get(id);
    if (known) {
      if (known.drawn !== drawn) known.marker.setIcon(icon({ priority, isNew }, side, label));
      known.drawn = drawn;
      return;
    }
    const marker = L.marker([lat, lon], {
      icon: icon({ priority, isNew }, side, label),
      zIndexOffset: 1_000 - priority * 100,
      title: label.join(' '),
    });
    marker.on('click', () => this.#onSelect(id));
    this.#group.addLayer(marker);
    this.#markers.set(id, { marker, drawn });
  }
}

function icon(
  { priority, isNew }: { priority: IncidentView['priority']; isNew: boolean },
  side: Side | undefined,
  [who, where]: [string, string],
): L.DivIcon {
  const box = document.createElement('div');
  box.className = `incident p${priority} ${isNew ? 'new' : ''} ${side ? 'selected' : ''}`;
  box.innerHTML = `<i class="pulse"></i>${signOf(priority)}`;
  if (side) {
    const card = document.createElement('div');
    card.className = `card ${side}`;
    const [name, place] = [document.createElement('b'), document.createElement('span')];
    name.textContent = who;
    place.textContent = where;
    card.append(name, place);
    box.append(card);
  }
  return L.divIcon({ html: box, className: 'incident-icon', iconSize: [36, 36], iconAnchor: [18, 20] });
}
