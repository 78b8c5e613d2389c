// Bytes of a device that a cloud hands on as they are. Which byte says what is known of a model or not at all; what is not known is a sign of
// life and a reason to look at the device, and no press.

import type { Reading } from '../contracts/device/reading.ts';
import type { Meaning } from '../contracts/office/mapping.ts';
import { defined } from '../contracts/shapes.ts';
import { objectOf } from './bodies.ts';
import { callsForHelp, readingsOf } from './meaning.ts';
import { type Of, readProperties, unreadOf } from './thingModel.ts';
import { meaningOf } from './vocabulary.ts';

/** One byte of a model's message and what its values mean, after those bytes that tell this message from the model's others. */
export type Codec = {
  model: RegExp;
  begins: readonly number[];
  byte: number;
  means: Readonly<Record<number, Meaning>>;
};

/** By what the registry calls the model: a line here, with a message of it in the test. None has been seen on the bench yet. */
export const codecs: readonly Codec[] = [];

/** @param base64 as it came; what is no base64 is unreadable */
export function readTransparent(base64: string, of: Of, known: readonly Codec[] = codecs): Reading[] {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  const life: Reading = { is: 'health', device: of.device, ...defined({ at: of.at }) };
  if (bytes.length === 0) return [unreadOf(of.device)];
  const text = printable(bytes);
  const fields = objectOf(text);
  if (fields) return readProperties(fields, of);
  const model = of.known.model?.(of.device);
  const said = { device: of.device, at: of.at, id: of.id };
  const codec = known.find((one) => one.model.test(model ?? '') && one.begins.every((byte, at) => bytes[at] === byte));
  const meaning = codec?.means[bytes[codec.byte] ?? -1];
  if (meaning !== undefined)
    return readingsOf(meaning, { ...said, word: `${codec?.byte}=${bytes[codec?.byte ?? 0]}` }, true);
  const spoken = meaningOf(text);
  if (text !== undefined && spoken !== undefined)
    return readingsOf(spoken, { ...said, word: text }, callsForHelp(model));
  return [life, unreadOf(of.device, base64.slice(0, 64))];
}

/** The bytes as a text, where they are one. */
function printable(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes).trim();
  return /^[\p{L}\p{N}\p{P}\p{S}\p{Zs}\s]+$/u.test(text) ? text : undefined;
}
