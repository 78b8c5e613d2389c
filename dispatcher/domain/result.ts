// What became of an input: remembered under its key, so that a repeat gets the same answer.
import type { ErrorCode } from '../../contracts/errors.ts';

/** `at` is the instant of the decision, ms. `body` tells a repeated press from a reused id. `who`: the officer who was faster. */
export type Result = { at: number } & (
  | { outcome: 'incident' | 'joined' | 'repeated'; incident: string; body?: string }
  | {
      outcome: 'recorded';
      what:
        | 'test'
        | 'checkin'
        | 'canary'
        | 'nothing_to_cancel'
        | 'repeat_after_closing'
        | 'duty'
        | 'follow_up'
        | 'group_reply';
      body?: string;
    }
  | { outcome: 'applied'; incident: string }
  | { outcome: 'refused'; code: ErrorCode; who?: string }
);
