// A small district to decide in: people at stated distances, one home for each resident, time that moves when told.

import type { Command } from '../contracts/commands.ts';
import type { Policy, Responder } from '../contracts/community.ts';
import type { IncidentEvent } from '../contracts/events.ts';
import { at, type EpochMs, incidentIdOf, type ShardId } from '../contracts/ids.ts';
import type { Incident } from '../contracts/incident.ts';
import type { Input } from '../contracts/inputs.ts';
import type { PressKind, ReplyKind } from '../contracts/messages.ts';
import { OpenIncidents } from '../dispatcher/domain/concerns.ts';
import { decide, type Tick, type Unreadable } from '../dispatcher/domain/decide.ts';
import { deadline, pending } from '../dispatcher/domain/pending.ts';
import type { Result } from '../dispatcher/domain/result.ts';
import type { World } from '../dispatcher/domain/world.ts';

export const policy: Policy = {
  kinds: {
    sos: { priority: 1, tracks: ['grid', 'health'] },
    fall: { priority: 1, tracks: ['grid', 'health'] },
    smoke: { priority: 1, tracks: ['grid', 'health'] },
    service: { priority: 3, tracks: ['grid'] },
    unreadable: { priority: 1, tracks: ['grid', 'health'] },
    unknown_device: { priority: 1, tracks: ['grid'] },
  },
  tracks: {
    grid: [
      { role: 'grid_coordinator', attempts: 2, answerWithinSeconds: 45 },
      { role: 'community_officer', attempts: 1, answerWithinSeconds: 60 },
    ],
    health: [
      { role: 'health_desk', attempts: 1, answerWithinSeconds: 45 },
      { role: 'doctor', attempts: 1, answerWithinSeconds: 60 },
    ],
  },
  arriveGraceSeconds: 120,
  officerAcknowledgeSeconds: 60,
  sceneReviewSeconds: 900,
  closeReminderSeconds: 600,
  standDownChaseSeconds: 60,
  speeds: { bicycleMetresPerSecond: 4, footMetresPerSecond: 1.2 },
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

/** Coordinators wang (60 s away), li (120 s) and zhao (180 s), a desk, a doctor, an officer. */
export class District {
  now: EpochMs = at(1_000_000_000_000);
  readonly open = new OpenIncidents();
  readonly over = new Map<string, Incident>();
  readonly log = new Map<string, IncidentEvent[]>();
  readonly results: Result[] = [];
  readonly #presses = new Map<string, Result>();
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

  get world(): World {
    return {
      policy,
      responders: [...this.people.values()],
      responder: (id) => this.people.get(id),
      homeOf: (device) => (device.startsWith('btn-') ? `home-${device.slice(4)}` : undefined),
      door: () => [104, 30],
      travelSeconds: (one) => this.seconds[one.id] ?? 30,
      busy: (id) => this.open.busy(id),
    };
  }

  press(device: string, kind: PressKind = 'sos', id = `p${this.#stored}`): this {
    return this.take({ v: 1, kind: 'press', district: 'd', device, id, press: kind });
  }

  reply(responder: string, reply: ReplyKind, incident = this.latest()): this {
    const leg = incident?.legs.findLast((one) => one.responder === responder);
    if (!incident || !leg) throw new Error(`${responder} has no leg`);
    const delivery = `${incident.id}/${leg.id}/${leg.revision}`;
    const message = { id: `r${this.#stored}`, delivery, incident: incident.id, leg: leg.id, reply };
    return this.take({ v: 1, kind: 'reply', district: 'd', responder, reply: message });
  }

  officer(command: Omit<Extract<Command, { command: 'acknowledge' }>, 'id'> | Record<string, unknown>): this {
    const incident = this.latest();
    if (!incident) throw new Error('no incident');
    const full = { ...command, id: `c${this.#command++}` } as Command;
    return this.take({ v: 1, kind: 'command', district: 'd', by: 'zhou', incident: incident.id, command: full });
  }

  /** Decides one input, as the loop would. */
  take(input: Input | Unreadable | Tick, incident?: Incident): this {
    this.#stored++;
    const known =
      input.kind === 'tick' ? incident : input.kind === 'unreadable_input' ? undefined : this.#concerned(input);
    const key = input.kind === 'press' ? `${input.device}/${input.id}` : undefined;
    const context = {
      newIncident: incidentIdOf(`${this.now}-${this.#stored}`, 's00' as ShardId),
      nextNumber: this.#number + 1,
      storedAt: this.now,
      earlier: key === undefined ? undefined : this.#presses.get(key),
    };
    const decided = decide(known, input, context, this.world, this.now);
    if (decided.result) {
      this.results.push(decided.result);
      if (key !== undefined && decided.result.outcome !== 'repeated') this.#presses.set(key, decided.result);
    }
    if (decided.events.length === 0 || !decided.incident) return this;
    if (decided.events[0]?.type === 'opened') this.#number++;
    const { id } = decided.incident;
    this.log.set(id, [...(this.log.get(id) ?? []), ...decided.events]);
    const due = deadline(decided.incident);
    this.open.put(decided.incident, due);
    if (due === undefined) this.over.set(id, decided.incident);
    return this;
  }

  #concerned(input: Input): Incident | undefined {
    return this.open.concernedBy(input, this.world);
  }

  /** Lets time pass; every deadline on the way fires at its instant. */
  pass(seconds: number): this {
    const end = at(this.now + seconds * 1000);
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.now = at(Math.max(this.now, deadline(next) ?? end));
      this.take({ kind: 'tick' }, next);
    }
    this.now = end;
    return this;
  }

  #next(end: EpochMs): Incident | undefined {
    return [...this.open.all()]
      .filter((incident) => (deadline(incident) ?? end + 1) <= end)
      .sort((a, b) => (deadline(a) ?? 0) - (deadline(b) ?? 0))[0];
  }

  latest(): Incident | undefined {
    return [...this.open.all(), ...this.over.values()].sort((a, b) => (a.id < b.id ? 1 : -1))[0];
  }

  /** Who was asked, in order, with the state of each leg. */
  legs(): string[] {
    return (this.latest()?.legs ?? []).map((leg) => `${leg.responder} ${leg.state}`);
  }

  untold(): string[] {
    const incident = this.latest();
    return incident ? pending(incident).map((one) => `${one.responder} ${one.kind}`) : [];
  }
}
