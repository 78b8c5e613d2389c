// Who was shown whom: the one place where what goes out over HTTP enters the access log. A door whose right shows persons
// (contracts/session/rights.ts) answers only if it has said whom it shows; what cannot be written down is not shown, except an open
// incident, whose entry may come a moment later.

import type { FastifyRequest } from 'fastify';
import type { Incident } from '../../../contracts/incident/state.ts';
import { everybody, type ReadingPurpose, type Shown } from '../../../contracts/session/audit.ts';
import { showsPersons } from '../../../contracts/session/rights.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { type Reader, type Reading, type Readings, TooManyReadings } from '../../../store/readings.ts';
import type { Registry } from '../../../store/registry.ts';
import type { Held } from '../../../store/tokens.ts';
import type { ServerClock } from '../clock.ts';
import { Refused } from '../refusal.ts';
import type { App } from '../resource.ts';
import { actorOf, fromWhere } from './caller.ts';

/** What an answer shows. `what`: where it is another than the door's own. */
export type NowShown = {
  residents: readonly string[];
  purpose: ReadingPurpose;
  what?: Shown;
  incident?: string;
  /** why the glass was broken: such a reading is an entry each time */
  broken?: { reason?: string; words?: string };
};

declare module 'fastify' {
  interface FastifyRequest {
    shown: NowShown[] | null;
  }
}

/** Named one by one up to so many; beyond, everybody counts as shown. */
export const namedAtMost = 1_000;

/** Says whom the answer to this request shows. Nobody is said too. */
export function showing(request: FastifyRequest, ...shown: readonly NowShown[]): void {
  request.shown = [...(request.shown ?? []), ...shown];
}

/** An incident's card, or what happened in it. */
export function cardOf(incident: Incident, district: DistrictRegistry): NowShown {
  const card = { residents: residentsOf([incident], district), incident: incident.id };
  if (incident.state === 'open') return { ...card, purpose: 'incident' };
  return incident.aftercare ? { ...card, purpose: 'aftercare' } : { ...card, what: 'history', purpose: 'history' };
}

/** Ids of who lives where these incidents are. */
export const residentsOf = (incidents: readonly Incident[], district: DistrictRegistry): string[] => [
  ...new Set(
    incidents.flatMap(({ home }) => (home === undefined ? [] : district.residentsOf(home).map(({ id }) => id))),
  ),
];

export const readerOf = (held: Held): Reader => ({
  actor: actorOf(held),
  name: held.grant.name,
  role: held.grant.role,
});

export type ShownParts = { readings: Readings; registry: Registry; clock: ServerClock };

/** Writes down what leaves through every door that is added after it. */
export function logReadings(app: App, parts: ShownParts): void {
  app.decorateRequest('shown', null);
  app.addHook('preSerialization', async (request, reply, payload) => {
    if (reply.statusCode < 300) await writeShown(parts, request);
    return payload;
  });
}

/** Writes down whom an answer shows. A file is no answer that the hook sees: its door calls this before it sends. */
export async function writeShown({ readings, registry, clock }: ShownParts, request: FastifyRequest): Promise<void> {
  const { right } = request.routeOptions.config;
  const ofDoor = right === undefined ? undefined : showsPersons[right];
  if (ofDoor === undefined) return;
  const { held, shown } = request;
  const district = held && registry.district(held.grant.district);
  if (!held || !district || shown === null)
    throw new Error(`${request.method} ${request.routeOptions.url} has not said whom it shows`);
  for (const { what = ofDoor, residents, purpose, incident, broken } of shown) {
    if (residents.length === 0 && incident === undefined) continue;
    const reading = {
      at: clock.now(),
      by: readerOf(held),
      ...fromWhere(held),
      what,
      residents: residents.length > namedAtMost ? [everybody] : residents,
      purpose,
      ...defined({ incident }),
      ...broken,
    };
    if (!broken && (purpose === 'incident' || purpose === 'duty')) readings.note(district, held.digest, reading);
    else await written(readings, district, held.digest, reading, broken !== undefined);
  }
}

/** @throws Refused when this session has been shown too much for now */
async function written(
  readings: Readings,
  district: DistrictRegistry,
  session: string,
  reading: Reading,
  each: boolean,
): Promise<void> {
  try {
    if (each) await readings.recordEach(district, session, reading);
    else await readings.record(district, session, reading);
  } catch (error) {
    throw error instanceof TooManyReadings ? new Refused('too_fast') : error;
  }
}
