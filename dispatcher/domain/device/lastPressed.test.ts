// When was a device pressed last, by what was decided.
import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import { LastPressed } from './lastPressed.ts';

const recorded = (what: 'checkin' | 'test', more: object = {}): Result =>
  ({ outcome: 'recorded', what, at: at(9), ...more }) as Result;

describe('a press', () => {
  it.each<{ what: string; result: Result; last: number | undefined }>([
    { what: 'that called', result: { outcome: 'incident', incident: 'i', at: at(9) }, last: 9 },
    { what: 'that joined', result: { outcome: 'joined', incident: 'i', at: at(9) }, last: 9 },
    { what: 'that checked in, stored before', result: recorded('checkin', { storedAt: at(5) }), last: 5 },
    { what: 'that tried the button', result: recorded('test'), last: 9 },
    { what: 'that came twice', result: { outcome: 'repeated', incident: 'i', at: at(9) }, last: undefined },
    { what: 'that was refused', result: { outcome: 'refused', code: 'bad_request', at: at(9) }, last: undefined },
    { what: 'that says it is old', result: recorded('checkin', { old: true }), last: undefined },
  ])('$what is at $last', ({ result, last }) =>
    expect(LastPressed.of([['press/btn-1/x', result]]).get('btn-1')).toBe(last),
  );

  it('is none where it is an officer’s or a canary’s', () => {
    const result: Result = { outcome: 'recorded', what: 'canary', at: at(9) };
    expect(LastPressed.of([['canary/btn-1/x', result]]).get('btn-1')).toBeUndefined();
  });

  it('is the latest, in whatever order they are found', () => {
    const all: [string, Result][] = [
      ['press/b/2', { outcome: 'incident', incident: 'i', at: at(7) }],
      ['press/b/1', { outcome: 'incident', incident: 'i', at: at(3) }],
    ];
    expect(LastPressed.of(all).get('b')).toBe(7);
  });
});
