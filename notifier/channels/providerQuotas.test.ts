import { describe, expect, it } from 'vitest';
import { providerQuotas, tencentVoiceRaised } from './providerQuotas.ts';

const hour = 3_600_000;
/** By the clock of Beijing. */
const beijing = (hours: number, minutes = 0) => Date.UTC(2026, 0, 5, hours - 8, minutes);
const nightIn = (now: number) => providerQuotas.tencent_voice.ofOne(now).slice(3);

describe('the nights of Tencent', () => {
  it.each([
    { at: '21:59', now: beijing(21, 59), windows: [] },
    { at: '08:00', now: beijing(32), windows: [] },
    { at: '12:00', now: beijing(12), windows: [] },
    { at: '22:00', now: beijing(22), windows: [{ atMost: 1, perMs: 1 }] },
    { at: '23:00', now: beijing(23), windows: [{ atMost: 1, perMs: hour + 1 }] },
    { at: '03:00', now: beijing(27), windows: [{ atMost: 1, perMs: 5 * hour + 1 }] },
  ])('at $at let one call through since 22:00', ({ now, windows }) => {
    expect(nightIn(now)).toEqual(windows);
  });

  it('let more through once the limits are raised', () => {
    expect(tencentVoiceRaised.ofOne(beijing(27)).map(({ atMost }) => atMost)).toEqual([2, 10, 50]);
  });
});

it.each(['wecom_robot', 'dingtalk_robot'] as const)('%s never gets to say the 21st in a minute', (name) => {
  expect(providerQuotas[name].ofAll).toContainEqual({ atMost: 20, perMs: 60_000 });
});
