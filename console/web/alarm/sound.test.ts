import { signal } from '@preact/signals';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Alarm } from './sound.ts';

vi.stubGlobal('location', { protocol: 'http:', host: 'localhost', pathname: '/' });
const node = { connect: () => node, setPeriodicWave: vi.fn(), start: vi.fn(), stop: vi.fn(), frequency: { value: 0 } };
vi.stubGlobal(
  'AudioContext',
  class {
    state = 'running';
    currentTime = 0;
    resume = async () => undefined;
    createPeriodicWave = () => ({});
    createOscillator = () => node;
    createGain = () => ({ ...node, gain: { setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn() } });
  },
);

const { bursts, pauseSound, sound, startSound, watchSound } = await import('./sound.ts');
const { now } = await import('../live/page.ts');
const alarms = signal<readonly Alarm[]>([]);
const p1 = (id: string): Alarm => ({ id, priority: 1 });

describe('the alarm sound', () => {
  beforeAll(async () => {
    watchSound(() => alarms.value);
    await startSound();
  });
  beforeEach(() => {
    alarms.value = [];
    now.value += 60_000;
    bursts.value = 0;
  });
  const pass = (seconds: number): void => {
    for (let i = 0; i < seconds; i++) now.value += 1_000;
  };

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
});
