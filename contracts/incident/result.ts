// What became of an input: remembered under its key, so that a repeat gets the same answer.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ErrorCode } from '../errors.ts';
import { EpochMsSchema } from '../ids.ts';
import { readAs } from '../json.ts';

/** The instant of the decision. `body` tells a repeated press from a reused id. */
const at = EpochMsSchema;
const body = Type.Optional(Type.String());

/** `who`: the officer who was faster. */
export const Result = Type.Union([
  Type.Object({ at, outcome: Type.Enum(['incident', 'joined', 'repeated']), incident: Type.String(), body }),
  Type.Object({
    at,
    outcome: Type.Literal('recorded'),
    what: Type.Enum([
      'test',
      'checkin',
      /** A step of a check-in that was taken: the resident was asked, or a sign noted. */
      'check_in',
      /** A check-in that was not opened: somebody had given a sign, or a call of that home is open. */
      'check_in_seen',
      'canary',
      'nothing_to_cancel',
      'repeat_after_closing',
      'duty',
      'follow_up',
      'group_reply',
    ]),
    body,
    /** The test window that made a test of this press. */
    window: Type.Optional(Type.String()),
    /** When that press was stored: a later one is told from it by that, however late both were decided. */
    storedAt: Type.Optional(EpochMsSchema),
    /** It says of itself that it is old: no sign of life. */
    old: Type.Optional(Type.Literal(true)),
  }),
  /** `from`, `until`: in it the first press of the device is a test. The same instant: an earlier window of it has ended. */
  Type.Object({
    at,
    outcome: Type.Literal('recorded'),
    what: Type.Literal('test_window'),
    window: Type.String(),
    device: Type.String(),
    from: EpochMsSchema,
    until: EpochMsSchema,
  }),
  Type.Object({ at, outcome: Type.Literal('applied'), incident: Type.String() }),
  Type.Object({
    at,
    outcome: Type.Literal('refused'),
    code: Type.Unsafe<ErrorCode>(Type.String()),
    who: Type.Optional(Type.String()),
  }),
]);
export type Result = Static<typeof Result>;

/** What every result has; the rest is as this program, or another version, wrote it. */
const ResultCheck = Compile(Type.Object({ at: Type.Number(), outcome: Type.String() }));

/** Reads a stored result. @returns undefined for a damaged one: a repeat of its input is decided as if it were the first */
export function readResult(text: string): Result | undefined {
  return readAs(ResultCheck, text) as Result | undefined;
}
