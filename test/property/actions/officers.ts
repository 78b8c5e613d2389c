// What officers do: every command, on the newest picture or on an old one, sensible or not.
import fc from 'fast-check';
import type { Command } from '../../../contracts/incident/commands.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { Disposition } from '../../../contracts/terms.ts';
import { type CallBackOutcome, NeedKind } from '../../../contracts/terms.ts';
import type { District } from '../../district.ts';
import { type Action, agrees, incidentOf, type Model, result, Step, unique } from './step.ts';

type Without<C> = C extends unknown ? Omit<C, 'id' | 'seen'> : never;
type Order = Without<Command>;
/** What the order is about is known when it is given. `on`: the incident, `other`: another one, for a merge or a split. */
type Given = { d: District; on: Incident; other: Incident };
type Giving = { what: string; order: (given: Given) => Order };

class Officer extends Step {
  private readonly nth: number;
  private readonly other: number;
  private readonly by: string;
  private readonly behind: number | undefined;
  private readonly giving: Giving;
  private readonly id = unique();
  constructor(nth: number, other: number, by: string, behind: number | undefined, giving: Giving) {
    super();
    this.nth = nth;
    this.other = other;
    this.by = by;
    this.behind = behind;
    this.giving = giving;
  }
  run(model: Model, d: District): void {
    const [on, other] = [incidentOf(d, this.nth), incidentOf(d, this.other)];
    if (!on || !other) return;
    const order = this.giving.order({ d, on, other });
    const seen = this.behind === undefined ? {} : { seen: Math.max(1, on.seq - this.behind) };
    const became = result(d, {
      v: 1,
      kind: 'command',
      district: 'd',
      by: this.by,
      incident: on.id,
      command: { ...order, ...seen, id: this.id },
    });
    if (became.outcome === 'applied') follow(model, d, on, order);
    for (const place of model.open.keys()) agrees(model, d, place);
  }
  toString = () =>
    `officer(${this.by} ${this.giving.what} on ${this.nth}, ${this.other}${this.behind === undefined ? '' : `, ${this.behind} behind`})`;
}

/** The resident says that it may wait: spoken with, then put off. */
class Postpone extends Step {
  private readonly nth: number;
  private readonly hours: number;
  private readonly ids = [unique(), unique()] as const;
  constructor(nth: number, hours: number) {
    super();
    this.nth = nth;
    this.hours = hours;
  }
  run(_: Model, d: District): void {
    const on = incidentOf(d, this.nth);
    if (!on) return;
    const input = { v: 1, kind: 'command', district: 'd', by: 'zhou', incident: on.id } as const;
    result(d, { ...input, command: { id: this.ids[0], command: 'call_back', outcome: 'spoke' } });
    result(d, { ...input, command: { id: this.ids[1], command: 'wait', until: hence(d, this.hours), text: 'x' } });
  }
  toString = () => `postpone(${this.nth} ${this.hours} h)`;
}

const hence = (d: District, hours: number): string => new Date(d.now + hours * 3_600_000).toISOString();

/** What a command does to who has what open. */
function follow(model: Model, d: District, on: Incident, order: Order): void {
  const places = [...model.open].filter(([, open]) => open === on.id).map(([place]) => place);
  switch (order.command) {
    case 'close':
      for (const place of places) model.open.delete(place);
      return;
    case 'merge':
      for (const place of places) model.open.set(place, order.into);
      return;
    case 'reopen':
      for (const place of placesOf(on)) model.open.set(place, on.id);
      return;
    case 'place':
      if (order.home === undefined) return;
      if (model.open.get(`home/${on.home}`) === on.id) model.open.delete(`home/${on.home}`);
      // Whoever opened it goes on speaking of it, wherever it is.
      if (on.device?.startsWith('btn-')) model.open.set(`device/${on.device}`, on.id);
      model.open.set(`home/${order.home}`, on.id);
      return;
    case 'split': {
      const own = d.open.get(order.incident);
      for (const place of own ? placesOf(own) : []) model.open.set(place, order.incident);
      return;
    }
  }
}

/** Homes with an installed device, and the one device that nobody knows. */
const placesOf = ({ home, device, placed }: Incident): string[] => {
  const own = placed && device?.startsWith('btn-') ? [`device/${device}`] : [];
  if (home !== undefined) return device?.startsWith('car-') ? own : [...own, `home/${home}`];
  return device === 'stranger' ? ['device/stranger'] : [];
};

const always = (order: Order): Giving => ({ what: JSON.stringify(order), order: () => order });
const people = fc.constantFrom('wang', 'li', 'zhao', 'desk', 'doctor', 'officer', 'nobody');
const legs = fc.oneof(
  fc.constantFrom('L1', 'L2', 'L3', 'L4', 'L5'),
  fc.nat(12).map((n) => `L${n}`),
);
const text = 'x';

const acknowledging: fc.Arbitrary<Giving> = fc.constantFrom(
  always({ command: 'acknowledge' }),
  always({ command: 'acknowledge' }),
  always({ command: 'take_over' }),
);
const writing: fc.Arbitrary<Giving> = fc.oneof(
  fc.constantFrom<Giving>(
    always({ command: 'note', text }),
    always({ command: 'advise', text }),
    always({ command: 'reason', text }),
    always({ command: 'aftercare_done' }),
    always({ command: 'ambulance_hand_over', gate: text }),
    always({ command: 'hand_over', to: 'wu' }),
  ),
  fc.constantFrom(0, 1).map((contact) => always({ command: 'contact_told', resident: 'res-home-1', contact })),
);
const sending: fc.Arbitrary<Giving> = fc.oneof(
  people.map((responder) => always({ command: 'assign', responder })),
  fc
    .tuple(people, fc.constantFrom('grid', 'health'))
    .map(([responder, track]) => always({ command: 'assign', responder, track })),
  fc.tuple(legs, people).map(([leg, responder]) => always({ command: 'swap', leg, responder })),
  legs.map((leg) => always({ command: 'withdraw', leg })),
  legs.map((leg) => always({ command: 'told', leg })),
  fc.tuple(legs, fc.boolean()).map(([leg, says]) => always({ command: 'confirm', leg, ...(says ? { text } : {}) })),
);
const deciding: fc.Arbitrary<Giving> = fc.oneof(
  fc.constantFrom<1 | 2 | 3>(1, 2, 3).map((priority) => always({ command: 'priority', priority, text })),
  fc
    .constantFrom<CallBackOutcome>('spoke', 'no_answer', 'cannot_speak')
    .map((outcome) => always({ command: 'call_back', outcome })),
  fc.constantFrom(...NeedKind.enum, 'nonsense').map((need) => always({ command: 'end_need', need, text })),
  fc.constantFrom<Giving>(always({ command: 'ask_now' }), always({ command: 'wait', until: 'soon', text })),
  fc.constantFrom(-1, 0.2, 12, 24 * 9).map(
    (hours): Giving => ({
      what: `wait ${hours} h`,
      order: ({ d }) => ({ command: 'wait', until: hence(d, hours), text }),
    }),
  ),
  fc.constantFrom<Giving>(
    always({ command: 'place', home: 'home-3' }),
    always({ command: 'place', home: 'home-2' }),
    always({ command: 'place', position: [104.02, 30.01] }),
    always({ command: 'place' }),
  ),
);
const calling: fc.Arbitrary<Giving> = fc.constantFrom<Giving>(
  always({ command: 'call_120' }),
  always({ command: 'call_120', at: '2001-09-09T01:46:40Z' }),
  always({ command: 'call_120', at: 'soon' }),
  always({ command: 'outside_called', number: '119' }),
  always({ command: 'outside_called', number: '110', text }),
);
const joining: fc.Arbitrary<Giving> = fc.constantFrom<Giving>(
  { what: 'merge', order: ({ other }) => ({ command: 'merge', into: other.id }) },
  { what: 'split', order: ({ other }) => ({ command: 'split', incident: other.id }) },
);
const ending: fc.Arbitrary<Giving> = fc.oneof(
  fc
    .tuple(fc.constantFrom<Disposition>('helped', 'other', 'taken_to_hospital', 'false_alarm', 'died'), fc.boolean())
    .map(([disposition, says]) => always({ command: 'close', disposition, ...(says ? { text } : {}) })),
  fc.constant(always({ command: 'reopen', text })),
);

const officer = (giving: fc.Arbitrary<Giving>): fc.Arbitrary<Action> =>
  fc
    .tuple(fc.nat(4), fc.nat(4), fc.constantFrom('zhou', 'wu'), fc.option(fc.nat(12), { nil: undefined }), giving)
    .map(([nth, other, by, behind, one]) => new Officer(nth, other, by, behind, one));

export const officers: fc.Arbitrary<Action>[] = [
  officer(acknowledging),
  officer(writing),
  officer(sending),
  officer(deciding),
  officer(deciding),
  officer(calling),
  officer(joining),
  officer(ending),
  fc.tuple(fc.nat(4), fc.constantFrom(0.1, 2, 12)).map(([nth, hours]) => new Postpone(nth, hours)),
];
