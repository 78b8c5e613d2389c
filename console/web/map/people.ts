// Responders on the map: coordinators and whoever has a leg. Each marker glides to its new place.
import './people.css';
import * as L from 'leaflet';
import type { IncidentView, LegView } from '../../../contracts/incident/views.ts';
import type { ResponderView } from '../../../contracts/office/responders.ts';
import type { LonLat } from '../../../contracts/position.ts';
import { nameOf } from '../words/sentences.ts';
import { type Box, Room, type Side, sideFor, widthOf } from './labels.ts';

type Shown = { responder: ResponderView; leg: LegView | undefined };

/** Roles that are always shown while they are online; the others when they are on the way. */
const always: readonly ResponderView['role'][] = ['grid_coordinator', 'doctor'];
/** Who answers from a desk is nowhere on the streets. */
const atADesk: readonly ResponderView['role'][] = ['health_desk', 'street_officer'];
/** An older position is drawn hollow. */
const oldAfterMs = 120_000;

/** What happens when somebody is dragged. */
export type Dragging = { mayDrag: () => boolean; onDrop: (responder: string, at: L.LatLng) => void };

/** Each one that glides is a layer of its own for the browser: without a graphics card two hundred of them cost every second frame. */
const glideUpTo = 60;

/** Moved less than this, the direction says nothing: positions jitter. */
const headingFromMetres = 6;

export class PeopleLayer {
  readonly #dragging: Dragging | undefined;
  readonly #last = new Map<string, { at: LonLat; heading: number | undefined }>();
  readonly #markers = new Map<
    string,
    { marker: L.Marker; drawn: string; at: L.LatLngTuple; held: boolean; side: Side; heading: number | undefined }
  >();
  readonly #covered: (box: Box) => number;
  #named = new Room();
  readonly #group = L.layerGroup();
  #map: L.Map | undefined;

  /** @param covered what a name there would cover of everything that is drawn already */
  constructor(covered: (box: Box) => number, dragging?: Dragging) {
    this.#covered = covered;
    this.#dragging = dragging;
  }

  addTo(map: L.Map): this {
    this.#map = map;
    this.#group.addTo(map);
    return this;
  }

  show(responders: Iterable<ResponderView>, incidents: Iterable<IncidentView>, now: number): void {
    const active = new Map<string, LegView>();
    for (const incident of incidents)
      if (incident.state === 'open')
        for (const leg of incident.legs)
          if (leg.standing === 'taken' && (leg.purpose === 'comes' || leg.purpose === 'bridge'))
            active.set(leg.responder.id, leg);
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
    this.#map?.getContainer().classList.toggle('few', shown.length <= glideUpTo);
    this.#named = new Room();
    for (const one of shown) this.#place(one, now);
  }

  #place({ responder, leg }: Shown, now: number): void {
    const { id, name, position, positionAt, connected } = responder;
    const old = !connected || (positionAt !== undefined && now - Date.parse(positionAt) > oldAfterMs);
    const health = responder.role === 'doctor' || responder.role === 'health_desk';
    const state = leg ? (leg.state === 'on_scene' ? 'there' : 'way') : old ? 'old' : 'idle';
    const heading = this.#headingOf(id, position);
    const age = positionAt === undefined ? undefined : Math.floor((now - Date.parse(positionAt)) / 60_000);
    const look = `${state} ${health ? 'health' : 'grid'}`;
    const short = nameOf(name);
    const says = leg && age !== undefined && age >= 1 ? `${short} · ${age}′` : short;
    const at: L.LatLngTuple = [position[1], position[0]];
    const known = this.#markers.get(id);
    const side = leg ? this.#sideOf(at, says, known?.side) : 'right';
    const drawn = `${look}|${heading !== undefined}|${says}|${side}`;
    if (known) {
      known.at = at;
      this.#allowDragging(known.marker);
      if (!known.held && !known.marker.getLatLng().equals(at)) known.marker.setLatLng(at);
      if (heading !== known.heading) turn(known.marker, heading);
      known.heading = heading;
      if (known.drawn === drawn || known.held) return;
      known.marker.setIcon(icon(says, look, side, heading));
      known.drawn = drawn;
      known.side = side;
      return;
    }
    const marker = new PersonMarker(at, {
      icon: icon(says, look, side, heading),
      keyboard: false,
      interactive: this.#dragging !== undefined,
      zIndexOffset: 200,
    });
    const entry = { marker, drawn, at, held: false, side, heading };
    marker.on('dragstart', () => {
      entry.held = true;
      marker.getElement()?.classList.add('held');
    });
    // Where the pointer is, not where the marker would have been: whoever is gliding is taken from where they are seen.
    marker.on('drag', (event) => {
      const under = this.#map?.mouseEventToLatLng(pointerOf((event as L.LeafletMouseEvent).originalEvent));
      if (under) marker.setLatLng(under);
    });
    marker.on('dragend', () => {
      entry.held = false;
      marker.getElement()?.classList.remove('held');
      const dropped = marker.getLatLng();
      marker.setLatLng(entry.at);
      this.#dragging?.onDrop(id, dropped);
    });
    this.#group.addLayer(marker);
    this.#allowDragging(marker);
    this.#markers.set(id, entry);
  }

  /** A console may be locked, and unlocked again, while somebody is shown. */
  #allowDragging({ dragging }: L.Marker): void {
    const may = this.#dragging?.mayDrag() ?? false;
    if (dragging && dragging.enabled() !== may) may ? dragging.enable() : dragging.disable();
  }

  /** The name of whoever is on the way stands where it hides least. */
  #sideOf(at: L.LatLngTuple, says: string, now: Side | undefined): Side {
    const point = this.#map?.latLngToLayerPoint(at) ?? { x: 0, y: 0 };
    const size = { reach: 15, w: widthOf(says, 13) + 18, h: 24 };
    const { side, box } = sideFor(point, size, (one) => this.#covered(one) + this.#named.overlap(one), now);
    this.#named.take(box);
    return side;
  }

  /** Degrees clockwise from north, from the last two positions; undefined for whoever stands. */
  #headingOf(id: string, position: LonLat): number | undefined {
    const last = this.#last.get(id);
    if (!last) {
      this.#last.set(id, { at: position, heading: undefined });
      return undefined;
    }
    const east = (position[0] - last.at[0]) * Math.cos((position[1] * Math.PI) / 180) * 111_320;
    const north = (position[1] - last.at[1]) * 110_574;
    if (Math.hypot(east, north) < headingFromMetres) return last.heading;
    // Sixteen points of the compass: a finer one would be drawn anew at each step.
    const heading = (Math.round((Math.atan2(east, north) * 8) / Math.PI) * 22.5 + 360) % 360;
    this.#last.set(id, { at: position, heading });
    return heading;
  }
}

/**
 * Leaflet makes each marker a layer of the browser's own (translate3d) and stacks all of them anew at each step, by how far
 * south they are. With two hundred that move, that costs every second frame; these are painted together, in one layer.
 */
class PersonMarker extends L.Marker {
  #drawnAt: L.LatLng | undefined;

  _setPos(at: L.Point): void {
    const element = this.getElement() as (HTMLElement & { _leaflet_pos?: L.Point }) | undefined;
    if (!element) return;
    // Moved by the map and not by themselves, they are at once where the map has them.
    const place = this.getLatLng();
    if (element._leaflet_pos?.equals(at) !== true)
      element.style.transition = this.#drawnAt?.equals(place) ? 'none' : '';
    this.#drawnAt = place;
    element._leaflet_pos = at; // where Leaflet's dragging begins
    element.style.transform = `translate(${at.x}px, ${at.y}px)`;
    element.style.zIndex = String(this.options.zIndexOffset ?? 0);
  }
}

/** Of a mouse, or of the first finger. */
const pointerOf = (event: MouseEvent | TouchEvent): MouseEvent =>
  ('touches' in event ? event.touches[0] : event) as MouseEvent;

/** Turns the arrow where it stands: a new icon for each turn would be a new layer. */
function turn(marker: L.Marker, heading: number | undefined): void {
  const arrow = marker.getElement()?.querySelector<HTMLElement>('.person > i');
  if (arrow && heading !== undefined) arrow.style.transform = `rotate(${heading}deg)`;
}

function icon(says: string, look: string, side: Side, heading: number | undefined): L.DivIcon {
  const disc = document.createElement('span');
  disc.className = `person ${look}`;
  disc.textContent = [...says][0] ?? '';
  if (heading !== undefined) {
    const arrow = document.createElement('i');
    arrow.style.transform = `rotate(${heading}deg)`;
    disc.append(arrow);
  }
  if (look.startsWith('way') || look.startsWith('there')) {
    const label = document.createElement('em');
    label.textContent = says;
    label.className = side;
    disc.append(label);
  }
  return L.divIcon({ html: disc, className: `person-icon ${look}`, iconSize: [22, 22] });
}
