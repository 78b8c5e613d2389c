import { describe, expect, it } from 'vitest';
import type { TriedOutcome } from '../contracts/device/sourceTrial.ts';
import { besidesSay, isAmiss, ledSays, outcomeSays } from './sourceTrial.ts';

describe('what a kept message would become', () => {
  it.each<{ outcome: TriedOutcome; zh: string; amiss: boolean }>([
    { outcome: { is: 'readings', readings: [{ is: 'press', kind: 'fall' }] }, zh: '呼叫：跌倒', amiss: false },
    {
      outcome: { is: 'readings', readings: [{ is: 'press', kind: 'sos', unreadable: true, word: 'Q9' }] },
      zh: '按“求助”处理，词不认识：Q9',
      amiss: true,
    },
    { outcome: { is: 'readings', readings: [{ is: 'check', word: 'Q9' }] }, zh: '词不认识：Q9', amiss: true },
    { outcome: { is: 'readings', readings: [] }, zh: '没有读出任何内容', amiss: true },
    { outcome: { is: 'readings', readings: [{ is: 'health', word: '心率' }] }, zh: '心跳（心率）', amiss: false },
    { outcome: { is: 'refused', why: 'signature' }, zh: '拒绝：对方的签名或令牌不对', amiss: true },
    { outcome: { is: 'handshake', answer: 'abc' }, zh: '验证地址，回答：abc', amiss: false },
    { outcome: { is: 'untried', why: 'cut' }, zh: '太长，只保留了开头，无法试读', amiss: true },
  ])('$zh', ({ outcome, zh, amiss }) => {
    expect(outcomeSays(outcome, 'zh')).toBe(zh);
    expect(isAmiss(outcome)).toBe(amiss);
    expect(outcomeSays(outcome, 'en')).not.toBe(zh);
  });
  it('battery and place are said where they are known', () => {
    expect(besidesSay({ is: 'health', battery: { pct: 80, low: false } }, 'zh')).toEqual(['电量 80 % 正常']);
    expect(besidesSay({ is: 'position', place: { lon: 104.0647, lat: 30.6412 } }, 'en')).toEqual([
      '104.06470, 30.64120',
    ]);
    expect(besidesSay({ is: 'health' }, 'zh')).toEqual([]);
  });
  it('what it was read as when it came has the same names', () => {
    expect(ledSays('press fall', 'zh')).toBe('呼叫 跌倒');
    expect(ledSays('refused signature', 'zh')).toBe('拒绝');
  });
});
