// Somebody who is with the resident tries the button (decisions/043).
import { type Static, Type } from 'typebox';
import { SenderId } from '../ids.ts';
import { Instant, optional } from '../shapes.ts';

/** `POST /api/v1/devices/{id}/test-window`. The id makes a repeat harmless. */
export const NewTestWindow = Type.Object({
  id: optional(SenderId),
  minutes: optional(Type.Integer({ minimum: 1, maximum: 10, description: 'without: 5' })),
});

/** `until`: before it the first press is a test. Absent: stored, not decided yet. */
export const TestWindowAnswer = Type.Object({ device: Type.String(), until: optional(Instant) });
export type TestWindowAnswer = Static<typeof TestWindowAnswer>;
