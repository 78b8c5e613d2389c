// What the map is drawn from.

import { MapSource } from '../../../contracts/office/place.ts';
import { may } from '../../../contracts/session/rights.ts';
import type { RegistryParts } from '../parts.ts';
import { answers } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { mapSource } from './views.ts';

export function addMap(app: App, parts: RegistryParts): void {
  const asks = narrowed(route('map.read', 'what the map is drawn from', { response: answers(MapSource) }));
  app.get('/api/v1/map', asks, async (request) => {
    const { me, district, whole } = whoAsksHere(parts, request);
    // Each home there is one of an old person alone: where all of them are is for whoever may list them.
    // Where a grid ends is seen from both sides.
    const { grids } = whole.bundle;
    return {
      ...mapSource(district, may(me.role, 'resident.list')),
      grids,
      ...(parts.tiles ? { tiles: parts.tiles } : {}),
    };
  });
}
