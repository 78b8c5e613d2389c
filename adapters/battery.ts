// A battery, however the vendor says it (facts, trap 10): per cent, volts, millivolts or a flag; null is unknown, and the flag wins.

import type { Battery } from '../contracts/device/reading.ts';
import { defined } from '../contracts/shapes.ts';
import { flagOf, numberOf } from './body.ts';

/** What a vendor says of a battery; each may be anything. */
export type SaidOfBattery = { pct?: unknown; volts?: unknown; millivolts?: unknown; low?: unknown };

/** What is known of the battery; undefined where nothing is. */
export function batteryOf(said: SaidOfBattery): Battery | undefined {
  const pct = numberOf(said.pct);
  const millivolts = numberOf(said.millivolts);
  const isBattery = millivolts !== undefined && millivolts >= 500; // 230: a plug says volts in the same field
  const volts = numberOf(said.volts) ?? (isBattery ? millivolts / 1000 : undefined);
  const battery = defined({
    pct: pct !== undefined && pct >= 0 && pct <= 100 ? pct : undefined,
    volts: volts !== undefined && volts > 0 && volts < 20 ? volts : undefined, // 230: of the mains, no battery
    low: flagOf(said.low),
  });
  return Object.keys(battery).length === 0 ? undefined : battery;
}
