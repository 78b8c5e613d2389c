// By which ways somebody can be told.
import type { Responder } from '../../contracts/office/community.ts';
import type { Policy } from '../../contracts/office/policy.ts';
import type { Channel } from '../../contracts/terms.ts';

/** Ways to somebody besides the app: those that the district has a gateway for, and that need only a telephone number. */
export const outsideOf = ({ phone }: Pick<Responder, 'phone'>, { channels }: Pick<Policy, 'channels'>): Channel[] =>
  phone === undefined ? [] : channels.filter((channel) => channel !== 'app');
