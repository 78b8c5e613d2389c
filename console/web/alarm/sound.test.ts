import { signal } from '@preact/signals';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Alarm } from './sound.ts';

vi.stubGlobal('location', { protocol: 'http:', host: 'localhost', pathname: '/' });
const tones = vi.fn();
const node = { connect: () => node, setPeriodicWave: vi.fn(), start: tones, stop: vi.fn(), frequency: { value: 0 } };
/** What the system allows: to resume what it has suspended, to open another. */
const allowed = { resume: true, open: true };
class Context {
  static all: Context[] = [];
  state = 'suspended';
  onstatechange = (): void => {};
  constructor() {
    if (!allowed.open) throw new Error('no device');
    Context.all.push(this);
  }
  get currentTime(): number {
    return performance.now() / 1000;
  }
  resume = async (): Promise<void> => {
    if (this.state === 'closed') throw new Error('closed');
    if (allowed.resume) this.state = 'running';
  };
  close = async (): Promise<void> => this.becomes('closed');
  createPeriodicWave = () => ({});
  createOscillator = () => node;
  createGain = () => ({ ...node, gain: { setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn() } });
  /** The system does it, and tells the page or does not. */
  becomes(state: string, told = true): void {
    this.state = state;
    if (told) this.onstatechange();
  }
}
vi.stubGlobal('AudioContext', Context);

const { bursts, pauseSound, sound, startSound, watchSound } = await import('./sound.ts');
const { loudspeaker } = await import('./loudspeaker.ts');
const { now, ticked } = await import('../live/page.ts');
const alarms = signal<readonly Alarm[]>([]);
const p1 = (id: string): Alarm => ({ id, priority: 1 });

beforeAll(async () => {
  watchSound(() => alarms.value);
  await startSound();
});
beforeEach(() => {
  alarms.value = [];
  ticked.value += 60_000;
  bursts.value = 0;
  tones.mockClear();
});
const pass = (seconds: number): void => {
  for (let i = 0; i < seconds; i++) ticked.value += 1_000;
};

describe('the alarm sound', () => {
  it('goes on until nobody is left to be acknowledged, every eight seconds', () => {
    alarms.value = [p1('a')];
    expect(bursts.value).toBe(1);
    pass(16);
    expect(bursts.value).toBe(3);
    alarms.value = [];
    pass(30);
    expect(bursts.value).toBe(3);
  });

  it('is heard at once for a second one, but not over the first', () => {
    alarms.value = [p1('b')];
    pass(5);
    expect(bursts.value).toBe(1);
    alarms.value = [p1('b'), p1('c')];
    expect(bursts.value).toBe(2);
    alarms.value = [p1('b'), p1('c'), p1('d')];
    expect(bursts.value).toBe(2); // the burst still sounds
    pass(4);
    expect(bursts.value).toBe(3);
  });

  it('is broken through by a new P1 while it is paused, and comes back by itself after two minutes', () => {
    alarms.value = [p1('e')];
    pauseSound();
    pass(119);
    expect([sound.value, bursts.value]).toEqual(['paused', 1]);
    pass(1);
    expect(sound.value).toBe('on');
    pauseSound();
    alarms.value = [p1('e'), p1('f')];
    expect(sound.value).toBe('on');
  });

  it.each([60 * 60_000, 2 * 60_000, -60 * 60_000])('rings on when the clock is set by %i ms', (by) => {
    alarms.value = [p1(`clock${by}`)];
    pass(5);
    now.value += by;
    pass(3);
    expect(bursts.value).toBe(2);
    now.value -= by;
    pass(8);
    expect(bursts.value).toBe(3);
  });
});

describe('a sound that the system takes away', () => {
  const context = (): Context => Context.all.at(-1) ?? new Context();
  beforeEach(async () => {
    Object.assign(allowed, { resume: true, open: true });
    await startSound();
    tones.mockClear();
  });

  it.each(['suspended', 'interrupted', 'closed'])(
    'is back before the next tone: %s, and nobody told',
    async (state) => {
      context().becomes(state, false);
      alarms.value = [p1(`quiet ${state}`)];
      await vi.waitFor(() => expect(tones).toHaveBeenCalledTimes(10));
      expect(loudspeaker.value).toBe('heard');
    },
  );

  it('is taken back as soon as the page is told, without an alarm', async () => {
    const before = context();
    before.becomes('suspended');
    await vi.waitFor(() => expect(before.state).toBe('running'));
    before.becomes('closed');
    await vi.waitFor(() => expect(context()).not.toBe(before));
    await vi.waitFor(() => expect(context().state).toBe('running'));
  });

  it('opens another where the old one cannot be resumed', async () => {
    const before = context();
    before.resume = async () => {};
    before.becomes('suspended');
    await vi.waitFor(() => expect(before.state).toBe('closed'), 3_000);
    expect(context().state).toBe('running');
    expect(loudspeaker.value).toBe('heard');
  });

  it('is called silent when it does not come back, and plays again when it does', async () => {
    Object.assign(allowed, { resume: false, open: false });
    context().becomes('suspended');
    await vi.waitFor(() => expect(loudspeaker.value).toBe('silent'), 3_000);
    alarms.value = [p1('unheard')];
    expect(tones).not.toHaveBeenCalled();
    allowed.resume = true;
    await vi.waitFor(() => {
      pass(8);
      expect(tones).toHaveBeenCalled();
    }, 3_000);
    expect(loudspeaker.value).toBe('heard');
  });
});
