// Residents and responders by name.

import { Type } from 'typebox';
import { plainText } from '../../../contracts/asWritten.ts';
import { ResidentView } from '../../../contracts/office/residents.ts';
import { ResponderView } from '../../../contracts/office/responders.ts';
import type { RegistryParts } from '../parts.ts';
import { answers } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { showing } from '../session/shown.ts';
import { isOnDuty } from './duty.ts';
import { residentView, responderView } from './views.ts';

/** Residents in one answer. */
const residentsAtMost = 5_000;

export function addResidentList(app: App, parts: RegistryParts): void {
  const asks = narrowed(
    route('resident.list', 'residents by name, courtyard or id', {
      querystring: Type.Object({ search: Type.Optional(Type.String({ maxLength: 80 })) }),
      response: answers(Type.Object({ residents: Type.Array(ResidentView) })),
    }),
  );
  app.get('/api/v1/residents', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const search = request.query.search?.trim() ?? '';
    const wanted = plainText(search);
    const views = district.bundle.residents.map((resident) => residentView(resident, district));
    const fits = ({ id, name, place }: ResidentView): boolean =>
      id.includes(search) ||
      plainText(name).includes(wanted) ||
      plainText(place.courtyard?.name ?? '').includes(wanted);
    const residents = views.filter(fits).slice(0, residentsAtMost);
    showing(request, { residents: residents.map(({ id }) => id), purpose: 'administration' });
    return { residents };
  });
}

export function addResponderList(app: App, parts: RegistryParts): void {
  const { live, clock } = parts;
  const asks = narrowed(
    route('responder.list', 'who can be sent, and where they are', {
      response: answers(Type.Object({ responders: Type.Array(ResponderView) })),
    }),
  );
  app.get('/api/v1/responders', asks, async (request) => {
    const { district, whole } = whoAsksHere(parts, request);
    const now = clock.now();
    return {
      responders: district.bundle.responders.map((one) =>
        responderView(one, live.whereabouts(one.id), isOnDuty(one, whole, now)),
      ),
    };
  });
}
