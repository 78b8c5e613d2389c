// What is down, as the alarms and the receiver's beat say it.
import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { AlarmCode } from '../../../contracts/system/alarms.ts';
import { downIn } from './checkInDown.ts';

const now = 1_000_000_000_000;
const minute = 60_000;
const sources = [
  { id: 'z2m', door: 'broker' as const },
  { id: 'cloud', door: 'http' as const },
  { id: 'theirs', door: 'mqtt' as const },
];
const of = (alarms: { code: AlarmCode; subject: string }[], beatAt: number | undefined = now - 5_000) => {
  const standing = alarms.map((one) => ({ ...one, since: at(now - 10 * minute) }));
  const { sources: down, door, behindDoor } = downIn(standing, { district: 'd', sources }, { beatAt, now });
  return { down: Object.fromEntries(down), door, behindDoor: [...behindDoor] };
};

describe('down', () => {
  it.each<{ code: AlarmCode; subject: string; down: string[] }>([
    { code: 'source_not_open', subject: 'd/theirs', down: ['theirs'] },
    { code: 'source_silent', subject: 'd/cloud', down: ['cloud'] },
    { code: 'gateway_down', subject: 'd/z2m/bridge', down: ['z2m'] },
    { code: 'source_not_open', subject: 'other/theirs', down: [] },
    { code: 'source_refused', subject: 'd/cloud', down: [] },
  ])('after $code of $subject: $down', ({ code, subject, down }) =>
    expect(of([{ code, subject }]).down).toEqual(Object.fromEntries(down.map((id) => [id, now - 10 * minute]))),
  );

  it.each([
    { what: 'beats', beatAt: now - 2 * minute, down: [] },
    { what: 'has been dead for four minutes', beatAt: now - 4 * minute, down: ['cloud', 'theirs'] },
    { what: 'was never there', beatAt: undefined, down: [] },
  ])('is what a receiver hears that $what: $down', ({ beatAt, down }) => {
    const standing = downIn([], { district: 'd', sources }, { beatAt, now });
    expect(Object.fromEntries(standing.sources)).toEqual(Object.fromEntries(down.map((id) => [id, beatAt])));
  });

  it('is our own door, with what publishes to it', () =>
    expect(of([{ code: 'canary_dead', subject: 'd' }])).toEqual({
      ...{ down: {}, door: now - 10 * minute, behindDoor: ['z2m'] },
    }));
});
