// Is somebody still left alone? The wall's red, and the count of a surge.
import type { Incident } from '../../../contracts/incident/state.ts';
import { whoComes } from '../../../dispatcher/domain/incident/coming.ts';
import { isLacking } from '../../../dispatcher/domain/incident/needs.ts';

/** Nobody is on the way or there, and nobody has been there for what is asked now. */
export const isAlone = (incident: Incident): boolean =>
  whoComes(incident) === undefined &&
  (incident.needs === undefined ||
    incident.needs.some((one) => (one.need === 'door' || one.need === 'fire') && isLacking(one)));
