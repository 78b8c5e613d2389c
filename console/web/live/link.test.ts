import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Link } from './link.ts';

/** Opens, and then says nothing or everything: as the network has it. */
class Socket {
  static all: Socket[] = [];
  onmessage = (_: { data: string }): void => {};
  onclose = (_: { code: number }): void => {};
  constructor() {
    Socket.all.push(this);
  }
  close(): void {}
}
const link = (): Link => new Link({ url: () => '/live', onFrame: () => {}, onRefused: () => {} });
const speak = (): void => Socket.all.at(-1)?.onmessage({ data: '{}' });

describe('a link on which nothing comes any more', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', Socket);
    Socket.all = [];
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  /** A tick each `everyMs`, the first after `firstMs`. @returns when another socket was tried */
  const triesWith = (one: Link, everyMs: number, firstMs: number, ticks: number): number[] => {
    const begun = performance.now();
    const tries: number[] = [];
    vi.advanceTimersByTime(firstMs);
    for (let i = 0; i < ticks; i++) {
      const before = Socket.all.length;
      one.reconnectIfDead(performance.now());
      if (Socket.all.length > before) tries.push(performance.now() - begun);
      vi.advanceTimersByTime(everyMs);
    }
    one.stop();
    return tries;
  };

  it('is tried again every ten seconds once it counts as lost', () => {
    const one = link();
    speak();
    expect(triesWith(one, 1_000, 1_000, 40)).toEqual([16_000, 26_000, 36_000]);
  });

  it.each([1, 17_003, 59_999])(
    'is tried at each tick of a hidden page, one a minute, the first after %i ms',
    (first) => {
      const one = link();
      speak();
      const tries = triesWith(one, 60_000, first, 4);
      expect(tries[0]).toBeLessThanOrEqual(75_000);
      expect(tries.length).toBeGreaterThanOrEqual(3);
    },
  );

  it('is tried again too when it never came up, after half a minute', () => {
    vi.advanceTimersByTime(5_000);
    expect(triesWith(link(), 1_000, 1_000, 45)).toEqual([30_000]);
  });

  it('is left alone while frames come', () => {
    const one = link();
    for (let i = 0; i < 20; i++) {
      speak();
      vi.advanceTimersByTime(5_000);
      one.reconnectIfDead(performance.now());
    }
    expect(Socket.all).toHaveLength(1);
    one.stop();
  });
});
