// What happens around the incidents: time, people coming and going, another policy, a new owner.
import fc from 'fast-check';
import { expect } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { District } from '../../district.ts';
import { follow, policies } from '../policies.ts';
import { type Action, type Model, Step } from './step.ts';

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
  if (what.startsWith('policy: ')) {
    follow(d, what.slice(8));
    return;
  }
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
    case 'everybody comes nearer':
      for (const id of d.people.keys()) {
        d.fresh.add(id);
        d.seconds[id] = Math.floor((d.seconds[id] ?? 30) * 0.6);
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
    case 'zhao comes on duty by the roster':
      d.change('zhao', { onDuty: false });
      d.shifts.push({ who: 'zhao', at: at(d.now + 400_000) });
      return;
    case 'everybody goes home':
      for (const id of d.people.keys()) d.change(id, { onDuty: false });
      return;
    case 'the officer has the night desk':
      d.nightDesk.add('officer');
      return;
    case 'nobody has the night desk':
      d.nightDesk.clear();
      return;
    case 'home-1 cannot talk':
      d.deafHomes.add('home-1');
      return;
    default:
      throw new Error(`nothing is known of the change: ${what}`);
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

const people = fc.constantFrom('wang', 'li', 'zhao', 'desk', 'doctor', 'officer', 'men');

/** The policy of a whole run. */
export const policyOfRun: fc.Arbitrary<string> = fc
  .constantFrom(...Object.keys(policies))
  .map((name) => `policy: ${name}`);

export const surroundings: fc.Arbitrary<Action>[] = [
  fc.integer({ min: 0, max: 50 }).map((seconds) => new Pass(seconds)),
  fc.integer({ min: 0, max: 150 }).map((seconds) => new Pass(seconds)),
  fc.constantFrom(400, 700, 1_300, 4_000).map((seconds) => new Pass(seconds)),
  fc.tuple(people, fc.boolean()).map(([who, onDuty]) => new Duty(who, onDuty)),
  fc
    .constantFrom(
      'nobody is connected',
      'everybody moves',
      'everybody comes nearer',
      'everybody comes nearer',
      'a coordinator comes',
      'a coordinator is struck off',
      'telephones work',
      'zhao comes on duty by the roster',
      'everybody goes home',
      'the officer has the night desk',
      'nobody has the night desk',
      'home-1 cannot talk',
    )
    .map((what) => new Change(what)),
  policyOfRun.map((what) => new Change(what)),
  fc.constant(null).map(() => new Restart()),
];
