// The map: Leaflet driven directly, one layer a concern. It never pans by itself while a form is open.
import { useSignalEffect } from '@preact/signals';
import L from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import { BaseMap } from '../map/base.ts';
import { IncidentLayer } from '../map/incidents.ts';
import { PeopleLayer } from '../map/people.ts';
import { RouteLayer } from '../map/routes.ts';
import { personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { form, now, picture, readiness, roads, selected, map as source } from './state.ts';

type Layers = { map: L.Map; base: BaseMap; routes: RouteLayer; people: PeopleLayer; incidents: IncidentLayer };
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
    layers?.base.show(source.value, readiness.value);
    const id = source.value?.district.id ?? '';
    if (id === '' || fitted.current === id || !layers) return;
    fitted.current = id;
    layers.map.attributionControl.addAttribution(source.value?.district.attribution ?? '');
    fitMap();
  });
  useSignalEffect(() => {
    const { incidents, responders } = picture.value;
    layers?.routes.show(incidents.values(), responders, roads.value);
    layers?.incidents.show(incidents.values(), selected.value, (one) => [
      personOf(one, words.value),
      placeOf(one.place, words.value),
    ]);
  });
  useSignalEffect(() => {
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
  const people = new PeopleLayer().addTo(map);
  const incidents = new IncidentLayer((id) => {
    selected.value = id;
  }).addTo(map);
  return { map, base, routes, people, incidents };
}
