// The map: Leaflet driven directly, one layer a concern. It never pans by itself while a form is open.
import { signal, useSignalEffect } from '@preact/signals';
import * as L from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import { needsAttention } from '../alarm/attention.ts';
import { now, picture } from '../live/page.ts';
import { theme } from '../look/theme.ts';
import { BaseMap } from '../map/base.ts';
import { escaped } from '../map/escaped.ts';
import { HomesLayer } from '../map/homes.ts';
import { IncidentLayer } from '../map/incidents.ts';
import type { Box } from '../map/labels.ts';
import { PeopleLayer } from '../map/people.ts';
import { RouteLayer } from '../map/routes.ts';
import { personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { select, toggle } from './keys.ts';
import { form, mayOrder, proposed, readiness, roads, selected, sought, map as source } from './state.ts';

type Layers = {
  map: L.Map;
  base: BaseMap;
  homes: HomesLayer;
  routes: RouteLayer;
  people: PeopleLayer;
  incidents: IncidentLayer;
};
let layers: Layers | undefined;

/** Shows the whole district beside the open pane. */
export function fitMap(): void {
  const bounds = boundsOfGrids();
  if (!layers || !bounds) return;
  movedByHand = false;
  fitting = true;
  layers.map.fitBounds(bounds, {
    paddingTopLeft: [16, 56],
    paddingBottomRight: [16 + hiddenByPane(), 16],
    animate: false,
  });
  fitting = false;
}

/** Until somebody moves the map it keeps showing the whole district, whatever the window does. */
let movedByHand = false;
let fitting = false;

/** Pixels of the map that an overlaid pane covers on the right. */
function hiddenByPane(): number {
  const pane = document.querySelector('.pane');
  return pane && getComputedStyle(pane).position === 'absolute' ? pane.clientWidth : 0;
}

function boundsOfGrids(): L.LatLngBounds | undefined {
  const points = (source.value?.grids ?? []).flatMap(({ ring }) => ring.map(([lon, lat]): L.LatLngTuple => [lat, lon]));
  return points.length === 0 ? undefined : L.latLngBounds(points);
}

export function MapView() {
  const host = useRef<HTMLDivElement>(null);
  const fitted = useRef('');
  useEffect(() => {
    if (!host.current) return;
    layers = create(host.current);
    const watch = new ResizeObserver(() => {
      layers?.map.invalidateSize({ animate: false });
      if (!movedByHand) fitMap();
    });
    watch.observe(host.current);
    return () => {
      watch.disconnect();
      layers?.map.remove();
      layers = undefined;
    };
  }, []);
  useSignalEffect(() => {
    layers?.base.show(source.value);
    const id = source.value?.district.id ?? '';
    if (id === '' || fitted.current === id || !layers) return;
    fitted.current = id;
    layers.map.attributionControl.addAttribution(escaped(source.value?.district.attribution ?? ''));
    const { tiles } = source.value ?? {};
    // Fetched only where tiles were chosen; without them the map is complete.
    const { map } = layers;
    if (tiles) void import('../map/tiles.ts').then(({ addTiles }) => addTiles(map, tiles));
    fitMap();
  });
  useSignalEffect(() => {
    void theme.value; // colours are read when it is drawn
    layers?.homes.show(source.value?.homes ?? [], readiness.value);
  });
  useSignalEffect(() => {
    const place = sought.value;
    if (!layers || !place) return;
    const at: L.LatLngTuple = [place.position[1], place.position[0]];
    found?.remove();
    found = L.marker(at, { icon: markOf(place.name), keyboard: false, interactive: false, zIndexOffset: 1_500 });
    found.addTo(layers.map);
    movedByHand = true; // the reader asked for this place
    layers.map.setView(at, Math.max(17.5, layers.map.getZoom()), { animate: false });
  });
  useSignalEffect(() => {
    const { incidents, responders } = picture.value;
    void moved.value;
    void selected.value;
    measureWindow();
    if (roads.value) layers?.routes.show(incidents.values(), responders, roads.value);
    layers?.incidents.show(
      incidents.values(),
      selected.value,
      (one) => [personOf(one, words.value), whereOf(one)],
      (one) => needsAttention(one, now.peek()),
    );
  });
  useSignalEffect(() => {
    void moved.value;
    layers?.people.show(picture.value.responders.values(), picture.value.incidents.values(), now.value);
  });
  useSignalEffect(() => {
    const chosen = selected.value === undefined ? undefined : picture.peek().incidents.get(selected.value);
    const at = chosen?.place.position;
    if (!layers || !at || form.peek() !== undefined) return;
    fitting = true; // ours, not the reader's hand
    layers.map.panInside([at[1], at[0]], { paddingTopLeft: [60, 80], paddingBottomRight: [220 + hiddenByPane(), 60] });
    fitting = false;
  });
  const w = words.value;
  return (
    <>
      <div class="map" ref={host} />
      <div class="over zoom">
        <button type="button" aria-label={w.zoomIn} onClick={() => layers?.map.zoomIn(0.5)}>
          +
        </button>
        <button type="button" aria-label={w.zoomOut} onClick={() => layers?.map.zoomOut(0.5)}>
          −
        </button>
        <button type="button" class="fit" onClick={fitMap}>
          {w.fitMap}
        </button>
      </div>
    </>
  );
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
  const names = () =>
    new Map(
      [...picture.peek().responders.values()]
        .filter(({ role, grid }) => role === 'grid_coordinator' && grid !== undefined)
        // Of several the last one set is drawn: on duty before off duty, then the first by id.
        .sort((a, b) => Number(a.onDuty) - Number(b.onDuty) || (a.id < b.id ? 1 : -1))
        .map(({ grid, name }) => [grid ?? '', name]),
    );
  const base = new BaseMap(names).addTo(map);
  const routes = new RouteLayer().addTo(map);
  const homes = new HomesLayer().addTo(map);
  const covered = (box: Box): number => base.covered(box) + beyondTheEdge(map, box);
  const people = new PeopleLayer((box) => covered(box) + incidents.covers(box), {
    mayDrag: () => mayOrder.value,
    onDrop: (responder, at) => {
      const id = incidents.near(at, dropWithinPixels);
      if (id === undefined) return;
      select(id);
      toggle('assign');
      proposed.value = responder; // sent only when it is confirmed in the pane
    },
  }).addTo(map);
  const incidents = new IncidentLayer(select, covered).addTo(map);
  map.on('moveend', () => {
    moved.value++;
  });
  return { map, base, homes, routes, people, incidents };
}

/** Where it stands on the map, and that this is not exact when it is not. */
const whereOf = ({ place, marks }: IncidentView): string =>
  [placeOf(place, words.value), ...(marks.includes('inexact_fix') ? [words.value.marks.inexact_fix] : [])].join(' · ');

/** Counts the moves of the map: labels may have more room elsewhere now. */
const moved = signal(0);

/** Square pixels of a label that would not be seen: beyond the window, under the pane, the counts or the buttons for the zoom. */
function beyondTheEdge(map: L.Map, box: Box): number {
  const { x, y } = map.layerPointToContainerPoint([box.x, box.y]);
  const outside = Math.max(0, -x, x + box.w - seen.right, -y, y + box.h - seen.bottom);
  const underButtons = x + box.w > seen.right - zoomButtons.w && y < zoomButtons.h ? zoomButtons.w : 0;
  const underCounts = x < counts.w && y < counts.h ? counts.w : 0;
  return (outside + underButtons + underCounts) * box.h;
}
const zoomButtons = { w: 64, h: 150 };
const counts = { w: 340, h: 64 };
/** The part of the map that can be seen, measured before labels are placed and not for each of them. */
const seen = { right: 0, bottom: 0 };
function measureWindow(): void {
  const size = layers?.map.getSize();
  if (!size) return;
  seen.right = size.x - hiddenByPane();
  seen.bottom = size.y;
}

/** A responder dropped this near to an incident is meant for it. */
const dropWithinPixels = 44;
let found: L.Marker | undefined;

function markOf(name: string): L.DivIcon {
  const box = document.createElement('span');
  box.className = 'sought';
  const label = document.createElement('b');
  label.textContent = name;
  box.append(label);
  return L.divIcon({ html: box, className: 'sought-icon', iconSize: [28, 28] });
}
