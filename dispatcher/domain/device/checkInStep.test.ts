// What is asked of a decision where a check-in has changed.
import { describe, expect, it } from 'vitest';
import type { KeptCheckIn } from '../../../contracts/device/checkIns.ts';
import { at } from '../../../contracts/ids.ts';
import type { CheckIn } from '../../../contracts/office/checkIn.ts';
import { stepOf } from './checkInStep.ts';

const devices = [
  { device: { id: 'btn-1', kind: 'button' as const } },
  { device: { id: 'pir-1', kind: 'sensor' as const } },
];
const kept = (state: KeptCheckIn['state'], more: Partial<KeptCheckIn> = {}): KeptCheckIn => ({
  ...{ state, day: '2026-07-20', due: 2_000, at: 3_000 },
  ...more,
});
const of = (agreed: CheckIn, after: KeptCheckIn, before?: KeptCheckIn) =>
  stepOf(
    { district: 'd', resident: { id: 'res-1', home: 'home-1' }, agreed, devices, opens: at(1_000) },
    after,
    before,
  );
const by = ['09:30'];

describe('a step', () => {
  it.each<{ what: string; agreed: CheckIn; counts: string[] }>([
    { what: 'anything', agreed: { by }, counts: ['btn-1'] },
    { what: 'a press or a movement', agreed: { by, signs: ['press', 'motion'] }, counts: ['btn-1'] },
    { what: 'movements alone', agreed: { by, signs: ['motion'] }, counts: [] },
  ])('of whoever agreed to $what is held back by the presses that count, and by no other', ({ agreed, counts }) => {
    const step = of(agreed, kept('missed'), kept('asked'));
    expect(step).toMatchObject({ step: 'missed', resident: 'res-1', due: 2_000, opens: 1_000, devices: counts });
    const asked = of(agreed, kept('asked'), kept('late'));
    expect(asked).toMatchObject({ step: 'ask', devices: counts, speaks: ['btn-1'] });
  });

  it('is one alone for what has not changed, and a further one for another time', () => {
    expect(of({ by }, kept('missed', { at: 4_000 }), kept('missed'))).toBeUndefined();
    expect(of({ by }, kept('missed', { due: 9_000 }), kept('missed'))).toMatchObject({ step: 'missed', due: 9_000 });
    expect(of({ by, asks: ['phone'] }, kept('asked'), kept('late'))).toBeUndefined();
    expect(of({ by }, kept('seen', { seenAt: 2_500, by: 'door' }), kept('late'))).toBeUndefined();
  });

  it('says of a late sign when and how, once', () => {
    const seen = kept('missed', { seenAt: 5_000, by: 'door' });
    expect(of({ by }, seen, kept('missed'))).toMatchObject({ step: 'seen', seen: { at: 5_000, by: 'door' } });
    expect(of({ by }, { ...seen, at: 9_000 }, seen)).toBeUndefined();
  });
});
