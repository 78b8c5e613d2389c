// What the log of an incident says, read once more and in the words of DESIGN: who was asked when, who said what when, who
// stood before the person, which need began when. The states are judged by this, so it shares nothing with the code that made
// them.
import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { Leg } from '../../../contracts/incident/state.ts';
import type { LegState, NeedKind, Purpose } from '../../../contracts/terms.ts';

/** One person asked for one need. Numbers of events; 0: never. */
export type LegStory = {
  id: string;
  responder: string;
  need: NeedKind;
  purpose: Purpose;
  state: LegState;
  asked: number;
  askedAt: number;
  answerBy: number;
  said: number;
  saidAt: number;
  arrived: number;
  arriveBy: number;
  finished: number;
  measured: number | undefined;
  doubted: boolean;
  /** Stood before a closed door, or found nobody. */
  saw: boolean;
  /** Was asked whether they are still there, and has not said anything since. */
  askedStill: boolean;
};

type Word = { seq: number; at: number; by: string; because: string };
export type NeedStory = {
  seq: number;
  at: number;
  by: string;
  ended?: Word;
  waits?: Word & { until: number; priority: number };
  clock?: Word & { until: number };
  /** The last time that everybody had been asked in vain, and whom it rang. */
  spent?: { seq: number; until: number; rung: readonly string[] };
};

/** Purposes of whoever goes to the place. */
export const goesThere = (purpose: Purpose): boolean => purpose === 'comes' || purpose === 'bridge';
export const saidYes = ({ state }: Pick<Leg, 'state'>): boolean =>
  state === 'accepted' || state === 'en_route' || state === 'on_scene';
export const travels = ({ state }: Pick<Leg, 'state'>): boolean => state === 'accepted' || state === 'en_route';
export const mayAnswer = ({ state }: Pick<Leg, 'state'>): boolean => state === 'offered' || state === 'received';

/** Legs of versions before needs say by flags what they are for. */
const purposeOf = ({ purpose, asks, comes, settles }: Pick<Leg, 'purpose' | 'asks' | 'comes' | 'settles'>): Purpose => {
  if (purpose !== undefined) return purpose;
  if (asks !== undefined) return 'calls';
  if (comes === false) return 'desk';
  return settles === false ? 'bridge' : 'comes';
};

const unseen = new Set<string>(['no_answer_at_door', 'not_at_home']);
/** What a device or a responder says; that a message has arrived is no word. */
const isWord = ({ by, type }: IncidentEvent): boolean => /^(device|responder)\//.test(by) && type !== 'leg_received';

export class History {
  /** Number of the last event read. */
  seq = 0;
  openedAt = 0;
  priority = 3;
  readonly legs = new Map<string, LegStory>();
  readonly needs = new Map<NeedKind, NeedStory>();
  /** The last word of a device or a responder, and the one before a message that came twice. */
  lastWord = 0;
  acknowledged = 0;
  spoke = 0;
  /** Numbers of the events that recorded a call, by the number called. */
  readonly called = new Map<string, number>();
  /** Who proved with the code inside the home that they are in. */
  inside = 0;
  /** Legs before this event belong to an earlier life. */
  lifeFrom = 0;

  read(event: IncidentEvent): void {
    this.seq = event.seq;
    if (isWord(event) && event.type !== 'press_repeated') this.lastWord = event.seq;
    this.#calls(event);
    this.#needs(event);
    this.#legs(event);
  }

  #calls(event: IncidentEvent): void {
    const { seq } = event;
    switch (event.type) {
      case 'opened':
        this.openedAt = event.at;
        this.priority = event.priority;
        return;
      case 'press_joined':
        if (event.anew) this.acknowledged = 0;
        this.priority = event.priority;
        return;
      case 'press_repeated':
      case 'priority_changed':
        this.priority = event.priority;
        return;
      case 'absorbed':
        this.priority = event.priority;
        if (event.ambulance) this.called.set('120', seq); // what was called for the other one comes for both
        return;
      case 'acknowledged':
      case 'taken_over':
        this.acknowledged = seq;
        return;
      case 'called_back':
        if (event.outcome === 'spoke') this.spoke = seq;
        return;
      case 'ambulance_called':
        this.called.set('120', seq);
        return;
      case 'outside_called':
        this.called.set(event.number, seq);
        return;
      case 'reopened':
        this.acknowledged = 0;
        this.lifeFrom = seq;
        return;
    }
  }

  #needs(event: IncidentEvent): void {
    const { seq, at, by } = event;
    const begin = ({ need }: { need: NeedKind }) => this.needs.set(need, { seq, at, by });
    const on = (need: NeedKind, change: Partial<NeedStory>) => {
      const known = this.needs.get(need);
      if (known) this.needs.set(need, { ...known, ...change });
    };
    switch (event.type) {
      case 'opened':
        for (const wanted of event.needs ?? []) {
          begin(wanted);
          const until = event.offerFrom;
          const because = event.waitsFor ?? 'surge';
          if (until !== undefined)
            on(wanted.need, { waits: { seq, at, by, because, until, priority: event.priority } });
        }
        return;
      case 'needs_known':
        for (const { need, since } of event.needs) this.needs.set(need, { seq: 0, at: since, by });
        return;
      case 'needs_renewed':
        event.needs.forEach(begin);
        return;
      case 'reopened':
        this.needs.clear();
        event.needs?.forEach(begin);
        return;
      case 'need_ended':
        on(event.need, { ended: { seq, at, by, because: event.because } });
        return;
      case 'need_waits': {
        const { until, because } = event;
        on(event.need, { waits: { seq, at, by, because, until, priority: this.priority } });
        return;
      }
      case 'need_asked':
        on(event.need, { clock: { seq, at, by, because: event.because, until: event.until } });
        return;
      case 'track_exhausted':
        if (event.need) on(event.need, { spent: { seq, until: event.dueAt, rung: event.rung ?? [] } });
        return;
    }
  }

  #legs(event: IncidentEvent): void {
    const { seq, at } = event;
    if (event.type === 'leg_offered') {
      const { leg } = event;
      const need = leg.need ?? (leg.track === 'health' ? 'health' : 'door');
      this.legs.set(leg.id, {
        id: leg.id,
        responder: leg.responder,
        need,
        purpose: purposeOf(leg),
        state: 'offered',
        asked: seq,
        askedAt: at,
        answerBy: leg.answerBy ?? 0,
        said: 0,
        saidAt: 0,
        arrived: 0,
        arriveBy: 0,
        finished: 0,
        measured: undefined,
        doubted: false,
        saw: true,
        askedStill: false,
      });
      return;
    }
    if (event.type === 'track_exhausted') {
      for (const id of event.rung ?? []) {
        const leg = this.legs.get(id);
        if (!leg) continue;
        Object.assign(leg, { asked: seq, askedAt: at });
        // Rung to answer for the district they have until the next round; a yes of anybody else counts as before.
        if (leg.purpose === 'told' || leg.purpose === 'calls' || (leg.purpose === 'desk' && leg.need !== 'health')) {
          leg.answerBy = event.dueAt;
          if (!saidYes(leg)) leg.state = 'offered';
        } else if (leg.state === 'declined') leg.state = 'timed_out';
      }
      return;
    }
    if (!('leg' in event) || typeof event.leg !== 'string') return;
    const leg = this.legs.get(event.leg);
    if (!leg) return;
    const says = () => Object.assign(leg, { said: seq, saidAt: at, doubted: false, askedStill: false });
    const until = 'arriveBy' in event && event.arriveBy !== undefined ? { arriveBy: event.arriveBy } : {};
    switch (event.type) {
      case 'leg_asked_again':
        Object.assign(leg, { state: 'offered', asked: seq, askedAt: at, answerBy: event.answerBy });
        if (event.purpose !== undefined) leg.purpose = event.purpose;
        return;
      case 'leg_received':
        if (leg.state === 'offered') leg.state = 'received';
        return;
      case 'leg_accepted':
        Object.assign(says(), { state: 'accepted', ...until });
        leg.measured = event.measuredSeconds ?? leg.measured;
        return;
      case 'leg_en_route':
        Object.assign(says(), { state: 'en_route', ...until });
        return;
      case 'leg_confirmed':
        Object.assign(says(), until);
        if (leg.state === 'on_scene') leg.arrived = seq;
        return;
      case 'leg_resumed':
        Object.assign(says(), { state: event.state, ...until });
        return;
      case 'leg_on_scene':
        Object.assign(says(), { state: 'on_scene', arrived: seq, saw: true });
        if (event.check === 'door_code') this.inside = seq;
        return;
      case 'leg_progressed':
        if (event.measuredSeconds !== undefined) {
          if (leg.measured !== undefined && event.measuredSeconds < leg.measured) leg.doubted = false;
          leg.measured = event.measuredSeconds;
        }
        return;
      case 'leg_doubted':
        leg.doubted = true;
        leg.measured = event.measuredSeconds ?? leg.measured;
        return;
      case 'leg_overdue':
        if (leg.state !== 'on_scene' && leg.purpose !== 'calls') leg.doubted = true;
        return;
      case 'leg_updated':
        if (event.because === 'still_there') leg.askedStill = true;
        return;
      case 'found':
        if (event.findings.some((one) => unseen.has(one))) leg.saw = false;
        return;
      case 'leg_done':
        if (event.findings?.some((one) => unseen.has(one)) && !event.findings.includes('safe')) leg.saw = false;
        Object.assign(leg, { state: 'done', finished: seq });
        return;
      case 'leg_declined':
        leg.state = 'declined';
        return;
      case 'leg_timed_out':
        leg.state = 'timed_out';
        return;
      case 'leg_stood_down':
        leg.state = 'stood_down';
        return;
    }
  }
}
