// What the phone shows: the legs as the server last told them, moved on by what waits in the outbox.
import { batch, computed, effect, signal } from '@preact/signals';
import { isGroupReply, readGroupDelivery } from '../../../contracts/incident/groups.ts';
import type { Reply } from '../../../contracts/incident/messages.ts';
import type { EndedLeg, MyLeg } from '../../../contracts/incident/myLegs.ts';
import type { Asks } from '../../../contracts/outsideCall.ts';
import type { Me } from '../../../contracts/session/session.ts';
import type { LiveFrame } from '../../../contracts/system/live.ts';
import { drop, keepValue, keptValue } from '../live/memory.ts';
import { connect, now, signedOut } from '../live/page.ts';
import { keepKeys, keysCame, open, opened, recallKeys } from './boxes.ts';
import { acted, answer, belongTo, send, serverTold } from './outbox.ts';

type Told = Pick<Extract<LiveFrame, { type: 'legs' }>, 'legs' | 'onDuty' | 'demo'> & {
  me: Me | undefined;
  ended: readonly EndedLeg[];
  /** When the server said so, its clock. */
  at: number;
};

const place = 'yjt-legs';
const empty: Told = { me: undefined, legs: [], onDuty: false, demo: false, ended: [], at: 0 };
/** A phone that has heard nothing for a shift does not go on showing doors and keys. */
const staleMs = 12 * 3_600_000;
/** The last that was told; kept, so that the page opens in a tunnel with the way and the door. */
const told = signal<Told>(read());
export const me = computed(() => told.value.me);
export const demo = computed(() => told.value.demo);
export const known = signal(false);

/** As the server has it and as it will have it once it has told of everything that was done here. */
export const legs = computed<MyLeg[]>(() => told.value.legs.map(withWaiting).filter((leg) => leg !== undefined));
/** What is over and still shows its door for a while. */
export const ended = computed(() => told.value.ended);
export const onDuty = computed(() => {
  const switched = acted.value.findLast((one) => one.kind === 'duty');
  return switched?.kind === 'duty' ? switched.body.onDuty : told.value.onDuty;
});

export const keyOf = (leg: MyLeg): string => `${leg.incident}/${leg.leg}`;
const chosen = signal<string | undefined>(undefined);
export function choose(leg: MyLeg): void {
  chosen.value = keyOf(leg);
}
/** The one on the screen: chosen, else the most pressing. */
export const current = computed(() => legs.value.find((leg) => keyOf(leg) === chosen.value) ?? legs.value[0]);

/** What rings: an offer without an answer, and news of a leg that is on. */
export const ringing = computed(() => legs.value.filter((leg) => leg.kind === 'offer' && isOpen(leg)));

/** Asked and not answered yet; after its time it no longer rings, and a yes still counts. */
const isOpen = ({ state }: MyLeg): boolean => state === 'offered' || state === 'received';

/** What each call answers, in the words of a reply. */
const helpOf = { call_120: 'ambulance', call_119: 'fire', call_110: 'police' } as const;

/** They have called the outside number themselves. That they need not do it any more is no news to them. */
export function haveCalled({ incident, leg, delivery, asks: wasAsked }: MyLeg, asks: Asks): void {
  if (wasAsked === asks) calledHere.add(`${incident}/${leg}`);
  answer({ incident, leg, delivery, reply: 'called', needs: helpOf[asks] });
}
const calledHere = new Set<string>();

/** "Finished" may be a slip of the thumb: so long it can be taken back, as the server has it. */
const undoMs = 60_000;
export type Finished = Pick<Reply, 'incident' | 'leg'> & { was: 'on_scene' | 'en_route'; until: number };
const lastFinished = signal<Finished | undefined>(undefined);
export const undoable = computed(() =>
  lastFinished.value && lastFinished.value.until > now.value ? lastFinished.value : undefined,
);

export function finish(leg: MyLeg, report: Pick<Reply, 'findings' | 'text'>): void {
  const { incident, leg: id, delivery, state } = leg;
  answer({ incident, leg: id, delivery, reply: 'done', ...report });
  lastFinished.value = {
    incident,
    leg: id,
    was: state === 'on_scene' ? 'on_scene' : 'en_route',
    until: now.value + undoMs,
  };
}

export function takeBackFinished({ incident, leg, was }: Finished): void {
  lastFinished.value = undefined;
  answer({ incident, leg, reply: was });
}

/** @returns undefined when the person has said that they cannot, or has finished */
function withWaiting(leg: MyLeg): MyLeg | undefined {
  let after: MyLeg | undefined = leg;
  for (const action of acted.value) {
    if (action.kind !== 'reply' || !concerns(action.body, leg)) continue;
    const { reply } = action.body;
    if (after) after = afterReply(after, reply);
    else if (reply === 'on_scene' || reply === 'en_route') after = { ...leg, state: reply }; // "finished" was taken back
  }
  return after;
}

/** Is this answer about the leg, or about the whole group that it is in? */
function concerns({ incident, leg: id, delivery, reply }: Reply, leg: MyLeg): boolean {
  if (leg.group && isGroupReply(reply) && readGroupDelivery(delivery)?.group === leg.group.id) return true;
  return incident === leg.incident && id === leg.leg;
}

function afterReply(leg: MyLeg, reply: string): MyLeg | undefined {
  switch (reply) {
    case 'accept':
      return leg.kind === 'offer'
        ? { ...leg, kind: 'active', state: 'accepted', ...opened.value.get(keyOf(leg)) }
        : leg;
    case 'en_route':
      return leg.kind === 'active' ? { ...leg, state: 'en_route' } : leg;
    case 'on_scene':
      return leg.kind === 'active' ? { ...leg, state: 'on_scene' } : leg;
    case 'called':
      return leg.asks === undefined ? leg : undefined;
    case 'decline':
    case 'done':
      return leg.kind === 'stand_down' ? leg : undefined;
    case 'receipt':
      return leg.kind === 'stand_down' ? undefined : leg;
    default:
      return leg;
  }
}

/** Connects, and confirms by itself whatever rings here. A stand-down is confirmed by the person. */
export function start(): void {
  belongTo(told.value.me);
  if (told.value.legs.some(({ box }) => box !== undefined)) void recallKeys();
  connect((frame) => {
    if (frame.type !== 'legs') return;
    const { me: who, legs: all, onDuty: duty, demo: sample, keys = {}, ended: over = [] } = frame;
    belongTo(who);
    batch(() => {
      serverTold();
      keep({ me: who, legs: all, onDuty: duty, demo: sample, ended: over, at: Date.parse(frame.now) });
    });
    known.value = true;
    void keepKeys(keys);
    for (const leg of all)
      if (!leg.receipted && (leg.kind !== 'stand_down' || calledHere.has(keyOf(leg)))) confirm(leg);
    void send();
  });
  addEventListener('online', () => void send());
  effect(() => {
    if (signedOut.value) forget();
  });
  effect(takeAway);
  effect(openAccepted);
  void send();
}

/** A yes that waits in the outbox opens its box, also where nothing comes through. */
function openAccepted(): void {
  keysCame.value; // looked at again when a key has come
  for (const leg of told.value.legs) if (leg.box !== undefined && saidYes(leg)) void open(leg, keyOf(leg));
}

const saidYes = (leg: MyLeg): boolean =>
  acted.value.some((one) => one.kind === 'reply' && one.body.reply === 'accept' && concerns(one.body, leg));

/** What has had its time ends by the phone's own clock, where it hears nothing: an offer, what was kept after the end, a whole shift. */
function takeAway(): void {
  const at = now.value;
  const { legs: all, ended: over, at: since } = told.value;
  if (since > 0 && at - since > staleMs) {
    keep({ ...told.value, legs: [], ended: [], at: 0 });
    void keepKeys({});
    return;
  }
  const late = all.filter(
    (leg) => hasPerson(leg) && leg.answerBy !== undefined && Date.parse(leg.answerBy) < at && !saidYes(leg),
  );
  const kept = over.filter(({ until }) => Date.parse(until) > at);
  if (late.length === 0 && kept.length === over.length) return;
  keep({ ...told.value, legs: all.map((leg) => (late.includes(leg) ? withoutPerson(leg) : leg)), ended: kept });
}

const hasPerson = ({ kind, persons, box, place: { door } }: MyLeg): boolean =>
  kind === 'offer' && (persons.length > 0 || box !== undefined || door !== undefined);

function withoutPerson({ box: _, place: { unit: __, door: ___, ...about }, also: ____, ...leg }: MyLeg): MyLeg {
  return { ...leg, place: about, persons: [], person: 'withheld' };
}

function keep(next: Told): void {
  told.value = next;
  keepValue(place, next);
}

const confirmed = new Set<string>();
function confirm({ incident, leg: id, delivery }: MyLeg): void {
  if (confirmed.has(delivery)) return;
  confirmed.add(delivery);
  answer({ incident, leg: id, delivery, reply: 'receipt' });
}

/** The way in is not left on a phone that nobody is signed in on. */
export function forget(): void {
  drop(place);
  told.value = empty;
  belongTo(undefined);
  void keepKeys({});
}

function read(): Told {
  const value = keptValue(place);
  return typeof value === 'object' && value !== null ? { ...empty, ...value } : empty;
}
