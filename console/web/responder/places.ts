import type { MyLeg } from '../../../contracts/incident/myLegs.ts';

const joined = (parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined).join(' ');

/** Building, unit and door, as far as they are known. */
export const doorOf = ({ building, unit, door }: MyLeg['place']): string => joined([building, unit, door]);
export const shortPlace = ({ courtyard, building, unit, door }: MyLeg['place']): string =>
  joined([courtyard?.name, building, unit, door]);
