// A device on its way into a home (装机): what is written of it, what has been heard of it, and what is missing until it counts (docs/decisions/046).
import { type Static, Type } from 'typebox';
import { RegistryId } from '../ids.ts';
import { Device } from '../office/community.ts';
import { SourceFamily } from '../office/source.ts';
import { Document, Instant, Named, optional } from '../shapes.ts';
import { PressKind } from '../terms.ts';

const { kind, model, address, place } = Device.properties;

/** `press`: its press has not come. `confirm`: it came and was answered; whoever stands there says so. `installed`: done. */
export const PairingStep = Type.Enum(['press', 'confirm', 'installed']);
export type PairingStep = Static<typeof PairingStep>;

/**
 * What to look at while a press does not come. `call_open`: a call of this home is open, so no press is a test. `real_press`: it came and was no test.
 * `no_login`, `not_connected`: of a device that speaks our topics. `no_source`: nobody brings messages of other makers' devices. `gateway_down`:
 * what it hangs on is down. `never_heard`: nothing of this address. `no_call_word`: something came, and it was no call. `battery_low`.
 */
export const PairingHint = Type.Enum([
  'call_open',
  'real_press',
  'no_login',
  'not_connected',
  'no_source',
  'gateway_down',
  'never_heard',
  'no_call_word',
  'battery_low',
]);
export type PairingHint = Static<typeof PairingHint>;

/** `POST /api/v1/pairing`: what hangs there, or will. Said again of a device that is not installed it is what was said last. */
export const PairingBegin = Document({
  device: RegistryId,
  home: RegistryId,
  /** Who carries it, of those who live there. */
  resident: optional(RegistryId),
  kind,
  model: optional(model),
  address: optional(address),
  place: optional(place),
});
export type PairingBegin = Static<typeof PairingBegin>;

/** `POST /api/v1/pairing/{device}/installed`. `home`: where the installer stands. `heard`: its lamp or voice was there; `told`: it has none, and the resident was told what happens. */
export const PairingConfirm = Document({
  home: RegistryId,
  place: Type.String({ minLength: 1, maxLength: 80 }),
  answer: Type.Enum(['heard', 'told']),
});
export type PairingConfirm = Static<typeof PairingConfirm>;

/** A press from elsewhere since the installer waits: of `device` where it is known here, else of an address. */
export const OtherPress = Type.Object({
  at: Instant,
  device: optional(Type.String()),
  says: optional(Type.String({ description: 'where that one hangs' })),
  address: optional(Type.String()),
  source: optional(Named),
  word: optional(Type.String()),
});
export type OtherPress = Static<typeof OtherPress>;

/**
 * `GET /api/v1/pairing/{device}?since=`: of a device, installed or not. `says`: where it hangs. `shows`: it can say or show the answer itself. `press`: as its vendor
 * said it. `answered`: a test press came and the answer was sent; `tookMs` from when it was heard. `signal` as the maker counts it.
 */
export const PairingView = Type.Object({
  device: Type.String(),
  kind,
  step: PairingStep,
  shows: Type.Boolean(),
  says: Type.String(),
  url: Type.String({ description: 'what the code of its label holds' }),
  home: optional(Type.String()),
  resident: optional(Type.String()),
  model: optional(Type.String()),
  address: optional(Type.String()),
  place: optional(Type.String()),
  since: optional(Instant),
  heardAt: optional(Instant),
  source: optional(Named),
  battery: optional(Type.Integer()),
  signal: optional(Type.Number()),
  press: optional(Type.Object({ at: Instant, kind: PressKind, word: optional(Type.String()) })),
  answered: optional(Type.Object({ at: Instant, tookMs: Type.Integer() })),
  others: Type.Array(OtherPress, { description: 'the newest first' }),
  hints: Type.Array(PairingHint, { description: 'what to look at, the likeliest first' }),
});
export type PairingView = Static<typeof PairingView>;
export const PairingSince = Type.Object({ since: optional(Instant) });

/** A way in: its sources as they are called, how its devices are named by their vendor, and models that are known. */
export const PairingFamily = Type.Object({
  family: SourceFamily,
  sources: Type.Array(Named),
  models: Type.Array(Type.String()),
});
/** `GET /api/v1/pairing`: what is not installed yet, the oldest first, and what can be. */
export const PairingList = Type.Object({
  devices: Type.Array(
    Type.Object({ device: Type.String(), says: Type.String(), since: Instant, home: optional(Type.String()) }),
  ),
  families: Type.Array(PairingFamily),
  url: Type.String({ description: 'what the code of a label holds, without the number' }),
});
export type PairingList = Static<typeof PairingList>;

/** An address that was heard of late and that nobody has. `pressed`: what it said last that would be a call. */
export const HeardAddress = Type.Object({
  source: Named,
  family: SourceFamily,
  address: Type.String(),
  name: optional(Type.String()),
  at: Instant,
  pressed: optional(Type.Object({ at: Instant, word: optional(Type.String()) })),
  battery: optional(Type.Integer()),
});
export type HeardAddress = Static<typeof HeardAddress>;
/** `GET /api/v1/pairing/heard`, what has just come first. */
export const HeardAddresses = Type.Object({ heard: Type.Array(HeardAddress) });
export type HeardAddresses = Static<typeof HeardAddresses>;
