import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IncidentId } from '../contracts/ids.ts';
import type { Dispatch } from '../contracts/incident/messages.ts';
import type { LonLat } from '../contracts/position.ts';
import { metresBetween } from '../geography/distance.ts';
import { type Answer, atRest, behave, type PersonState, positionOf, type Self, wakesAt } from './behave.ts';
import { chanceOf } from './chance.ts';
import { readScenario } from './scenario.ts';

const everyday = readScenario(resolve(import.meta.dirname, 'scenarios/everyday.json'));
const base: LonLat = [104.06, 30.64];
const door: LonLat = [104.064, 30.641];
const one = '01ARZ3NDEK-0-s05' as IncidentId;
const other = '01ARZ3NDEK-1-s05' as IncidentId;

const offer = (change: Partial<Dispatch> = {}): Dispatch => {
  const { incident = one, leg = 'L1', revision = 1 } = change;
  return {
    delivery: `${incident}/${leg}/${revision}`,
    kind: 'offer',
    incident,
    number: 1,
    leg,
    revision,
    track: 'grid',
    priority: 1,
    call: '求助',
    position: door,
    say: '',
    ...change,
  };
};
const standDown = (change: Partial<Dispatch> = {}): Dispatch => {
  const { position: _, ...rest } = offer({ revision: 2, kind: 'stand_down', ...change });
  return rest;
};

/** Somebody whose day we watch: time passes from one thing they do to the next. */
class Day {
  readonly self: Self;
  readonly said: { at: number; answer: Answer }[] = [];
  state: PersonState;
  now = 0;

  constructor(change: Partial<Self> = {}, people: Partial<Self['people']> = {}, state = atRest(base)) {
    this.self = {
      means: 'bicycle',
      base,
      metresPerSecond: 4.2,
      people: { ...everyday.people, declines: 0, misses: 0, ...people },
      chance: chanceOf(1, 'wang'),
      way: (from, to) => [from, to],
      ...change,
    };
    this.state = state;
  }

  hear(dispatch: Dispatch): this {
    return this.#apply({ kind: 'dispatch', dispatch });
  }

  /** Lives until they have nothing more to do, or until they have said this. */
  live(until?: Answer['reply']): this {
    for (let due = wakesAt(this.state); due !== undefined; due = wakesAt(this.state)) {
      const before = this.said.length;
      this.now = Math.max(this.now, due);
      this.#apply({ kind: 'wake' });
      if (until !== undefined && this.said.slice(before).some(({ answer }) => answer.reply === until)) break;
    }
    return this;
  }

  replies(incident: IncidentId = one): string[] {
    return this.said.filter(({ answer }) => answer.incident === incident).map(({ answer }) => answer.reply);
  }

  secondsOf(reply: Answer['reply']): number {
    return (this.said.find(({ answer }) => answer.reply === reply)?.at ?? Number.NaN) / 1000;
  }

  #apply(happening: Parameters<typeof behave>[1]): this {
    const { person, says } = behave(this.state, happening, this.self, this.now);
    this.state = person;
    this.said.push(...says.map((answer) => ({ at: this.now, answer })));
    return this;
  }
}

describe('a simulated coordinator', () => {
  it('confirms, accepts, sets out, arrives, and says at the end what was found', () => {
    const day = new Day().hear(offer()).live();
    expect(day.replies()).toEqual(['receipt', 'accept', 'en_route', 'on_scene', 'done']);
    expect(everyday.people.findings).toContain(day.said.at(-1)?.answer.text);
  });

  it('takes the time that people take', () => {
    const day = new Day().hear(offer()).live('done');
    expect(day.secondsOf('receipt')).toBeGreaterThanOrEqual(0.5);
    expect(day.secondsOf('receipt')).toBeLessThanOrEqual(2);
    expect(day.secondsOf('accept')).toBeGreaterThanOrEqual(3);
    expect(day.secondsOf('accept')).toBeLessThanOrEqual(20);
    expect(day.secondsOf('on_scene') - day.secondsOf('en_route')).toBeCloseTo(metresBetween(base, door) / 4.2, 1);
    expect(day.secondsOf('done') - day.secondsOf('on_scene')).toBeGreaterThanOrEqual(60);
    expect(day.secondsOf('done') - day.secondsOf('on_scene')).toBeLessThanOrEqual(180);
  });

  it('moves along the way and rides back to the base afterwards', () => {
    const day = new Day().hear(offer()).live('en_route');
    const [lon] = positionOf(day.state, day.now + 20_000);
    expect(lon).toBeGreaterThan(base[0]);
    expect(lon).toBeLessThan(door[0]);
    expect(positionOf(day.live('on_scene').state, day.now)).toEqual(door);
    expect(positionOf(day.live().state, day.now)).toEqual(base);
  });

  it('does the same again for the same seed', () => {
    expect(new Day().hear(offer()).live().said).toEqual(new Day().hear(offer()).live().said);
  });

  it('answers a delivery that comes again with the same reply, and does nothing twice', () => {
    const day = new Day().hear(offer()).live('receipt').hear(offer()).live();
    expect(day.replies().filter((reply) => reply !== 'receipt')).toEqual(['accept', 'en_route', 'on_scene', 'done']);
    const receipts = day.said.filter(({ answer }) => answer.reply === 'receipt').map(({ answer }) => answer.id);
    expect(new Set(receipts).size).toBe(1);
  });

  it('takes no notice of an older message', () => {
    const day = new Day().hear(standDown()).live().hear(offer()).live();
    expect(day.replies()).toEqual(['receipt']);
  });

  it('declines a second incident while at work on the first', () => {
    const day = new Day()
      .hear(offer())
      .live('accept')
      .hear(offer({ incident: other }))
      .live();
    expect(day.replies(other)).toEqual(['receipt', 'decline']);
    expect(day.replies(one).at(-1)).toBe('done');
  });

  it('takes the next one when the first is done', () => {
    const day = new Day()
      .hear(offer())
      .live('done')
      .hear(offer({ incident: other }))
      .live();
    expect(day.replies(other).at(-1)).toBe('done');
  });

  it('finishes first when sent to a second place all the same', () => {
    const sent = offer({ incident: other, kind: 'update', position: [104.07, 30.65] });
    const day = new Day().hear(offer()).live('en_route').hear(sent).live();
    const order = day.said.filter(({ answer }) => answer.reply !== 'receipt').map(({ answer }) => answer.incident);
    expect(order).toEqual([one, one, one, one, other, other, other]);
  });

  it('goes once to a home that wants them on both tracks', () => {
    const day = new Day()
      .hear(offer())
      .live('en_route')
      .hear(offer({ leg: 'L2', track: 'health' }))
      .live();
    const steps = (leg: string) =>
      day.said.filter(({ answer }) => answer.leg === leg).map(({ answer }) => answer.reply);
    expect(steps('L1')).toEqual(['receipt', 'accept', 'en_route', 'on_scene', 'done']);
    expect(steps('L2')).toEqual(['receipt', 'accept', 'en_route', 'on_scene', 'done']);
  });

  it('confirms an update on the way and rides on', () => {
    const day = new Day()
      .hear(offer())
      .live('en_route')
      .hear(offer({ revision: 2, kind: 'update' }))
      .live();
    expect(day.replies()).toEqual(['receipt', 'accept', 'en_route', 'receipt', 'on_scene', 'done']);
  });

  it('keeps to its word when an offer crosses the accept', () => {
    const day = new Day()
      .hear(offer())
      .live('accept')
      .hear(offer({ revision: 2 }))
      .live();
    expect(day.replies().filter((reply) => reply === 'accept')).toHaveLength(1);
    expect(day.replies()).toContain('done');
  });

  it('goes where an update says even if a restart forgot the offer', () => {
    const day = new Day().hear(offer({ revision: 3, kind: 'update' })).live();
    expect(day.replies()).toEqual(['receipt', 'en_route', 'on_scene', 'done']);
  });

  it('arrives after a restart in the middle of the way', () => {
    const before = new Day().hear(offer()).live('en_route');
    const after = new Day({}, {}, JSON.parse(JSON.stringify(before.state)) as PersonState);
    after.now = before.now + 3_600_000;
    expect(after.live().replies()).toEqual(['on_scene', 'done']);
  });
});

describe('a stand-down', () => {
  it.each(['receipt', 'accept', 'en_route', 'on_scene', 'done'] as const)(
    'after the %s is confirmed, and nothing more is done',
    (step) => {
      const day = new Day().hear(offer()).live(step);
      const before = day.replies().length;
      day.hear(standDown()).live();
      expect(day.replies().slice(before)).toEqual(['receipt']);
      expect(positionOf(day.state, day.now)).toEqual(base);
    },
  );

  it('is confirmed by somebody who never heard the offer', () => {
    expect(new Day({}, { misses: 1 }).hear(offer()).live().hear(standDown()).live().replies()).toEqual(['receipt']);
    expect(new Day().hear(standDown()).live().replies()).toEqual(['receipt']);
  });

  it('is confirmed before the offer was', () => {
    const day = new Day().hear(offer()).hear(standDown()).live();
    expect(day.replies()).toEqual(expect.arrayContaining(['receipt']));
    expect(day.said.map(({ answer }) => answer.delivery)).toContain(`${one}/L1/2`);
    expect(day.replies()).not.toContain('accept');
  });

  it('is confirmed again when it comes again', () => {
    const day = new Day().hear(standDown()).live().hear(standDown()).live();
    expect(day.replies()).toEqual(['receipt', 'receipt']);
  });

  it('on one track leaves the other as it is', () => {
    const day = new Day()
      .hear(offer())
      .hear(offer({ leg: 'L2', track: 'health' }))
      .live('en_route')
      .hear(standDown({ leg: 'L2' }))
      .live();
    expect(day.replies().at(-1)).toBe('done');
  });
});

describe('people differ', () => {
  it('a desk takes several incidents at once and stays where it is', () => {
    const day = new Day({ means: 'desk' })
      .hear(offer())
      .hear(offer({ incident: other }))
      .live();
    expect(day.replies(one)).toEqual(['receipt', 'accept', 'done']);
    expect(day.replies(other)).toEqual(['receipt', 'accept', 'done']);
    expect(day.state.at).toEqual(base);
  });

  it('some decline', () => {
    expect(new Day({}, { declines: 1 }).hear(offer()).live().replies()).toEqual(['receipt', 'decline']);
  });

  it('some do not hear the phone, but do when it rings anew', () => {
    const day = new Day({}, { misses: 1 }).hear(offer()).hear(offer()).live();
    expect(day.replies()).toEqual([]);
    day.self.people.misses = 0;
    expect(
      day
        .hear(offer({ revision: 2 }))
        .live()
        .replies()
        .at(-1),
    ).toBe('done');
  });

  it('keeps to the shares of the scenario', () => {
    const chance = chanceOf(5, 'shares');
    const outcomes = Array.from({ length: 4_000 }, () => {
      const day = new Day({ chance }, { declines: 0.05, misses: 0.05 }).hear(offer()).live('accept');
      return day.replies().at(-1) ?? 'missed';
    });
    const share = (what: string) => outcomes.filter((one) => one === what).length / outcomes.length;
    expect(share('missed')).toBeCloseTo(0.05, 1);
    expect(share('decline')).toBeCloseTo(0.05, 1);
    expect(share('accept')).toBeCloseTo(0.9, 1);
  });
});

it('remembers only so many of the past', () => {
  const day = new Day();
  for (let i = 0; i < 200; i++) day.hear(standDown({ leg: `L${i}` })).live();
  expect(day.state.legs.length).toBeLessThanOrEqual(50);
});

it('in a surge says one yes for a courtyard, and goes from door to door', () => {
  const calls = [one, other].map((incident, i) => ({
    incident,
    number: i + 1,
    leg: 'L1',
    priority: 1 as const,
    call: '求助',
    accepted: false,
    position: [104.064 + i / 1000, 30.641] as LonLat,
  }));
  const group = { id: 'y01', name: '一号院', count: 2, open: 2, urgent: 2, calls };
  const day = new Day().hear(offer({ delivery: 'group/y01/7', revision: 7, group })).live();
  const said = day.said.map(({ answer }) => `${answer.incident === one ? 1 : 2} ${answer.reply}`);
  expect(said).toEqual([
    '1 receipt',
    '1 accept',
    '1 en_route',
    '1 on_scene',
    '1 done',
    '2 en_route',
    '2 on_scene',
    '2 done',
  ]);
  expect(day.said.every(({ answer }) => answer.delivery === 'group/y01/7')).toBe(true);
  day.hear(standDown({ delivery: 'group/y01/9', revision: 9, group: { ...group, count: 0, calls: [] } })).live();
  expect(day.said.at(-1)?.answer).toMatchObject({ reply: 'receipt', delivery: 'group/y01/9' });
});
