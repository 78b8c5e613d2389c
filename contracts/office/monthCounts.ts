// What the office has counted of the month so far, for programs that read it again and again. No person.
import { type Static, Type } from 'typebox';
import { Instant } from '../shapes.ts';
import { FiguresAnswer } from './figures.ts';

/** The same figures as `GET /api/v1/office/figures` from the first of the month to its end, as they were when last counted. */
export const MonthCount = Type.Object({
  district: Type.String(),
  countedAt: Instant,
  ...Type.Pick(FiguresAnswer, [
    'from',
    'until',
    'opened',
    'merged',
    'tests',
    'drills',
    'open',
    'steps',
    'byCall',
    'byDisposition',
  ]).properties,
});
export type MonthCount = Static<typeof MonthCount>;

/** A district that has not been counted yet is absent. */
export const MonthCounts = Type.Object({ districts: Type.Array(MonthCount) });
export type MonthCounts = Static<typeof MonthCounts>;
