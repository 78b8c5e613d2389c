import { describe, expect, it } from 'vitest';
import { logHead } from './logHead.ts';

const log = [
  { seq: 1, type: 'opened', at: 5, press: { id: 'p', kind: 'sos' } },
  { seq: 2, type: 'acknowledged', at: 9, by: 'officer/周敏' },
];

describe('the hash of a log', () => {
  it('is the same however the fields of an event are ordered, at any depth', () => {
    const other = [{ press: { kind: 'sos', id: 'p' }, at: 5, type: 'opened', seq: 1 }, log[1]];
    expect(logHead(other)).toBe(logHead(log));
    expect(logHead([{ ...log[0], gone: undefined }, log[1]])).toBe(logHead(log)); // JSON has no such field
  });

  it.each([
    { how: 'one is changed', events: [log[0], { ...log[1], at: 10 }] },
    { how: 'one is left out', events: [log[0]] },
    { how: 'one is put in', events: [...log, log[1]] },
    { how: 'two change places', events: [log[1], log[0]] },
    { how: 'none is there', events: [] },
  ])('is another one when $how', ({ events }) => expect(logHead(events)).not.toBe(logHead(log)));
});
