// What goes along when two incidents become one, and comes back when they are two again.
import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Incident, PressFact } from '../../../contracts/incident/state.ts';
import { District } from '../../../test/district.ts';
import { homesAbsorbed } from './merge.ts';

const state = (d: District, n: number): Incident => d.incident(n) ?? never();
const merge = (d: District, from: number, into: number): District =>
  d.officer({ command: 'merge', into: state(d, into).id }, { on: state(d, from).id });
const split = (d: District, from: number, off: number): District =>
  d.officer({ command: 'split', incident: state(d, off).id }, { on: state(d, from).id });
const press = (id: string, device: string, more: Partial<PressFact> = {}): PressFact => ({
  id,
  device,
  kind: 'sos',
  receivedAt: at(1),
  body: 'x',
  times: 1,
  ...more,
});

describe('what a merge takes along', () => {
  it('that 119 was called: whoever says so again at the other door calls nobody twice', () => {
    const d = new District().press('btn-1').press('btn-2');
    d.officer({ command: 'outside_called', number: '119' }, { on: state(d, 2).id });
    merge(d, 2, 1);
    expect(state(d, 1).called).toMatchObject([{ number: '119', by: 'officer/zhou' }]);
    d.reply('wang', 'accept', {}, state(d, 1)).reply('wang', 'called', { needs: 'fire' }, state(d, 1));
    expect(state(d, 1).called).toHaveLength(1);
    expect(d.events(1).filter(({ type }) => type === 'outside_called')).toEqual([]);
  });

  it('the newest two hundred presses, and one at least of each device', () => {
    const d = new District().press('btn-1').press('btn-2');
    const many = Array.from({ length: 250 }, (_, i) => press(`n${i}`, 'btn-2'));
    const early = [press('e1', 'early'), press('e2', 'early'), press('of', 'btn-3', { of: 'third' as never })];
    const [one, two] = [state(d, 1), state(d, 2)];
    d.open.put({ ...two, presses: [...early, ...many] }, two.reviewAt);
    merge(d, 2, 1);
    const came = state(d, 1).presses.slice(one.presses.length);
    expect(came.map(({ id }) => id)).toEqual(['e1', 'of', ...many.slice(50).map(({ id }) => id)]);
    expect(came.map(({ of }) => of)).toEqual([two.id, 'third', ...many.slice(50).map(() => two.id)]);
  });

  it('a word for whoever comes and whoever has heard of it, not for whoever stands at the door', () => {
    const d = new District().press('btn-1').reply('wang', 'on_scene').reply('desk', 'accept');
    d.officer({ command: 'assign', responder: 'li' }).reply('li', 'receipt').press('btn-2');
    merge(d, 2, 1);
    const told = d
      .events(1)
      .flatMap((one) => (one.type === 'leg_updated' && one.because === 'merged' ? [one.leg] : []));
    expect(told).toEqual(['L2', 'L3']);
  });

  it('a device of nobody’s home: it finds the incident, and what it says goes with it when they are split', () => {
    const d = new District().press('btn-1').press('stranger');
    const second = state(d, 2).id;
    merge(d, 2, 1).press('stranger', 'sos', 'again');
    expect(d.results.at(-1)).toMatchObject({ outcome: 'joined', incident: state(d, 1).id });
    expect(state(d, 1).presses.at(-1)).toMatchObject({ id: 'again', of: second });
    d.press('btn-1', 'sos', 'own');
    expect(state(d, 1).presses.at(-1)).not.toHaveProperty('of');
    split(d, 1, 2);
    expect(state(d, 1).presses.map(({ id }) => id)).toEqual(['p0', 'own']);
    expect(state(d, 2)).toMatchObject({ state: 'open' });
    expect(state(d, 2).presses.map(({ id }) => id)).toContain('again');
  });

  it('the homes behind its other doors', () => {
    const base = state(new District().press('btn-1'), 1);
    const of = (...homes: (string | undefined)[]) =>
      homesAbsorbed({
        ...base,
        absorbed: homes.map((home, i) => ({ incident: `i${i}` as never, ...(home === undefined ? {} : { home }) })),
      });
    expect(homesAbsorbed(base)).toBeUndefined();
    expect(of(undefined, 'home-1')).toBeUndefined();
    expect(of('home-2', undefined, 'home-3', 'home-2', 'home-1')).toEqual(['home-2', 'home-3']);
  });
});

describe('what a split gives back', () => {
  it('the call that the others make together, whoever came with them', () => {
    const d = new District().press('btn-1', 'service').press('btn-2', 'fall').press('btn-3', 'sos');
    merge(d, 3, 1);
    merge(d, 2, 1);
    expect(state(d, 1).call).toBe('fall');
    split(d, 1, 2);
    expect(state(d, 1)).toMatchObject({ call: 'sos' });
    expect(state(d, 1).presses.map(({ device }) => device)).toEqual(['btn-1', 'btn-3']);
    expect(state(d, 2).presses.map(({ device }) => device)).toEqual(['btn-2']);
  });

  it('the words of an officer as the officer’s', () => {
    const d = new District().press('btn-1').press('btn-2', 'service');
    const second = state(d, 2).id;
    merge(d, 2, 1);
    d.take({ v: 1, kind: 'raise', district: 'd', by: 'wu', id: 'r', call: 'fall', home: 'home-2' });
    const joined = state(d, 1).presses.at(-1);
    expect(joined).toMatchObject({ device: 'officer/wu', kind: 'fall' });
    d.open.put(
      { ...state(d, 1), presses: state(d, 1).presses.map((one) => (one.id === 'r' ? { ...one, of: second } : one)) },
      state(d, 1).reviewAt,
    );
    split(d, 1, 2);
    const back = d.events(2).findLast(({ type }) => type === 'press_joined');
    expect(back).toMatchObject({ by: 'officer/wu', call: 'fall' });
    expect(state(d, 2)).toMatchObject({ call: 'fall', priority: 1 });
  });

  it('nothing that a cancel would name: a word that is no call makes no other call of it', () => {
    const d = new District().press('btn-1').press('btn-2', 'service');
    merge(d, 2, 1).press('btn-2', 'cancel');
    split(d, 1, 2);
    expect(state(d, 2)).toMatchObject({ state: 'open', call: 'service' });
    expect(state(d, 1).call).toBe('sos');
  });

  it('nothing of an incident that was never merged', () => {
    const d = new District().press('btn-1').press('btn-2');
    expect(split(d, 1, 2).results.at(-1)).toMatchObject({ outcome: 'refused', code: 'not_merged_here' });
  });

  it('the device of nobody’s home as an unknown device', () => {
    const d = new District().press('stranger').press('btn-1');
    merge(d, 1, 2);
    split(d, 2, 1);
    expect(state(d, 1)).toMatchObject({ state: 'open', call: 'unknown_device' });
  });
});

function never(): never {
  throw new Error('no incident');
}
