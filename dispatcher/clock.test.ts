import { describe, expect, it } from 'vitest';
import { OwnerClock } from './clock.ts';

const source = () => {
  let reading = 0;
  return {
    read: () => reading,
    pass: (ms: number) => {
      reading += ms;
    },
  };
};

describe('the clock of a shard', () => {
  it('follows the server from take-over on', () => {
    const monotonic = source();
    const clock = new OwnerClock(monotonic.read, 1_000_000);
    monotonic.pass(250);
    expect(clock.now()).toBe(1_000_250);
  });

  it('never starts before the last event of the shard', () => {
    const clock = new OwnerClock(source().read, 1_000_000, 1_005_000);
    expect(clock.now()).toBe(1_005_000);
  });

  it.each([3_600_000, -3_600_000])('moves by at most 5 % when the wall clock steps by %i ms, and says so', (step) => {
    const monotonic = source();
    const clock = new OwnerClock(monotonic.read, 10_000_000);
    expect(clock.sample(10_000_000 + step)).toBe(step);
    monotonic.pass(1_000);
    expect(clock.now()).toBe(10_001_000 + Math.sign(step) * 50);
  });

  it('comes to rest on the server when the difference is small', () => {
    const monotonic = source();
    const clock = new OwnerClock(monotonic.read, 10_000_000);
    expect(clock.sample(10_000_100)).toBeUndefined();
    monotonic.pass(10_000);
    expect(clock.now()).toBe(10_010_100);
  });
});
