// 街道–社区–网格–院落–楼栋: who lives and works where, counted.
import type { RegistryTree } from '../../../contracts/office/registry.ts';
import type { DistrictRegistry } from '../../../store/district.ts';

type Counted = { homes: number; residents: number };

export function treeOf({ bundle, residentsOf }: Pick<DistrictRegistry, 'bundle' | 'residentsOf'>): RegistryTree {
  const { grids, courtyards, homes, responders } = bundle;
  const buildings = new Map<string, Map<string, Counted>>();
  for (const { id, courtyard, building } of homes) {
    const mine = buildings.get(courtyard) ?? new Map<string, Counted>();
    const { homes: known, residents } = mine.get(building) ?? { homes: 0, residents: 0 };
    buildings.set(courtyard, mine.set(building, { homes: known + 1, residents: residents + residentsOf(id).length }));
  }
  const people = countBy(responders.map(({ grid }) => grid ?? ''));
  const yards = courtyards.map(({ id, name, grid }) => {
    const all = [...(buildings.get(id) ?? [])].map(([building, counted]) => ({ name: building, ...counted }));
    all.sort((a, b) => a.name.localeCompare(b.name, 'zh', { numeric: true }));
    return { id, name, grid, ...sumOf(all), buildings: all };
  });
  const named = grids.map(({ id, name }) => {
    const mine = yards.filter(({ grid }) => grid === id).map(({ grid: _, ...yard }) => yard);
    return { id, name, ...sumOf(mine), people: people.get(id) ?? 0, courtyards: mine };
  });
  const { name } = bundle.district;
  return { name, ...sumOf(named), people: responders.length, grids: named };
}

const sumOf = (all: readonly Counted[]): Counted => ({
  homes: all.reduce((sum, { homes }) => sum + homes, 0),
  residents: all.reduce((sum, { residents }) => sum + residents, 0),
});

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
