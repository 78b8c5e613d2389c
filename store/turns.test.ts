import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Turns } from './turns.ts';

describe('somebody who does more than a hand can', () => {
  let now: number;
  let turns: Turns;
  let done: string[];
  beforeEach(() => {
    vi.useFakeTimers();
    now = 0;
    done = [];
    turns = new Turns({ rule: { atOnce: 2, everyMs: 1_000 }, waitingAtMost: 3, monotonic: () => now });
  });
  afterEach(() => {
    turns.stop();
    vi.useRealTimers();
  });
  const pass = async (ms: number): Promise<void> => {
    now += ms;
    await vi.advanceTimersByTimeAsync(ms);
  };
  const does = (what: string, who = 'wang'): boolean => {
    const turn = turns.take(who);
    void turn?.come.then(() => done.push(what));
    return turn !== undefined;
  };

  it('waits for a turn, and everything comes in its order', async () => {
    for (const what of ['a', 'b', 'c', 'd']) does(what);
    await pass(0);
    expect(done).toEqual(['a', 'b']);
    await pass(1_000);
    does('e');
    await pass(2_000);
    expect(done).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('is refused when very much waits, and taken again later', async () => {
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map((what) => does(what))).toEqual([true, true, true, true, true, false]);
    await pass(4_000);
    expect(does('f')).toBe(true);
  });

  it('is told when to come back where that can be said, also while others of theirs wait', async () => {
    expect([turns.takeNow('wang'), turns.takeNow('wang'), turns.takeNow('wang')]).toEqual([0, 0, 1_000]);
    does('a');
    expect(turns.takeNow('wang')).toBeGreaterThan(0);
    await pass(3_000);
    expect(turns.takeNow('wang')).toBe(0);
  });

  it('makes nobody else wait', async () => {
    for (const what of ['a', 'b', 'c']) does(what);
    does('x', 'li');
    await pass(0);
    expect(done).toEqual(['a', 'b', 'x']);
  });
});
