// What the word of a button means where its model says nothing else. A person who presses any key of what was given to them to call with, calls.
import type { PressKind } from '../contracts/terms.ts';

/** `ignore`: known, and no call: a key let go, an alarm system armed, a lock turned. */
export type Meaning = PressKind | 'ignore';
/** Words of one model or family, in lower case. */
export type Words = Readonly<Record<string, Meaning>>;

/** What a word means: by the model's own words, else by what such words mean anywhere; undefined for one that nobody knows (trap 13). */
export function meaningOf(word: string, own: Words = {}): Meaning | undefined {
  const said = word.trim().toLowerCase();
  if (Object.hasOwn(own, said)) return own[said];
  const parts = said.split(/[^a-z0-9]+/).filter((part) => part !== '');
  if (parts.some((part) => withdrawing.has(part)) && parts.every((part) => withdrawing.has(part) || calling.has(part)))
    return 'cancel';
  if (parts.some((part) => calling.has(part))) return 'sos'; // wherever it stands: `1_sos`, `emergency_l1`
  if (parts.some((part) => part === 'fire' || part === 'smoke')) return 'smoke';
  if (parts.some((part) => part === 'fall' || part === 'falling')) return 'fall';
  if (noCall.has(said) || arming.has(parts[0] ?? '') || letGo(parts)) return 'ignore';
  if (parts.some((part) => otherDevices.has(part))) return 'ignore';
  const isPress = parts.some((part) => pressing.has(part)) && parts.every((part) => pressing.has(part) || place(part));
  return isPress ? 'sos' : undefined;
}

const calling = new Set([
  'emergency',
  'sos',
  'panic',
  'help',
  'medical',
  'police',
  'alarm',
  'alert',
  'urgent',
  'assistance',
]);
const withdrawing = new Set(['cancel', 'cancelled', 'canceled']);
const pressing = new Set(
  (
    'single double triple tripple quad quadruple quintuple penta many multi hold held long longpress short shortpress press pressed click ' +
    'clicked push pushed button key initial tap tapped on toggle'
  ).split(' '),
);
const places = new Set(
  'left right both center centre centr middle top bottom up down all and wireless switch ch channel input in l s e b row side'.split(
    ' ',
  ),
);
const place = (part: string): boolean => places.has(part.replace(/\d+$/, '')) || /^\d+$/.test(part) || numbered(part);
/** `key3`, `button1`. */
const numbered = (part: string): boolean => /^(?:key|button|btn)\d+$/.test(part);

/** The end of what began with a press of its own: `hold_release`, `brightness_stop`; a `stop` of anything else is a key of its own. */
const letGo = (parts: readonly string[]): boolean =>
  parts.some((part) => part === 'release' || part === 'released') ||
  (parts.includes('stop') && parts.some((part) => turning.has(part)));
const turning = new Set([
  'brightness',
  'color',
  'temperature',
  'colortemp',
  'hue',
  'saturation',
  'move',
  'rotating',
  'rotation',
]);

/** The modes of an alarm system, which a keypad says when somebody leaves or comes home. */
const arming = new Set(['disarm', 'disarmed', 'arm', 'armed', 'arming']);

/** No key of a call button says these: alarm systems, and a device that shows itself while it is paired. */
const noCall = new Set(
  'exit_delay entry_delay not_ready already_disarmed home away sleep identify door_opened door_closed'.split(' '),
);

/** Nor anything with one of these in it: locks, and sensors that call what they see an action. */
const otherDevices = new Set(
  (
    'lock unlock locked unlocked rfid keypad finger fingerprint password enter leave approach occupied unoccupied motion moving movement ' +
    'vibration orientation static operational schedule'
  ).split(' '),
);
