// The way there on the district's own map. Fetched when somebody is on the way.
import 'leaflet/dist/leaflet.css';
import '../map/map.css';
import { useSignalEffect } from '@preact/signals';
import L from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import type { MapSource, MyLeg } from '../../../contracts/api.ts';
import { buildRoads, type RoadNetwork } from '../../../geography/roads.ts';
import { readMap } from '../live/api.ts';
import { BaseMap } from '../map/base.ts';
import { words } from './language.ts';
import { here } from './position.ts';

let source: MapSource | undefined;
let roads: RoadNetwork | undefined;

export function WayMap({ leg }: { leg: MyLeg }) {
  const host = useRef<HTMLDivElement>(null);
  const map = useRef<{ map: L.Map; base: BaseMap; way: L.LayerGroup } | undefined>(undefined);
  const to = leg.position;
  const draw = async (): Promise<void> => {
    if (!source) {
      const answer = await readMap();
      if (!answer.ok) return; // no signal: drawn when the next position comes
      source = answer.value;
      roads = buildRoads(source.roads);
      map.current?.map.attributionControl.addAttribution(source.district.attribution);
    }
    const made = map.current;
    if (!made || !to || !roads) return;
    made.base.show(source);
    made.way.clearLayers();
    const at: L.LatLngTuple = [to[1], to[0]];
    const from = here.value;
    L.marker(at, { icon: sign(leg.priority), interactive: false, keyboard: false }).addTo(made.way);
    if (!from) {
      made.map.setView(at, 17.5, { animate: false });
      return;
    }
    const line = roads.route(from, to).line.map(([lon, lat]): L.LatLngTuple => [lat, lon]);
    L.polyline(line, { className: 'route-casing', weight: 13, interactive: false }).addTo(made.way);
    L.polyline(line, { className: 'route grid', weight: 8, interactive: false }).addTo(made.way);
    L.marker([from[1], from[0]], { icon: me(), interactive: false, keyboard: false }).addTo(made.way);
    made.map.fitBounds(L.latLngBounds([at, [from[1], from[0]], ...line]), {
      padding: [36, 36],
      maxZoom: 18,
      animate: false,
    });
  };
  useEffect(() => {
    if (!host.current) return;
    const made = L.map(host.current, { zoomControl: false, minZoom: 14, maxZoom: 19, zoomSnap: 0.1 });
    made.attributionControl.setPrefix(false);
    made.setView([to?.[1] ?? 30.643, to?.[0] ?? 104.0595], 17);
    const base = new BaseMap(() => new Map()).addTo(made);
    map.current = { map: made, base, way: L.layerGroup().addTo(made) };
    void draw();
    return () => {
      made.remove();
      map.current = undefined;
    };
  }, []);
  useSignalEffect(() => {
    void here.value;
    void draw();
  });
  return <div class="way-map" ref={host} role="img" aria-label={words().map} />;
}

function sign(priority: 1 | 2 | 3): L.DivIcon {
  const shape = { 1: 'M20 3L38 35H2Z', 2: 'M20 2L38 20L20 38L2 20Z', 3: 'M5 20a15 15 0 1 0 30 0a15 15 0 1 0-30 0' };
  return L.divIcon({
    html: `<svg class="sev p${priority}" viewBox="0 0 40 40" width="36" height="36"><path class="shape" d="${shape[priority]}"/><text x="20" y="${priority === 1 ? 31 : 26}">${priority}</text></svg>`,
    className: 'incident-icon',
    iconSize: [36, 36],
    iconAnchor: [18, 20],
  });
}

function me(): L.DivIcon {
  const disc = document.createElement('span');
  disc.className = 'person way grid';
  disc.textContent = words().me;
  return L.divIcon({ html: disc, className: 'person-icon', iconSize: [22, 22] });
}
