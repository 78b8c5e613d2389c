// What a simulated person does about a dispatch, and when: a state machine without a clock, network or chance of its own.
// One incident at a time: whoever is at work elsewhere declines. A stand-down always ends in a receipt.
import { type Static, Type } from 'typebox';
import { IncidentIdSchema } from '../contracts/ids.ts';
import type { Dispatch, Reply } from '../contracts/incident/messages.ts';
import { isOpened } from '../contracts/incident/needToKnow.ts';
import type { Responder } from '../contracts/office/community.ts';
import { LonLat } from '../contracts/position.ts';
import { between, type Chance, oneOf } from './chance.ts';
import type { Scenario } from './scenario.ts';
import { Trip, tripEnd, whereOn } from './trip.ts';

const until = Type.Number({ description: 'story time, ms' });
/** The newest message about a leg. */
const about = { incident: IncidentIdSchema, leg: Type.String(), revision: Type.Integer(), delivery: Type.String() };
const Door = Type.Object({ incident: IncidentIdSchema, leg: Type.String(), to: Type.Optional(LonLat) });
/** The rest is drawn with the offer, so that one seed tells one story whatever crosses on the way. */
const held = {
  ...about,
  to: Type.Optional(LonLat),
  leaveSeconds: Type.Number(),
  workSeconds: Type.Number(),
  finding: Type.Optional(Type.String()),
  /** In a surge they go through a courtyard: its group, and the doors after this one. */
  group: Type.Optional(Type.String()),
  doors: Type.Optional(Type.Array(Door)),
};

/** A leg as this person lives it. `missed`: the phone lies in another room, only a newer message is heard. */
export const HeldLeg = Type.Union([
  Type.Object({ ...held, state: Type.Enum(['missed', 'travelling', 'over']) }),
  Type.Object({ ...held, state: Type.Literal('considering'), willing: Type.Boolean(), until }),
  Type.Object({ ...held, state: Type.Enum(['leaving', 'working']), until }),
]);
export type HeldLeg = Static<typeof HeldLeg>;
const Receipt = Type.Object({ ...about, until });
type Receipt = Static<typeof Receipt>;
type About = Omit<Receipt, 'until'>;
type Held = Omit<Extract<HeldLeg, { state: 'missed' | 'travelling' | 'over' }>, 'state'>;

/** All that somebody keeps in mind; it outlives a restart of the simulator. */
export const PersonState = Type.Object({
  at: LonLat,
  trip: Type.Optional(Trip),
  legs: Type.Array(HeldLeg),
  receipts: Type.Array(Receipt),
});
export type PersonState = Static<typeof PersonState>;

/** What does not change about somebody. `way`: the line along the roads. */
export type Self = {
  means: Responder['means'];
  base: LonLat;
  metresPerSecond: number;
  people: Scenario['people'];
  chance: Chance;
  way(from: LonLat, to: LonLat): LonLat[];
};

/** A dispatch has arrived, or time has passed. */
export type Happening = { kind: 'dispatch'; dispatch: Dispatch } | { kind: 'wake' };

/** A reply without `at`: real time is the edge's. */
export type Answer = Omit<Reply, 'at'>;

/** Of legs that are over so many are remembered: an old message that comes late must not start one again. */
const overKept = 50;
/** Whoever was sent to two places looks again after this whether the first is done. */
const waitSeconds = 5;
const words = { decline: '暂时走不开', busy: '正在处理另一起警情，走不开' };

/** Somebody with nothing to do, at their base. */
export const atRest = (base: LonLat): PersonState => ({ at: base, legs: [], receipts: [] });

/**
 * One step of a person's life.
 * @param now story time, ms
 * @returns the person afterwards, and what they send
 */
export function behave(
  before: PersonState,
  happening: Happening,
  self: Self,
  now: number,
): { person: PersonState; says: Answer[] } {
  const step = new Step(before, self, now);
  if (happening.kind === 'dispatch') step.hear(happening.dispatch);
  step.live();
  return { person: step.person(), says: step.says };
}

/** When `wake` is due, story time; undefined while nothing is going on. */
export function wakesAt({ receipts, legs, trip }: PersonState): number | undefined {
  const due = [...receipts, ...legs].flatMap((one) => ('until' in one ? [one.until] : []));
  if (trip) due.push(tripEnd(trip));
  return due.length === 0 ? undefined : Math.min(...due);
}

/** Where somebody is. */
export const positionOf = ({ at, trip }: PersonState, now: number): LonLat => (trip ? whereOn(trip, now) : at);

const isBusy = ({ state }: HeldLeg): boolean => state === 'travelling' || state === 'working';
const isActive = (leg: HeldLeg): boolean => leg.state === 'leaving' || isBusy(leg);
const hasAnswer = (leg: HeldLeg): boolean => leg.state === 'considering' || isActive(leg);

class Step {
  readonly says: Answer[] = [];
  readonly #self: Self;
  readonly #now: number;
  #at: LonLat;
  #trip: Trip | undefined;
  #legs: HeldLeg[];
  #receipts: Receipt[];

  constructor(before: PersonState, self: Self, now: number) {
    this.#self = self;
    this.#now = now;
    this.#at = before.at;
    this.#trip = before.trip;
    this.#legs = [...before.legs];
    this.#receipts = [...before.receipts];
  }

  person(): PersonState {
    const over = this.#legs.filter(({ state }) => state === 'over').slice(-overKept);
    const legs = [...over, ...this.#legs.filter(({ state }) => state !== 'over')];
    return { at: this.#at, ...(this.#trip ? { trip: this.#trip } : {}), legs, receipts: this.#receipts };
  }

  hear(dispatch: Dispatch): void {
    const leg = this.#legOf(dispatch);
    const { people, chance } = this.#self;
    if (leg && dispatch.revision < leg.revision) return; // old news
    if (leg && dispatch.revision === leg.revision) {
      if (isOpened(dispatch.delivery)) return; // what their yes has opened
      if (leg.state !== 'missed') this.#receipt(dispatch, people.receiptSeconds[0]); // told again: ours was lost
      return;
    }
    switch (dispatch.kind) {
      case 'stand_down':
        this.#receipt(dispatch, between(chance, people.receiptSeconds));
        this.#put({ ...this.#renewed(leg, dispatch), state: 'over' });
        this.#stop(leg?.incident ?? dispatch.incident);
        return;
      case 'update':
        this.#receipt(dispatch, between(chance, people.receiptSeconds));
        // Only who accepted is updated: whoever forgot it goes all the same.
        if (leg && hasAnswer(leg)) this.#put({ ...leg, ...this.#renewed(leg, dispatch) });
        else this.#begin(this.#renewed(leg, dispatch));
        return;
      case 'offer':
        if (leg && hasAnswer(leg)) {
          this.#receipt(dispatch, between(chance, people.receiptSeconds)); // it crossed our answer
          this.#put({ ...leg, ...this.#renewed(leg, dispatch) });
        } else this.#consider(dispatch);
    }
  }

  /** A group is one thing to do, whichever of its calls is named now. */
  #legOf({ incident, leg, group }: Dispatch): HeldLeg | undefined {
    if (!group) return this.#legs.find((one) => one.incident === incident && one.leg === leg);
    const held = this.#legs.filter((one) => one.group === group.id);
    return held.find((one) => one.state !== 'over') ?? held.at(-1);
  }

  /** Does everything that is due. */
  live(): void {
    for (const one of this.#receipts) if (one.until <= this.#now) this.#say(one, 'receipt');
    this.#receipts = this.#receipts.filter((one) => one.until > this.#now);
    for (const leg of this.#legs) if (leg.state === 'considering' && leg.until <= this.#now) this.#answer(leg);
    for (const leg of this.#legs) if (leg.state === 'leaving' && leg.until <= this.#now) this.#leave(leg);
    if (this.#trip && tripEnd(this.#trip) <= this.#now) this.#arrive(this.#trip);
    for (const leg of this.#legs) if (leg.state === 'working' && leg.until <= this.#now) this.#finish(leg);
  }

  /** Draws the same number of times whatever comes of it. */
  #consider(dispatch: Dispatch): void {
    const { people, chance, means } = this.#self;
    const draw = chance();
    const willing = draw >= people.misses + people.declines;
    const receiptSeconds = between(chance, people.receiptSeconds);
    const answerSeconds = between(chance, willing ? people.acceptSeconds : people.declineSeconds);
    const leaveSeconds = between(chance, people.leaveSeconds);
    const workSeconds = between(chance, means === 'desk' ? people.deskSeconds : people.doorSeconds);
    const finding = oneOf(chance, people.findings);
    const leg: Held = {
      ...this.#renewed(undefined, dispatch),
      leaveSeconds,
      workSeconds,
      ...(finding === undefined ? {} : { finding }),
    };
    if (draw < people.misses) this.#put({ ...leg, state: 'missed' });
    else {
      this.#receipt(dispatch, receiptSeconds);
      this.#put({ ...leg, state: 'considering', willing, until: this.#in(Math.max(receiptSeconds, answerSeconds)) });
    }
  }

  #answer(leg: Extract<HeldLeg, { state: 'considering' }>): void {
    const { means } = this.#self;
    const elsewhere = this.#legs.some((one) => isActive(one) && one.incident !== leg.incident);
    const busy = elsewhere && means !== 'desk'; // a desk works on several at once
    if (busy || !leg.willing) {
      this.#say(leg, 'decline', busy ? words.busy : words.decline);
      this.#put({ ...heldOf(leg), state: 'over' });
    } else {
      this.#say(leg, 'accept');
      this.#begin(heldOf(leg));
    }
  }

  #begin(leg: Held): void {
    if (this.#self.means === 'desk' || leg.to === undefined)
      this.#put({ ...leg, state: 'working', until: this.#in(leg.workSeconds) });
    else this.#put({ ...leg, state: 'leaving', until: this.#in(leg.leaveSeconds) });
  }

  #leave(leg: HeldLeg): void {
    if (leg.to === undefined) return;
    if (this.#legs.some((one) => isBusy(one) && one.incident !== leg.incident)) {
      this.#put({ ...heldOf(leg), state: 'leaving', until: this.#in(waitSeconds) }); // finishes first
      return;
    }
    this.#say(leg, 'en_route');
    this.#put({ ...heldOf(leg), state: 'travelling' });
    if (this.#trip?.incident !== leg.incident) this.#setOut(leg.to, leg.incident); // on the other track they ride already
  }

  #arrive(trip: Trip): void {
    this.#trip = undefined;
    this.#at = trip.line.at(-1) ?? this.#at;
    for (const leg of this.#legs.filter((one) => one.state === 'travelling' && one.incident === trip.incident)) {
      this.#say(leg, 'on_scene');
      this.#put({ ...heldOf(leg), state: 'working', until: this.#in(leg.workSeconds) });
    }
  }

  #finish(leg: HeldLeg): void {
    this.#say(leg, 'done', leg.finding);
    this.#put({ ...heldOf(leg), state: 'over' });
    const [next, ...doors] = leg.doors ?? [];
    if (next) this.#begin({ ...heldOf(leg), ...next, doors });
    else this.#goHome();
  }

  /** No longer needed there, unless on the other track: who is on the way turns round. */
  #stop(incident: HeldLeg['incident']): void {
    if (this.#legs.some((leg) => leg.incident === incident && isActive(leg))) return;
    if (this.#trip?.incident === incident) this.#halt();
    this.#goHome();
  }

  #goHome(): void {
    const { base, means } = this.#self;
    if (means === 'desk' || this.#trip || this.#legs.some(isActive)) return;
    if (this.#at[0] !== base[0] || this.#at[1] !== base[1]) this.#setOut(base);
  }

  #setOut(to: LonLat, incident?: HeldLeg['incident']): void {
    this.#halt();
    const { metresPerSecond, way } = this.#self;
    const line = way(this.#at, to);
    this.#trip = { line, since: this.#now, metresPerSecond, ...(incident === undefined ? {} : { incident }) };
  }

  #halt(): void {
    if (this.#trip) this.#at = whereOn(this.#trip, this.#now);
    this.#trip = undefined;
  }

  #receipt(dispatch: Dispatch, afterSeconds: number): void {
    if (this.#receipts.some(({ delivery }) => delivery === dispatch.delivery)) return;
    this.#receipts.push({ ...aboutOf(dispatch), until: this.#in(afterSeconds) });
  }

  /** The id is made from what is answered: said twice, also after a restart, it is the same reply. */
  #say({ incident, leg, revision, delivery }: About, reply: Reply['reply'], text?: string): void {
    const id = `${incident}.${leg}.${revision}.${reply}`;
    this.says.push({ id, delivery, incident, leg, reply, ...(text === undefined ? {} : { text }) });
  }

  /** The leg as the newest message has it; the drawn part stays. */
  #renewed(leg: HeldLeg | undefined, dispatch: Dispatch): Held {
    const { people } = this.#self;
    const { group } = dispatch;
    const drawn = leg ? heldOf(leg) : { leaveSeconds: people.leaveSeconds[0], workSeconds: people.doorSeconds[0] };
    if (!group) {
      const to = dispatch.position ?? leg?.to;
      return { ...drawn, ...aboutOf(dispatch), ...(to === undefined ? {} : { to }) };
    }
    // Whoever is at a door finishes there; the others are gone to in the order of the newest list.
    const here =
      leg && hasAnswer(leg) ? leg : { incident: dispatch.incident, leg: dispatch.leg, to: dispatch.position };
    const doors = group.calls
      .filter((call) => call.incident !== here.incident)
      .map(({ incident, leg: id, position }) => ({ incident, leg: id, ...(position ? { to: position } : {}) }));
    const { incident, leg: id, to } = here;
    return { ...drawn, ...aboutOf(dispatch), incident, leg: id, group: group.id, doors, ...(to ? { to } : {}) };
  }

  #put(leg: HeldLeg): void {
    this.#legs = [...this.#legs.filter((one) => one.incident !== leg.incident || one.leg !== leg.leg), leg];
  }

  #in(seconds: number): number {
    return this.#now + seconds * 1000;
  }
}

const aboutOf = ({ incident, leg, revision, delivery }: About): About => ({ incident, leg, revision, delivery });

function heldOf(leg: HeldLeg): Held {
  const { to, leaveSeconds, workSeconds, finding, group, doors } = leg;
  return {
    ...aboutOf(leg),
    leaveSeconds,
    workSeconds,
    ...(to === undefined ? {} : { to }),
    ...(finding === undefined ? {} : { finding }),
    ...(group === undefined ? {} : { group }),
    ...(doors === undefined ? {} : { doors }),
  };
}
