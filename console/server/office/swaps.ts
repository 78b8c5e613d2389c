// A shift asked of a colleague on the phone: the roster changes once the colleague has agreed on theirs, by one set of changes like any other.
import { Type } from 'typebox';
import { ulid } from 'ulid';
import { at } from '../../../contracts/ids.ts';
import { iso } from '../../../contracts/iso.ts';
import type { CommunityBundle } from '../../../contracts/office/community.ts';
import type { RegistryChange } from '../../../contracts/office/registry.ts';
import {
  MySwaps,
  SwapAnswer,
  SwapOrder,
  type SwapShift,
  SwapView,
  SwapViews,
} from '../../../contracts/office/swaps.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { HeldShift, Roster } from '../../../dispatcher/domain/roster/roster.ts';
import { coming, doSameWork, whyNoSwap } from '../../../dispatcher/domain/roster/swapping.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { endOfChanges } from '../../../store/documents.ts';
import { readStanding } from '../../../store/editDistrict.ts';
import type { PersonRates } from '../../../store/personRates.ts';
import { readDistrict } from '../../../store/readDistrict.ts';
import {
  isAsked,
  keepSwapRequest,
  readSwapRequest,
  readSwapRequests,
  type SwapRequest,
  turnSwapRequest,
} from '../../../store/swapRequests.ts';
import { answers, languageOf, Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { awaitTurn } from '../session/rates.ts';
import { asResponder } from './asResponder.ts';
import { planOf, weeksAhead } from './duty.ts';
import { after, tryOn } from './registryChange.ts';
import { type Asked, change, type EditParts, inTurn } from './registryOrder.ts';
import { effectOf } from './roster.ts';

/** Whoever was asked has so long, and never longer than until it begins. */
const answerWithinMs = 48 * 3_600_000;
/** So many of one colleague are offered in return. */
const offeredAtMost = 14;

export type SwapParts = EditParts & { rates: PersonRates };

export function addSwaps(app: App, parts: SwapParts): void {
  addMine(app, parts);
  addAsking(app, parts);
  addAnswering(app, parts);
  addOpen(app, parts);
}

function addMine(app: App, parts: SwapParts): void {
  const asks = route('my.swaps', 'which shifts I could ask whom to take, and what was asked by me and of me', {
    response: answers(MySwaps),
  });
  app.get('/api/v1/my/swaps', asks, async (request) => {
    const { responder, district } = asResponder(parts, request);
    return mineOf(parts, district, responder);
  });
}

async function mineOf(parts: SwapParts, district: DistrictRegistry, responder: string): Promise<MySwaps> {
  const now = parts.clock.now();
  const me = district.responders.get(responder);
  if (!me) throw new Refused('not_found', 'responder');
  const roster = await planOf(district, now);
  const shifts = new Map<string, HeldShift[]>();
  for (const one of coming(roster, weeksAhead(now))) shifts.set(one.holder, [...(shifts.get(one.holder) ?? []), one]);
  const shiftsOf = (id: string): HeldShift[] => shifts.get(id) ?? [];
  const all = await readSwapRequests(parts.redis, district.id);
  const near = (grid: string | undefined): number => (grid !== undefined && grid === me.grid ? 0 : 1);
  const colleagues = district.bundle.responders
    .filter((one) => one.id !== responder && doSameWork(me, one))
    .sort((a, b) => near(a.grid) - near(b.grid));
  return {
    me: responder,
    shifts: shiftsOf(responder).map(shiftView),
    colleagues: colleagues.map(({ id, name }) => ({
      id,
      name,
      shifts: shiftsOf(id).slice(0, offeredAtMost).map(shiftView),
    })),
    swaps: all
      .filter(({ asker, colleague }) => asker === responder || colleague === responder)
      .map((one) => swapView(one, district, now)),
  };
}

const shiftView = ({ shift, on, from, to }: HeldShift): SwapShift => ({
  shift: shift.id,
  on,
  from: iso(from),
  to: iso(to),
});

function swapView(one: SwapRequest, district: DistrictRegistry, now: number): SwapView {
  const named = (id: string) => ({ id, name: district.responders.get(id)?.name ?? id });
  const occurrence = ({ from, to, ...place }: SwapRequest['given']) => ({ ...place, from: iso(from), to: iso(to) });
  return {
    id: one.id,
    asker: named(one.asker),
    colleague: named(one.colleague),
    given: occurrence(one.given),
    ...defined({ back: one.back && occurrence(one.back) }),
    state: one.state === 'asked' && !isAsked(one, now) ? 'expired' : one.state,
    at: iso(one.at),
    expires: iso(one.expires),
  };
}

function addAsking(app: App, parts: SwapParts): void {
  const asks = route('my.swaps', 'asks a colleague to take a shift of mine, or to swap it for one of theirs', {
    body: SwapOrder,
    response: { ...answers(SwapView), 409: Refusal, 429: Refusal },
  });
  app.post('/api/v1/my/swaps', asks, async (request) => {
    const { me, responder, district } = asResponder(parts, request);
    await awaitTurn(parts.rates, me);
    const now = parts.clock.now();
    const one = await requestOf(parts, { district, responder, order: request.body, now });
    if (!(await keepSwapRequest(parts.redis, district.id, one))) throw new Refused('swap_too_many');
    request.log.info(
      { responder, to: one.colleague, shift: one.given.shift, on: one.given.on },
      'console: a swap was asked for',
    );
    return swapView((await readSwapRequest(parts.redis, district.id, one.id)) ?? one, district, now);
  });
}

/** @throws Refused when it could not be agreed to as the roster stands */
async function requestOf(
  parts: SwapParts,
  { district, responder, order, now }: { district: DistrictRegistry; responder: string; order: SwapOrder; now: number },
): Promise<SwapRequest> {
  const known = await readSwapRequest(parts.redis, district.id, order.id);
  if (known?.asker === responder) return known;
  if (known) throw new Refused('bad_request', 'id');
  const roster = await planOf(district, now);
  const given = occurrenceOf(roster, order, now);
  const back = order.back && occurrenceOf(roster, order.back, now);
  if (!given || (order.back && !back)) throw new Refused('swap_overtaken', given ? 'back' : 'shift');
  const swapping = { asker: responder, colleague: order.to, given, ...defined({ back }) };
  const why = whyNoSwap(swapping, { roster, bundle: district.bundle }, at(now));
  if (why) throw new Refused(`swap_${why}`, why === 'cannot' ? 'to' : 'shift');
  const expires = Math.min(now + answerWithinMs, given.from, back?.from ?? given.from);
  return { id: order.id, ...swapping, at: now, expires, state: 'asked' };
}

function occurrenceOf(
  roster: Roster,
  { shift, on }: { shift: string; on: string },
  now: number,
): SwapRequest['given'] | undefined {
  const { from, to } = weeksAhead(now);
  const found = roster.held(from, to).find((one) => one.shift.id === shift && one.on === on);
  return found && { shift, on, from: found.from, to: found.to };
}

function addAnswering(app: App, parts: SwapParts): void {
  const asks = route(
    'my.swaps',
    'the colleague agrees or refuses; the asker takes it back. Agreed, the roster changes',
    {
      params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
      body: SwapAnswer,
      response: { ...answers(SwapView), 404: Refusal, 409: Refusal },
    },
  );
  app.post('/api/v1/my/swaps/:id/answer', asks, async (request) => {
    const { me, held, responder, district } = asResponder(parts, request);
    await awaitTurn(parts.rates, me);
    const { answer } = request.body;
    const one = await readSwapRequest(parts.redis, district.id, request.params.id);
    if (!one || responder !== (answer === 'withdraw' ? one.asker : one.colleague)) throw new Refused('not_found', 'id');
    const language = languageOf(request.headers['accept-language']);
    const does = () => agree(parts, { held, district }, one, language);
    const after =
      answer === 'agree' ? await inTurn(parts.turns, district.id, does) : await turn(parts, district, one, answer);
    request.log.info({ responder, swap: one.id, answer }, 'console: a swap was answered');
    return swapView(after, district, parts.clock.now());
  });
}

/** Says no, or takes it back; once more changes nothing. @throws Refused when it has ended otherwise */
async function turn(
  { redis, clock }: SwapParts,
  { id: district }: DistrictRegistry,
  one: SwapRequest,
  answer: 'refuse' | 'withdraw',
) {
  const state = answer === 'refuse' ? 'refused' : 'withdrawn';
  if (one.state === state) return one;
  if (!isAsked(one, clock.now()) || !(await turnSwapRequest(redis, district, one, state)))
    throw new Refused('swap_over');
  return { ...one, state } as const;
}

/**
 * The word is kept before the roster changes: of two answers at once one counts. Should we end in between, whoever agreed says so again, and it
 * is done then.
 * @throws Refused with nothing changed
 */
async function agree(parts: SwapParts, asked: Asked, read: SwapRequest, language: 'zh' | 'en'): Promise<SwapRequest> {
  const { redis, clock } = parts;
  const district = parts.registry.district(asked.district.id) ?? asked.district;
  const one = (await readSwapRequest(redis, district.id, read.id)) ?? read;
  const isAgain = one.state === 'agreed';
  const bundle = await asWritten(parts, district);
  const roster = await planOf(district, clock.now(), bundle);
  if (isAgain && isDone(one, roster)) return one;
  if (!isAgain && !isAsked(one, clock.now())) throw new Refused('swap_over');
  const why = whyNoSwap(one, { roster, bundle }, at(clock.now()));
  if (why === 'overtaken') {
    await turnSwapRequest(redis, district.id, one, 'overtaken');
    throw new Refused('swap_overtaken');
  }
  if (why) throw new Refused('swap_cannot');
  const changes = await changesOf(parts, district.id, bundle, one);
  const { tried } = await tryOn(redis, district.id, changes);
  const { opens } = await effectOf(parts, district, after(bundle, tried));
  if (opens.length > 0) throw new Refused('swap_opens_gap');
  if (!isAgain && !(await turnSwapRequest(redis, district.id, one, 'agreed'))) throw new Refused('swap_over');
  const agreed = { ...one, state: 'agreed' } as const;
  const set = { changes, why: whyOf(district, one) };
  const done = await change(parts, { ...asked, district }, set, language).catch(async (error: unknown) => {
    // The roster may have changed before it threw; where it has not, nobody has agreed to anything.
    const isChanged = isDone(one, await planOf(district, clock.now(), await asWritten(parts, district)));
    if (!isAgain && !isChanged) await turnSwapRequest(redis, district.id, agreed, 'asked');
    throw error;
  });
  if (done.refused) {
    if (!isAgain) await turnSwapRequest(redis, district.id, agreed, 'overtaken');
    throw new Refused('swap_overtaken');
  }
  return agreed;
}

/** As it lies in the store by now: whoever agrees twice at once must not meet the roster from before the first. */
async function asWritten({ redis, registry }: SwapParts, { id, bundle }: DistrictRegistry): Promise<CommunityBundle> {
  if (registry.seen() === (await endOfChanges(redis))) return registry.district(id)?.bundle ?? bundle;
  return (await readDistrict(redis, id, bundle)) ?? bundle;
}

const isDone = ({ colleague, given }: SwapRequest, roster: Roster): boolean =>
  roster
    .held(at(given.from), at(given.to))
    .some(({ shift, on, holder }) => shift.id === given.shift && on === given.on && holder === colleague);

/** In the language of the registry's history: it is read by whoever keeps it. */
function whyOf({ responders }: DistrictRegistry, { asker, colleague, back }: SwapRequest): string {
  const nameOf = (id: string): string => responders.get(id)?.name ?? id;
  return `${nameOf(asker)}请${nameOf(colleague)}${back ? '换班' : '代班'}，双方在手机上同意`;
}

/** An occurrence that was swapped already is changed; one that goes back to its owner is swapped no more. */
async function changesOf(
  { redis }: SwapParts,
  district: string,
  { swaps, shifts }: CommunityBundle,
  one: SwapRequest,
): Promise<RegistryChange[]> {
  const moves = [{ ...one.given, to: one.colleague }, ...(one.back ? [{ ...one.back, to: one.asker }] : [])];
  const known = moves.map(({ shift, on }) => swaps.find((swap) => swap.shift === shift && swap.on === on)?.id);
  const ids = known.map((id) => id ?? `swap-${ulid().toLowerCase()}`);
  const standing = await readStanding(
    redis,
    district,
    ids.map((id) => ({ kind: 'swaps', id })),
  );
  return moves.map(({ shift, on, to }, i): RegistryChange => {
    const own = shifts.find(({ id }) => id === shift)?.responder === to;
    const document = own ? null : { shift, on, to };
    return { kind: 'swaps', id: ids[i] ?? '', version: standing[i]?.version ?? 0, document };
  });
}

function addOpen(app: App, parts: SwapParts): void {
  const asks = narrowed(
    route('roster.read', 'swaps that were asked for on the phones lately, and how they ended', {
      response: answers(SwapViews),
    }),
  );
  app.get('/api/v1/office/roster/swaps', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const now = parts.clock.now();
    const requests = await readSwapRequests(parts.redis, district.id);
    const within = requests.filter(({ asker }) => district.responders.has(asker));
    return { swaps: within.map((one) => swapView(one, district, now)) };
  });
}
