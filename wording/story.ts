// What happened in an incident, a sentence an event: read by the consoles' timeline and by `yjt replay`.
import type { SeenBy } from '../contracts/device/checkIns.ts';
import type { IncidentEvent } from '../contracts/incident/events.ts';
import type { EventView } from '../contracts/incident/views.ts';
import type { CallKind, NeedKind, ResponderRole } from '../contracts/terms.ts';
import type { StoryWords } from './storyWords.ts';

/** Who takes part in the incident that is told. */
export type Cast = {
  /** what it is called when it is opened */
  kind: CallKind;
  /** whoever has, or had, this leg; undefined for one that is not known here */
  onLeg: (leg: string) => { name: string; role?: ResponderRole; travelSeconds: number } | undefined;
  /** a responder, by id */
  responder: (id: string) => string;
  /** a resident, by id; empty where this reader has no names */
  resident: (id: string) => string;
  /** @param ms epoch milliseconds, as the reader's clock shows it */
  moment: (ms: number) => string;
};

/** Beside its sequence and instant an event has fields of its own: those of a newer version are not known here. */
type Happened = Pick<EventView, 'type' | 'by'> & { readonly [field: string]: unknown };
type Told = { event: Happened; who: string; by: string; because: string; cast: Cast; w: StoryWords };

/** @returns a sentence in the language of `w`; of an event of a newer version what it is called */
export function eventSentence(event: Happened, cast: Cast, w: StoryWords): string {
  const tell = Object.hasOwn(sentences, event.type) ? sentences[event.type as IncidentEvent['type']] : undefined;
  return (
    tell?.({
      event,
      who: cast.onLeg(legIdOf(event))?.name ?? '',
      by: actorName(event.by, cast, w),
      because: w.inBrackets(reasonOf(event.because, w)),
      cast,
      w,
    }) ?? w.events.unknown(event.type)
  );
}

/** Each kind of event has its sentence: the compiler asks for the forgotten one. */
const sentences: { readonly [T in IncidentEvent['type']]: (told: Told) => string } = {
  opened: ({ cast, w }) => w.events.opened(w.kinds[cast.kind]),
  press_joined: ({ event, w }) => {
    const what = kindOfPress(event, w);
    if (typeof event.call === 'string') return w.events.call_changed(what);
    return event.anew === true ? w.events.called_anew(what) : w.events.press_joined(what);
  },
  press_repeated: ({ w }) => w.events.press_repeated,
  cancel_requested: ({ w }) => w.events.cancel_requested,
  track_planned: ({ w }) => w.events.track_planned,
  tier_skipped: ({ event, w }) =>
    w.events.tier_skipped(text(event.name), w.skipped[text(event.reason)] ?? text(event.reason)),
  tier_empty: ({ event, w }) => w.events.tier_empty(w.roles[text(event.role) as ResponderRole] ?? text(event.role)),
  leg_offered: ({ event, who, by, cast, w }) => {
    if (event.byHand === true) return w.events.leg_assigned(by, who);
    const role = cast.onLeg(legIdOf(event))?.role;
    return w.events.leg_offered(who, role === undefined ? '' : w.roles[role], wayOf(event, cast, w));
  },
  leg_received: ({ who, w }) => w.events.leg_received(who),
  leg_accepted: ({ event, who, cast, w }) =>
    event.revived === true ? w.events.leg_revived(who) : w.events.leg_accepted(who, wayOf(event, cast, w)),
  leg_declined: ({ who, w }) => w.events.leg_declined(who),
  leg_timed_out: ({ who, w }) => w.events.leg_timed_out(who),
  leg_en_route: ({ who, w }) => w.events.leg_en_route(who),
  leg_progressed: ({ event, who, w }) => w.events.leg_progressed(who, minutesIn(event.measuredSeconds, w)),
  leg_doubted: ({ event, who, w }) => w.events.leg_doubted(who, w.doubts[text(event.why)] ?? ''),
  leg_on_scene: ({ who, w }) => w.events.leg_on_scene(who),
  leg_overdue: ({ who, w }) => w.events.leg_overdue(who),
  leg_done: ({ who, w }) => w.events.leg_done(who),
  leg_resumed: ({ who, w }) => w.events.leg_resumed(who),
  leg_stood_down: ({ who, because, w }) => w.events.leg_stood_down(who, because),
  leg_updated: ({ who, because, w }) => w.events.leg_updated(who, because),
  leg_asked_again: ({ who, because, w }) => w.events.leg_asked_again(who, because),
  leg_confirmed: ({ who, by, w }) => w.events.leg_confirmed(by, who),
  stand_down_chased: ({ who, w }) => w.events.stand_down_chased(who),
  stand_down_told: ({ who, w }) => w.events.stand_down_told(who),
  stand_down_given_up: ({ who, w }) => w.events.stand_down_given_up(who),
  found: ({ event, who, w }) => w.events.found(who, namesIn(event.findings, w.findings, w)),
  help_asked: ({ event, who, w }) =>
    w.events.help_asked(who, w.helpNames[text(event.needs) as keyof StoryWords['helpNames']] ?? w.helpNames.person),
  needs_known: ({ w }) => w.events.needs_known,
  needs_renewed: ({ event, because, w }) => w.events.needs_renewed(namesIn(event.needs, w.needNames, w), because),
  need_ended: ({ event, because, w }) => w.events.need_ended(needName(event.need, w), because),
  need_due: ({ event, because, w }) => w.events.need_due(needName(event.need, w), because),
  need_asked: ({ event, because, w }) => w.events.need_asked(needName(event.need, w), because),
  need_waits: ({ event, because, cast, w }) =>
    w.events.need_waits(needName(event.need, w), momentIn(event.until, cast), because),
  officer_step: ({ event, w }) => w.events.officer_step(typeof event.step === 'number' ? event.step : 1),
  officer_reminded: ({ event, w }) => w.events.officer_reminded(reasonOf(event.why, w)),
  acknowledged: ({ by, w }) => w.events.acknowledged(by),
  taken_over: ({ event, by, cast, w }) => w.events.taken_over(by, actorName(text(event.from), cast, w)),
  hand_over_asked: ({ event, by, w }) => w.events.hand_over_asked(by, text(event.to)),
  reason_due: ({ w }) => w.events.reason_due,
  reason_given: ({ by, w }) => w.events.reason_given(by),
  priority_changed: ({ event, by, w }) => w.events.priority_changed(by, `P${String(event.priority ?? '')}`),
  advised: ({ by, w }) => w.events.advised(by),
  note_added: ({ by, w }) => w.events.note_added(by),
  sign_came: ({ event, cast, w }) =>
    w.events.sign_came(
      cast.resident(text(event.resident)),
      w.seenBy[text(event.how) as SeenBy] ?? '',
      momentIn(event.signAt, cast),
    ),
  checkin_missed: ({ event, cast, w }) => w.events.checkin_missed(cast.resident(text(event.resident))),
  called_back: ({ event, by, w }) =>
    w.events.called_back(by, w.outcomes[text(event.outcome) as keyof StoryWords['outcomes']] ?? ''),
  outside_called: ({ event, by, w }) => w.events.outside_called(by, text(event.number)),
  ambulance_asked: ({ w }) => w.events.ambulance_asked,
  ambulance_called: ({ event, by, w }) => w.events.ambulance_called(by, text(event.reference)),
  ambulance_hand_over: ({ by, w }) => w.events.ambulance_hand_over(by),
  contact_due: ({ w }) => w.events.contact_due,
  contact_told: ({ by, w }) => w.events.contact_told(by),
  place_corrected: ({ by, w }) => w.events.place_corrected(by),
  aftercare_done: ({ by, w }) => w.events.aftercare_done(by),
  track_exhausted: ({ event, w }) => w.events.track_exhausted(event.track === 'health' ? w.health : w.grid),
  merged: ({ by, w }) => w.events.merged(by),
  absorbed: ({ by, w }) => w.events.absorbed(by),
  split_off: ({ by, w }) => w.events.split_off(by),
  reopened: ({ by, w }) => w.events.reopened(by),
  closed: ({ event, by, w }) =>
    w.events.closed(by, w.dispositions[text(event.disposition) as keyof StoryWords['dispositions']] ?? ''),
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A code that is not known here is told as it is: it comes from a newer version. */
export const reasonOf = (code: unknown, w: Pick<StoryWords, 'because'>): string => w.because[text(code)] ?? text(code);
export const needName = (need: unknown, w: Pick<StoryWords, 'needNames'>): string =>
  w.needNames[text(need) as NeedKind] ?? text(need);

/** Codes, or things that bear one as their `need`, by name. */
function namesIn(list: unknown, names: Readonly<Record<string, string>>, w: StoryWords): string {
  const codes = Array.isArray(list) ? list.map((one: unknown) => codeIn(one)) : [];
  return codes.map((code) => names[code] ?? code).join(w.and);
}

const codeIn = (one: unknown): string =>
  typeof one === 'object' && one !== null && 'need' in one ? text(one.need) : text(one);

/** Epoch milliseconds as they are stored, or an instant as it is on the wire; empty for what is none. */
function momentIn(value: unknown, { moment }: Cast): string {
  const ms = typeof value === 'number' ? value : Date.parse(text(value));
  return Number.isNaN(ms) ? '' : moment(ms);
}

const minutesOf = (seconds: number): number => Math.round(seconds / 60);
const minutesIn = (seconds: unknown, w: StoryWords): string =>
  typeof seconds === 'number' ? w.minutes(minutesOf(seconds)) : '';

/** How far somebody has to go; empty for whoever stays where they are. */
function wayOf(event: Happened, { onLeg }: Cast, w: StoryWords): string {
  const seconds = onLeg(legIdOf(event))?.travelSeconds ?? 0;
  return seconds > 0 ? w.minutes(minutesOf(seconds)) : '';
}

function legIdOf({ leg }: Happened): string {
  if (typeof leg === 'string') return leg;
  return typeof leg === 'object' && leg !== null && 'id' in leg ? text(leg.id) : '';
}

function actorName(by: string, { responder }: Cast, w: StoryWords): string {
  const [kind = '', ...rest] = by.split('/');
  const id = rest.join('/');
  if (kind === 'officer') return id;
  if (kind === 'responder') return responder(id);
  if (kind === 'family') return w.by.family;
  return kind === 'device' ? w.by.device : w.by.policy;
}

function kindOfPress({ press }: Happened, w: StoryWords): string {
  const kind = typeof press === 'object' && press !== null && 'kind' in press ? text(press.kind) : '';
  return w.kinds[kind as CallKind] ?? kind;
}
