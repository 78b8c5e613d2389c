// The way there on the district's own map: the route, how far it is, oneself. Fetched before somebody is on the way (later.ts).
import '../map/people.css';
import '../map/routes.css';
import './WayMap.css';
import { useSignalEffect } from '@preact/signals';
import * as L from 'leaflet';
import { useEffect, useRef } from 'preact/hooks';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { BaseMap } from '../map/base.ts';
import { escaped } from '../map/escaped.ts';
import { signOf } from '../map/sign.ts';
import { words } from './language.ts';
import { here } from './position.ts';
import { fetchStreets, routeOf, source } from './way.ts';

void fetchStreets();

/** Metres by road from where the phone is; undefined while the phone or the streets are not known. */
export function metresTo({ position }: MyLeg): number | undefined {
  const from = here.value;
  return from && position ? routeOf(from, position)?.metres : undefined;
}

type Made = { map: L.Map; base: BaseMap; way: L.LayerGroup };

export function WayMap({ leg }: { leg: MyLeg }) {
  const host = useRef<HTMLDivElement>(null);
  const made = useRef<Made | undefined>(undefined);
  useEffect(() => {
    if (!host.current) return;
    const [lon, lat] = leg.position ?? [104.0595, 30.643];
    const map = L.map(host.current, { zoomControl: false, minZoom: 14, maxZoom: 19, zoomSnap: 0.1 });
    map.attributionControl.setPrefix(false);
    map.setView([lat, lon], 17);
    made.current = {
      map,
      base: new BaseMap(() => new Map(), { gridNames: false, courtyardNames: true }).addTo(map),
      way: L.layerGroup().addTo(map),
    };
    return () => {
      map.remove();
      made.current = undefined;
    };
  }, []);
  useSignalEffect(() => {
    const district = source.value;
    if (!district || !made.current) return;
    made.current.base.show(district);
    made.current.map.attributionControl.addAttribution(escaped(district.district.attribution));
  });
  useSignalEffect(() => {
    if (made.current) drawWay(made.current, leg);
  });
  return (
    <section class="way-area">
      <div class="way-map" ref={host} role="img" aria-label={words.value.map} />
      {here.value === undefined && <p class="no-position">{words.value.noPosition}</p>}
    </section>
  );
}

function drawWay({ map, way }: Made, { position: to, priority }: MyLeg): void {
  if (!to) return;
  const from = here.value;
  const at: L.LatLngTuple = [to[1], to[0]];
  way.clearLayers();
  L.marker(at, { icon: sign(priority), interactive: false, keyboard: false }).addTo(way);
  if (!from) {
    map.setView(at, 17.5, { animate: false });
    return;
  }
  const line = (routeOf(from, to)?.line ?? []).map(([lon, lat]): L.LatLngTuple => [lat, lon]);
  L.polyline(line, { className: 'route-casing', weight: 13, interactive: false }).addTo(way);
  L.polyline(line, { className: 'route grid', weight: 8, interactive: false }).addTo(way);
  L.marker([from[1], from[0]], { icon: me(), interactive: false, keyboard: false }).addTo(way);
  map.fitBounds(L.latLngBounds([at, [from[1], from[0]], ...line]), {
    padding: [36, 36],
    maxZoom: 18,
    animate: false,
  });
}

const sign = (priority: 1 | 2 | 3): L.DivIcon =>
  L.divIcon({
    html: signOf(priority, ' width="36" height="36"'),
    className: 'incident-icon',
    iconSize: [36, 36],
    iconAnchor: [18, 20],
  });

function me(): L.DivIcon {
  const disc = document.createElement('span');
  disc.className = 'person way grid';
  disc.textContent = words.value.me;
  return L.divIcon({ html: disc, className: 'person-icon', iconSize: [22, 22] });
}
