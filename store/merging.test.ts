import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Merging } from './merging.ts';

describe('what comes too fast from one sender', () => {
  let now: number;
  let stored: string[];
  let merging: Merging<string>;
  beforeEach(() => {
    vi.useFakeTimers();
    now = 0;
    stored = [];
    merging = new Merging<string>({
      rule: { atOnce: 3, everyMs: 1_000 },
      merge: (older, newer) => (older.endsWith('!') && !newer.endsWith('!') ? `${newer}!` : newer),
      saysMore: (known, newer) => newer.endsWith('!') && !known.endsWith('!'),
      store: async (value, more) => void stored.push(more === 0 ? value : `${value} +${more}`),
      monotonic: () => now,
    });
  });
  afterEach(() => {
    merging.stop();
    vi.useRealTimers();
  });
  const pass = (ms: number): void => {
    now += ms;
    vi.advanceTimersByTime(ms);
  };
  const says = (kind: string, ...values: string[]) => values.map((value) => merging.take('button', kind, value));

  it('is stored one by one below the bound', () => {
    expect(says('sos', 'a', 'b', 'c').map(({ waits }) => waits)).toEqual([false, false, false]);
    expect(stored).toEqual(['a', 'b', 'c']);
  });

  it('beyond it waits, is stored as one that says for how many, and only then is said to be stored', async () => {
    says('sos', 'a', 'b', 'c');
    const told: string[] = [];
    for (const { stored } of says('sos', 'd', 'e', 'f')) void stored.then(() => told.push('stored'));
    await Promise.resolve();
    expect([stored, told]).toEqual([['a', 'b', 'c'], []]);
    pass(1_000);
    await vi.waitFor(() => expect(told).toHaveLength(3));
    expect(stored.slice(3)).toEqual(['f +2']);
  });

  it('goes on at one a second, whatever comes', () => {
    for (let i = 0; i < 100; i++) {
      says('sos', `${i}`);
      pass(100);
    }
    expect(stored.length).toBeLessThanOrEqual(3 + 10);
    const contained = stored.reduce((sum, one) => sum + 1 + Number(/\+(\d+)$/.exec(one)?.[1] ?? 0), 0);
    pass(1_000);
    expect(contained).toBeGreaterThan(90);
  });

  it('never takes another kind with it, and is never overtaken by it', () => {
    says('sos', 'a', 'b', 'c', 'd', 'e');
    says('cancel', 'no');
    expect(stored).toEqual(['a', 'b', 'c', 'e +1', 'no']);
  });

  it('of several kinds leaves the line in the order in which each was said last', () => {
    says('sos', 'a', 'b', 'c', 'd');
    says('cancel', 'x', 'y', 'z', 'v');
    says('sos', 'e');
    pass(1_000);
    expect(stored.slice(-2)).toEqual(['v', 'e']);
  });

  it('never swallows what says more: it goes at once, once', () => {
    says('sos', 'a', 'b', 'c', 'd', 'here!', 'f!', 'g');
    expect(stored).toEqual(['a', 'b', 'c', 'd', 'here!']);
    pass(1_000);
    expect(stored.at(-1)).toBe('g! +1');
  });

  it('makes no other sender wait', () => {
    says('sos', 'a', 'b', 'c', 'd');
    expect(merging.take('neighbour', 'sos', 'n').waits).toBe(false);
    expect(stored.at(-1)).toBe('n');
  });

  it('waits no longer than one turn, however often other kinds have sent it off early', async () => {
    for (let i = 0; i < 50; i++) {
      says('sos', 'a');
      says(`kind ${i}`, 'x');
    }
    const [last] = says('sos', 'late');
    pass(1_000);
    await last?.stored;
    expect(stored.at(-1)).toBe('late');
  });

  it('that could not be stored is not said to be stored', async () => {
    const failing = new Merging<string>({
      rule: { atOnce: 1, everyMs: 1_000 },
      merge: (_, newer) => newer,
      store: (value) => (value === 'a' ? Promise.resolve() : Promise.reject(new Error('away'))),
      monotonic: () => now,
    });
    failing.take('button', 'sos', 'a');
    const { stored } = failing.take('button', 'sos', 'b');
    pass(1_000);
    await expect(stored).rejects.toThrow('away');
  });

  it('is forgotten when it has been quiet: who has pressed once is not remembered for ever', () => {
    for (let i = 0; i < 100; i++) merging.take(`button ${i}`, 'sos', 'a');
    expect(merging.remembered).toBe(100);
    pass(10_000);
    merging.take('button', 'sos', 'a');
    expect(merging.remembered).toBe(1);
  });
});
