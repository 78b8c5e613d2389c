// What the map is drawn from.

import { MapSource } from '../../../contracts/office/place.ts';
import { districtOf } from '../district.ts';
import type { RegistryParts } from '../parts.ts';
import { answers } from '../refusal.ts';
import type { App } from '../resource.ts';
import { whoAsks } from '../session/doors.ts';
import { mapSource } from './views.ts';

export function addMap(app: App, parts: RegistryParts): void {
  app.get(
    '/api/v1/map',
    { config: { right: 'map.read' }, schema: { summary: 'what the map is drawn from', response: answers(MapSource) } },
    async (request) => ({
      ...mapSource(
        districtOf(parts, whoAsks(request).me.district),
        request.me?.role !== 'wall' && request.me?.role !== 'responder',
      ),
      ...(parts.tiles ? { tiles: parts.tiles } : {}),
    }),
  );
}
