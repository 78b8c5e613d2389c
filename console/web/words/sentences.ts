// Events, next steps and people as sentences, in the language of the page.
import type { EventView, IncidentView, LegView, NeedView, NextStep } from '../../../contracts/incident/views.ts';
import type { Place } from '../../../contracts/office/place.ts';
import { type Cast, needName, reasonOf, eventSentence as told } from '../../../wording/story.ts';
import { momentOf } from '../look/time.ts';
import type { Words } from './zh.ts';

const minutesOf = (seconds: number): number => Math.round(seconds / 60);

/** An event of the timeline. */
export function eventSentence(event: EventView, { kind, legs, residents }: IncidentView, w: Words): string {
  const legOf = new Map(legs.map((leg) => [leg.id, leg]));
  const named = new Map(legs.map(({ responder }) => [responder.id, nameOf(responder.name)]));
  const cast: Cast = {
    kind,
    onLeg: (id) => {
      const leg = legOf.get(id);
      return leg && { name: nameOf(leg.responder.name), role: leg.responder.role, travelSeconds: leg.travelSeconds };
    },
    responder: (id) => named.get(id) ?? id,
    resident: (id) => residents.find((one) => one.id === id)?.name ?? '',
    moment: momentOf,
  };
  return told(event, cast, w);
}

/** Empty for what is no instant. */
const instantOf = (iso: string): string => (Number.isNaN(Date.parse(iso)) ? '' : momentOf(Date.parse(iso)));

/** In a sentence and on the map a name stands without its addition: `余老师（楼栋长）` is 余老师. */
export const nameOf = (name: string): string => name.replace(/（[^）]*）$/, '') || name;

/** What the system does next by itself: `将 找志愿者：王协管员未应答`. */
export function nextSentence(next: NextStep, incident: IncidentView, w: Words): string {
  const who = nameOf(incident.legs.find(({ responder }) => responder.id === next.responder)?.responder.name ?? '');
  switch (next.step) {
    case 'ask_next':
      return w.next.ask_next(next.role ? w.roles[next.role] : '', who);
    case 'ring_again':
      return w.next.ring_again(who);
    case 'check_progress':
      return w.next.check_progress(who);
    case 'check_arrival':
      return w.next.check_arrival(who);
    case 'check_scene':
      return w.next.check_scene(who);
    case 'chase_stand_down':
      return w.next.chase_stand_down(who);
    case 'call_120':
      return w.next.call_120(who);
    case 'ask_again':
    case 'end_wait':
    case 'remind_call':
      return w.next[next.step](needName(next.need, w));
    case 'call_back':
    case 'find_entry':
    case 'tell_officers':
      return w.next[next.step];
    case 'remind_officer':
      if (!incident.acknowledged) return w.next.remind_acknowledge;
      if (next.why === 'waiting_to_close') return w.next.remind_close;
      return next.why === undefined || next.why === 'under_way'
        ? w.next.remind_review
        : w.next.remind_why(reasonOf(next.why, w));
  }
}

/** Who is nearest to helping, and whoever else meets a need: `王协管员约 3 分钟到，卫生中心值班台 已接受`. Else who was asked. */
export function comingSentence(incident: IncidentView, w: Words): string {
  const { legs, needs, coming, state } = incident;
  const meets = new Set(
    needs.flatMap((one) => (one.state === 'met' && one.because !== undefined ? [one.because] : [])),
  );
  const others = legs.filter(({ id }) => meets.has(id) && id !== coming?.leg);
  const told = [...(coming ? [comingWords(coming, legs, w)] : []), ...others.map((leg) => legSentence(leg, w))];
  if (told.length > 0) return told.join('，');
  const done = needs.some(({ need, because }) => need === 'door' && because === 'done');
  const last = legs.findLast((leg) => leg.state === 'done');
  if (done && last) return legSentence(last, w);
  return askedSentence(legs, w) || (state === 'open' ? w.nobodyComing : w.noLegs);
}

function comingWords(
  { how, leg, responder, etaSeconds }: NonNullable<IncidentView['coming']>,
  legs: readonly LegView[],
  w: Words,
): string {
  const known = legs.find(({ id }) => id === leg);
  const who = known ? shortNameOf(known, w) : nameOf(responder.name);
  return w.coming[how](who, w.minutes(minutesOf(etaSeconds)));
}

/** Where a need stands: who meets it, who is asked, until when it waits, why it is over. */
export function needSentence(need: NeedView, incident: IncidentView, w: Words): string {
  const { state, because } = need;
  const leg = incident.legs.find(({ id }) => id === because);
  switch (state) {
    case 'met':
      return leg ? meetingSentence(leg, incident, w) : reasonOf(because, w);
    case 'asked': {
      const asked = incident.legs.filter(
        (one) => one.need === need.need && one.standing === 'asked' && one.purpose !== 'told',
      );
      if (asked.length > 0) return w.needAsking(asked.map((one) => shortNameOf(one, w)).join(w.and));
      return reasonOf(because, w) || w.needStates.asked;
    }
    case 'spent':
      return w.needStates.spent;
    case 'waits':
      return `${w.needStates.waits} ${instantOf(need.until ?? '')}${w.inBrackets(reasonOf(because, w))}`;
    case 'ended':
      return reasonOf(because, w) || w.needStates.ended;
  }
}

const meetingSentence = (leg: LegView, { coming, legs }: IncidentView, w: Words): string =>
  coming?.leg === leg.id ? comingWords(coming, legs, w) : legSentence(leg, w);

/** Who was asked and has not answered, those in the same state together. */
function askedSentence(legs: readonly LegView[], w: Words): string {
  return (['received', 'offered'] as const)
    .map((state) => ({ state, names: legs.filter((leg) => leg.state === state).map((leg) => shortNameOf(leg, w)) }))
    .filter(({ names }) => names.length > 0)
    .map(({ state, names }) => `${names.join('、')} ${w.legStates[state]}`)
    .join('；');
}

function legSentence(leg: LegView, w: Words): string {
  const { state, travelSeconds } = leg;
  const way = (state === 'accepted' || state === 'en_route') && travelSeconds > 0;
  return `${shortNameOf(leg, w)} ${way ? w.arrivesIn(w.minutes(minutesOf(travelSeconds))) : w.legStates[state]}`;
}

/** The desk is a place, not a person: what it is called says enough. */
const shortNameOf = ({ responder }: LegView, w: Words): string =>
  responder.role === 'health_desk' ? w.roles.health_desk : nameOf(responder.name);

/** Who: names, or that nobody knows. */
export const personOf = (incident: IncidentView, w: Words): string =>
  incident.residents.map(({ name }) => name).join('、') || w.unknownPerson;

/** Where: `黉门街66号院 2栋 1单元 301`. */
export function placeOf(place: Place, w: Words): string {
  const parts = [place.courtyard?.name, place.building, place.unit, place.door].filter((part) => part !== undefined);
  return parts.length === 0 ? w.unknownPlace : parts.join(' ');
}
