// What the console knows of readiness, moved on by what changed: twelve thousand homes are not read again for one.
import type { HomeReadiness, Readiness } from '../../../../contracts/office/readiness.ts';

type Home = Readiness['homes'][number];

/** @returns undefined when a home is not known here: everything must be read again */
export function withChanges(known: Readiness, changed: readonly HomeReadiness[]): Readiness | undefined {
  const byId = new Map(known.homes.map((home) => [home.id, home]));
  for (const one of changed) {
    const before = byId.get(one.id);
    if (!before) return undefined;
    byId.set(one.id, { ...one, position: before.position });
  }
  const homes = [...byId.values()];
  return { ...known, ...totalsOf(homes), homes };
}

const totalsOf = (homes: readonly Home[]): Pick<Readiness, 'ready' | 'atRisk' | 'notCovered'> => {
  const count = (state: Home['state']): number => homes.filter((home) => home.state === state).length;
  return { ready: count('ready'), atRisk: count('at_risk'), notCovered: count('not_covered') };
};
