// What is known of a resident's signs of life, from what is known of their devices: which signs count, and whether any could have been heard.
import type { CheckInTick, Moved, SeenBy, UnknownBecause } from '../../../contracts/device/checkIns.ts';
import { type CheckIn, SignKind } from '../../../contracts/office/checkIn.ts';
import type { Device, Resident } from '../../../contracts/office/community.ts';
import type { Policy } from '../../../contracts/office/policy.ts';
import type { CheckInFacts, Sign } from './checkIn.ts';
import type { DownSince } from './checkInDown.ts';
import { type DeviceFacts, isAlive, limitsOf } from './judge.ts';
import { modelOf } from './models.ts';

/** A device of somebody's, and what it has said. @property pressedAt ms */
export type HeardDevice = {
  device: Device;
  facts: DeviceFacts;
  moved: Moved | undefined;
  pressedAt: number | undefined;
};
/** @property unsent was the call that this person's silence asked for not opened, because a press had come first? */
export type Heard = {
  resident: Resident;
  devices: readonly HeardDevice[];
  tick: CheckInTick | undefined;
  unsent(): boolean;
};

type At = { down: DownSince; rule: Policy['readiness']; now: number };

/** @param agreed what the resident has agreed to, with what a list adds; undefined where it cannot be read */
export function factsOfResident(
  { resident, devices, tick, unsent }: Heard,
  agreed: CheckIn | undefined,
  at: At,
): CheckInFacts {
  const counts: ReadonlySet<string> = new Set(agreed?.signs ?? SignKind.enum);
  const those = devices.filter(({ device }) =>
    device.kind === 'sensor' ? counts.has('motion') || counts.has('door') : counts.has('press'),
  );
  return {
    agreed,
    away: isAway(resident, at.now),
    signs: [
      ...(tick?.outcome === 'reached' ? [{ at: tick.at, by: 'hand' as const }] : []),
      ...devices.flatMap((one) => signsOf(one)).filter(({ by }) => counts.has(by)),
    ],
    held: () => heldBecause(those, at),
    unsent,
  };
}

/** What the family says ends by itself ends here too: nobody need remember to take it back. */
const isAway = ({ away }: Resident, now: number): boolean =>
  away !== undefined && away.since <= now && (away.until === undefined || now < away.until);

/** What a detector presses is smoke or water, and nobody's hand. */
function signsOf({ device, moved, pressedAt }: HeardDevice): Sign[] {
  const sign = (at: number | undefined, by: SeenBy): Sign[] => (at === undefined ? [] : [{ at, by }]);
  return [
    ...sign(device.kind === 'sensor' ? undefined : pressedAt, 'press'),
    ...(moved ? sign(moved.at, moved.by) : []),
  ];
}

/**
 * Why no sign could have been heard. One device whose gateway is down is enough: it may be the one by which they are seen each day. A device that is
 * dead is not, while another one lives.
 */
function heldBecause(devices: readonly HeardDevice[], { down, rule, now }: At): UnknownBecause | undefined {
  if (devices.length === 0) return 'no_device';
  const isCut = ({ facts }: HeardDevice): boolean =>
    facts.via !== undefined && (facts.heardAt ?? 0) <= (down.sources.get(facts.via) ?? -1);
  if (devices.some(isCut)) return 'gateway';
  const { door, behindDoor } = down;
  const isShutOut = ({ facts: { via, heardAt = 0 } }: HeardDevice): boolean =>
    door !== undefined && (via === undefined || behindDoor.has(via)) && heardAt <= door;
  if (devices.some(isShutOut)) return 'door';
  const lives = ({ device, facts }: HeardDevice): boolean => isAlive(facts, limitsOf(modelOf(device), rule), now);
  return devices.some(lives) ? undefined : 'silent';
}
