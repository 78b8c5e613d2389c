// 辖区范围: the part of a community that somebody's rights reach over (docs/decisions/041). What lies within: contracts/office/reach.ts.
import { type Static, Type } from 'typebox';
import { RegistryId } from '../ids.ts';
import { Document } from '../shapes.ts';

/** A node of the tree below the community: a grid with all its courtyards, or one courtyard. */
export const AreaNode = Document({ kind: Type.Enum(['grids', 'courtyards']), id: RegistryId });
export type AreaNode = Static<typeof AreaNode>;

/** As it is kept: one that names nothing holds nothing. */
export const RightsArea = Type.Array(AreaNode, { maxItems: 200 });
export type RightsArea = Static<typeof RightsArea>;
/** As it is given. Absent, or null where it is changed: the whole community. */
export const GivenArea = Type.Array(AreaNode, { minItems: 1, maxItems: 200, uniqueItems: true });

/** `PUT /api/v1/accounts/{login}/area` */
export const AreaOrder = Document({ area: Type.Union([GivenArea, Type.Null()]) });

/** As the audit and the command line name it: `grids/g1 courtyards/c4`; of the whole community: `-`. */
export const areaSays = (area: RightsArea | undefined): string =>
  area === undefined ? '-' : area.map(({ kind, id }) => `${kind}/${id}`).join(' ');
