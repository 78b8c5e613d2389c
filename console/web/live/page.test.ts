import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** Opens, and says what the test says. */
class Socket {
  static last: Socket | undefined;
  onmessage = (_: { data: string }): void => {};
  constructor() {
    Socket.last = this;
  }
  close(): void {}
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('location', { protocol: 'http:', host: 'localhost', pathname: '/' });
  vi.stubGlobal('document', { hidden: false, addEventListener: () => {} });
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('requestAnimationFrame', (act: () => void) => setTimeout(act, 16));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it.each([60, 2, -60])(
  "a page goes on by its own time when the machine's clock is set by %i minutes, with a link and without",
  async (minutes) => {
    vi.resetModules();
    const { connect, linkState, now } = await import('./page.ts');
    connect(() => {});
    const beat = (): void => {
      Socket.last?.onmessage({
        data: JSON.stringify({ type: 'beat', sequence: 0, now: '2026-11-28T08:00:00.000+08:00' }),
      });
      vi.advanceTimersByTime(1_000);
    };
    beat();
    const begun = now.value;
    vi.setSystemTime(Date.now() + minutes * 60_000);
    vi.advanceTimersByTime(5_000);
    expect([linkState.value, now.value - begun]).toEqual(['live', 5_000]);
    vi.advanceTimersByTime(20_000);
    expect([linkState.value, now.value - begun]).toEqual(['lost', 25_000]);
    vi.setSystemTime(Date.now() + minutes * 60_000);
    vi.advanceTimersByTime(5_000);
    expect(now.value - begun).toBe(30_000);
  },
);
