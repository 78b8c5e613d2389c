// Reading what one's part in an incident does not show: one of four reasons, written down before anything is shown. And one telephone
// number in full, for whoever is about to call it.

import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { Resident } from '../../../contracts/office/community.ts';
import { BehindGlass, BreakGlass, PhoneAnswer, PhoneOrder } from '../../../contracts/office/residents.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import type { Me } from '../../../contracts/session/session.ts';
import { defined } from '../../../contracts/shapes.ts';
import { goes } from '../../../dispatcher/domain/incident/leg.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { accessOf } from '../../../wording/keys.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { maySeeLocked } from '../session/locked.ts';
import { showing } from '../session/shown.ts';
import { mayCall, withheldFrom } from './detailKnown.ts';
import { findIncident } from './story.ts';

const Id = Type.Object({ id: Type.String({ maxLength: 40 }) });

export function addBreakGlass(app: App, parts: IncidentParts): void {
  const conditionsAsks = narrowed(
    route(
      'incident.conditions',
      'break the glass: illnesses, and what else whoever asks is not shown; written down with the reason',
      { params: Id, body: BreakGlass, response: { 200: BehindGlass, 400: Refusal, 403: Refusal, 404: Refusal } },
    ),
  );
  app.post('/api/v1/incidents/:id/conditions', conditionsAsks, async (request) => {
    const { reason, why } = request.body;
    if (reason === undefined && why === undefined) throw new Refused('reason_needed', 'reason');
    const { district, incident, residents, me } = await asked(parts, request, request.params.id);
    const withheld =
      me.role === 'responder' ? new Set(['conditions']) : withheldFrom(me.role, incident, district, parts.clock.now());
    const broken = { ...defined({ reason, words: why }) };
    showing(request, {
      residents: residents.map((one) => one.id),
      incident: incident.id,
      purpose: 'break_glass',
      broken,
    });
    const home = incident.home === undefined ? undefined : district.homes.get(incident.home);
    const persons = residents.map(({ id, conditions, phone, contacts, mobility }) => ({
      id,
      conditions,
      ...(withheld.has('phones') ? { contacts, ...defined({ phone }) } : {}),
      ...(withheld.has('keys') && mobility !== undefined ? { mobility } : {}),
    }));
    return { persons, ...(withheld.has('keys') && home ? { access: accessOf(home) } : {}) };
  });

  const phoneAsks = narrowed(
    route(
      'incident.phone',
      'one telephone number in full, to call it; written down. Beyond an open incident of one’s own with a reason',
      { params: Id, body: PhoneOrder, response: { 200: PhoneAnswer, 403: Refusal, 404: Refusal } },
    ),
  );
  app.post('/api/v1/incidents/:id/phone', phoneAsks, async (request) => {
    const { resident: id, contact, reason } = request.body;
    const { district, incident, residents, me } = await asked(parts, request, request.params.id);
    if (me.locked) maySeeLocked(incident);
    if (me.locked && contact !== undefined) throw new Refused('screen_locked');
    const resident = residents.find((one) => one.id === id);
    const phone = contact === undefined ? resident?.phone : resident?.contacts[contact]?.phone;
    if (resident === undefined || phone === undefined) throw new Refused('not_found', 'resident');
    const own = mayCall(me.role, incident, district);
    if (!own && reason === undefined) throw new Refused('reason_needed', 'reason');
    const what = { residents: [id], incident: incident.id };
    if (own) showing(request, { ...what, purpose: incident.state === 'open' ? 'incident' : 'aftercare' });
    else showing(request, { ...what, purpose: 'break_glass', broken: defined({ reason }) });
    return { phone };
  });
}

type Asked = { me: Me; district: DistrictRegistry; incident: Incident; residents: readonly Resident[] };

/** @throws Refused for somebody who was sent and is not there: who is on the way asks the desk */
async function asked(parts: IncidentParts, request: FastifyRequest, id: string): Promise<Asked> {
  const { me, district } = whoAsksHere(parts, request);
  if (me.role === 'responder') {
    const known = parts.live.incident(district.id, id);
    const there = known?.legs.some((leg) => leg.responder === me.responder && goes(leg) && leg.state === 'on_scene');
    if (known?.state !== 'open' || !there) throw new Refused('not_at_scene', 'id');
  }
  const incident = await findIncident(parts, district, id);
  return { me, district, incident, residents: incident.home === undefined ? [] : district.residentsOf(incident.home) };
}
