// The duty switch as its holder turns it, over MQTT and HTTP.
import { type Static, Type } from 'typebox';
import { SenderId } from '../ids.ts';

/**
 * `r/{responder}/duty`: the person's own switch. It holds until `until`, and then the roster counts again; without it until the
 * end of their current or next shift, for somebody without any shift until it is turned again. One that has passed is refused.
 */
export const DutySwitch = Type.Object({
  id: Type.Optional(SenderId),
  onDuty: Type.Boolean(),
  until: Type.Optional(
    Type.String({
      maxLength: 40,
      description:
        'ISO 8601, without an offset the district’s local time; left out: the end of the current or next shift',
    }),
  ),
});
export type DutySwitch = Static<typeof DutySwitch>;
