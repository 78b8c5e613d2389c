// What the map is drawn from.

import { MapSource } from '../../../contracts/office/place.ts';
import { may } from '../../../contracts/session/rights.ts';
import type { RegistryParts } from '../parts.ts';
import { answers } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { mapSource } from './views.ts';

export function addMap(app: App, parts: RegistryParts): void {
  const asks = route('map.read', 'what the map is drawn from', { response: answers(MapSource) });
  app.get('/api/v1/map', asks, async (request) => {
    const { me, district } = whoAsksHere(parts, request);
    // Each home there is one of an old person alone: where all of them are is for whoever may list them.
    return { ...mapSource(district, may(me.role, 'resident.list')), ...(parts.tiles ? { tiles: parts.tiles } : {}) };
  });
}
