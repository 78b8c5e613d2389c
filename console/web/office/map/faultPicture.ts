// Where the map is wrong, as one sees it: an area hatched, a line drawn over, a place ringed. Whole lines are errors, broken ones are for a human
// to judge; the hatching is the pattern of the page (MapPage.tsx).
import * as L from 'leaflet';
import type { LonLat } from '../../../../contracts/position.ts';
import type { Fault } from '../../../../geography/faults.ts';

export const hatchId = 'fault-hatch';

const latLng = ([lon, lat]: LonLat): L.LatLngTuple => [lat, lon];

export function drawnFault(fault: Fault, chosen: boolean): L.Path[] {
  const className = ['fault', fault.severity, chosen ? 'chosen' : ''].join(' ');
  const style = { className, interactive: false };
  const hatched = { ...style, fillColor: `url(#${hatchId})`, fillOpacity: 1 };
  if ('areas' in fault) return fault.areas.map((area) => L.polygon(area.map(latLng), hatched));
  const lines =
    'lines' in fault ? fault.lines.map((line) => L.polyline(line.map(latLng), { ...style, fill: false })) : [];
  return [...lines, L.circleMarker(latLng(fault.at), { ...hatched, radius: 14 })];
}
