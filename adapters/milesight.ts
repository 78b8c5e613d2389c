// The bytes of a Milesight button (WS101 and WS101-SOS, and the scene panels beside it): channel, type, value, as often as it likes.
// Their own decoder adds a random `msgid`: what it makes of the same bytes differs each time, so the bytes are read here (facts).

/** What the bytes say. `button`: the word of a press. `whole`: every byte was understood. */
export type Milesight = { battery?: number; button?: string; firmware?: string; restarted?: true; whole: boolean };

/** How many bytes the value of a channel has which says nothing of concern, by channel and type. */
const lengths: Readonly<Record<string, number>> = {
  ff01: 1, // protocol
  ff09: 2, // hardware
  ff0a: 2, // firmware
  ffff: 2, // TSL
  ff08: 6, // serial number
  ff16: 8, // serial number
  ff0f: 1, // class
  fffe: 1, // reset
  ff0b: 1, // switched on
  '0175': 1, // battery
  ff2e: 1, // button
  ff34: 3, // key of a panel, and whom it commands
  // answers to what was asked of it
  ff03: 2,
  ff10: 1,
  ff28: 1,
  ff2f: 1,
  ff3e: 1,
  ff74: 1,
  fe03: 2,
  fe10: 1,
  fe28: 1,
  fe2f: 1,
  fe3e: 1,
  fe74: 1,
};
const gestures: Readonly<Record<number, string>> = { 1: 'short press', 2: 'long press', 3: 'double press' };

/** Reads as far as it can: a press that stands before a byte that nobody knows is a press. */
export function readMilesight(bytes: Uint8Array): Milesight {
  const said: Milesight = { whole: true };
  for (let at = 0; at < bytes.length; ) {
    const channel = hex(bytes[at]) + hex(bytes[at + 1]);
    const length = Object.hasOwn(lengths, channel) ? lengths[channel] : undefined;
    if (length === undefined || at + 2 + length > bytes.length) return { ...said, whole: false };
    take(said, channel, bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return said;
}

function take(said: Milesight, channel: string, [first = 0, second = 0]: Uint8Array): void {
  if (channel === '0175') said.battery = first;
  if (channel === 'ff2e') said.button = gestures[first] ?? `gesture ${first}`;
  if (channel === 'ff34') said.button = `button ${first}`;
  if (channel === 'ff0a') said.firmware = `${first.toString(16)}.${second.toString(16)}`;
  if (channel === 'fffe' || channel === 'ff0b') said.restarted = true;
}

const hex = (byte: number | undefined): string => (byte === undefined ? '' : byte.toString(16).padStart(2, '0'));
