// Whatever comes in, decide() does not throw: inputs whose fields are drawn from what belongs there and from what never does,
// read as the intake is read. What cannot be read is set aside, which must not throw either.
// A part of the million of `npm run test:deep`; the seed is fixed and another can be given.
import { describe, expect, it } from 'vitest';
import { at, incidentIdOf, type ShardId } from '../../contracts/ids.ts';
import { type Input, readInput } from '../../contracts/incident/inputs.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import type { Context } from '../../dispatcher/domain/incident/context.ts';
import { decide, type Tick, type Unreadable } from '../../dispatcher/domain/incident/decide.ts';
import { deadline, pending, told } from '../../dispatcher/domain/incident/pending.ts';
import { chance, pick } from '../chance.ts';
import { District } from '../district.ts';

const inputs = Number(process.env.YJT_GARBAGE_INPUTS ?? 60_000);
const seed = Number(process.env.YJT_PROPERTY_SEED ?? 20_261_124);
/** So many incidents are kept at a time. */
const keptAtMost = 60;

const never: unknown[] = [
  undefined,
  null,
  '',
  '\u0000',
  'x'.repeat(300),
  -1,
  0,
  1e308,
  Number.NaN,
  [],
  {},
  true,
  '2026-13-45T99:99',
  '__proto__',
];

describe('whatever comes in', () => {
  it(`${inputs} inputs of any kind are decided without a throw (seed ${seed})`, () => {
    const random = chance(seed);
    const one = <T>(from: readonly T[]): T => pick(random, from);
    const or = (...belongs: unknown[]): unknown => (random(16) === 0 ? one(never) : one(belongs));
    const d = new District();
    const kept = new Map<string, Incident>();
    let now = d.now;
    const some = (): Incident | undefined => [...kept.values()][random(Math.max(1, kept.size))];
    for (let i = 0; i < inputs; i++) {
      now = at(now + random(20_000));
      const known = some();
      const input = garbage(i, known);
      const incident = random(8) === 0 ? some() : (concerned(input) ?? known);
      const context: Context = {
        newIncident: incidentIdOf(`${now}-${i}`, 's00' as ShardId),
        nextNumber: i + 1,
        storedAt: random(50) === 0 ? (Number.NaN as typeof now) : now,
        earlier: undefined,
        groupAt: () => known?.group,
        offeredTogether: () => [],
        find: (id) => kept.get(id),
        openAt: () => (random(3) === 0 ? known : undefined),
        pressedAt: () => undefined,
        testWindow: () => undefined,
      };
      const takes =
        input.kind === 'press' || input.kind === 'unreadable_press' || input.kind === 'raise'
          ? concerned(input)
          : incident;
      const decided = decide(takes, input, context, d.world, now);
      if (!decided.incident) continue;
      kept.set(decided.incident.id, decided.incident);
      d.open.put(decided.incident, deadline(decided.incident));
      pending(decided.incident);
      told(decided.incident);
      if (kept.size > keptAtMost) forget();
    }
    expect(kept.size).toBeGreaterThan(0);

    function concerned(input: { kind: string }): Incident | undefined {
      return random(4) === 0
        ? undefined
        : input.kind === 'tick' || input.kind === 'unreadable_input'
          ? undefined
          : d.open.concernedBy(input as Input, d.world, d.now);
    }

    function forget(): void {
      const [oldest] = kept.values();
      if (!oldest) return;
      kept.delete(oldest.id);
      d.open.put({ ...oldest, state: 'closed', legs: [] }, undefined);
    }

    function garbage(i: number, known: Incident | undefined): Input | Tick | Unreadable {
      const leg = known?.legs[random(Math.max(1, known.legs.length))];
      const device = or('btn-1', 'btn-2', 'btn-9', 'car-3', 'stranger', `btn-${random(40)}`);
      const id = or('a', 'b', `p${i}`);
      const base = { v: 1, district: 'd' };
      const value = (() => {
        switch (random(7)) {
          case 0:
            return {
              ...base,
              kind: 'press',
              device,
              id,
              press: or('sos', 'fall', 'smoke', 'cancel', 'service', 'test'),
              deviceTime: or(new Date(now).toISOString()),
              location: or(undefined, {
                lon: or(104),
                lat: or(30),
                accuracy: or(5),
                at: or(new Date(now).toISOString()),
              }),
            };
          case 1:
            return { ...base, kind: 'unreadable_press', device, id, body: or('e30='), why: or('json') };
          case 2:
            return { kind: 'tick' };
          case 3:
            return {
              ...base,
              kind: 'command',
              by: or('zhou', 'wu'),
              incident: known?.id ?? 'none',
              command: command(i, known, leg?.id),
            };
          case 4:
            return {
              ...base,
              kind: 'follow_up',
              id: `f${i}`,
              incident: known?.id,
              what: {
                kind: one(['release', 'left_duty', 'absorb', 'split_off']),
                responder: or('wang', leg?.responder),
                for: or(known?.id),
                from: or(known?.mergedInto, 'x'),
                by: 'officer/zhou',
                presses: [],
                priority: or(1, 2, 3),
                home: or(undefined, 'home-7'),
              },
            };
          case 5:
            return {
              ...base,
              kind: one(['raise', 'duty']),
              by: 'zhou',
              id: `r${i}`,
              call: or('missed_checkin', 'device_fault', 'sos'),
              home: or('home-1', 'home-4'),
              responder: or('wang', 'li'),
              onDuty: or(true, false),
            };
          default:
            return {
              ...base,
              kind: 'reply',
              responder: or(leg?.responder, 'wang'),
              reply: {
                id: `r${i}`,
                delivery: or(undefined, `${known?.id}/${leg?.id}/${leg?.revision}`, 'a/b/c'),
                incident: known?.id,
                leg: or(leg?.id, 'L1'),
                reply: or('receipt', 'accept', 'decline', 'en_route', 'on_scene', 'done', 'help', 'note'),
                text: or(undefined, 'x'),
                needs: or(undefined, 'doctor', 'ambulance'),
                reason: or(undefined, 'busy'),
                findings: or(undefined, ['safe']),
                check: or(undefined, { by: 'card', code: or('x') }),
              },
            };
        }
      })();
      if (value.kind === 'tick') return { kind: 'tick' };
      return readInput(JSON.stringify(value)) ?? { kind: 'unreadable_input', district: 'd', why: 'garbage' };
    }

    function command(i: number, known: Incident | undefined, leg: string | undefined): object {
      const name = one([
        'acknowledge',
        'take_over',
        'note',
        'assign',
        'swap',
        'withdraw',
        'told',
        'priority',
        'merge',
        'split',
        'call_120',
        'contact_told',
        'close',
        'close',
        'reopen',
      ]);
      return {
        id: `c${i}`,
        command: name,
        text: or('x'),
        responder: or('wang', 'doctor'),
        track: or(undefined, 'grid', 'health'),
        leg: or(leg, 'L1'),
        priority: or(1, 2, 3),
        into: or(some()?.id),
        incident: or(known?.absorbed?.[0]?.incident, some()?.id),
        at: or(new Date(now).toISOString()),
        reference: or('A1'),
        resident: or('res-home-1'),
        contact: or(0, 1),
        disposition: or('helped', 'other'),
        seen: or(undefined, 1, 5),
      };
    }
  }, 1_800_000);
});
