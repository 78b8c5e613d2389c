import { describe, expect, it } from 'vitest';
import { Breaker } from './breaker.ts';

const rules = { opensAfter: 3, openMs: 1_000, openAtMostMs: 3_000 };
const make = () => {
  const clock = { ms: 0 };
  return { clock, breaker: new Breaker(rules, () => clock.ms) };
};
const opened = () => {
  const made = make();
  for (const person of ['a', 'b', 'c']) made.breaker.failed(person, 'recipient');
  return made;
};

describe('a breaker', () => {
  it('stays closed however often the same person fails', () => {
    const { breaker } = make();
    for (let i = 0; i < 50; i++) breaker.failed('a', 'recipient');
    expect(breaker.waitMs()).toBe(0);
  });

  it('opens when it fails for several people without a success between', () => {
    const { breaker } = opened();
    expect(breaker.state).toBe('open');
    expect(breaker.waitMs()).toBe(1_000);
  });

  it('forgets failures after a success', () => {
    const { breaker } = make();
    breaker.failed('a', 'recipient');
    breaker.failed('b', 'recipient');
    breaker.worked();
    breaker.failed('c', 'recipient');
    expect(breaker.state).toBe('closed');
  });

  it('opens for one person too when nobody can connect', () => {
    const { breaker } = make();
    for (let i = 0; i < 3; i++) breaker.failed('a', 'gateway');
    expect(breaker.state).toBe('open');
  });

  it('lets one try through after a while, and closes when that works', () => {
    const { breaker, clock } = opened();
    clock.ms = 1_000;
    expect(breaker.waitMs()).toBe(0);
    expect(breaker.state).toBe('half_open');
    expect(breaker.waitMs(), 'the others wait for it').toBeGreaterThan(0);
    breaker.worked();
    expect(breaker.waitMs()).toBe(0);
    expect(breaker.state).toBe('closed');
  });

  it('waits twice as long after each try in vain, up to a limit', () => {
    const { breaker, clock } = opened();
    const waits = [2_000, 3_000, 3_000].map((expected) => {
      clock.ms += breaker.waitMs();
      expect(breaker.waitMs()).toBe(0);
      breaker.failed('a', 'recipient');
      return [breaker.waitMs(), expected];
    });
    for (const [waited, expected] of waits) expect(waited).toBe(expected);
  });

  it('closes when a try that began before it opened works after all', () => {
    const { breaker } = opened();
    breaker.worked();
    expect(breaker.waitMs()).toBe(0);
  });

  it('that let somebody through who had nothing to send after all lets the next one through at once', () => {
    let now = 0;
    const one = new Breaker({ opensAfter: 1, openMs: 100, openAtMostMs: 1_000 }, () => now);
    one.failed('wang-g1', 'gateway');
    now = 100;
    expect(one.waitMs(), 'half open: this one decides').toBe(0);
    expect(one.waitMs()).toBeGreaterThan(0);
    one.untried();
    expect(one.waitMs()).toBe(0);
    expect(one.state).toBe('half_open');
  });
});
