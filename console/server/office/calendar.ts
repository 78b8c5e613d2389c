// A calendar follows somebody's shifts by a link that nobody can guess. A calendar program signs in nowhere, so the secret is all there is: it opens
// their own shifts and nothing else, and ends when they make another one, take it back, or are in the registry no more.
import { Type } from 'typebox';
import { at } from '../../../contracts/ids.ts';
import { iso } from '../../../contracts/iso.ts';
import { CalendarLink, MyCalendar } from '../../../contracts/office/calendar.ts';
import { weekDays } from '../../../contracts/office/roster.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import type { HeldShift } from '../../../dispatcher/domain/roster/roster.ts';
import {
  calendarLinkOf,
  endCalendarLink,
  isCalendarSecret,
  makeCalendarLink,
  ownerOfCalendar,
} from '../../../store/calendarLinks.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { answers, languageOf, Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { audit } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';
import { awaitTurn } from '../session/rates.ts';
import { asResponder } from './asResponder.ts';
import { calendarText, rosterText } from './calendarText.ts';
import { planOf, weeksAhead } from './duty.ts';
import type { SwapParts } from './swaps.ts';

const ends = '.ics';

export function addCalendar(app: App, parts: SwapParts): void {
  addLink(app, parts);
  addFeed(app, parts);
  addExport(app, parts);
}

function addLink(app: App, parts: SwapParts): void {
  const { redis, clock, publicUrl } = parts;
  const path = '/api/v1/my/calendar';
  const reads = route('my.calendar', 'whether a calendar may follow my shifts', { response: answers(MyCalendar) });
  app.get(path, reads, async (request) => {
    const made = await calendarLinkOf(redis, personOf(request));
    return made === undefined ? {} : { made: iso(made) };
  });
  const makes = route('my.calendar', 'a secret link by which a calendar follows my shifts; the one before ends', {
    response: answers(CalendarLink),
  });
  app.post(path, makes, async (request) => {
    const { me, held, responder } = asResponder(parts, request);
    await awaitTurn(parts.rates, me);
    const now = clock.now();
    await audit(parts, held, { action: 'calendar_linked', about: responder });
    const secret = await makeCalendarLink(redis, personOf(request), now);
    return { url: `${publicUrl}/calendar/${secret}${ends}`, made: iso(now) };
  });
  const drops = route('my.calendar', 'ends that link', { response: { 204: Type.Null(), 401: Refusal, 403: Refusal } });
  app.delete(path, drops, async (request, reply) => {
    const { held, responder } = asResponder(parts, request);
    await audit(parts, held, { action: 'calendar_ended', about: responder });
    await endCalendarLink(redis, personOf(request));
    return reply.code(204).send(null);
  });

  function personOf(request: Parameters<typeof asResponder>[1]) {
    const { responder, district } = asResponder(parts, request);
    return { responder, district: district.id };
  }
}

function addFeed(app: App, parts: SwapParts): void {
  const { redis, clock, registry, rates } = parts;
  const asks = route('roster.feed', 'the shifts of whoever made this link, as a calendar reads them', {
    params: Type.Object({ file: Type.String({ maxLength: 60 }) }),
  });
  app.get('/calendar/:file', asks, async (request, reply) => {
    const { file } = request.params;
    const secret = file.endsWith(ends) ? file.slice(0, -ends.length) : '';
    // Whoever tries secrets waits as an address, before anything is looked up.
    const turn = rates.actions.take(`calendar/${request.ip}`);
    if (!turn) throw new Refused('too_fast');
    await turn.come;
    const owner = isCalendarSecret(secret) ? await ownerOfCalendar(redis, secret) : undefined;
    const district = owner && registry.district(owner.district);
    const one = owner && district?.responders.get(owner.responder);
    if (!district || !one) throw new Refused('not_found');
    const now = clock.now();
    const shifts = await shiftsOf(district, now);
    const language = languageOf(request.headers['accept-language']);
    return reply
      .header('cache-control', 'private, no-store')
      .header('referrer-policy', 'no-referrer')
      .type('text/calendar; charset=utf-8')
      .send(calendarText(one, shifts, { district, now, language }));
  });
}

/** Yesterday's stays in the calendar. */
const backMs = weekDays * 24 * 3_600_000;

const shiftsOf = async (district: DistrictRegistry, now: number): Promise<HeldShift[]> =>
  (await planOf(district, now)).held(at(now - backMs), weeksAhead(now).to);

function addExport(app: App, parts: SwapParts): void {
  const asks = narrowed(
    route('roster.export', 'the roster of last week and of the four ahead as a calendar (RFC 5545)', {}),
  );
  app.get('/api/v1/office/roster.ics', asks, async (request, reply) => {
    const { held, district, whole } = whoAsksHere(parts, request);
    const now = parts.clock.now();
    const language = languageOf(request.headers['accept-language']);
    const all = await shiftsOf(whole, now);
    const shifts = all.filter(({ holder }) => district.responders.has(holder));
    await audit(parts, held, { action: 'roster_exported', about: district.id });
    return reply
      .header('content-disposition', `attachment; filename="roster-${district.id}.ics"`)
      .type('text/calendar; charset=utf-8')
      .send(rosterText(shifts, { district, now, language }));
  });
}
