// What every family of foreign devices is read into (adapters/), and what the doors take (store/foreign/).
import type { PressKind } from '../terms.ts';

/**
 * Who a device is to its vendor: IEEE address, MAC, devEui, IMEI, or a cloud's own id; written by `addressForm` (contracts/office/address.ts). Never a
 * friendly name (facts: renames happen), except as `name:…`, until a `name` reading says whose it is.
 */
export type Identity = string;

/** `pct` 0–100; `low`: the device's own flag, which wins. What is absent is unknown. */
export type Battery = { pct?: number; volts?: number; low?: boolean };

/** Degrees in the datum named, metres, epoch ms of the fix. The door makes WGS-84 of it. */
export type Place = {
  lon: number;
  lat: number;
  accuracy?: number;
  at?: number;
  datum: 'wgs84' | 'gcj02' | 'bd09';
};

/**
 * What tells one press from another: the vendor's counter, packet id or time. The same key of the same device within `withinMs` of the first is
 * the same press said again; afterwards it is another one, since counters wrap and restart.
 */
export type Once = {
  key: string;
  withinMs: number;
  /**
   * The vendor says its last event over and over (Shelly Gen1: each 30 s). The device's last key, heard again within `withinMs` of when it was
   * last heard, is that event; any other key is another press, also one that has been before; and `restarted` forgets it.
   */
  untilAnother?: true;
};

type OfDevice = { device: Identity };
/** What a message may tell besides; `at` is the device's own clock, epoch ms: a claim. */
type Besides = { at?: number; battery?: Battery; place?: Place; word?: string };

/** Somebody pressed, fell, or a detector alarms. `unreadable`: the word is no known one, and this is a device that calls. */
export type PressReading = OfDevice &
  Besides & { is: 'press'; kind: PressKind; once?: Once; unreadable?: true; maybeOld?: true };
/** A flag that stays: only its going from false to true is a press (`kind`). The door keeps the last value. */
export type StateReading = OfDevice & Besides & { is: 'state'; flag: string; kind: PressKind; on: boolean };
/** A sign of life. `online`: only where the vendor knows it and the device does not sleep. `signal` in dBm. */
export type HealthReading = OfDevice & {
  is: 'health';
  at?: number;
  battery?: Battery;
  signal?: number;
  tamper?: boolean;
  firmware?: string;
  online?: boolean;
  /** its counters begin anew: what was remembered of its `once` keys says nothing any more */
  restarted?: true;
  /** a reading of a detector that has gone back to normal, taken off, fence left: shown, never a press and never an end */
  word?: string;
};
/**
 * Somebody moved: a sign of life of a person, which a device's own is not. The door keeps the last value of the flag: of `motion` its rising counts, of
 * `door` any change; the first that is heard says nothing, for it may have stood for days.
 */
export type MovedReading = OfDevice & { is: 'moved'; flag: string; by: 'motion' | 'door'; on: boolean; at?: number };
export type PositionReading = OfDevice & { is: 'position'; place: Place };
/** What many devices hang on: one fault, not one for each. */
export type GatewayReading = { is: 'gateway'; gateway: string; up: boolean };
/** A friendly name, and whose it is. */
export type NameReading = OfDevice & { is: 'name'; name: string };
/** "Look at this device": something came that could have mattered and could not be read. */
export type CheckReading = { is: 'check'; device?: Identity; why: 'unknown_word' | 'unreadable'; word?: string };
/** Understood, and of no concern; `why` is for counting. */
export type NothingReading = { is: 'nothing'; why: string };

export type Reading =
  | PressReading
  | StateReading
  | HealthReading
  | MovedReading
  | PositionReading
  | GatewayReading
  | NameReading
  | CheckReading
  | NothingReading;
