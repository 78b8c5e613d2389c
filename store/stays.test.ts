import { describe, expect, it } from 'vitest';
import { afterMove, happenedTo, moved, type Stay } from './stays.ts';

const day = 24 * 3_600_000;
const at = (days: number): number => days * day;

describe('who has moved', () => {
  it('lived in the old home until then and in the new one from then; who has not is not written down', () => {
    const before = new Map([['li', 'h1'], ['wang', 'h2'], ['zhou', 'h3']]); // biome-ignore format: one line
    const after = new Map([['li', 'h9'], ['wang', 'h2'], ['new', 'h3']]); // biome-ignore format: one line
    expect([...moved(before, after, {}, at(10))]).toEqual([
      [
        'li',
        [
          { home: 'h1', until: at(10) },
          { home: 'h9', from: at(10) },
        ],
      ],
      ['zhou', [{ home: 'h3', until: at(10) }]],
      ['new', [{ home: 'h3', from: at(10) }]],
    ]);
  });

  it.each<{ back: number; stays: Stay[] }>([
    // An import that was undone: nobody had moved.
    { back: 10.5, stays: [{ home: 'h9', from: at(10), until: at(10.5) }, { home: 'h1' }] },
    {
      back: 20,
      stays: [
        { home: 'h1', until: at(10) },
        { home: 'h9', from: at(10), until: at(20) },
        { home: 'h1', from: at(20) },
      ],
    },
  ])('and comes back on day $back', ({ back, stays }) => {
    expect(afterMove(afterMove([{ home: 'h1' }], 'h9', at(10)), 'h1', at(back))).toEqual(stays);
  });
});

describe('an incident is theirs', () => {
  const stays: Stay[] = [{ home: 'h1', until: at(10) }, { home: 'h9', from: at(10) }]; // biome-ignore format: one line
  it.each([
    { what: 'of the home where they lived then', incident: { home: 'h1', openedAt: at(9) }, theirs: true },
    { what: 'of that home after they left', incident: { home: 'h1', openedAt: at(11) }, theirs: false },
    { what: 'of the new home before they came', incident: { home: 'h9', openedAt: at(9) }, theirs: false },
    { what: 'of the new home', incident: { home: 'h9', openedAt: at(10) }, theirs: true },
    {
      what: 'begun before they came, in which they pressed',
      incident: { home: 'h9', openedAt: at(9), presses: [{ receivedAt: at(9) }, { receivedAt: at(11) }] },
      theirs: true,
    },
    { what: 'of no home', incident: { openedAt: at(9) }, theirs: false },
  ])('$what: $theirs', ({ incident, theirs }) => expect(happenedTo(stays, incident)).toBe(theirs));
});
