import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IncidentId } from '../contracts/ids.ts';
import type { Dispatch } from '../contracts/messages.ts';
import { type Behaviour, behave } from './behave.ts';
import { chanceOf, exponential } from './chance.ts';
import { along } from './person.ts';
import { readScenario, type Scenario } from './scenario.ts';

const scenario = readScenario(resolve(import.meta.dirname, 'scenarios/everyday.json'));
const dispatch = (kind: Dispatch['kind']): Dispatch => ({
  delivery: 'i/L1/1',
  kind,
  incident: '01ARZ3NDEK-0-s05' as IncidentId,
  number: 1,
  leg: 'L1',
  revision: 1,
  track: 'grid',
  priority: 1,
  call: '求助',
  position: [104.06, 30.64],
  say: '',
});
const replies = ({ steps }: Behaviour): string[] => steps.map((step) => ('reply' in step ? step.reply : 'travel'));
const always = (change: Partial<Scenario['people']>): Scenario => ({
  ...scenario,
  people: { ...scenario.people, ...change },
});
const willing = always({ misses: 0, declines: 0 });
const bicycle = { means: 'bicycle' as const };

describe('a simulated person', () => {
  it('confirms, accepts, sets out, travels, arrives and finishes', () => {
    const behaviour = behave(dispatch('offer'), bicycle, false, willing, chanceOf(1, 'x'));
    expect(replies(behaviour)).toEqual(['receipt', 'accept', 'en_route', 'travel', 'on_scene', 'done']);
  });

  it('stays at a desk', () => {
    const behaviour = behave(dispatch('offer'), { means: 'desk' }, false, willing, chanceOf(1, 'x'));
    expect(replies(behaviour)).toEqual(['receipt', 'accept', 'done']);
  });

  it('declines while at work elsewhere', () => {
    expect(replies(behave(dispatch('offer'), bicycle, true, willing, chanceOf(1, 'x')))).toEqual([
      'receipt',
      'decline',
    ]);
  });

  it('drops everything at a stand-down and confirms it', () => {
    const behaviour = behave(dispatch('stand_down'), bicycle, true, scenario, chanceOf(1, 'x'));
    expect(behaviour).toMatchObject({ drop: true });
    expect(replies(behaviour)).toEqual(['receipt']);
  });

  it('now and then does not hear the phone', () => {
    expect(replies(behave(dispatch('offer'), bicycle, false, always({ misses: 1 }), chanceOf(1, 'x')))).toEqual([]);
  });

  it('does the same for the same seed', () => {
    const story = () =>
      Array.from({ length: 20 }, (_, i) => behave(dispatch('offer'), bicycle, false, scenario, chanceOf(7, `p${i}`)));
    expect(story()).toEqual(story());
  });
});

describe('chance', () => {
  it('keeps to the mean it was given', () => {
    const chance = chanceOf(3, 'mean');
    const draws = Array.from({ length: 20_000 }, () => exponential(chance, 240));
    const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length;
    expect(mean).toBeGreaterThan(228);
    expect(mean).toBeLessThan(252);
  });
});

it('someone on the way is on the line, and at its end in the end', () => {
  const line: [number, number][] = [
    [104, 30],
    [104.001, 30],
    [104.001, 30.001],
  ];
  expect(along(line, 0)).toEqual({ position: [104, 30], arrived: false });
  expect(along(line, 120).position[0]).toBe(104.001);
  expect(along(line, 1_000)).toEqual({ position: [104.001, 30.001], arrived: true });
});

it('a scenario with a mistake is refused with the place', () => {
  expect(() => readScenario(resolve(import.meta.dirname, '../package.json'))).toThrow(/package.json: /);
});
