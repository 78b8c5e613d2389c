// The keys of homes that are kept elsewhere: where each hangs, who took it and why, and that it is back. What stands now is the home's document,
// changed as any document is (docs/decisions/031, 035); each move is an entry of the audit, from which the books have it.
import { Type } from 'typebox';
import { RegistryId } from '../../../contracts/ids.ts';
import { iso } from '../../../contracts/iso.ts';
import type { HeldKey, Home } from '../../../contracts/office/community.ts';
import { KeyIn, KeyMoves, KeyOut, type KeyRow, KeysAnswer, keyLateAfterMs } from '../../../contracts/office/keys.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { districtWithin } from '../../../store/districtWithin.ts';
import { readStanding } from '../../../store/editDistrict.ts';
import type { Held } from '../../../store/tokens.ts';
import { answers, type Language, languageOf, Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { audit } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';
import { showing } from '../session/shown.ts';
import { askOffice, type OfficeSocket } from './askOffice.ts';
import { saysOf } from './registryList.ts';
import { change, type EditParts, inTurn } from './registryOrder.ts';

const signed = { 200: KeysAnswer, 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal };

export function addCustody(app: App, parts: EditParts & OfficeSocket): void {
  app.get(
    '/api/v1/office/keys',
    narrowed(route('custody.read', 'which key hangs where, and who has it', { response: answers(KeysAnswer) })),
    async (request) => {
      const { district } = whoAsksHere(parts, request);
      return shown(request, keysOf(district, parts.clock.now()));
    },
  );
  app.post(
    '/api/v1/office/keys/out',
    narrowed(route('custody.sign', 'a key is given to somebody', { body: KeyOut, response: signed })),
    async (request) => {
      const { home, place, hook, who, why } = request.body;
      const out = { who, at: parts.clock.now(), why };
      const asked = whoAsksHere(parts, request);
      const order = { home, place, hook, out, why: `${who}：${why}`, action: 'key_out' as const };
      return shown(request, await sign(parts, asked, order, languageOf(request.headers['accept-language'])));
    },
  );
  app.post(
    '/api/v1/office/keys/in',
    narrowed(route('custody.sign', 'a key is back on its hook', { body: KeyIn, response: signed })),
    async (request) => {
      const { home, place, hook } = request.body;
      const asked = whoAsksHere(parts, request);
      const order = { home, place, hook, action: 'key_in' as const };
      return shown(request, await sign(parts, asked, order, languageOf(request.headers['accept-language'])));
    },
  );
  app.get(
    '/api/v1/office/keys/moves',
    narrowed(
      route('custody.read', 'when the keys of a home went out and came back, and with whom', {
        querystring: Type.Object({ home: RegistryId }),
        response: answers(KeyMoves),
      }),
    ),
    async (request) => {
      const { district } = whoAsksHere(parts, request);
      if (district.reach && !district.homes.has(request.query.home)) throw new Refused('outside_area', 'home');
      const { body } = await askOffice(parts, request, '/keys/moves');
      const residents = district.residentsOf(request.query.home).map(({ id }) => id);
      showing(request, { residents, purpose: 'administration' });
      return JSON.parse(body.toString('utf8')) as never;
    },
  );
}

/** The answer has the keys of all homes, whichever was signed for. */
function shown(request: Parameters<typeof showing>[0], answer: KeysAnswer): KeysAnswer {
  const residents = answer.keys.flatMap((key) => key.residents.map(({ id }) => id));
  showing(request, { residents: [...new Set(residents)], purpose: 'administration' });
  return answer;
}

/** @param written what is newer than the district as it is known here */
function keysOf(district: DistrictRegistry, now: number, written?: Pick<Home, 'id' | 'keys'>): KeysAnswer {
  const homes = (district.bundle.homes as readonly Home[]).map((home) =>
    home.id === written?.id ? { ...home, ...written } : home,
  );
  const keys = homes.flatMap((home) => (home.keys ?? []).map((key) => rowOf(home, key, district, now)));
  const held = (key: KeyRow): number => (key.out === undefined ? Number.POSITIVE_INFINITY : Date.parse(key.out.at));
  return {
    keys: keys.sort(
      (a, b) =>
        held(a) - held(b) || // two that hang: NaN, no difference
        a.place.localeCompare(b.place, 'zh') ||
        a.hook.localeCompare(b.hook, 'zh', { numeric: true }),
    ),
    locked: homes.filter(({ locked }) => locked?.includes('keys')).length,
  };
}

const rowOf = (home: Home, { place, hook, out }: HeldKey, district: DistrictRegistry, now: number): KeyRow => ({
  home: home.id,
  says: saysOf(district, 'homes', home),
  residents: district.residentsOf(home.id).map(({ id, name }) => ({ id, name })),
  place,
  hook,
  ...defined({ out: out && { who: out.who, at: iso(out.at), why: out.why, late: now - out.at > keyLateAfterMs } }),
});

/** As it is after the change, as far as their rights reach. */
function seenNow(registry: EditParts['registry'], { grant }: Held, before: DistrictRegistry): DistrictRegistry {
  const whole = registry.district(before.id);
  if (whole === undefined) return before;
  return grant.area ? districtWithin(whole, grant.area) : whole;
}

type Order = {
  home: string;
  place: string;
  hook: string;
  out?: NonNullable<HeldKey['out']>;
  why?: string;
  action: 'key_out' | 'key_in';
};

/** @throws Refused when there is no such key, or it is where it is to be already */
async function sign(
  parts: EditParts,
  { held, district }: { held: Held; district: DistrictRegistry },
  { home, place, hook, out, why, action }: Order,
  language: Language,
): Promise<KeysAnswer> {
  const { redis, registry, clock } = parts;
  if (district.reach && !district.homes.has(home)) throw new Refused('outside_area', 'home');
  const written = await inTurn(parts.turns, district.id, async () => {
    const [standing] = await readStanding(redis, district.id, [{ kind: 'homes', id: home }]);
    const document = standing?.document as Home | undefined;
    if (!standing || !document) throw new Refused('not_found', 'home');
    if (document.locked?.includes('keys')) throw new Refused('keys_missing');
    const keys = document.keys ?? [];
    const one = keys.find((key) => key.place === place && key.hook === hook);
    if (!one) throw new Refused('not_found', 'hook');
    if (out && one.out) throw new Refused('key_is_out', one.out.who);
    if (!out && !one.out) throw new Refused('key_hangs', 'hook');
    const next = keys.map((key) => (key === one ? { place, hook, ...defined({ out }) } : key));
    const set = { keys: next };
    const changes = [{ kind: 'homes' as const, id: home, version: standing.version, set }];
    const said = { changes, ...defined({ why }) };
    const done = await change(parts, { held, district }, said, language, { custody: true });
    if (done.refused) throw new Refused('changed_meanwhile', done.refused.who);
    await audit(parts, held, { action, about: home, name: `${place} ${hook}`, ...defined({ why }) });
    return { id: home, keys: next };
  });
  return keysOf(seenNow(registry, held, district), clock.now(), written);
}
