// 一卡通: a card for each resident, made and ended (docs/decisions/044). The token is in the answer that makes it, and nowhere else.
import { Type } from 'typebox';
import { iso } from '../../../contracts/iso.ts';
import type { Resident } from '../../../contracts/office/community.ts';
import { partsOf, placeOf } from '../../../contracts/office/district.ts';
import {
  CardEnd,
  type CardRow,
  type CardState,
  CardsAnswer,
  CardsOrder,
  type DoorCard,
  type MadeCard,
  MadeCards,
} from '../../../contracts/office/doorCard.ts';
import type { RegistryChange } from '../../../contracts/office/registry.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { newDoorCard } from '../../../store/doorCards.ts';
import { readStanding, type Standing } from '../../../store/editDistrict.ts';
import { answers, type Language, languageOf, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';
import { showing } from '../session/shown.ts';
import { type Asked, change, type EditParts, inTurn } from './registryOrder.ts';

const changes = <T>(schema: T) => ({ 200: schema, 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal });

export function addCards(app: App, parts: EditParts): void {
  const lists = route('card.read', 'who has a card, and since when', { response: answers(CardsAnswer) });
  app.get('/api/v1/office/cards', lists, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const cards = district.bundle.residents.map((resident) => rowOf(resident, district));
    showing(request, { residents: cards.map(({ resident }) => resident), purpose: 'administration' });
    return { cards, ...defined({ phone: district.bundle.district.phone }) };
  });

  const makes = route(
    'card.issue',
    'makes cards to print, each in place of the one before; their addresses are in this answer and nowhere else',
    { body: CardsOrder, response: changes(MadeCards) },
  );
  app.post('/api/v1/office/cards', makes, async (request) => {
    const { held, district } = whoAsksHere(parts, request);
    const language = languageOf(request.headers['accept-language']);
    const cards = await inTurn(parts.turns, district.id, () =>
      make(parts, { held, district }, request.body.residents, language),
    );
    showing(request, { residents: cards.map(({ resident }) => resident), purpose: 'administration' });
    return { cards };
  });

  const ends = route('card.revoke', 'ends the card of a resident, at once and everywhere', {
    params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
    body: CardEnd,
    response: { 204: Type.Null(), 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal },
  });
  app.post('/api/v1/residents/:id/card/end', ends, async (request, reply) => {
    const { held, district } = whoAsksHere(parts, request);
    const { id } = request.params;
    const { because } = request.body;
    const language = languageOf(request.headers['accept-language']);
    await inTurn(parts.turns, district.id, async () => {
      const [standing] = (await standingOf(parts, district, [id])) as [Standing];
      const { card, doorCard, ...rest } = standing.document as Resident;
      if (isLocked(rest)) throw new Refused('keys_missing');
      if (card === undefined && doorCard?.state !== 'issued') throw new Refused('not_found', 'card');
      const ended: DoorCard = { state: 'ended', at: parts.clock.now() as DoorCard['at'], because };
      await write(parts, { held, district }, [changeOf(standing, ended)], { language, why: whys[because] });
      await audit(parts, held, { action: 'card_ended', about: id, residents: [id], reason: because });
    });
    return reply.code(204).send(null);
  });
}

/** In the history of the resident's document, which is read in Chinese. */
const whys = { lost: '挂失一卡通', returned: '收回一卡通' } as const;

async function make(parts: EditParts, asked: Asked, ids: readonly string[], language: Language): Promise<MadeCard[]> {
  const { district, held } = asked;
  const standings = await standingOf(parts, district, ids);
  if (standings.some((one) => isLocked(one.document as Resident))) throw new Refused('keys_missing');
  const taken = new Set(district.bundle.residents.flatMap(numbersOf));
  const now = parts.clock.now();
  const made = standings.map((standing) => {
    const card = newDoorCard(taken, now);
    taken.add(card.number);
    return { ...card, standing, name: (standing.document as Resident).name };
  });
  const written = made.map(({ standing, kept }) => changeOf(standing, kept));
  await write(parts, asked, written, { language, why: '制作一卡通' });
  for (const { standing } of made)
    await audit(parts, held, { action: 'card_issued', about: standing.id, residents: [standing.id] });
  return made.map(({ standing: { id }, name, number, token }) => ({
    resident: id,
    name,
    number,
    url: new URL(`/c/${token}`, parts.publicUrl).href,
  }));
}

const numbersOf = ({ card, doorCard }: Resident): string[] => [
  ...(card === undefined ? [] : [card]),
  ...(doorCard?.state === 'issued' ? [doorCard.number] : []),
];

/** A number of the community's own ends with it: one person has one card. */
const changeOf = ({ id, version }: Standing, doorCard: DoorCard): RegistryChange => ({
  kind: 'residents',
  id,
  version,
  set: { doorCard, card: null },
});

/** As the store has them now. @throws Refused when one of them is not there */
async function standingOf(parts: EditParts, district: DistrictRegistry, ids: readonly string[]): Promise<Standing[]> {
  const places = ids.map((id) => ({ kind: 'residents' as const, id }));
  const standings = await readStanding(parts.redis, district.id, places);
  const missing = ids.find((_, i) => standings[i]?.document === undefined);
  if (missing !== undefined) throw new Refused('not_found', missing);
  return standings;
}

async function write(
  parts: EditParts,
  asked: Asked,
  written: RegistryChange[],
  { language, why }: { language: Language; why: string },
): Promise<void> {
  const { refused } = await change(parts, asked, { changes: written, why }, language, { cards: true });
  if (refused?.error === 'changed_meanwhile') throw new Refused('changed_meanwhile', refused.who);
  if (refused) throw new Refused('changes_refused', refused.problems?.[0]?.reason);
}

function rowOf(resident: Resident, district: DistrictRegistry): CardRow {
  const { id, name, home, doorCard } = resident;
  const courtyard = district.homes.get(home)?.courtyard;
  return {
    resident: id,
    name,
    says: partsOf(placeOf(home, district)).join(' '),
    state: stateOf(resident),
    ...defined({
      grid: district.bundle.courtyards.find((one) => one.id === courtyard)?.grid,
      at: doorCard && iso(doorCard.at),
    }),
  };
}

const isLocked = ({ locked = [] }: Pick<Resident, 'locked'>): boolean =>
  locked.includes('doorCard') || locked.includes('card');

function stateOf(resident: Resident): CardState {
  const { card, doorCard } = resident;
  if (isLocked(resident)) return 'locked';
  if (doorCard?.state === 'issued') return 'issued';
  if (card !== undefined) return 'written';
  return doorCard?.because ?? 'none';
}
