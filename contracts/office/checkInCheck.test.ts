// An agreement that could never be asked for, or of whose silence nobody would ever hear, is refused with what to do about it.
import { expect, it } from 'vitest';
import { sampleBundle } from '../../test/sample.ts';
import type { CheckIn, CheckInRule } from './checkIn.ts';
import { checkReferences } from './references.ts';

const bundle = sampleBundle();
const said = (checkIn: CheckIn, checkIns: Partial<CheckInRule> = {}): string[] =>
  checkReferences({
    ...bundle,
    residents: bundle.residents.map((one, i) => (i === 0 ? { ...one, checkIn } : one)),
    policy: { ...bundle.policy, checkIns },
  })
    .filter(({ severity, field }) => severity === 'error' && (field === 'checkIn' || field === 'checkIns'))
    .map(({ path, field }) => `${path} ${field}`);

it.each<{ what: string; checkIn: CheckIn; rule?: Partial<CheckInRule>; says: string[] }>([
  {
    what: 'twelve hours of grace twice a day',
    checkIn: { by: ['09:00', '21:00'], graceMinutes: 720 },
    says: ['grace'],
  },
  {
    what: 'grace and asking as long as a day',
    checkIn: { by: ['09:00'], graceMinutes: 720 },
    rule: { askedMinutes: 720 },
    says: ['grace'],
  },
  { what: 'an hour that comes round midnight', checkIn: { by: ['23:30', '00:30'], graceMinutes: 45 }, says: ['grace'] },
  { what: 'an hour of grace twice a day', checkIn: { by: ['09:00', '16:00'], graceMinutes: 60 }, says: [] },
  { what: 'twelve hours of grace once a day', checkIn: { by: ['09:00'], graceMinutes: 720 }, says: [] },
  {
    what: 'twenty-three hours of silence and an hour of grace',
    checkIn: { by: ['09:00'], graceMinutes: 60 },
    rule: { unknownMinutes: 1_380 },
    says: ['unknown'],
  },
])('$what: $says', ({ checkIn, rule, says }) =>
  expect(said(checkIn, rule)).toEqual(says.map(() => '/residents/0 checkIn')),
);

it('a policy that tells nobody for a day is refused by itself', () =>
  expect(said({ by: ['09:00'], graceMinutes: 0 }, { unknownMinutes: 1_440 })).toEqual(
    expect.arrayContaining(['/policy checkIns']),
  ));
