// Whoever presses: buttons on a wall, carried ones with positions of every kind, devices nobody knows, messages nobody can read;
// and officers who raise what was said by telephone.
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Input, PressInput } from '../../../contracts/incident/inputs.ts';
import type { CallKind, PressKind } from '../../../contracts/terms.ts';
import type { District } from '../../district.ts';
import { type Action, agrees, type Model, placeOf, result, Step, unique } from './step.ts';

/** Where a carried device says that it is; home-11 lies at 104, 30. */
const fixes = {
  'at home': { lon: 104, lat: 30, accuracy: 10 },
  away: { lon: 104.01, lat: 30, accuracy: 10 },
  'away elsewhere': { lon: 104, lat: 30.02, accuracy: 10 },
  'beyond reach': { lon: 105, lat: 30, accuracy: 10 },
  inexact: { lon: 104.01, lat: 30, accuracy: 400 },
  impossible: { lon: 0, lat: 0, accuracy: 5 },
  'on another continent': { lon: -60, lat: 20, accuracy: 10 },
  'without accuracy': { lon: 104.01, lat: 30 },
} as const;
export type Fix = keyof typeof fixes;

function withFix(d: District, fix: Fix | undefined, isOld: boolean): Partial<PressInput> {
  if (fix === undefined) return {};
  return { deviceTime: new Date(d.now - (isOld ? 3_600_000 : 0)).toISOString(), location: fixes[fix] };
}

class Press extends Step {
  private readonly device: string;
  private readonly kind: PressKind;
  private readonly id: string;
  private readonly fix: Fix | undefined;
  private readonly isOld: boolean;
  constructor(device: string, kind: PressKind, id: string, fix: Fix | undefined, isOld: boolean) {
    super();
    this.device = device;
    this.kind = kind;
    this.id = id;
    this.fix = fix;
    this.isOld = isOld;
  }
  run(model: Model, d: District): void {
    const { device, kind, id, fix, isOld } = this;
    press(model, d, { v: 1, kind: 'press', district: 'd', device, id, press: kind, ...withFix(d, fix, isOld) });
  }
  toString = () =>
    `press(${this.device} ${this.kind} ${this.id}${this.fix ? ` ${this.fix}${this.isOld ? ' long ago' : ''}` : ''})`;
}

class Unreadable extends Step {
  private readonly device: string;
  private readonly body: string;
  private readonly id = unique();
  constructor(device: string, body: string) {
    super();
    this.device = device;
    this.body = body;
  }
  run(model: Model, d: District): void {
    const { device, id, body } = this;
    press(model, d, { v: 1, kind: 'unreadable_press', district: 'd', device, id, body, why: 'json' });
  }
  toString = () => `unreadable(${this.device})`;
}

/** Where a carried device has been put down by an officer, it may have moved on, or come back: then the home is its own again. */
function carried(model: Model, d: District, incident: string): void {
  const { home, placed } = d.open.get(incident) ?? {};
  if (home === undefined || !placed) return;
  const place = `home/${home}`;
  if (d.open.openAt({ district: 'd', home })?.id === incident) model.open.set(place, incident);
  else if (model.open.get(place) === incident) model.open.delete(place);
}

/** 1: exactly one incident has changed by it, or none and it is recorded. */
function press(model: Model, d: District, input: Extract<Input, { device: string }>): void {
  const own = `device/${input.device}`;
  const place = model.open.has(own) ? own : placeOf(input.device);
  const sizes = new Map([...d.log].map(([incident, events]) => [incident, events.length]));
  const became = result(d, input);
  const changed = [...d.log].filter(([incident, events]) => events.length !== (sizes.get(incident) ?? 0));
  if (became.outcome === 'recorded') expect(changed).toEqual([]);
  else {
    if (became.outcome === 'refused' || became.outcome === 'applied') throw new Error(JSON.stringify(became));
    if (became.outcome !== 'repeated') expect(changed.map(([incident]) => incident)).toEqual([became.incident]);
    if (place === undefined) {
      carried(model, d, became.incident);
      return;
    }
    const open = model.open.get(place);
    if (became.outcome === 'incident') expect(open).toBeUndefined();
    else expect(became.incident).toBe(open);
    model.open.set(place, became.incident);
  }
  agrees(model, d, place);
}

class Raise extends Step {
  private readonly home: string;
  private readonly call: CallKind;
  private readonly id = unique();
  constructor(home: string, call: CallKind) {
    super();
    this.home = home;
    this.call = call;
  }
  run(model: Model, d: District): void {
    const { home, call, id } = this;
    const place = `home/${home}`;
    const became = result(d, { v: 1, kind: 'raise', district: 'd', by: 'zhou', id, call, home });
    const open = model.open.get(place);
    if (open === undefined) expect(became.outcome).toBe('incident');
    else expect(['joined', 'repeated']).toContain(became.outcome);
    if ('incident' in became) model.open.set(place, became.incident);
    agrees(model, d, place);
  }
  toString = () => `raise(${this.call} at ${this.home})`;
}

/** An intake entry that is no input, or one that could not be decided. */
class SetAside extends Step {
  run(_: Model, d: District): void {
    expect(result(d, { kind: 'unreadable_input', district: 'd', why: 'x' }).outcome).toBe('incident');
  }
  toString = () => 'setAside';
}

const kinds = fc.constantFrom<PressKind>(
  'sos',
  'sos',
  'fall',
  'smoke',
  'cancel',
  'service',
  'service',
  'test',
  'checkin',
);
const ids = fc.oneof(
  fc.constantFrom('a', 'b', 'c'),
  fc.nat(1_000).map((n) => `p${n}`),
);
const fix = fc.option(
  fc.constantFrom<Fix>(
    'at home',
    'away',
    'away elsewhere',
    'beyond reach',
    'inexact',
    'impossible',
    'on another continent',
    'without accuracy',
  ),
);

export const presses: fc.Arbitrary<Action>[] = [
  fc
    .tuple(fc.constantFrom('btn-1', 'btn-1', 'btn-2', 'btn-9', 'stranger'), kinds, ids)
    .map(([device, kind, id]) => new Press(device, kind, id, undefined, false)),
  fc
    .tuple(fc.constantFrom('car-11', 'car-11', 'car-12'), kinds, ids, fix, fc.integer({ min: 0, max: 5 }))
    .map(([device, kind, id, where, old]) => new Press(device, kind, id, where ?? undefined, old === 0)),
  fc
    .tuple(fc.constantFrom('btn-1', 'btn-2', 'car-11', 'stranger'), fc.string({ maxLength: 8 }))
    .map(([device, body]) => new Unreadable(device, body)),
  fc
    .tuple(
      fc.constantFrom('home-1', 'home-2'),
      fc.constantFrom<CallKind>('missed_checkin', 'service', 'device_fault', 'fall', 'sos', 'smoke'),
    )
    .map(([home, call]) => new Raise(home, call)),
];
export const setAside: fc.Arbitrary<Action> = fc.constant(null).map(() => new SetAside());
