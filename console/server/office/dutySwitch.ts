// The duty switch at the two doors of the console, the person's own and the officer's: what differs is who turns it.
import type { FastifyBaseLogger } from 'fastify';
import type { DutyInput } from '../../../contracts/incident/inputs.ts';
import type { Responder } from '../../../contracts/office/community.ts';
import type { DutySwitch } from '../../../contracts/office/dutySwitch.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { switchDuty } from '../../../store/dutySwitch.ts';
import { TooLate } from '../../../store/patience.ts';
import type { Held } from '../../../store/tokens.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { actorOf, fromWhere } from '../session/caller.ts';
import { rosterOf } from './duty.ts';

type Turn = {
  district: DistrictRegistry;
  held: Held;
  actor: string;
  responder: string;
  order: DutySwitch;
  /** @throws Refused when it is not on disk */
  keep(input: DutyInput): Promise<unknown>;
};

/** @returns the responder as they are now @throws Refused */
export async function turnSwitch({ redis }: IncidentParts, turn: Turn, log: FastifyBaseLogger): Promise<Responder> {
  const { district, held, actor, responder, order, keep } = turn;
  const { name, role } = held.grant;
  const turned = await switchDuty(redis, district, {
    responder,
    order,
    by: { actor, id: actorOf(held), name, role, ...fromWhere(held) },
    switchEnds: (id, now) => rosterOf(district).switchEnds(id, now),
    keep,
  }).catch((error: unknown) => {
    if (!(error instanceof TooLate)) throw error;
    log.error({ error: String(error) }, 'console: a change of duty could not be stored');
    throw new Refused('store_unavailable');
  });
  if (!turned.ok)
    throw turned.why === 'unknown_responder' ? new Refused('not_found', 'id') : new Refused(turned.why, 'until');
  log.info({ responder, onDuty: order.onDuty, by: held.grant.name }, 'console: somebody went on or off duty');
  return turned.responder;
}
