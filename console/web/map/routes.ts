// The way of everybody who is coming: solid for the grid, dotted for the health centre.
import './routes.css';
import * as L from 'leaflet';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import type { ResponderView } from '../../../contracts/office/responders.ts';
import type { RoadNetwork } from '../../../geography/roads.ts';

export class RouteLayer {
  readonly #group = L.layerGroup();
  #drawn = '';
  #roads: RoadNetwork | undefined;

  addTo(map: L.Map): this {
    this.#group.addTo(map);
    return this;
  }

  show(incidents: Iterable<IncidentView>, responders: ReadonlyMap<string, ResponderView>, roads: RoadNetwork): void {
    const ways = [...incidents].flatMap((incident) => {
      const to = incident.place.position;
      if (incident.state !== 'open' || !to) return [];
      return incident.legs
        .filter(({ state, travelSeconds }) => (state === 'accepted' || state === 'en_route') && travelSeconds > 0)
        .flatMap((leg) => {
          const from = responders.get(leg.responder.id)?.position;
          return from ? [{ track: leg.track, from, to }] : [];
        });
    });
    const drawn = JSON.stringify(ways);
    if (drawn === this.#drawn && roads === this.#roads) return;
    this.#drawn = drawn;
    this.#roads = roads;
    this.#group.clearLayers();
    for (const { track, from, to } of ways) {
      const line = roads.route(from, to).line.map(([lon, lat]): L.LatLngTuple => [lat, lon]);
      this.#group.addLayer(L.polyline(line, { className: 'route-casing', interactive: false, weight: 8 }));
      this.#group.addLayer(L.polyline(line, { className: `route ${track}`, interactive: false, weight: 4.5 }));
    }
  }
}
