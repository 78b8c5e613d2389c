// What the phone shows: the legs as the server last told them, moved on by what waits in the outbox.
import { computed, effect, signal } from '@preact/signals';
import type { Me, MyLeg } from '../../../contracts/api.ts';
import { isGroupReply, readGroupDelivery } from '../../../contracts/groups.ts';
import type { LiveFrame } from '../../../contracts/live.ts';
import type { Reply } from '../../../contracts/messages.ts';
import { connect, signedOut } from '../live/page.ts';
import { answer, outbox, send } from './outbox.ts';

type Told = Pick<Extract<LiveFrame, { type: 'legs' }>, 'legs' | 'onDuty' | 'demo'> & { me: Me | undefined };

const place = 'yjt-legs';
const empty: Told = { me: undefined, legs: [], onDuty: false, demo: false };
/** The last that was told; kept, so that the page opens in a tunnel with the way and the door. */
const told = signal<Told>(read());
export const me = computed(() => told.value.me);
export const demo = computed(() => told.value.demo);
export const known = signal(false);

/** As the server has it and as it will have it once the outbox is empty. */
export const legs = computed<MyLeg[]>(() => told.value.legs.map(withWaiting).filter((leg) => leg !== undefined));
export const onDuty = computed(() => {
  const switched = outbox.value.find((one) => one.kind === 'duty');
  return switched?.kind === 'duty' ? switched.body.onDuty : told.value.onDuty;
});

/** The one on the screen: chosen, else the most pressing. */
export const chosen = signal<string | undefined>(undefined);
export const keyOf = (leg: MyLeg): string => `${leg.incident}/${leg.leg}`;
export const current = computed(() => legs.value.find((leg) => keyOf(leg) === chosen.value) ?? legs.value[0]);

/** What rings: an offer without an answer, and news of a leg that is on. */
export const ringing = computed(() => legs.value.filter((leg) => leg.kind === 'offer' && isOpen(leg)));

/** Asked and not answered yet; after its time it no longer rings, and a yes still counts. */
const isOpen = ({ state }: MyLeg): boolean => state === 'offered' || state === 'received';

/** @returns undefined when the person has said that they cannot, or has finished */
function withWaiting(leg: MyLeg): MyLeg | undefined {
  let now: MyLeg | undefined = leg;
  for (const action of outbox.value) {
    if (!now || action.kind !== 'reply' || !concerns(action.body, leg)) continue;
    now = afterReply(now, action.body.reply);
  }
  return now;
}

/** Is this answer about the leg, or about the whole group that it is in? */
function concerns({ incident, leg: id, delivery, reply }: Reply, leg: MyLeg): boolean {
  if (leg.group && isGroupReply(reply) && readGroupDelivery(delivery)?.group === leg.group.id) return true;
  return incident === leg.incident && id === leg.leg;
}

function afterReply(leg: MyLeg, reply: string): MyLeg | undefined {
  switch (reply) {
    case 'accept':
      return leg.kind === 'offer' ? { ...leg, kind: 'active', state: 'accepted' } : leg;
    case 'en_route':
      return leg.kind === 'active' ? { ...leg, state: 'en_route' } : leg;
    case 'on_scene':
      return leg.kind === 'active' ? { ...leg, state: 'on_scene' } : leg;
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
  connect((frame) => {
    if (frame.type !== 'legs') return;
    const { me: who, legs: all, onDuty: duty, demo: sample } = frame;
    told.value = { me: who, legs: all, onDuty: duty, demo: sample };
    known.value = true;
    localStorage.setItem(place, JSON.stringify(told.value));
    for (const leg of all) if (leg.kind !== 'stand_down' && !leg.receipted) confirm(leg);
    void send();
  });
  addEventListener('online', () => void send());
  effect(() => {
    if (signedOut.value) forget();
  });
  void send();
}

const confirmed = new Set<string>();
function confirm({ incident, leg: id, delivery }: MyLeg): void {
  if (confirmed.has(delivery)) return;
  confirmed.add(delivery);
  answer({ incident, leg: id, delivery, reply: 'receipt' });
}

/** The way in is not left on a phone that nobody is signed in on. */
export function forget(): void {
  localStorage.removeItem(place);
  told.value = empty;
}

function read(): Told {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(place) ?? 'null');
    return typeof value === 'object' && value !== null ? { ...empty, ...value } : empty;
  } catch {
    return empty;
  }
}
