// What a contact of a resident may say: that they are coming, that they have the key, that the resident is away or home. A word is a
// note for the officer and orders nothing; away is the same act as the office's, with who said it (docs/decisions/037).
import { isDeepStrictEqual } from 'node:util';
import { Type } from 'typebox';
import { at } from '../../../contracts/ids.ts';
import { byFamily } from '../../../contracts/incident/actor.ts';
import { FamilyAway, FamilyWord } from '../../../contracts/incident/family.ts';
import type { CommandInput } from '../../../contracts/incident/inputs.ts';
import { MyAnswer } from '../../../contracts/incident/myLegs.ts';
import { readInstant } from '../../../contracts/instant.ts';
import type { Resident } from '../../../contracts/office/community.ts';
import { awayOfFamily, mayLook } from '../../../contracts/office/familySees.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import { readStanding } from '../../../store/editDistrict.ts';
import { awaySays, familySays } from '../../../wording/family.ts';
import { answerOf, ask } from '../ask.ts';
import { change, type EditParts, inTurn } from '../office/registryOrder.ts';
import type { IncidentParts } from '../parts.ts';
import { languageOf, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { admitAway, admitNote, awaitTurn } from '../session/rates.ts';
import { isOf } from './familyView.ts';

type Parts = IncidentParts & EditParts;

export function addFamily(app: App, parts: Parts): void {
  addWords(app, parts);
  addAway(app, parts);
}

function addWords(app: App, parts: Parts): void {
  const { live } = parts;
  const asks = route('my.word', 'a contact is coming, or has the key: a note for the officer', {
    body: FamilyWord,
    response: { 200: MyAnswer, 404: Refusal, 409: Refusal, 429: Refusal },
  });
  app.post('/api/v1/my/words', asks, async (request, reply) => {
    const { me, district, resident, contact } = asFamily(parts, request);
    const { id, incident, word, minutes } = request.body;
    const about = live.incident(district.id, incident);
    if (!about || !isOf(resident, about, district)) throw new Refused('not_found', 'incident');
    if (about.state === 'closed') throw new Refused('incident_closed');
    await awaitTurn(parts.rates, me);
    admitNote(parts.rates, me, incident, reply);
    const input: CommandInput = {
      v: 1,
      kind: 'command',
      district: district.id,
      by: me.name,
      actor: byFamily(contact), // two sessions of one contact are one
      family: contact,
      incident,
      // Their name lies in the words, which are erased with the resident.
      command: { id, command: 'note', text: familySays({ who: whoOf(resident, contact, me.name), word, minutes }) },
    };
    const result = await ask(parts, { shard: district.shard, input, log: request.log });
    if (result?.outcome === 'refused' && result.code === 'incident_closed') throw new Refused('incident_closed');
    return answerOf(id, result);
  });
}

function addAway(app: App, parts: Parts): void {
  const asks = route('my.away', 'the resident is away from home for a while, or home again', {
    body: FamilyAway,
    response: { 204: Type.Null(), 400: Refusal, 404: Refusal, 409: Refusal, 429: Refusal },
  });
  app.post('/api/v1/my/away', asks, async (request, reply) => {
    const { me, held, district, resident } = asFamily(parts, request);
    const now = parts.clock.now();
    const { timeZone } = district.bundle.district;
    const instant = (text: string): number => {
      const read = readInstant(text, timeZone);
      if (read === undefined) throw new Refused('until_unreadable');
      return read;
    };
    const { away, from, until } = request.body;
    const since = from === undefined ? now : instant(from);
    const end = until === undefined ? undefined : instant(until);
    if (away && end !== undefined && end <= Math.max(now, since)) throw new Refused('until_past');
    await awaitTurn(parts.rates, me);
    const language = languageOf(request.headers['accept-language']);
    await inTurn(parts.turns, district.id, async () => {
      const [standing] = await readStanding(parts.redis, district.id, [{ kind: 'residents', id: resident.id }]);
      if (!standing?.document) throw new Refused('not_found', 'id');
      const stands = awayOfFamily((standing.document as Resident).away, now);
      if (stands === 'else') throw new Refused('away_said_by_office');
      // Said again without a beginning: since they went.
      const begun = from === undefined && stands !== undefined && stands.since <= now ? stands.since : since;
      const next = away ? { since: at(begun), because: 'family', ...defined({ until: end }) } : null;
      if (isDeepStrictEqual(stands ?? null, next)) return;
      admitAway(parts.rates, me, reply);
      // Who says it stands beside it, without a name: contacts lie sealed, and what is changed is read by many.
      const { version } = standing;
      const changes = [{ kind: 'residents' as const, id: resident.id, version, set: { away: next } }];
      const set = { changes, why: awaySays[away ? 'away' : 'home'] };
      const done = await change(parts, { held, district }, set, language);
      if (done.refused?.error === 'changed_meanwhile') throw new Refused('changed_meanwhile');
      if (done.refused) throw new Refused('bad_request', done.refused.problems?.[0]?.reason);
    });
    return reply.code(204).send(null);
  });
}

function whoOf({ contacts }: Resident, contact: string, otherwise: string): string {
  const found = contacts?.find(({ id }) => id === contact);
  return found ? `${found.relation} ${found.name}` : otherwise;
}

/** @throws Refused when the resident or the consent is not there any more */
function asFamily(parts: Parts, request: Parameters<typeof whoAsksHere>[1]) {
  const { me, held, district } = whoAsksHere(parts, request);
  const resident = district.residents.get(me.resident ?? '');
  const { contact } = me;
  if (!resident || contact === undefined || !mayLook(resident, contact)) throw new Refused('not_signed_in');
  return { me, held, district, resident, contact };
}
