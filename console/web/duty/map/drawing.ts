// The map: Leaflet driven directly, one layer a concern. It never pans by itself while a form is open.
import { signal } from '@preact/signals';
import * as L from 'leaflet';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { needsAttention } from '../../alarm/attention.ts';
import { now, picture } from '../../live/page.ts';
import { theme } from '../../look/theme.ts';
import { BaseMap } from '../../map/base.ts';
import { escaped } from '../../map/escaped.ts';
import { HomesLayer } from '../../map/homes.ts';
import { IncidentLayer } from '../../map/incidents.ts';
import type { Box } from '../../map/labels.ts';
import { PeopleLayer } from '../../map/people.ts';
import { RouteLayer } from '../../map/routes.ts';
import { personOf, placeOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { proposeFor, select } from '../actions.ts';
import { district, readiness, roads } from '../district.ts';
import { form, mayOrder, selected, sought } from '../state.ts';
import { beyondTheEdge, hiddenByPane, measureWindow } from './window.ts';

type Layers = {
  map: L.Map;
  base: BaseMap;
  homes: HomesLayer;
  routes: RouteLayer;
  people: PeopleLayer;
  incidents: IncidentLayer;
};
let layers: Layers | undefined;
/** The district that the map shows, and whether it was fitted to its grids. */
let fitted = { id: '', toGrids: false };

/** @returns closes it again */
export function openMap(host: HTMLElement): () => void {
  layers = create(host);
  const watch = new ResizeObserver(() => {
    layers?.map.invalidateSize({ animate: false });
    if (!movedByHand) fitMap();
  });
  watch.observe(host);
  return () => {
    watch.disconnect();
    layers?.map.remove();
    layers = undefined;
    fitted = { id: '', toGrids: false };
  };
}

function create(host: HTMLElement): Layers {
  const map = L.map(host, {
    center: [30.643, 104.0595],
    zoom: 16,
    zoomSnap: 0.1,
    zoomDelta: 0.5,
    wheelPxPerZoomLevel: 120,
    minZoom: 14,
    maxZoom: 19,
    zoomControl: false,
    attributionControl: true,
    keyboard: false, // J, K, F are the queue's; the arrows scroll it
  });
  map.on('movestart zoomstart', () => {
    if (!fitting) movedByHand = true;
  });
  map.attributionControl.setPrefix(false);
  L.control.scale({ imperial: false, position: 'bottomright' }).addTo(map);
  const base = new BaseMap(coordinatorNames).addTo(map);
  const routes = new RouteLayer().addTo(map);
  const homes = new HomesLayer().addTo(map);
  const covered = (box: Box): number => base.covered(box) + beyondTheEdge(map, box);
  const people = new PeopleLayer((box) => covered(box) + incidents.covers(box), {
    mayDrag: () => mayOrder.value,
    onDrop: (responder, at) => {
      const id = incidents.near(at, dropWithinPixels);
      if (id !== undefined) proposeFor(id, responder);
    },
  }).addTo(map);
  const incidents = new IncidentLayer(select, covered).addTo(map);
  map.on('moveend', () => {
    moved.value++;
  });
  return { map, base, homes, routes, people, incidents };
}

/** A responder dropped this near to an incident is meant for it. */
const dropWithinPixels = 44;
/** Counts the moves of the map: labels may have more room elsewhere now. */
const moved = signal(0);

const coordinatorNames = (): Map<string, string> =>
  new Map(
    [...picture.peek().responders.values()]
      .filter(({ role, grid }) => role === 'grid_coordinator' && grid !== undefined)
      // Of several the last one set is drawn: on duty before off duty, then the first by id.
      .sort((a, b) => Number(a.onDuty) - Number(b.onDuty) || (a.id < b.id ? 1 : -1))
      .map(({ grid, name }) => [grid ?? '', name]),
  );

/** Until somebody moves the map it keeps showing the whole district, whatever the window does. */
let movedByHand = false;
let fitting = false;

/** Shows the whole district beside the open pane. */
export function fitMap(): void {
  const points = (district.value?.grids ?? []).flatMap(({ ring }) =>
    ring.map(([lon, lat]): L.LatLngTuple => [lat, lon]),
  );
  if (!layers || points.length === 0) return;
  movedByHand = false;
  fitting = true;
  layers.map.fitBounds(L.latLngBounds(points), {
    paddingTopLeft: [16, 56],
    paddingBottomRight: [16 + hiddenByPane(), 16],
    animate: false,
  });
  fitting = false;
}

export const zoomBy = (by: 1 | -1): void => void layers?.map.setZoom(layers.map.getZoom() + by / 2);

export function showDistrict(): void {
  const source = district.value;
  layers?.base.show(source);
  if (!layers || !source) return;
  const { map } = layers;
  if (fitted.id !== source.district.id) {
    fitted = { id: source.district.id, toGrids: false };
    map.attributionControl.addAttribution(escaped(source.district.attribution));
    const { tiles } = source;
    // Fetched only where tiles were chosen; without them the map is complete.
    if (tiles) void import('../../map/tiles.ts').then(({ addTiles }) => addTiles(map, tiles));
  }
  if (fitted.toGrids) return;
  if (source.grids.length > 0) {
    fitted.toGrids = true;
    fitMap();
    return;
  }
  // Nothing is drawn yet: where it was said to be.
  const { centre } = source.district;
  if (centre) map.setView([centre[1], centre[0]], undefined, { animate: false });
}

export function showHomes(): void {
  void theme.value; // colours are read when it is drawn
  layers?.homes.show(district.value?.homes ?? [], readiness.value);
}

let found: L.Marker | undefined;
export function showSought(): void {
  const place = sought.value;
  if (!layers || !place) return;
  const at: L.LatLngTuple = [place.position[1], place.position[0]];
  found?.remove();
  found = L.marker(at, { icon: markOf(place.name), keyboard: false, interactive: false, zIndexOffset: 1_500 });
  found.addTo(layers.map);
  movedByHand = true; // the reader asked for this place
  layers.map.setView(at, Math.max(17.5, layers.map.getZoom()), { animate: false });
}

function markOf(name: string): L.DivIcon {
  const box = document.createElement('span');
  box.className = 'sought';
  const label = document.createElement('b');
  label.textContent = name;
  box.append(label);
  return L.divIcon({ html: box, className: 'sought-icon', iconSize: [28, 28] });
}

export function showIncidents(): void {
  const { incidents, responders } = picture.value;
  void moved.value;
  void selected.value;
  if (layers) measureWindow(layers.map);
  if (roads.value) layers?.routes.show(incidents.values(), responders, roads.value);
  layers?.incidents.show(
    incidents.values(),
    selected.value,
    (one) => [personOf(one, words.value), whereOf(one)],
    (one) => needsAttention(one, now.peek()),
  );
}

/** Where it stands on the map, and that this is not exact when it is not. */
const whereOf = ({ place, marks }: IncidentView): string =>
  [placeOf(place, words.value), ...(marks.includes('inexact_fix') ? [words.value.marks.inexact_fix] : [])].join(' · ');

export function showPeople(): void {
  void moved.value;
  layers?.people.show(picture.value.responders.values(), picture.value.incidents.values(), now.value);
}

/** The selected one comes into sight, unless somebody is filling in a form. */
export function showSelected(): void {
  const chosen = selected.value === undefined ? undefined : picture.peek().incidents.get(selected.value);
  const at = chosen?.place.position;
  if (!layers || !at || form.peek() !== undefined) return;
  fitting = true; // ours, not the reader's hand
  layers.map.panInside([at[1], at[0]], { paddingTopLeft: [60, 80], paddingBottomRight: [220 + hiddenByPane(), 60] });
  fitting = false;
}
