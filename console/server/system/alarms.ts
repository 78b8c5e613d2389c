// What the system says about itself, over HTTP: what stands, what has been, and the proof of one press.

import { Type } from 'typebox';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { AlarmRecord, Proof } from '../../../contracts/system/views.ts';
import { findStory } from '../incident/story.ts';
import type { IncidentParts } from '../parts.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsks, whoAsksHere } from '../session/doors.ts';
import { proofOf } from './proof.ts';
import type { SystemState } from './systemState.ts';

export type AlarmParts = IncidentParts & { system: SystemState };

export function addAlarms(app: App, parts: AlarmParts): void {
  const listAsks = route('alarm.list', 'alarms of the system: what stands, and what has been, newest first', {
    querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })) }),
    response: { 200: AlarmRecord },
  });
  app.get('/api/v1/alarms', listAsks, async (request) => {
    const { me } = whoAsks(request);
    const { limit = 100 } = request.query;
    return parts.system.record(me.district, limit);
  });

  const proofAsks = narrowed(
    route('incident.proof', 'each hop of a press with its time, gaps marked', {
      params: Type.Object({ id: Type.String({ maxLength: 40 }) }),
      response: { 200: Proof, 404: Refusal },
    }),
  );
  app.get('/api/v1/incidents/:id/proof', proofAsks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const { state, events, hops } = await findStory(parts, district, request.params.id);
    return proofOf(state, events, hops, { district, now: parts.clock.now() });
  });
}
