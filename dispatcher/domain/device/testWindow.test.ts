// A button is tried at the door: the first press is a test, everything else is real.
import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { PressInput } from '../../../contracts/incident/inputs.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import { District } from '../../../test/district.ts';
import { TestWindows } from './testWindow.ts';

const last = (d: District): Result | undefined => d.results.at(-1);
const isTest = { outcome: 'recorded', what: 'test' };

describe('a test window', () => {
  it('makes a test of the first press, and nobody is asked to come', () => {
    const d = new District().testWindow('btn-1').press('btn-1');
    expect(last(d)).toMatchObject({ ...isTest, window: 'r/wang/w0' });
    expect(d.open.size).toBe(0);
  });

  it('leaves the second press real', () => {
    const d = new District().testWindow('btn-1').press('btn-1').press('btn-1');
    expect(last(d)).toMatchObject({ outcome: 'incident' });
  });

  it('is one device’s: its neighbour calls', () => {
    const d = new District().testWindow('btn-1').press('btn-2');
    expect(last(d)).toMatchObject({ outcome: 'incident' });
  });

  it('is over after its minutes, and never longer than ten', () => {
    const d = new District().testWindow('btn-1', 2).pass(121).press('btn-1');
    expect(last(d)).toMatchObject({ outcome: 'incident' });
    const e = new District().testWindow('btn-2', 99).pass(601).press('btn-2');
    expect(last(e)).toMatchObject({ outcome: 'incident' });
    const f = new District().testWindow('btn-3').pass(599).press('btn-3');
    expect(last(f)).toMatchObject(isTest);
  });

  it('is refused where somebody calls, and where nobody lives', () => {
    const d = new District().press('btn-1').testWindow('btn-1');
    expect(last(d)).toMatchObject({ outcome: 'refused', code: 'another_open' });
    d.testWindow('nobody');
    expect(last(d)).toMatchObject({ outcome: 'refused', code: 'unknown_home' });
  });

  it('turns nothing where a call of that home was opened after it', () => {
    const d = new District().testWindow('btn-1').press('car-1').press('btn-1');
    expect(last(d)).toMatchObject({ outcome: 'joined' });
  });

  it.each<{ what: string; kind?: PressInput['press']; more?: Partial<PressInput> }>([
    { what: 'a fall', kind: 'fall' },
    { what: 'smoke', kind: 'smoke' },
    { what: 'a state that may have stood for long', more: { maybeOld: true } },
    { what: 'several presses in one', more: { more: 2 } },
    { what: 'one that says it is older', more: { deviceTime: new Date(1_000_000_000_000 - 120_000).toISOString() } },
    { what: 'one that was heard before', more: { heardAt: at(1_000_000_000_000 - 1) } },
  ])('leaves $what what it is, and is used', ({ kind = 'sos', more = {} }) => {
    const d = new District().testWindow('btn-1').press('btn-1', kind, 'first', more);
    expect(last(d)).toMatchObject({ outcome: 'incident' });
    expect(d.press('btn-1', 'sos', 'second').results.at(-1)).toMatchObject({ outcome: 'joined' });
  });

  it('leaves an unreadable press what it is', () => {
    const d = new District().testWindow('btn-1');
    d.take({ v: 1, kind: 'unreadable_press', district: 'd', device: 'btn-1', id: 'x', body: '', why: 'empty' });
    expect(last(d)).toMatchObject({ outcome: 'incident' });
  });

  it('does not turn a press whose id was seen before', () => {
    const d = new District().press('btn-1', 'test', 'same').testWindow('btn-1').press('btn-1', 'sos', 'same');
    expect(last(d)).toMatchObject({ outcome: 'incident' });
  });

  it('is used by a test of the device’s own, and not by a sign of life', () => {
    const d = new District().testWindow('btn-1').press('btn-1', 'checkin').press('btn-1');
    expect(last(d)).toMatchObject(isTest);
    const e = new District().testWindow('btn-1').press('btn-1', 'test').press('btn-1');
    expect(last(e)).toMatchObject({ outcome: 'incident' });
  });
});

describe('a test window that somebody ends', () => {
  it('turns nothing any more: the next press is the resident’s own', () => {
    const d = new District().testWindow('btn-1').endTestWindow('btn-1').press('btn-1');
    expect(last(d)).toMatchObject({ outcome: 'incident' });
  });

  it('is over for a new owner too, and for the second window of two', () => {
    const d = new District().testWindow('btn-1').press('btn-1').pass(5).testWindow('btn-1').pass(5);
    d.endTestWindow('btn-1').restart().pass(5).press('btn-1');
    expect(last(d)).toMatchObject({ outcome: 'incident' });
  });

  it('knows its test on: sent again it is the same test', () => {
    const d = new District().testWindow('btn-1').press('btn-1', 'sos', 'p').pass(5).endTestWindow('btn-1');
    expect(last(d.press('btn-1', 'sos', 'p'))).toMatchObject(isTest);
    expect(last(d.restart().pass(5).press('btn-1', 'sos', 'p'))).toMatchObject(isTest);
    expect(last(d.press('btn-1', 'sos', 'q'))).toMatchObject({ outcome: 'incident' });
  });

  it('may be ended while a call is open, where there is none, and where nobody lives', () => {
    const d = new District().press('btn-1').endTestWindow('btn-1');
    expect(last(d)).toMatchObject({ outcome: 'recorded' });
    expect(last(d.endTestWindow('nobody'))).toMatchObject({ outcome: 'recorded' });
    expect(last(d.testWindow('btn-2').press('btn-2'))).toMatchObject(isTest);
  });
});

describe('a test that is sent twice', () => {
  it('is the same test within half a minute, and a press after it', () => {
    const d = new District().testWindow('btn-1').press('btn-1', 'sos', 'p').pass(20).press('btn-1', 'sos', 'p');
    expect(last(d)).toMatchObject(isTest);
    d.pass(11).press('btn-1', 'sos', 'p');
    expect(last(d)).toMatchObject({ outcome: 'incident' });
  });

  it('is the same test within two seconds where the device sends no ids', () => {
    const made = { idMade: true } as const;
    const d = new District()
      .testWindow('btn-1')
      .press('btn-1', 'sos', 'a', made)
      .pass(1)
      .press('btn-1', 'sos', 'b', made);
    expect(last(d)).toMatchObject(isTest);
    d.pass(2).press('btn-1', 'sos', 'c', made);
    expect(last(d)).toMatchObject({ outcome: 'incident' });
  });
});

describe('a new owner', () => {
  it('knows a window that is open, and one that is used', () => {
    const d = new District().testWindow('btn-1').restart().pass(5).press('btn-1');
    expect(last(d)).toMatchObject(isTest);
    d.pass(5).restart().press('btn-1');
    expect(last(d)).toMatchObject({ outcome: 'incident' });
  });

  it('takes what happened in one millisecond for used, whatever order it finds', () => {
    const window = {
      outcome: 'recorded',
      what: 'test_window',
      window: 'w',
      device: 'b',
      from: at(5),
      until: at(9),
    } as const;
    const test = { outcome: 'recorded', what: 'test', window: 'w', body: 'x', at: at(5) } as const;
    const call = { outcome: 'incident', incident: 'i', body: 'x', at: at(5) } as const;
    const found: [string, Result][] = [
      ['press/b/2', call],
      ['press/b/1', test],
      ['test_window/r/w', { ...window, at: at(5) }],
    ];
    expect(TestWindows.of(found).get('b')).toMatchObject({ state: 'used', test: { id: '1' } });
  });
});
