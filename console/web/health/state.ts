// The health track alone: which incidents, the own leg in each, what rings. Answers go in as the desk's own.

import { computed, effect, signal } from '@preact/signals';
import { deliveryOf } from '../../../contracts/incident/delivery.ts';
import type { MyAnswer } from '../../../contracts/incident/myLegs.ts';
import type { IncidentView, LegView, NeedView } from '../../../contracts/incident/views.ts';
import type { ReplyKind } from '../../../contracts/terms.ts';
import type { Alarm } from '../alarm/sound.ts';
import { call, command, newId, type Order } from '../live/api.ts';
import { actionsDisabled, connect, picture } from '../live/page.ts';
import { words } from '../words/words.ts';

const chosen = signal<string | undefined>(undefined);
export function choose(id: string): void {
  chosen.value = id;
}
/** What could not be done. */
export const trouble = signal('');
export function complain(why: string): void {
  trouble.value = why;
}

/** The desk's own leg: the newest, should it have been asked twice. */
export function ownLeg({ legs }: IncidentView): LegView | undefined {
  const own = picture.value.me?.responder;
  return legs.filter(({ responder }) => responder.id === own).at(-1);
}

/** Asked as long as the need stands: a call that began anew asks again, whatever was answered before. */
export const mustAnswer = (incident: IncidentView): boolean => {
  const standing = ownLeg(incident)?.standing;
  return incident.state === 'open' && (standing === 'asked' || standing === 'late');
};

/** What the health desk can do something about: its own need, and what was asked for at the scene. */
const ofHealth: ReadonlySet<NeedView['need']> = new Set(['health', 'doctor', 'call_120', 'word']);
export const ownNeeds = ({ needs }: IncidentView): NeedView[] =>
  needs.filter(({ need, state }) => ofHealth.has(need) && state !== 'ended');

/** Open incidents of the health track: what waits for an answer first, then by urgency and age. */
export const incidents = computed(() =>
  [...picture.value.incidents.values()]
    .filter(
      (one) => one.state === 'open' && (ownNeeds(one).length > 0 || one.tracks.some(({ track }) => track === 'health')),
    )
    .sort(
      (a, b) =>
        Number(mustAnswer(b)) - Number(mustAnswer(a)) ||
        a.priority - b.priority ||
        (a.receivedAt < b.receivedAt ? -1 : 1),
    ),
);
/** Stays the same under the hand until it is over or another is chosen: a new call rings and stands at the top of the list. */
export const current = computed(() => incidents.value.find(({ id }) => id === chosen.value));
effect(() => {
  if (!current.value && incidents.value[0]) chosen.value = incidents.value[0].id;
});
export const alarms = (): Alarm[] =>
  incidents.value.filter(mustAnswer).map((one) => {
    const leg = ownLeg(one);
    // Asked anew is an alarm of its own.
    return { id: `${one.id} ${leg?.id ?? ''} ${leg?.revision ?? 0}`, priority: one.priority };
  });

export function start(): void {
  connect(() => {});
  effect(confirmAll);
}

/** What stands on this screen has arrived: its receipt is the page's own. */
const confirmed = new Set<string>();
function confirmAll(): void {
  for (const incident of picture.value.incidents.values()) {
    const leg = ownLeg(incident);
    if (!leg || leg.told) continue;
    const delivery = deliveryOf(incident.id, leg);
    if (confirmed.has(delivery)) continue;
    confirmed.add(delivery);
    void answer(incident, leg, 'receipt').then((ok) => {
      if (!ok) confirmed.delete(delivery); // the next change tries again
    });
  }
}

/** Answers for the desk. */
export async function answer(incident: IncidentView, leg: LegView, reply: ReplyKind): Promise<boolean> {
  const delivery = deliveryOf(incident.id, leg);
  const body = { id: newId(), incident: incident.id, leg: leg.id, delivery, reply, at: new Date().toISOString() };
  const given = await call<MyAnswer>('/api/v1/my/replies', body);
  if (reply === 'receipt') return given.ok;
  const refused = given.ok && given.value.outcome === 'refused';
  complain(refused ? words.value.legEnded : given.ok ? '' : given.message || words.value.notSent);
  return given.ok && !refused;
}

/** Orders what the health desk may order. */
export async function order(incident: string, body: Order): Promise<boolean> {
  if (actionsDisabled.value) {
    complain(words.value.notSent);
    return false;
  }
  const seen = picture.value.incidents.get(incident)?.seq;
  const given = await command(incident, seen === undefined ? body : { ...body, seen });
  complain(given.ok ? '' : given.message || words.value.notSent);
  return given.ok;
}
