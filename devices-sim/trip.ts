// Somebody on the way along a line at a steady speed: where they are follows from the time alone.
import { type Static, Type } from 'typebox';
import { IncidentIdSchema } from '../contracts/ids.ts';
import { Line, type LonLat } from '../contracts/position.ts';
import { lengthOf, metresBetween } from '../geography/distance.ts';

/** `since`: story time, ms. Without an incident they are on the way back. */
export const Trip = Type.Object({
  line: Line,
  since: Type.Number(),
  metresPerSecond: Type.Number({ exclusiveMinimum: 0 }),
  incident: Type.Optional(IncidentIdSchema),
});
export type Trip = Static<typeof Trip>;

/** When they are there, story time, ms. */
export const tripEnd = ({ line, since, metresPerSecond }: Trip): number =>
  since + (lengthOf(line) / metresPerSecond) * 1000;

/** Where they are at an instant: at its end after the trip. */
export const whereOn = ({ line, since, metresPerSecond }: Trip, now: number): LonLat =>
  along(line, Math.max(0, ((now - since) / 1000) * metresPerSecond));

/** The point of a line that lies so many metres from its begin; its end when it is shorter. */
export function along(line: readonly LonLat[], metres: number): LonLat {
  let left = metres;
  let from = line[0] ?? [0, 0];
  for (const to of line.slice(1)) {
    const length = metresBetween(from, to);
    if (left < length) {
      const share = left / length;
      return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
    }
    left -= length;
    from = to;
  }
  return from;
}
