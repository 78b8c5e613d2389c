// A calendar that follows somebody's shifts by a secret link (RFC 5545).
import { type Static, Type } from 'typebox';
import { Instant, optional } from '../shapes.ts';

/** `GET /api/v1/my/calendar`. `made`: when the link was made that is good now. */
export const MyCalendar = Type.Object({ made: optional(Instant) });
export type MyCalendar = Static<typeof MyCalendar>;
/** The address is shown this once. */
export const CalendarLink = Type.Object({ url: Type.String(), made: Instant });
export type CalendarLink = Static<typeof CalendarLink>;
