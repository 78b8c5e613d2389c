// China Mobile's OneNET, the old platform (多协议接入, NB-IoT). `msg` is an object or a list; in its secure mode there is `enc_msg` instead.

import type { Reading } from '../contracts/device/reading.ts';
import { defined } from '../contracts/shapes.ts';
import type { HttpAdapter, HttpSource } from './adapter.ts';
import { textOf, timeOf } from './besides.ts';
import { asJson, bodyText, listOf, objectOf, readMessage } from './bodies.ts';
import { deviceOf } from './meaning.ts';
import { decrypted, greeted, isSigned, oneNetAnswer, rawField } from './oneNetSignature.ts';
import { type Of, readProperties, unreadOf } from './thingModel.ts';

export const oneNetOld: HttpAdapter = {
  family: 'oneNetOld',
  read(message, source, known) {
    const greeting = greeted(message, source);
    if (greeting) return greeting;
    const push = objectOf(readMessage(message));
    const encrypted = textOf(push?.enc_msg);
    const msg = encrypted === undefined ? push?.msg : opened(encrypted, source);
    const ways = [
      rawField(bodyText(message.body), 'msg'),
      asJson(push?.msg),
      textOf(push?.msg),
      encrypted,
      asJson(msg),
    ];
    const signature = textOf(push?.msg_signature) ?? textOf(push?.signature);
    if (
      !isSigned(
        source,
        textOf(push?.nonce),
        signature,
        ways.filter((way) => way !== undefined),
      )
    )
      return { is: 'refused', why: 'signature' };
    const said = { known, datum: source.datum };
    const parts = listOf(msg).slice(0, 1_000);
    const readings =
      parts.length === 0 ? [unreadOf(undefined)] : parts.flatMap((part) => readPart(objectOf(part), said));
    return { is: 'readings', readings, answer: oneNetAnswer };
  },
};

/** The key is 43 signs of base64 without their end; its first 16 bytes are the IV, and before the message stand 16 random bytes and a length. */
function opened(encrypted: string, source: HttpSource): unknown {
  const key = Buffer.from(`${source.aesKey ?? ''}=`, 'base64');
  if (key.length !== 32) return undefined;
  return decrypted(encrypted, key, [key.subarray(0, 16)], (text) =>
    text.length < 20 ? text : text.subarray(20, 20 + text.readUInt32BE(16)),
  );
}

function readPart(part: Readonly<Record<string, unknown>> | undefined, said: Omit<Of, 'device'>): Reading[] {
  const device = deviceOf(textOf(part?.imei), textOf(part?.dev_id), textOf(part?.device_id));
  if (!part || device === undefined) return [unreadOf(undefined)];
  const at = timeOf(part.at) ?? timeOf(part.timestamp);
  const of: Of = { ...said, device, at };
  switch (textOf(part.type)) {
    case '1':
      return readPoint(part, of);
    case '2':
      return online(part, of);
    case '7':
      return [{ is: 'nothing', why: 'answer to a command' }];
    default:
      return [unreadOf(device, `type ${textOf(part.type)}`)];
  }
}

/** A datapoint of a stream: the stream's name with a value, or a bag of such. */
function readPoint(part: Readonly<Record<string, unknown>>, of: Of): Reading[] {
  const stream = textOf(part.ds_id) ?? textOf(part.datastream);
  const bag = objectOf(part.value);
  if (bag && !('value' in bag)) return readProperties(bag, of);
  return stream === undefined ? [unreadOf(of.device)] : readProperties({ [stream]: bag?.value ?? part.value }, of);
}

/** `login_type` 10 is NB-IoT, which sleeps. */
function online(part: Readonly<Record<string, unknown>>, of: Of): Reading[] {
  const up = textOf(part.status) === '1';
  const sleeps = textOf(part.login_type) === '10';
  if (sleeps && !up) return [{ is: 'nothing', why: 'asleep' }];
  return [{ is: 'health', device: of.device, ...defined({ at: of.at }), ...(sleeps ? {} : { online: up }) }];
}
