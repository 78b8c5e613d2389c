// How a contact of a resident comes in: by a one-time link that the office makes once the resident has agreed, listed and ended by
// the office (docs/decisions/037).
import { Type } from 'typebox';
import { iso } from '../../../contracts/iso.ts';
import type { Resident } from '../../../contracts/office/community.ts';
import { mayLook } from '../../../contracts/office/familySees.ts';
import { FamilyLink, FamilySessions } from '../../../contracts/session/family.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readStanding } from '../../../store/editDistrict.ts';
import { createToken, endToken, idOfToken } from '../../../store/tokens.ts';
import type { RegistryParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { audit } from './caller.ts';
import { whoAsksHere } from './doors.ts';
import { endFamilySessions, familySessions, watchFamilySessions } from './familySessions.ts';

/** It goes by a chat to somebody who lives elsewhere. */
const linkMs = 3 * 24 * 3_600_000;
/** The same for all: contacts lie sealed, and a relation is free text, which may name somebody in places where it stays. */
const name = '家属';

const Whose = Type.Object({ id: Type.String({ maxLength: 64 }) });
const Contact = Type.Object({ ...Whose.properties, contact: Type.String({ maxLength: 64 }) });
const answers = <T>(schema: T) => ({ 200: schema, 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal });

export function addFamilyLinks(app: App, parts: RegistryParts & Parameters<typeof watchFamilySessions>[0]): void {
  const { redis, clock } = parts;
  const stop = watchFamilySessions(parts);
  app.addHook('onClose', async () => stop());

  const lists = narrowed(
    route('family.invite', 'links and sessions of a resident’s family, by contact', {
      params: Whose,
      response: answers(FamilySessions),
    }),
  );
  app.get('/api/v1/residents/:id/family', lists, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const { id } = request.params;
    mustBeHere(district, id);
    if (!district.residents.has(id)) throw new Refused('not_found', 'id');
    const found = await familySessions(redis, district.id, { resident: id });
    const now = clock.now();
    return {
      sessions: found
        .filter(({ grant }) => grant.expiresAt > now)
        .map(({ grant: { contact = '', once, madeAt = 0, expiresAt } }) => ({
          contact,
          kind: once ? ('link' as const) : ('session' as const),
          madeAt: iso(madeAt),
          expiresAt: iso(expiresAt),
        })),
    };
  });

  const invites = narrowed(
    route(
      'family.invite',
      'a one-time link for a contact who may see how the resident is; an unused one of before ends',
      { params: Contact, response: answers(FamilyLink) },
    ),
  );
  app.post('/api/v1/residents/:id/family/:contact', invites, async (request) => {
    const { held, district } = whoAsksHere(parts, request);
    const { id, contact } = request.params;
    mustBeHere(district, id);
    const resident = await standingResident(parts, district.id, id);
    if (!mayLook(resident, contact)) throw new Refused('not_agreed', 'contact');
    for (const { digest, grant } of await familySessions(redis, district.id, { resident: id, contact }))
      if (grant.once) await endToken(redis, digest);
    const expiresAt = clock.now() + linkMs;
    const token = await createToken(redis, {
      role: 'family',
      name,
      district: district.id,
      once: true,
      madeAt: clock.now(),
      expiresAt,
      resident: id,
      contact,
    });
    await audit(parts, held, { action: 'token_made', about: idOfToken(token), name, residents: [id], why: 'family' });
    return { link: `${parts.publicUrl}/enter?token=${token}&for=family`, expiresAt: iso(expiresAt) };
  });
  addEnd(app, parts);
}

function addEnd(app: App, parts: RegistryParts): void {
  const { redis } = parts;
  const ends = narrowed(
    route('family.invite', 'ends the link and the sessions of a contact', {
      params: Contact,
      response: answers(Type.Object({ ended: Type.Integer() })),
    }),
  );
  app.delete('/api/v1/residents/:id/family/:contact', ends, async (request) => {
    const { held, district } = whoAsksHere(parts, request);
    const { id, contact } = request.params;
    mustBeHere(district, id);
    const ended = await endFamilySessions(redis, district.id, { resident: id, contact });
    if (ended === 0) throw new Refused('not_found', 'contact');
    await audit(parts, held, { action: 'session_ended', about: id, residents: [id], why: 'family' });
    return { ended };
  });
}

/** @throws Refused for somebody outside of where rights end */
function mustBeHere({ reach }: DistrictRegistry, resident: string): void {
  if (reach && !reach.knows('residents', resident)) throw new Refused('outside_area', 'id');
}

/** As the store has them: a consent of a moment ago counts. @throws Refused when there is no such resident */
async function standingResident({ redis }: RegistryParts, district: string, id: string): Promise<Resident> {
  const [standing] = await readStanding(redis, district, [{ kind: 'residents', id }]);
  if (!standing?.document) throw new Refused('not_found', 'id');
  return standing.document as Resident;
}
