// Responders on the map: coordinators and whoever has a leg. Each marker glides to its new place.
import L from 'leaflet';
import type { IncidentView, LegView, ResponderView } from '../../../contracts/api.ts';
import { isTaken } from '../duty/queue.ts';

type Shown = { responder: ResponderView; leg: LegView | undefined };

/** Roles that are always shown while they are online; the others when they are on the way. */
const always: readonly ResponderView['role'][] = ['grid_coordinator', 'doctor'];
/** Who answers from a desk is nowhere on the streets. */
const atADesk: readonly ResponderView['role'][] = ['health_desk', 'street_officer'];
/** An older position is drawn hollow. */
const oldAfterMs = 120_000;

export class PeopleLayer {
  readonly #markers = new Map<string, { marker: L.Marker; drawn: string }>();
  readonly #group = L.layerGroup();

  addTo(map: L.Map): this {
    this.#group.addTo(map);
    return this;
  }

  show(responders: Iterable<ResponderView>, incidents: Iterable<IncidentView>, now: number): void {
    const active = new Map<string, LegView>();
    for (const incident of incidents)
      if (incident.state === 'open')
        for (const leg of incident.legs) if (isTaken(leg)) active.set(leg.responder.id, leg);
    const shown = [...responders]
      .map((responder): Shown => ({ responder, leg: active.get(responder.id) }))
      .filter(
        ({ responder: { role, onDuty }, leg }) =>
          !atADesk.includes(role) && (leg !== undefined || (always.includes(role) && onDuty)),
      );
    const ids = new Set(shown.map(({ responder }) => responder.id));
    for (const [id, { marker }] of this.#markers)
      if (!ids.has(id)) {
        marker.remove();
        this.#markers.delete(id);
      }
    for (const one of shown) this.#place(one, now);
  }

  #place({ responder, leg }: Shown, now: number): void {
    const { id, name, position, positionAt, connected } = responder;
    const old = !connected || (positionAt !== undefined && now - Date.parse(positionAt) > oldAfterMs);
    const health = responder.role === 'doctor' || responder.role === 'health_desk';
    const state = leg ? (leg.state === 'on_scene' ? 'there' : 'way') : old ? 'old' : 'idle';
    const drawn = `${state} ${health ? 'health' : 'grid'}`;
    const at: L.LatLngTuple = [position[1], position[0]];
    const known = this.#markers.get(id);
    if (known) {
      known.marker.setLatLng(at);
      if (known.drawn === drawn) return;
      known.marker.setIcon(icon(name, drawn));
      known.drawn = drawn;
      return;
    }
    const marker = L.marker(at, { icon: icon(name, drawn), keyboard: false, interactive: false, zIndexOffset: 200 });
    this.#group.addLayer(marker);
    this.#markers.set(id, { marker, drawn });
  }
}

function icon(name: string, drawn: string): L.DivIcon {
  const disc = document.createElement('span');
  disc.className = `person ${drawn}`;
  disc.textContent = [...name][0] ?? '';
  if (drawn.startsWith('way') || drawn.startsWith('there')) {
    const label = document.createElement('em');
    label.textContent = name;
    disc.append(label);
  }
  return L.divIcon({ html: disc, className: 'person-icon', iconSize: [22, 22] });
}
