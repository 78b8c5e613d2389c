// A small district to decide in: people at stated distances, one home for each resident, time that moves when told.

import { at, type EpochMs, incidentIdOf, type ShardId } from '../contracts/ids.ts';
import type { Command } from '../contracts/incident/commands.ts';
import type { IncidentEvent } from '../contracts/incident/events.ts';
import { type FollowUpInput, type Input, inputKey, type PressInput } from '../contracts/incident/inputs.ts';
import type { Reply } from '../contracts/incident/messages.ts';
import type { Result } from '../contracts/incident/result.ts';
import type { Incident } from '../contracts/incident/state.ts';
import type { Responder } from '../contracts/office/community.ts';
import { type Group, type Policy, surgeRuleOf, type Tier } from '../contracts/office/policy.ts';
import type { LonLat } from '../contracts/position.ts';
import type { PressKind, ReplyKind } from '../contracts/terms.ts';
import { LastPressed } from '../dispatcher/domain/device/lastPressed.ts';
import { TestWindows } from '../dispatcher/domain/device/testWindow.ts';
import { OpenIncidents } from '../dispatcher/domain/incident/concerns.ts';
import type { Context } from '../dispatcher/domain/incident/context.ts';
import { type Decided, decide, type Tick, type Unreadable } from '../dispatcher/domain/incident/decide.ts';
import { replay } from '../dispatcher/domain/incident/evolve.ts';
import { deadline, pending } from '../dispatcher/domain/incident/pending.ts';
import type { World } from '../dispatcher/domain/world.ts';

const tier = (
  name: string,
  answerWithinSeconds: number,
  who: Partial<Group> & Pick<Group, 'roles'>,
  more: Partial<Tier> = {},
): Tier => ({
  name,
  who: [{ area: 'community', inParallel: 1, ...who }],
  answerWithinSeconds,
  channels: ['app'],
  ...more,
});

export const policy: Policy = {
  calls: [
    ...(['sos', 'fall', 'smoke', 'unreadable'] as const).map((kind) => ({
      kind,
      priority: 1 as const,
      plans: { grid: 'grid', health: 'health' },
      tellContacts: ['opened' as const, 'on_scene' as const],
    })),
    ...(['service', 'missed_checkin', 'device_fault'] as const).map((kind) => ({
      kind,
      priority: 3 as const,
      plans: { grid: 'grid' },
    })),
    { kind: 'unknown_device', priority: 1, plans: { grid: 'desk' } },
    { kind: 'unreadable_input', priority: 2, plans: { grid: 'desk' } },
  ],
  plans: [
    {
      id: 'grid',
      track: 'grid',
      name: 'grid',
      tiers: [
        tier('coordinator', 45, { roles: ['grid_coordinator'] }),
        tier('the next coordinator', 45, { roles: ['grid_coordinator'] }),
        tier('officer', 60, { roles: ['community_officer'] }),
      ],
    },
    {
      id: 'health',
      track: 'health',
      name: 'health',
      tiers: [
        tier('desk', 45, { roles: ['health_desk'] }),
        tier('doctor', 60, { roles: ['doctor'] }),
        tier('ambulance', 60, { roles: ['community_officer'] }, { asks: 'call_120' }),
      ],
    },
    { id: 'desk', track: 'grid', name: 'desk', tiers: [tier('officer', 60, { roles: ['community_officer'] })] },
  ],
  channels: [],
  whenSpent: { roles: ['community_officer'], everySeconds: [60, 30, 15] },
  weights: { ownGridTieSeconds: 20, bridgeSeconds: 60, busySeconds: 120, notConnectedSeconds: 180 },
  positionFreshSeconds: 120,
  progress: { checkSeconds: 60, leastSeconds: 10 },
  fix: { freshSeconds: 120, accuracyMetres: 100, awayMetres: 150 },
  linkWithinSeconds: 60,
  arriveGraceSeconds: 120,
  officerAcknowledgeSeconds: 60,
  sceneReviewSeconds: 900,
  closeReminderSeconds: 600,
  standDownChaseSeconds: 60,
  reopenWithinHours: 72,
  speeds: { bicycleMetresPerSecond: 4, footMetresPerSecond: 1.2 },
  readiness: {
    withinSeconds: 300,
    roles: ['grid_coordinator'],
    healthRoles: ['health_desk'],
    deviceSilentHours: 25,
    batteryLowPercent: 20,
    answeredWithinHours: 24,
  },
};

const person = (id: string, role: Responder['role']): Responder => ({
  id,
  name: id,
  role,
  base: [104, 30],
  means: role === 'health_desk' || role === 'community_officer' ? 'desk' : 'bicycle',
  onDuty: true,
  simulated: true,
});

/** One thing done to a district. `change`: test/property/actions.ts. */
export type Performed =
  | { input: Input | Unreadable }
  | { pass: number }
  | { restart: true }
  | { duty: string; onDuty: boolean }
  | { change: string };

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;

/**
 * Coordinators wang (60 s away), li (120 s) and zhao (180 s), a desk, a doctor, an officer. Home n lies in courtyard y1 of
 * grid g1, building n; homes 1 and 11 share a building, home 9 lies in courtyard y9 of grid g9. Device car-n is carried.
 */
export class District {
  /** How far the server's wall clock, by which inputs are stamped, is ahead of the owner's. */
  wallAheadSeconds = 0;
  now: EpochMs = at(1_000_000_000_000);
  open = this.#noIncidents();
  readonly over = new Map<string, Incident>();
  readonly log = new Map<string, IncidentEvent[]>();
  /** Side records by incident: texts and positions. */
  readonly sides = new Map<string, Record<string, string>>();
  readonly results: Result[] = [];
  policy: Policy = policy;
  /** Who can be called by telephone as well. */
  readonly phones = new Set<string>();
  readonly disconnected = new Set<string>();
  /** Who has no app: nothing but a telephone. */
  readonly noApp = new Set<string>();
  /** Follow-ups wait in the intake behind what comes meanwhile. */
  holdFollowUps = false;
  readonly #held: FollowUpInput[] = [];
  /** Who has the night desk. */
  readonly nightDesk = new Set<string>();
  /** Where nobody can talk on a telephone. */
  readonly deafHomes = new Set<string>();
  /** Who comes on duty when, by the roster. */
  readonly shifts: { who: string; at: EpochMs }[] = [];
  /** Whose position is fresh. */
  readonly fresh = new Set<string>();
  /** What was done to this district, so that it can be done again. */
  readonly performed: Performed[] = [];
  readonly #fixes = new Map<string, LonLat>();
  readonly #presses = new Map<string, Result>();
  readonly #remembered: [string, Result][] = [];
  #testWindows = TestWindows.of([]);
  #lastPressed = LastPressed.of([]);
  #stored = 0;
  #number = 0;
  #command = 0;
  readonly people = new Map<string, Responder>(
    [
      person('wang', 'grid_coordinator'),
      person('li', 'grid_coordinator'),
      person('zhao', 'grid_coordinator'),
      person('desk', 'health_desk'),
      person('doctor', 'doctor'),
      person('officer', 'community_officer'),
    ].map((one) => [one.id, one]),
  );
  readonly seconds: Record<string, number> = { wang: 60, li: 120, zhao: 180, doctor: 90 };

  /** One more person, so many seconds away. */
  add(id: string, role: Responder['role'], seconds: number, more: Partial<Responder> = {}): this {
    this.people.set(id, { ...person(id, role), ...more });
    this.seconds[id] = seconds;
    return this;
  }

  change(id: string, more: Partial<Responder>): this {
    const known = this.people.get(id);
    if (known) this.people.set(id, { ...known, ...more });
    return this;
  }

  get world(): World {
    const { people } = this;
    return {
      policy: this.policy,
      minuteOfDay: (now) => Math.floor(now / 60_000) % 1440,
      instantOf: (text) => {
        const instant = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
        return Number.isNaN(instant) ? undefined : at(instant);
      },
      responder: (id) => people.get(id),
      holders: (role) => [...people.values()].filter((one) => one.role === role || one.otherRoles?.includes(role)),
      onDuty: (one, now) =>
        (people.get(one.id)?.onDuty ?? false) ||
        this.shifts.some(({ who, at: start }) => who === one.id && start <= now),
      engagements: (id) => this.open.engagements(id),
      elsewhere: (id, than) => this.open.elsewhere(id, than),
      lacking: () => this.open.lacking('d'),
      nextOnDuty: (now) => this.shifts.filter(({ at: start }) => start > now).sort((a, b) => a.at - b.at)[0]?.at,
      nightDesk: () => [...people.values()].filter(({ id }) => this.nightDesk.has(id)),
      canTalk: (home) => !this.deafHomes.has(home),
      isSurge: (now) => this.open.isSurge('d', now),
      reach: ({ id }) => ({
        connected: !this.disconnected.has(id),
        app: !this.noApp.has(id),
        outside: this.phones.has(id) ? ['voice'] : [],
      }),
      travelSeconds: (one) => this.seconds[one.id] ?? 30,
      isFresh: (id) => this.fresh.has(id),
      homeOf: (device) => (/^(btn|car)-/.test(device) ? `home-${device.slice(4)}` : undefined),
      isCarried: (device) => device.startsWith('car-'),
      place: (home) => {
        const number = Number(home.slice(5));
        if (!home.startsWith('home-') || Number.isNaN(number)) return undefined;
        const far = number === 9;
        return {
          position: [104, 30],
          courtyard: far ? 'y9' : 'y1',
          building: String(number % 10),
          grid: far ? 'g9' : 'g1',
        };
      },
      neighbours: (grid) => new Set(grid === 'g1' ? ['g2'] : []),
      fix: (incident) => this.#fixes.get(incident),
      metres: (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) * 100_000,
      provesPresence: (home, by, code) => code === `${by}-of-${home}`,
      contacts: (home) => [
        { resident: `res-${home}`, contact: 0, agreed: ['opened', 'closed'] },
        { resident: `res-${home}`, contact: 1, agreed: [] },
      ],
    };
  }

  press(device: string, kind: PressKind = 'sos', id = `p${this.#stored}`, more: Partial<PressInput> = {}): this {
    return this.take({ v: 1, kind: 'press', district: 'd', device, id, press: kind, ...more });
  }

  reply(responder: string, reply: ReplyKind, more: Partial<Reply> = {}, incident = this.latest()): this {
    const leg = incident?.legs.findLast((one) => one.responder === responder);
    if (!incident || !leg) throw new Error(`${responder} has no leg`);
    const delivery = `${incident.id}/${leg.id}/${leg.revision}`;
    const message = { id: `r${this.#stored}`, delivery, incident: incident.id, leg: leg.id, reply, ...more };
    return this.take({ v: 1, kind: 'reply', district: 'd', responder, reply: message });
  }

  officer(command: Without<Command, 'id'>, { by = 'zhou', on = this.latest()?.id ?? 'none' } = {}): this {
    const full = { ...command, id: `c${this.#command++}` } as Command;
    return this.take({ v: 1, kind: 'command', district: 'd', by, incident: on, command: full });
  }

  #noIncidents(): OpenIncidents {
    return new OpenIncidents({
      placeOf: (home) => this.world.place(home),
      surgeRule: () => surgeRuleOf(this.policy),
    });
  }

  /** Somebody who is with the resident tries their button. */
  testWindow(device: string, minutes = 10): this {
    const id = `w${this.#stored}`;
    return this.take({ v: 1, kind: 'test_window', district: 'd', device, by: 'wang', actor: 'r/wang', id, minutes });
  }

  /** Whoever tried it is done. */
  endTestWindow(device: string): this {
    return this.testWindow(device, 0);
  }

  /** A new owner takes over: it knows what the store has, no more. */
  restart(): this {
    this.performed.push({ restart: true });
    const open = this.#noIncidents();
    open.groups.begin(
      this.#stored,
      new Map([...this.open.groups.all()].map((one) => [`${one.responder}/${one.id}`, one.revision])),
    );
    for (const events of this.log.values()) {
      const incident = replay(JSON.parse(JSON.stringify(events)) as IncidentEvent[]);
      const due = incident && deadline(incident);
      if (incident && due !== undefined) open.put(incident, due);
    }
    open.groups.begun();
    this.open = open;
    this.#testWindows = TestWindows.of(this.#remembered);
    this.#lastPressed = LastPressed.of(this.#remembered);
    return this;
  }

  /** Somebody goes on or off duty. */
  duty(responder: string, onDuty: boolean): this {
    this.performed.push({ duty: responder, onDuty });
    this.change(responder, { onDuty });
    const id = `d${this.#stored}`;
    return this.take({ v: 1, kind: 'duty', district: 'd', responder, by: responder, id, onDuty });
  }

  /** Decides one input, as the loop would. */
  take(input: Input | Unreadable | Tick, incident?: Incident): this {
    if (input.kind !== 'tick' && input.kind !== 'follow_up') this.performed.push({ input });
    this.#stored++;
    const known =
      input.kind === 'tick' ? incident : input.kind === 'unreadable_input' ? undefined : this.#concerned(input);
    const key = input.kind === 'press' ? `${input.device}/${input.id}` : undefined;
    const context: Context = {
      newIncident: incidentIdOf(`${this.now}-${this.#stored}`, 's00' as ShardId),
      nextNumber: this.#number + 1,
      storedAt: at(this.now + this.wallAheadSeconds * 1000),
      earlier: key === undefined ? undefined : this.#presses.get(key),
      groupAt: (home, withinMs) => this.open.groupAt({ district: 'd', home }, this.world, this.now, withinMs),
      offeredTogether: (responder, group) => this.open.groups.members(responder, group),
      find: (id) => this.open.get(id),
      openAt: (home) => this.open.openAt({ district: 'd', home }),
      testWindow: (device) => this.#testWindows.get(device),
      pressedAt: (device) => this.#lastPressed.get(device),
    };
    const decided = decide(known, input, context, this.world, this.now);
    if (decided.result) {
      this.results.push(decided.result);
      // As the shard remembers it: a press whose id was seen before has a key of its own.
      if (input.kind !== 'tick' && input.kind !== 'unreadable_input') {
        const again = context.earlier === undefined ? '' : `/${this.#stored}`;
        this.#remembered.push([`${inputKey(input)}${again}`, decided.result]);
        this.#testWindows.note(`${inputKey(input)}${again}`, decided.result);
        this.#lastPressed.note(`${inputKey(input)}${again}`, decided.result);
      }
      if (key !== undefined && decided.result.outcome !== 'repeated') this.#presses.set(key, decided.result);
    }
    this.#apply(decided);
    for (const one of decided.followUps) {
      if (this.holdFollowUps) this.#held.push(one);
      else this.take(one);
    }
    return this;
  }

  /** Decides what was held back, in its order. */
  release(): this {
    this.holdFollowUps = false;
    for (const one of this.#held.splice(0)) this.take(one);
    return this;
  }

  #apply(decided: Decided): void {
    if (decided.events.length === 0 || !decided.incident) return;
    if (decided.events[0]?.type === 'opened') this.#number++;
    const { id } = decided.incident;
    this.log.set(id, [...(this.log.get(id) ?? []), ...decided.events]);
    const due = deadline(decided.incident);
    this.open.put(decided.incident, due);
    if (due === undefined) this.over.set(id, decided.incident);
    else this.over.delete(id);
    this.sides.set(id, { ...this.sides.get(id), ...decided.side });
    const { spot } = decided.side;
    if (spot !== undefined) this.#fixes.set(id, JSON.parse(spot) as LonLat);
  }

  /** As the loop does: commands and follow-ups find closed incidents in the store. */
  #concerned(input: Input): Incident | undefined {
    const named = input.kind === 'command' || input.kind === 'follow_up' ? this.over.get(input.incident) : undefined;
    return this.open.concernedBy(input, this.world, at(this.now + this.wallAheadSeconds * 1000)) ?? named;
  }

  /** Lets time pass; every deadline on the way fires at its instant. */
  pass(seconds: number): this {
    this.performed.push({ pass: seconds });
    const end = at(this.now + seconds * 1000);
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.now = at(Math.max(this.now, deadline(next) ?? end));
      this.take({ kind: 'tick' }, next);
      const due = deadline(this.open.get(next.id) ?? next);
      if (this.open.get(next.id) && due !== undefined && due <= this.now)
        throw new Error(
          `a tick left the deadline of ${next.number} in the past at ${this.now}: ${JSON.stringify(this.open.get(next.id))}`,
        );
    }
    this.now = end;
    return this;
  }

  #next(end: EpochMs): Incident | undefined {
    return [...this.open.all()]
      .filter((incident) => (deadline(incident) ?? end + 1) <= end)
      .sort((a, b) => (deadline(a) ?? 0) - (deadline(b) ?? 0))[0];
  }

  /** The state of an incident by its number. */
  incident(number: number): Incident | undefined {
    return [...this.open.all(), ...this.over.values()].find((one) => one.number === number);
  }

  events(number?: number): IncidentEvent[] {
    const incident = number === undefined ? this.latest() : this.incident(number);
    return this.log.get(incident?.id ?? '') ?? [];
  }

  latest(): Incident | undefined {
    return [...this.open.all(), ...this.over.values()].sort((a, b) => (a.id < b.id ? 1 : -1))[0];
  }

  /** Who was asked, in order, with the state of each leg. */
  legs(incident = this.latest()): string[] {
    return (incident?.legs ?? []).map((leg) => `${leg.responder} ${leg.state}`);
  }

  untold(): string[] {
    const incident = this.latest();
    return incident ? pending(incident).map((one) => `${one.responder} ${one.kind}`) : [];
  }
}
