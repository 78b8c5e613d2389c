// For tests: what a family reads out of one message.

import type { Once, Reading } from '../contracts/device/reading.ts';
import type { MqttAdapter } from './adapter.ts';

/** A message as the door would hand it over; `models` by identity. */
export type Asked = { retained?: boolean; base?: string; models?: Readonly<Record<string, string>> };

/** `body`: text and bytes as they are, anything else as JSON. */
export function ask(
  adapter: MqttAdapter,
  topic: string,
  body: unknown,
  asked: Asked = {},
): readonly Reading[] | undefined {
  const { retained = false, base = adapter.base, models = {} } = asked;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const payload = body instanceof Uint8Array ? body : new TextEncoder().encode(text);
  return adapter.read({ topic, payload, retained }, base, { model: (device) => models[device] });
}

/** What the readings are, in a word each. */
export const kinds = (readings: readonly Reading[] | undefined): string[] | undefined => readings?.map(({ is }) => is);

/** What tells this press from another. */
export function onceOf(readings: readonly Reading[] | undefined): Once | undefined {
  const [reading] = readings ?? [];
  return reading?.is === 'press' ? reading.once : undefined;
}
