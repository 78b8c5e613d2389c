// Open incidents on the map, always on top and never clustered. A click selects; the map does not move by itself.
import L from 'leaflet';
import type { IncidentView } from '../../../contracts/api.ts';

const shapes: Record<1 | 2 | 3, string> = {
  1: '<path class="shape" d="M20 3L38 35H2Z"/>',
  2: '<path class="shape" d="M20 2L38 20L20 38L2 20Z"/>',
  3: '<circle class="shape" cx="20" cy="20" r="15"/>',
};

export class IncidentLayer {
  readonly #markers = new Map<string, { marker: L.Marker; drawn: string }>();
  readonly #group = L.layerGroup();
  #map: L.Map | undefined;
  readonly #onSelect: (id: string) => void;

  constructor(onSelect: (id: string) => void) {
    this.#onSelect = onSelect;
  }

  addTo(map: L.Map): this {
    this.#map = map;
    this.#group.addTo(map);
    return this;
  }

  /** @param label what the card beside the selected one says */
  show(
    incidents: Iterable<IncidentView>,
    selected: string | undefined,
    label: (incident: IncidentView) => [string, string],
  ): void {
    const shown = [...incidents].filter((one) => one.state === 'open' && one.place.position !== undefined);
    const ids = new Set<string>(shown.map(({ id }) => id));
    for (const [id, { marker }] of this.#markers)
      if (!ids.has(id)) {
        marker.remove();
        this.#markers.delete(id);
      }
    for (const incident of shown) this.#place(incident, incident.id === selected, label(incident));
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

  #place(incident: IncidentView, selected: boolean, label: [string, string]): void {
    const { id, priority, place, acknowledged } = incident;
    const [lon, lat] = place.position ?? [0, 0];
    const drawn = JSON.stringify([priority, acknowledged === undefined, selected, label]);
    const known = this.#markers.get(id);
    if (known) {
      if (known.drawn !== drawn) known.marker.setIcon(icon(incident, selected, label));
      known.drawn = drawn;
      return;
    }
    const marker = L.marker([lat, lon], {
      icon: icon(incident, selected, label),
      zIndexOffset: 1_000 - priority * 100,
      title: label.join(' '),
    });
    marker.on('click', () => this.#onSelect(id));
    this.#group.addLayer(marker);
    this.#markers.set(id, { marker, drawn });
  }
}

function icon({ priority, acknowledged }: IncidentView, selected: boolean, [who, where]: [string, string]): L.DivIcon {
  const box = document.createElement('div');
  box.className = `incident p${priority} ${acknowledged ? '' : 'new'} ${selected ? 'selected' : ''}`;
  box.innerHTML = `<i class="pulse"></i><svg class="sev p${priority}" viewBox="0 0 40 40">${shapes[priority]}<text x="20" y="${priority === 1 ? 31 : 26}">${priority}</text></svg>`;
  if (selected) {
    const card = document.createElement('div');
    card.className = 'card';
    const [name, place] = [document.createElement('b'), document.createElement('span')];
    name.textContent = who;
    place.textContent = where;
    card.append(name, place);
    box.append(card);
  }
  return L.divIcon({ html: box, className: 'incident-icon', iconSize: [36, 36], iconAnchor: [18, 20] });
}
