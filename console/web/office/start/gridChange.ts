import type { RegistryChange } from '../../../../contracts/office/registry.ts';
import type { LonLat } from '../../../../contracts/position.ts';

type Drawn = { name: string; ring: readonly LonLat[] };

/** A grid that is made. */
export const gridChange = (id: string, { name, ring }: Drawn): RegistryChange => ({
  kind: 'grids',
  id,
  version: 0,
  document: { id, name: name.trim(), ring },
});
