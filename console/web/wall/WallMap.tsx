// The district with a colour for each grid: the finest place that is shown.
import './WallMap.css';
import { useSignalEffect } from '@preact/signals';
import * as L from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import type { WallView } from '../../../contracts/incident/views.ts';
import type { MapSource } from '../../../contracts/office/place.ts';
import { theme } from '../look/theme.ts';
import { BaseMap } from '../map/base.ts';
import { escaped } from '../map/escaped.ts';
import { words } from './language.ts';
import { map, wall } from './state.ts';

type Drawn = { map: L.Map; base: BaseMap; grids: L.LayerGroup; fit: () => void };
type Grid = MapSource['grids'][number];

export function WallMap() {
  const host = useRef<HTMLDivElement>(null);
  const made = useRef<Drawn | undefined>(undefined);
  useEffect(() => {
    if (!host.current) return;
    const drawn = create(host.current);
    made.current = drawn;
    const watch = new ResizeObserver(() => {
      drawn.map.invalidateSize({ animate: false });
      drawn.fit();
    });
    watch.observe(host.current);
    return () => {
      watch.disconnect();
      drawn.map.remove();
      made.current = undefined;
    };
  }, []);
  const shown = useRef('');
  useSignalEffect(() => {
    const source = map.value;
    if (!source || !made.current) return;
    made.current.base.show(source);
    if (shown.current === source.district.id) return;
    shown.current = source.district.id;
    made.current.map.attributionControl.addAttribution(escaped(source.district.attribution));
    made.current.fit();
  });
  useSignalEffect(() => {
    const layer = made.current?.grids;
    void theme.value;
    if (!map.value || !wall.value || !layer) return;
    layer.clearLayers();
    for (const grid of map.value.grids) drawGrid(layer, grid, wall.value);
  });
  return <div class="wall-map" ref={host} role="img" aria-label={words.value.map} />;
}

/** It is looked at from afar: nobody moves it. */
function create(host: HTMLElement): Drawn {
  const leaflet = L.map(host, {
    zoomControl: false,
    zoomSnap: 0.05,
    dragging: false,
    scrollWheelZoom: false,
    doubleClickZoom: false,
    touchZoom: false,
    keyboard: false,
    boxZoom: false,
  });
  leaflet.attributionControl.setPrefix(false);
  leaflet.setView([30.643, 104.0595], 16);
  return {
    map: leaflet,
    base: new BaseMap(() => new Map(), { gridNames: false, courtyardNames: false }).addTo(leaflet),
    grids: L.layerGroup().addTo(leaflet),
    fit: () => {
      const points = (map.peek()?.grids ?? []).flatMap(({ ring }) => ring.map(latLngOf));
      if (points.length > 0) leaflet.fitBounds(L.latLngBounds(points), { padding: [48, 48], animate: false });
    },
  };
}

const latLngOf = ([lon, lat]: readonly [number, number]): L.LatLngTuple => [lat, lon];

function drawGrid(layer: L.LayerGroup, { id, name, ring, label }: Grid, view: WallView): void {
  const w = words.value;
  const { fresh, active, verify } = view.grids.find((one) => one.id === id) ?? { fresh: 0, active: 0, verify: 0 };
  const state = fresh > 0 ? 'fresh' : active + verify > 0 ? 'active' : 'calm';
  const says = [
    fresh > 0 ? w.gridFresh(fresh) : '',
    active > 0 ? w.gridActive(active) : '',
    verify > 0 ? w.gridVerify(verify) : '',
  ].filter((part) => part !== '');
  const area = L.polygon(ring.map(latLngOf), { className: `wall-grid ${state}`, interactive: false }).addTo(layer);
  const box = document.createElement('div');
  box.className = `wall-name ${state}`;
  const [title, count] = [document.createElement('b'), document.createElement('span')];
  title.textContent = name;
  count.textContent = says.join(' · ') || w.gridCalm;
  box.append(title, count);
  const at = label ? latLngOf(label) : area.getBounds().getCenter();
  const icon = L.divIcon({ html: box, className: 'wall-label', iconSize: [0, 0] });
  L.marker(at, { icon, interactive: false, keyboard: false }).addTo(layer);
}
