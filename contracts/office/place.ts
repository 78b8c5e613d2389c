// Where something is, and the map it is shown on, as a reader sees it.
import { type Static, Type } from 'typebox';
import { LonLat } from '../position.ts';
import { Named, optional } from '../shapes.ts';
import { Block, Courtyard, District, Grid, Leave, Responder, Road, ServicePoint, Shift, Swap } from './community.ts';
import { Policy } from './policy.ts';

/** Where a home is, in words and as a position. */
export const Place = Type.Object({
  grid: optional(Named),
  courtyard: optional(Named),
  building: optional(Type.String()),
  unit: optional(Type.String()),
  door: optional(Type.String()),
  position: optional(LonLat),
});
export type Place = Static<typeof Place>;

/** Tiles of a public provider, where the installation has chosen one. `datum`: what its maps are drawn in. */
export const Tiles = Type.Object({
  url: Type.String({ description: 'with {z} {x} {y} and, where it has any, {s}' }),
  datum: Type.Enum(['wgs84', 'gcj02']),
  attribution: Type.String(),
  maxZoom: Type.Integer(),
  subdomains: Type.String(),
});
export type Tiles = Static<typeof Tiles>;

/** `GET /api/v1/map`: what the base map is drawn from. No person, no door. */
export const MapSource = Type.Object({
  district: District,
  grids: Type.Array(Grid),
  roads: Type.Array(Road),
  blocks: Type.Array(Block),
  courtyards: Type.Array(Courtyard),
  servicePoints: Type.Array(ServicePoint),
  homes: Type.Array(Type.Object({ id: Type.String(), courtyard: Type.String(), position: LonLat })),
  speeds: Policy.properties.speeds,
  tiles: optional(Tiles),
});
export type MapSource = Static<typeof MapSource>;

/** `GET /api/v1/dispatching`: what decides who is asked. No resident, no door. */
export const Dispatching = Type.Object({
  district: District,
  grids: Type.Array(Grid),
  roads: Type.Array(Road),
  courtyards: Type.Array(Courtyard),
  homes: Type.Array(
    Type.Object({ id: Type.String(), courtyard: Type.String(), building: Type.String(), position: optional(LonLat) }),
  ),
  responders: Type.Array(Responder),
  shifts: Type.Array(Shift),
  leaves: Type.Array(Leave),
  swaps: Type.Array(Swap),
  policy: Policy,
});
export type Dispatching = Static<typeof Dispatching>;

/** `GET /api/v1/search`: residents, courtyards and open incidents; `q` in characters, pinyin or its initials. */
export const SearchHit = Type.Object({
  kind: Type.Enum(['resident', 'courtyard', 'incident', 'responder']),
  id: Type.String(),
  name: Type.String(),
  says: Type.String({ description: 'where, in the registry’s own words' }),
  position: optional(LonLat),
  home: optional(Type.String()),
});
export type SearchHit = Static<typeof SearchHit>;
export const SearchAnswer = Type.Object({ hits: Type.Array(SearchHit), more: Type.Boolean() });
export type SearchAnswer = Static<typeof SearchAnswer>;
