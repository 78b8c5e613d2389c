// Events, next steps and people as sentences, in the language of the page.
import type { EventView, IncidentView, LegView, NeedView, NextStep } from '../../../contracts/incident/views.ts';
import type { Place } from '../../../contracts/office/place.ts';
import { momentOf } from '../look/time.ts';
import type { Words } from './zh.ts';

const minutesOf = (seconds: number): number => Math.round(seconds / 60);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** An event of the timeline. */
export function eventSentence(event: EventView, incident: IncidentView, w: Words): string {
  const who = nameOfLeg(legIdOf(event), incident);
  const by = nameOfActor(event.by, incident, w);
  const because = w.inBrackets(reasonOf(event.because, w));
  switch (event.type) {
    case 'opened':
      return w.events.opened(w.kinds[incident.kind]);
    case 'press_joined':
      if (typeof event.call === 'string') return w.events.call_changed(kindOfPress(event, w));
      return event.anew === true
        ? w.events.called_anew(kindOfPress(event, w))
        : w.events.press_joined(kindOfPress(event, w));
    case 'press_repeated':
      return w.events.press_repeated;
    case 'cancel_requested':
      return w.events.cancel_requested;
    case 'leg_offered': {
      const leg = incident.legs.find(({ id }) => id === legIdOf(event));
      if (event.byHand === true) return w.events.leg_assigned(by, who);
      const minutes = leg && leg.travelSeconds > 0 ? w.minutes(minutesOf(leg.travelSeconds)) : '';
      return w.events.leg_offered(who, leg ? w.roles[leg.responder.role] : '', minutes);
    }
    case 'tier_skipped':
      return w.events.tier_skipped(text(event.name), w.skipped[text(event.reason)] ?? text(event.reason));
    case 'leg_progressed':
      return w.events.leg_progressed(who, minutesIn(event.measuredSeconds, w));
    case 'leg_doubted':
      return w.events.leg_doubted(who, w.doubts[text(event.why)] ?? '');
    case 'taken_over':
      return w.events.taken_over(by, nameOfActor(text(event.from), incident, w));
    case 'priority_changed':
      return w.events.priority_changed(by, `P${String(event.priority ?? incident.priority)}`);
    case 'ambulance_called':
      return w.events.ambulance_called(by, text(event.reference));
    case 'track_planned':
    case 'ambulance_asked':
    case 'contact_due':
      return w.events[event.type];
    case 'contact_told':
    case 'merged':
    case 'absorbed':
    case 'split_off':
    case 'reopened':
      return w.events[event.type](by);
    case 'tier_empty':
      return w.events.tier_empty(w.roles[text(event.role) as keyof Words['roles']] ?? text(event.role));
    case 'leg_accepted': {
      const leg = incident.legs.find(({ id }) => id === legIdOf(event));
      if (event.revived === true) return w.events.leg_revived(who);
      return w.events.leg_accepted(who, leg && leg.travelSeconds > 0 ? w.minutes(minutesOf(leg.travelSeconds)) : '');
    }
    case 'leg_stood_down':
      return w.events.leg_stood_down(who, because);
    case 'leg_updated':
      return w.events.leg_updated(who, because);
    case 'advised':
      return w.events.advised(by);
    case 'note_added':
      return w.events.note_added(by);
    case 'acknowledged':
      return w.events.acknowledged(by);
    case 'officer_reminded':
      return w.events.officer_reminded(reasonOf(event.why, w));
    case 'track_exhausted':
      return w.events.track_exhausted(event.track === 'health' ? w.health : w.grid);
    case 'closed':
      return w.events.closed(by, w.dispositions[text(event.disposition) as keyof Words['dispositions']] ?? '');
    case 'leg_received':
    case 'leg_declined':
    case 'leg_timed_out':
    case 'leg_en_route':
    case 'leg_on_scene':
    case 'leg_overdue':
    case 'leg_done':
    case 'leg_resumed':
    case 'stand_down_chased':
    case 'stand_down_told':
    case 'stand_down_given_up':
      return w.events[event.type](who);
    case 'help_asked':
      return w.events.help_asked(who, w.helpNames[text(event.needs) as keyof Words['helpNames']] ?? w.helpNames.person);
    case 'leg_asked_again':
      return w.events.leg_asked_again(who, because);
    case 'leg_confirmed':
      return w.events.leg_confirmed(by, who);
    case 'found':
      return w.events.found(who, namesIn(event.findings, w.findings, w));
    case 'needs_renewed':
      return w.events.needs_renewed(namesIn(event.needs, w.needNames, w), because);
    case 'need_ended':
    case 'need_due':
    case 'need_asked':
      return w.events[event.type](needName(event.need, w), because);
    case 'need_waits':
      return w.events.need_waits(needName(event.need, w), instantOf(text(event.until)), because);
    case 'needs_known':
    case 'reason_due':
      return w.events[event.type];
    case 'officer_step':
      return w.events.officer_step(typeof event.step === 'number' ? event.step : 1);
    case 'hand_over_asked':
      return w.events.hand_over_asked(by, text(event.to));
    case 'outside_called':
      return w.events.outside_called(by, text(event.number));
    case 'called_back':
      return w.events.called_back(by, w.outcomes[text(event.outcome) as keyof Words['outcomes']] ?? '');
    case 'reason_given':
    case 'ambulance_hand_over':
    case 'place_corrected':
    case 'aftercare_done':
      return w.events[event.type](by);
    default:
      return w.events.unknown(event.type); // a newer server than this page
  }
}

/** A code that this page does not know is shown as it is: a newer server than this page. */
export const reasonOf = (code: unknown, w: Words): string => w.because[text(code)] ?? text(code);
export const needName = (need: unknown, w: Words): string => w.needNames[text(need) as NeedView['need']] ?? text(need);

/** Codes, or things that bear one as their `need`, by name. */
function namesIn(list: unknown, names: Readonly<Record<string, string>>, w: Words): string {
  const codes = Array.isArray(list) ? list.map((one: unknown) => codeIn(one)) : [];
  return codes.map((code) => names[code] ?? code).join(w.and);
}

const codeIn = (one: unknown): string =>
  typeof one === 'object' && one !== null && 'need' in one ? text(one.need) : text(one);

/** Empty for what is no instant. */
const instantOf = (iso: string): string => (Number.isNaN(Date.parse(iso)) ? '' : momentOf(Date.parse(iso)));

const minutesIn = (seconds: unknown, w: Words): string =>
  typeof seconds === 'number' ? w.minutes(minutesOf(seconds)) : '';

function legIdOf(event: EventView): string {
  const { leg } = event;
  if (typeof leg === 'string') return leg;
  return typeof leg === 'object' && leg !== null && 'id' in leg ? text(leg.id) : '';
}

const nameOfLeg = (id: string, incident: IncidentView): string =>
  nameOf(incident.legs.find((leg) => leg.id === id)?.responder.name ?? '');

/** In a sentence and on the map a name stands without its addition: `余老师（楼栋长）` is 余老师. */
export const nameOf = (name: string): string => name.replace(/（[^）]*）$/, '') || name;

function nameOfActor(by: string, incident: IncidentView, w: Words): string {
  const [kind = '', ...rest] = by.split('/');
  const id = rest.join('/');
  if (kind === 'officer') return id;
  if (kind === 'responder')
    return nameOf(incident.legs.find(({ responder }) => responder.id === id)?.responder.name ?? id);
  return kind === 'device' ? w.by.device : w.by.policy;
}

function kindOfPress(event: EventView, w: Words): string {
  const { press } = event;
  const kind = typeof press === 'object' && press !== null && 'kind' in press ? text(press.kind) : '';
  return w.kinds[kind as keyof Words['kinds']] ?? kind;
}

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
