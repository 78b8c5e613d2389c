// What is counted of a stretch of time, against the standards. No person.
import { type Static, Type } from 'typebox';
import { Instant, Named, optional } from '../shapes.ts';
import { CallKind, Disposition } from '../terms.ts';
import { fileLanguage } from './history.ts';

/** `GET /api/v1/office/figures`. `until` is excluded; at most 400 days. */
export const FiguresQuery = Type.Object({
  from: Instant,
  until: Instant,
  grid: optional(Type.String({ maxLength: 64 })),
});
export type FiguresQuery = Static<typeof FiguresQuery>;
/** `GET /api/v1/office/figures.csv`. */
export const FiguresFile = Type.Object({ ...FiguresQuery.properties, ...fileLanguage });

/**
 * A step of the way from the press. `n`: the incidents that had to take it (nobody goes to a false alarm that was one before anybody had said yes); `done`: those that did. Whoever was never reached counts as a miss
 * in every share. Seconds from the press; absent where nobody did it.
 */
export const StepFigures = Type.Object({
  step: Type.Enum(['acknowledged', 'accepted', 'on_scene', 'closed']),
  n: Type.Integer(),
  done: Type.Integer(),
  median: optional(Type.Number()),
  p90: optional(Type.Number()),
  slowest: optional(Type.Number()),
  /** `n` of all took no longer than `seconds`. `target`: the share of 1 that the standard asks; absent where there is none. `source`: its short name (docs/figures.md). */
  within: Type.Array(
    Type.Object({
      seconds: Type.Integer(),
      n: Type.Integer(),
      target: optional(Type.Number()),
      source: optional(Type.String()),
    }),
  ),
});
export type StepFigures = Static<typeof StepFigures>;

const counted = { n: Type.Integer() };
const ofOne = { id: Type.String(), number: Type.Integer(), openedAt: Instant, call: CallKind };
export const FiguresAnswer = Type.Object({
  from: Instant,
  until: Instant,
  /** All that were opened. Of these `merged` (counted with the one that they were merged into) `tests` (closed as a test) and `drills` are in nothing that follows. */
  opened: Type.Integer(),
  merged: Type.Integer(),
  tests: Type.Integer(),
  /** Closed as a drill: a list of its own below. */
  drills: Type.Integer(),
  open: Type.Integer(),
  steps: Type.Array(StepFigures),
  byCall: Type.Array(Type.Object({ call: CallKind, ...counted })),
  byDisposition: Type.Array(Type.Object({ disposition: Disposition, ...counted })),
  byGrid: Type.Array(
    Type.Object({
      grid: optional(Named),
      ...counted,
      acknowledgedMedian: optional(Type.Number()),
      onSceneMedian: optional(Type.Number()),
    }),
  ),
  /** 24 numbers: how many were opened in each hour of the day, by the district's clock. */
  byHour: Type.Array(Type.Integer()),
  /** One a day of the stretch, in order. */
  byDay: Type.Array(
    Type.Object({ day: Type.String({ description: '2026-11-29, by the district’s clock' }), ...counted }),
  ),
  /** Presses of the counted incidents by day of week (Monday first) and hour of day, by the district's clock; one that was only sent again is none. */
  load: Type.Array(Type.Array(Type.Integer()), { description: '7 days of 24 hours' }),
  /** The same by quarters of an hour, 96 of them, where the stretch is one day. */
  byQuarter: optional(Type.Array(Type.Integer())),
  /**
   * Incidents acknowledged later than 180 s or not at all, the latest first, at most 200. `given`: a reason was written; its text may have been erased since. `owed`: of
   * all of them, how many have none.
   */
  late: Type.Array(
    Type.Object({
      ...ofOne,
      seconds: optional(Type.Number()),
      given: Type.Boolean(),
      reason: optional(Type.String()),
    }),
  ),
  owed: Type.Integer(),
  /** Drills, the latest first, at most 200; seconds from the press, absent where nobody took the step. */
  drillList: Type.Array(
    Type.Object({
      ...ofOne,
      acknowledged: optional(Type.Number()),
      accepted: optional(Type.Number()),
      on_scene: optional(Type.Number()),
    }),
  ),
  /** What is listened to again: for each officer two incidents of each whole month of the stretch, chosen by a rule that anybody can repeat (docs/figures.md). Of the whole district only. */
  sample: Type.Array(
    Type.Object({
      month: Type.String({ description: '2026-11, by the district’s clock' }),
      officer: Type.String(),
      of: Type.Integer({ description: 'how many they acknowledged in that month' }),
      incidents: Type.Array(Type.Object(ofOne)),
    }),
  ),
  /** Devices with at least two incidents closed as false alarm, most first, at most 50. */
  falseAlarms: Type.Array(Type.Object({ device: Type.String(), ...counted, of: Type.Integer() })),
  /** Of those who were asked: how often they answered, and how fast. */
  people: Type.Array(
    Type.Object({
      responder: Named,
      asked: Type.Integer(),
      accepted: Type.Integer(),
      declined: Type.Integer(),
      silent: Type.Integer(),
      answerMedian: optional(Type.Number()),
    }),
  ),
});
export type FiguresAnswer = Static<typeof FiguresAnswer>;
