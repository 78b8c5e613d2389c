// The documents that a district is made of: their kinds, and the schema of each.
import type { Static } from 'typebox';
import {
  Bicycle,
  Block,
  Board,
  Courtyard,
  Device,
  District,
  GateHouse,
  Grid,
  Home,
  Leave,
  Resident,
  Responder,
  Road,
  ServicePoint,
  Shift,
  Swap,
  Team,
} from './community.ts';
import { Policy } from './policy.ts';
import { Source } from './source.ts';

export const documentSchemas = {
  district: District,
  policy: Policy,
  grids: Grid,
  roads: Road,
  blocks: Block,
  courtyards: Courtyard,
  servicePoints: ServicePoint,
  homes: Home,
  residents: Resident,
  devices: Device,
  responders: Responder,
  shifts: Shift,
  leaves: Leave,
  swaps: Swap,
  teams: Team,
  bicycles: Bicycle,
  gateHouses: GateHouse,
  boards: Board,
  sources: Source,
} as const;
/** A collection of documents of a district. */
export type DocumentKind = keyof typeof documentSchemas;
export type DocumentOf<K extends DocumentKind> = Static<(typeof documentSchemas)[K]>;

/** Those of which a district has many, each with an id. */
export const collections = [
  'grids',
  'roads',
  'blocks',
  'courtyards',
  'servicePoints',
  'homes',
  'residents',
  'devices',
  'responders',
  'shifts',
  'leaves',
  'swaps',
  'teams',
  'bicycles',
  'gateHouses',
  'boards',
  'sources',
] as const satisfies DocumentKind[];
