// A foreign broker gives whoever subscribes what it has kept (trap 1). At our own broker `retained` is never set here: there it is only a wish.

import type { Reading } from '../contracts/device/reading.ts';
import type { MqttMessage } from './adapter.ts';

/**
 * What of these readings is true now. Of a kept message: whose name it is, whether a gateway is up, that a device is gone; never a press, and a
 * kept `online` is no sign of life.
 */
export function ofNow({ retained }: MqttMessage, readings: readonly Reading[]): readonly Reading[] {
  if (!retained) return readings;
  const still = readings.filter(
    (reading) =>
      reading.is === 'name' || reading.is === 'gateway' || (reading.is === 'health' && reading.online === false),
  );
  return still.length > 0 ? still : [{ is: 'nothing', why: 'replay' }];
}

/** Understood, and of no concern. */
export const nothing = (why: string): readonly Reading[] => [{ is: 'nothing', why }];
