// What may happen to a district, as commands of a model-based property: presses, replies, officers, time, people coming and
// going, another policy, a new owner. The model knows one thing by itself: which incident each place has open. Whatever the
// engine decides must agree with it.
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Command } from '../../contracts/commands.ts';
import { groupDelivery, isGroupReply } from '../../contracts/groups.ts';
import type { Input } from '../../contracts/inputs.ts';
import type { PressKind, ReplyKind } from '../../contracts/messages.ts';
import { isSent } from '../../dispatcher/domain/leg.ts';
import { type District, policy } from '../district.ts';

/** The open incident of each place, by the presses, closings, merges and reopenings alone. */
export type Model = { open: Map<string, string> };
export type Action = fc.Command<Model, District>;

const placeOf = (device: string): string =>
  device === 'stranger' ? 'device/stranger' : `home/home-${device.slice(4)}`;

/** Decides one input and returns what became of it. */
function result(d: District, input: Input) {
  const before = d.results.length;
  d.take(input);
  const [first] = d.results.slice(before);
  if (!first) throw new Error(`no result for ${JSON.stringify(input)}`);
  return first;
}

/** A place must be what the model says it is. */
function agrees(model: Model, d: District, place: string): void {
  const [, home = ''] = place.split('home/');
  if (place.startsWith('home/')) expect(d.open.openAt(home)?.id).toBe(model.open.get(place));
}

/** Some presses come with a position: fresh and far, or old. */
const where = (d: District, id: string) =>
  id === 'a'
    ? {}
    : {
        deviceTime: new Date(d.now - (id === 'b' ? 0 : 3_600_000)).toISOString(),
        location: { lon: 104.01, lat: 30, accuracy: 10 },
      };

abstract class Step implements Action {
  check = () => true;
  abstract run(model: Model, d: District): void;
  abstract toString(): string;
}

class Press extends Step {
  private readonly device: string;
  private readonly kind: PressKind;
  private readonly id: string;
  private readonly body: string | undefined;
  constructor(device: string, kind: PressKind, id: string, body: string | undefined) {
    super();
    this.device = device;
    this.kind = kind;
    this.id = id;
    this.body = body;
  }
  run(model: Model, d: District): void {
    const { device, kind, id, body } = this;
    const place = placeOf(device);
    const sizes = new Map([...d.log].map(([incident, events]) => [incident, events.length]));
    const input: Input =
      body === undefined
        ? { v: 1, kind: 'press', district: 'd', device, id, press: kind, ...where(d, id) }
        : { v: 1, kind: 'unreadable_press', district: 'd', device, id, body, why: 'json' };
    const became = result(d, input);
    // 1: exactly one incident has changed by it, or none and it is recorded
    const changed = [...d.log].filter(([incident, events]) => events.length !== (sizes.get(incident) ?? 0));
    if (became.outcome === 'recorded') expect(changed).toEqual([]);
    else {
      if (became.outcome === 'refused' || became.outcome === 'applied') throw new Error(JSON.stringify(became));
      expect(changed.map(([incident]) => incident)).toEqual([became.incident]);
      const open = model.open.get(place);
      if (became.outcome === 'incident') expect(open).toBeUndefined();
      else expect(became.incident).toBe(open);
      model.open.set(place, became.incident);
    }
    agrees(model, d, place);
  }
  toString = () => `press(${this.device} ${this.body === undefined ? this.kind : 'unreadable'} ${this.id})`;
}

class Raise extends Step {
  private readonly home: string;
  private readonly id: string;
  constructor(home: string, id: string) {
    super();
    this.home = home;
    this.id = id;
  }
  run(model: Model, d: District): void {
    const place = `home/${this.home}`;
    const became = result(d, {
      v: 1,
      kind: 'raise',
      district: 'd',
      by: 'zhou',
      id: this.id,
      call: 'missed_checkin',
      home: this.home,
    });
    const open = model.open.get(place);
    expect(became.outcome).toBe(open === undefined ? 'incident' : 'joined');
    if ('incident' in became) model.open.set(place, became.incident);
    agrees(model, d, place);
  }
  toString = () => `raise(${this.home})`;
}

class Answer extends Step {
  private readonly of: { nth: number; leg: number; revision: number; own: boolean; who: string };
  private readonly reply: ReplyKind;
  private readonly id: string;
  constructor(of: Answer['of'], reply: ReplyKind, id: string) {
    super();
    this.of = of;
    this.reply = reply;
    this.id = id;
  }
  run(_: Model, d: District): void {
    const { nth, leg: index, revision, own, who } = this.of;
    const ids = [...d.log.keys()];
    const id = ids[nth % Math.max(1, ids.length)];
    const incident = id === undefined ? undefined : (d.open.get(id) ?? d.over.get(id));
    if (!incident) return;
    // Mostly somebody who counts: a random leg of many would seldom say anything that applies.
    const sent = incident.legs.filter(isSent);
    const among = sent.length > 0 && index < 10 ? sent : incident.legs;
    const leg = among[index % Math.max(1, among.length)];
    const message = {
      id: this.id,
      delivery: `${incident.id}/${leg?.id ?? 'L1'}/${leg ? leg.revision - revision : revision}`,
      incident: incident.id,
      leg: leg?.id ?? 'L1',
      reply: this.reply,
      text: 'x',
      ...(revision > 0 ? { reason: 'busy' as const, needs: 'doctor' as const } : { needs: 'ambulance' as const }),
      check: { by: 'door_code' as const, code: own ? `door_code-of-${incident.home}` : 'wrong' },
    };
    result(d, {
      v: 1,
      kind: 'reply',
      district: 'd',
      responder: own && leg ? leg.responder : who,
      reply: message,
    });
  }
  toString = () => `answer(${this.reply} ${JSON.stringify(this.of)})`;
}

/** In a surge somebody answers for a whole courtyard, perhaps to an older message. */
class GroupAnswer extends Step {
  private readonly nth: number;
  private readonly back: number;
  private readonly reply: ReplyKind;
  private readonly id: string;
  constructor(nth: number, back: number, reply: ReplyKind, id: string) {
    super();
    this.nth = nth;
    this.back = back;
    this.reply = reply;
    this.id = id;
  }
  run(_: Model, d: District): void {
    const offers = [...d.open.groups.all()];
    const offer = offers[this.nth % Math.max(1, offers.length)];
    const [member] = offer?.members.values() ?? [];
    if (!offer || !member) return;
    const { incident, leg } = member;
    const delivery = groupDelivery(offer.id, offer.revision - this.back);
    const reply = { id: this.id, delivery, incident, leg, reply: this.reply };
    result(d, { v: 1, kind: 'reply', district: 'd', responder: offer.responder, reply });
    // Whatever they said about the newest message, they have it. After a no of the last one there is, they are told again.
    if (this.back === 0 && isGroupReply(this.reply) && this.reply !== 'decline') expect(offer.untold).toBe(0);
  }
  toString = () => `groupAnswer(${this.nth} ${this.reply} ${this.back})`;
}

class Officer extends Step {
  private readonly nth: number;
  private readonly other: number;
  private readonly by: string;
  private readonly command: Command;
  constructor(nth: number, other: number, by: string, command: Command) {
    super();
    this.nth = nth;
    this.other = other;
    this.by = by;
    this.command = command;
  }
  run(model: Model, d: District): void {
    const ids = [...d.log.keys()];
    const pick = (n: number) => ids[n % Math.max(1, ids.length)] ?? 'none';
    const [incident, other] = [pick(this.nth), pick(this.other)];
    const command =
      this.command.command === 'merge'
        ? { ...this.command, into: other }
        : this.command.command === 'split'
          ? { ...this.command, incident: other }
          : this.command;
    const input = { v: 1, kind: 'command', district: 'd', by: this.by, incident, command } as Input;
    const became = result(d, input);
    if (became.outcome === 'applied') follow(model, d, incident, other, command.command);
    for (const place of model.open.keys()) agrees(model, d, place);
  }
  toString = () => `officer(${this.by} ${JSON.stringify(this.command)} on ${this.nth}, ${this.other})`;
}

/** What a command does to who has what open. */
function follow(model: Model, d: District, id: string, other: string, command: string): void {
  const placesWith = (incident: string) => [...model.open].filter(([, open]) => open === incident);
  if (command === 'close') for (const [place] of placesWith(id)) model.open.delete(place);
  if (command === 'merge') for (const [place] of placesWith(id)) model.open.set(place, other);
  const closed = d.log.get(id)?.[0];
  const home = closed?.type === 'opened' ? closed.home : undefined;
  if (command === 'reopen' && home !== undefined) model.open.set(`home/${home}`, id);
  if (command === 'reopen' && home === undefined && closed?.type === 'opened')
    model.open.set(`device/${closed.device}`, id);
  if (command === 'split') {
    const first = d.log.get(other)?.[0];
    const place =
      first?.type !== 'opened' ? '' : first.home === undefined ? `device/${first.device}` : `home/${first.home}`;
    model.open.set(place, other);
  }
}

class Pass extends Step {
  private readonly seconds: number;
  constructor(seconds: number) {
    super();
    this.seconds = seconds;
  }
  run(_: Model, d: District): void {
    d.pass(this.seconds);
  }
  toString = () => `pass(${this.seconds} s)`;
}

class Duty extends Step {
  private readonly who: string;
  private readonly onDuty: boolean;
  constructor(who: string, onDuty: boolean) {
    super();
    this.who = who;
    this.onDuty = onDuty;
  }
  run(_: Model, d: District): void {
    d.duty(this.who, this.onDuty);
  }
  toString = () => `duty(${this.who} ${this.onDuty})`;
}

class Change extends Step {
  private readonly what: string;
  constructor(what: string) {
    super();
    this.what = what;
  }
  run(_: Model, d: District): void {
    d.performed.push({ change: this.what });
    change(d, this.what);
  }
  toString = () => `change(${this.what})`;
}

/** Something about the district is different from now on. */
export function change(d: District, what: string): void {
  switch (what) {
    case 'nobody is connected':
      for (const id of d.people.keys()) d.disconnected.add(id);
      return;
    case 'everybody moves':
      for (const id of d.people.keys()) {
        d.fresh.add(id);
        d.seconds[id] = ((d.seconds[id] ?? 30) * 7 + 13) % 400;
      }
      return;
    case 'a coordinator comes':
      d.add('qian', 'grid_coordinator', 20, { grid: 'g1' });
      return;
    case 'a coordinator is struck off':
      d.people.delete('li');
      return;
    case 'telephones work':
      for (const id of d.people.keys()) d.phones.add(id);
      return;
    case 'many call at once':
      d.policy = { ...d.policy, surge: { pressesPerMinute: 0, forSeconds: 300 } };
      return;
    case 'another policy':
      d.policy = { ...policy, plans: policy.plans.map((plan) => ({ ...plan, tiers: plan.tiers.slice(0, 1) })) };
      return;
    case 'many are asked, and rung again':
      d.policy = {
        ...policy,
        plans: policy.plans.map((plan) => ({
          ...plan,
          tiers: plan.tiers.map((tier) => ({
            ...tier,
            ringAgainSeconds: 15,
            channels: ['app', 'voice'],
            who: tier.who.map((group) => ({ ...group, inParallel: 2 })),
          })),
        })),
      };
      return;
    default:
      d.policy = { ...policy, plans: policy.plans.slice(0, 1), calls: [] };
  }
}

class Restart extends Step {
  run(_: Model, d: District): void {
    const before = [...d.open.all()].map((one) => JSON.stringify(one)).sort();
    d.restart();
    expect([...d.open.all()].map((one) => JSON.stringify(one)).sort()).toHaveLength(before.length);
  }
  toString = () => 'restart';
}

const devices = fc.constantFrom('btn-1', 'btn-2', 'btn-9', 'car-11', 'stranger');
const people = fc.constantFrom('wang', 'li', 'zhao', 'desk', 'doctor', 'officer', 'nobody');
const legs = fc.constantFrom('L1', 'L2', 'L3', 'L4', 'L9');
let counter = 0;
const unique = () => `x${counter++}`;
const ids = fc.constantFrom('a', 'b', 'c');
const commandOf = fc.oneof(
  fc.record({ command: fc.constantFrom('acknowledge', 'take_over') }),
  fc.record({ command: fc.constantFrom('note', 'reopen'), text: fc.string({ minLength: 1, maxLength: 5 }) }),
  fc.record({ command: fc.constant('assign'), responder: people }),
  fc.record({ command: fc.constant('swap'), leg: legs, responder: people }),
  fc.record({ command: fc.constantFrom('withdraw', 'told'), leg: legs }),
  fc.record({ command: fc.constant('advise'), text: fc.constant('x') }),
  fc.record({ command: fc.constant('priority'), priority: fc.constantFrom(1, 2, 3), text: fc.constant('x') }),
  fc.record({ command: fc.constantFrom('merge', 'split') }),
  fc.record({ command: fc.constant('call_120'), at: fc.constantFrom('2001-09-09T01:46:40Z', 'soon') }),
  fc.record({
    command: fc.constant('contact_told'),
    resident: fc.constant('res-home-1'),
    contact: fc.constantFrom(0, 1),
  }),
  fc.record({ command: fc.constant('close'), disposition: fc.constantFrom('helped', 'other') }),
  fc.record({ command: fc.constant('close'), disposition: fc.constantFrom('helped', 'other') }),
);

/** Everything that may happen, each as often as it is worth. */
export const actions: fc.Arbitrary<Action>[] = [
  fc
    .tuple(devices, fc.constantFrom<PressKind>('sos', 'fall', 'smoke', 'cancel', 'service', 'test', 'checkin'), ids)
    .map(([device, kind, id]) => new Press(device, kind, id, undefined)),
  fc.tuple(devices, fc.string({ maxLength: 8 })).map(([device, body]) => new Press(device, 'sos', unique(), body)),
  fc.constantFrom('home-1', 'home-2').map((home) => new Raise(home, unique())),
  ...Array.from({ length: 3 }, () =>
    fc
      .tuple(
        fc.record({
          nth: fc.nat(5),
          leg: fc.nat(12),
          revision: fc.integer({ min: -1, max: 2 }),
          own: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
          who: people,
        }),
        fc.constantFrom<ReplyKind>(
          'receipt',
          'accept',
          'accept',
          'accept',
          'decline',
          'en_route',
          'on_scene',
          'done',
          'help',
          'note',
        ),
      )
      .map(([of, reply]) => new Answer(of, reply, unique())),
  ),
  ...Array.from({ length: 3 }, () =>
    fc
      .tuple(fc.nat(5), fc.nat(5), fc.constantFrom('zhou', 'wu'), commandOf, fc.option(fc.nat(20), { nil: undefined }))
      .map(
        ([nth, other, by, command, seen]) =>
          new Officer(nth, other, by, { ...command, id: unique(), ...(seen ? { seen } : {}) } as Command),
      ),
  ),
  ...Array.from({ length: 2 }, () => fc.integer({ min: 0, max: 100 }).map((seconds) => new Pass(seconds))),
  fc.constantFrom(400, 1_000, 7_200).map((seconds) => new Pass(seconds)),
  fc.tuple(people, fc.boolean()).map(([who, onDuty]) => new Duty(who, onDuty)),
  fc
    .constantFrom(
      'nobody is connected',
      'everybody moves',
      'a coordinator comes',
      'a coordinator is struck off',
      'telephones work',
      'another policy',
      'many are asked, and rung again',
      'no policy that fits',
    )
    .map((what) => new Change(what)),
  fc.constant(new Change('many call at once')),
  fc
    .tuple(
      fc.nat(5),
      fc.constantFrom(0, 0, 1, 3),
      fc.constantFrom<ReplyKind>('receipt', 'accept', 'accept', 'decline', 'en_route', 'on_scene', 'done'),
    )
    .map(([nth, back, reply]) => new GroupAnswer(nth, back, reply, unique())),
  fc.constant(new Restart()),
];
