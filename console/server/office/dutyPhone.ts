// The duty phone from hand to hand: whoever has it, or the office, hands it to somebody, and it is theirs once they have said yes on their own phone.
import { Type } from 'typebox';
import { iso } from '../../../contracts/iso.ts';
import {
  DutyPhone,
  MyDutyPhone,
  PhoneAnswer,
  type PhoneEnd,
  type PhoneMove,
  PhoneOrder,
} from '../../../contracts/office/dutyPhone.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import {
  ended,
  type KeptPhone,
  keepDutyPhone,
  type Move,
  phoneAnsweredWithinMs,
  readDutyPhone,
} from '../../../store/dutyPhone.ts';
import type { PersonRates } from '../../../store/personRates.ts';
import type { Held } from '../../../store/tokens.ts';
import type { RegistryParts } from '../parts.ts';
import { answers, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';
import { awaitTurn } from '../session/rates.ts';
import { asResponder } from './asResponder.ts';

type Parts = RegistryParts & { rates: PersonRates };
/** `me`: the responder who acts from a phone; undefined: the office does. */
type Asked = { held: Held; district: DistrictRegistry; me: string | undefined };

const params = Type.Object({ id: Type.String({ maxLength: 64 }) });
const refused = { 404: Refusal, 409: Refusal };

export function addDutyPhone(app: App, parts: Parts): void {
  addOffice(app, parts);
  addMine(app, parts);
}

function addOffice(app: App, parts: Parts): void {
  const view = answers(DutyPhone);
  const reads = route('dutyPhone.read', 'who has the duty phone, and its last ways from hand to hand', {
    response: view,
  });
  app.get('/api/v1/office/duty-phone', reads, async (request) => shown(parts, whoAsksHere(parts, request).district));
  const hands = route('dutyPhone.hand', 'hands the duty phone to somebody, who then says yes on their own phone', {
    body: PhoneOrder,
    response: { ...view, ...refused },
  });
  app.post('/api/v1/office/duty-phone', hands, async (request) => {
    const { held, district } = whoAsksHere(parts, request);
    await hand(parts, { held, district, me: undefined }, request.body);
    return shown(parts, district);
  });
  const takes = route('dutyPhone.hand', 'takes back a hand-over that nobody has answered', {
    params,
    response: { ...view, ...refused },
  });
  app.post('/api/v1/office/duty-phone/:id/withdraw', takes, async (request) => {
    const { held, district } = whoAsksHere(parts, request);
    await end(parts, { held, district, me: undefined }, request.params.id, 'withdrawn');
    return shown(parts, district);
  });
}

function addMine(app: App, parts: Parts): void {
  const view = answers(MyDutyPhone);
  const reads = route('my.dutyPhone', 'whether I have the duty phone, or am to take it', { response: view });
  app.get('/api/v1/my/duty-phone', reads, async (request) => {
    const { responder, district } = asResponder(parts, request);
    return mine(parts, district, responder);
  });
  const hands = route('my.dutyPhone', 'hands the duty phone that I have to a colleague', {
    body: PhoneOrder,
    response: { ...view, ...refused, 429: Refusal },
  });
  app.post('/api/v1/my/duty-phone', hands, async (request) => {
    const { me, held, responder, district } = asResponder(parts, request);
    await awaitTurn(parts.rates, me);
    await hand(parts, { held, district, me: responder }, request.body);
    return mine(parts, district, responder);
  });
  const answer = route('my.dutyPhone', 'takes it, refuses it, or takes back that it was handed over', {
    params,
    body: PhoneAnswer,
    response: { ...view, ...refused, 429: Refusal },
  });
  app.post('/api/v1/my/duty-phone/:id/answer', answer, async (request) => {
    const { me, held, responder, district } = asResponder(parts, request);
    await awaitTurn(parts.rates, me);
    await end(parts, { held, district, me: responder }, request.params.id, ends[request.body.answer]);
    return mine(parts, district, responder);
  });
}

const ends = { take: 'taken', refuse: 'refused', withdraw: 'withdrawn' } as const;

/** Of two who write at once one reads again: a few times, and then it is our mistake. */
const triesAtMost = 20;

/** @param change without side effects; undefined: it is so already @throws Refused with nothing changed */
async function write(
  { redis, clock }: Parts,
  district: DistrictRegistry,
  change: (phone: KeptPhone, now: number) => KeptPhone | undefined,
): Promise<KeptPhone | undefined> {
  for (let tries = 0; tries < triesAtMost; tries++) {
    const now = clock.now();
    const { phone, text } = await readDutyPhone(redis, district.id, now);
    const is = change(phone, now);
    if (!is || (await keepDutyPhone(redis, district.id, { was: text, is }))) return is;
  }
  throw new Error(`the duty phone of ${district.id} is being handed about without a pause`);
}

async function hand(parts: Parts, { held, district, me }: Asked, { id, to }: PhoneOrder): Promise<void> {
  if (!district.responders.has(to)) throw new Refused('not_found', 'to');
  const done = await write(parts, district, (phone, now) => {
    const { holder, offer, moves } = phone;
    const known = [offer, ...moves].find((one) => one?.id === id);
    if (known?.to === to) return undefined; // the same order again
    if (known) throw new Refused('bad_request', 'id');
    if (me !== undefined && holder?.id !== me) throw new Refused('phone_not_yours');
    if (holder?.id === to) throw new Refused('phone_has_it', 'to');
    if (offer) throw new Refused('phone_offered', nameOf(district, offer.to));
    return { ...phone, offer: { id, ...defined({ from: holder?.id }), to, by: held.grant.name, at: now } };
  });
  if (done) await audit(parts, held, { action: 'phone_handed', about: to, name: nameOf(district, to) });
}

async function end(
  parts: Parts,
  { held, district, me }: Asked,
  id: string,
  how: Exclude<PhoneEnd, 'expired'>,
): Promise<void> {
  const done = await write(parts, district, (phone, now) => {
    const { offer, moves } = phone;
    const one = [offer, ...moves].find((each) => each?.id === id);
    const whose = how === 'withdrawn' ? [one?.from] : [one?.to];
    if (!one || (me !== undefined && !whose.includes(me))) throw new Refused('not_found', 'id');
    if (one.end === how) return undefined; // the same word again
    if (one !== offer) throw new Refused('phone_over');
    return ended(phone, how, now);
  });
  const [one] = done?.moves ?? [];
  if (one)
    await audit(parts, held, { action: 'phone_answered', about: one.to, name: nameOf(district, one.to), why: how });
}

const nameOf = ({ responders }: DistrictRegistry, id: string): string => responders.get(id)?.name ?? id;

async function shown({ redis, clock }: Parts, district: DistrictRegistry): Promise<DutyPhone> {
  const { phone } = await readDutyPhone(redis, district.id, clock.now());
  const named = (id: string) => ({ id, name: nameOf(district, id) });
  const move = ({ from, to, at, endAt, ...one }: Move): PhoneMove => ({
    ...one,
    to: named(to),
    at: iso(at),
    ...defined({
      from: from === undefined ? undefined : named(from),
      endAt: endAt === undefined ? undefined : iso(endAt),
    }),
  });
  const { holder, offer, moves } = phone;
  return {
    moves: moves.map(move),
    ...defined({
      holder: holder && { ...named(holder.id), since: iso(holder.since) },
      offer: offer && { ...move(offer), expires: iso(offer.at + phoneAnsweredWithinMs) },
    }),
  };
}

async function mine(parts: Parts, district: DistrictRegistry, me: string): Promise<MyDutyPhone> {
  const view = await shown(parts, district);
  const colleagues = district.bundle.responders.filter(({ id }) => id !== me).map(({ id, name }) => ({ id, name }));
  // Whose it is not needs no list of everybody.
  return { ...view, me, moves: [], colleagues: view.holder?.id === me ? colleagues : [] };
}
