// The presses of an incident that are kept one by one: of each device and kind so many, the newest.
import type { Incident, PressFact } from '../../../contracts/incident/state.ts';

/** Of one device and one kind so many presses are kept; what comes then is noted more and more seldom. */
export const pressesKeptAtMost = 20;

const isLike =
  ({ device, kind }: PressFact) =>
  (one: PressFact): boolean =>
    one.device === device && one.kind === kind;

/** The newest of its kind, once there are so many that another one says nothing new. */
export function lastOfItsKind({ presses }: Incident, press: PressFact): PressFact | undefined {
  const same = presses.filter(isLike(press));
  return same.length >= pressesKeptAtMost ? same.at(-1) : undefined;
}

/** With one more, and without the oldest of its kind where there are too many. */
export function withPress(presses: readonly PressFact[], press: PressFact): PressFact[] {
  const same = presses.filter(isLike(press));
  const oldest = same.length >= pressesKeptAtMost ? same[0] : undefined;
  return [...presses.filter((one) => one !== oldest), press];
}
