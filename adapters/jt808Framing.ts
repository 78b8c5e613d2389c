// Frames of JT/T 808: between two bytes 7E, escaped, with a checksum. A message that came in several packets is put together here, for only
// the connection remembers; each packet is handed on as well, so that each is acknowledged.
import type { Framing } from './adapter.ts';

const delimiter = 0x7e;
/** A body has at most 1023 bytes, and each byte may be escaped. */
const longestFrame = 8 * 1024;
const mostPackets = 64;

/** A message without its escapes and its checksum. `body` of a packet is its part. */
export type Jt808Message = {
  id: number;
  /** 2019 and later: goes back as it came */
  version: number | undefined;
  phone: Uint8Array;
  serial: number;
  packet: { of: number; number: number } | undefined;
  body: Uint8Array;
};

/** One a connection. */
export function jt808Framing(): Framing {
  let held: number[] = [];
  let inside = false;
  let junk = 0;
  const packets = packetsTogether();
  return {
    push(chunk) {
      const frames: Uint8Array[] = [];
      for (const byte of chunk) {
        if (byte === delimiter) {
          if (held.length > 0) frames.push(...packets(Uint8Array.of(delimiter, ...held, delimiter)));
          held = [];
          inside = true;
          junk = 0;
        } else if (inside) held.push(byte);
        else junk++;
        if (held.length > longestFrame || junk > longestFrame) return { frames, tooLong: true };
      }
      return { frames, tooLong: false };
    },
  };
}

/** Of a message in packets: the packet, and after the last one the whole. */
function packetsTogether(): (frame: Uint8Array) => Uint8Array[] {
  let id: number | undefined;
  let parts = new Map<number, Uint8Array>();
  return (frame) => {
    const message = readJt808(frame);
    const packet = message?.packet;
    if (!message || !packet || packet.of > mostPackets || packet.number < 1 || packet.number > packet.of)
      return [frame];
    if (message.id !== id || packet.number === 1) parts = new Map();
    id = message.id;
    parts.set(packet.number, message.body);
    if (parts.size < packet.of) return [frame];
    const whole = Buffer.concat([...parts].sort(([one], [other]) => one - other).map(([, part]) => part));
    parts = new Map();
    return [frame, writeJt808({ ...message, packet: undefined, body: whole })];
  };
}

/**
 * @param frame with its 7E at both ends
 * @returns undefined for what is no message, or is damaged
 */
export function readJt808(frame: Uint8Array): Jt808Message | undefined {
  const bytes = unescaped(frame);
  if (bytes === undefined || bytes.length < 13) return undefined;
  if (bytes.reduce((sum, byte) => sum ^ byte, 0) !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length - 1);
  const attributes = view.getUint16(2);
  const isNew = (attributes & 0x4000) !== 0;
  const split = (attributes & 0x2000) !== 0;
  const phoneAt = isNew ? 5 : 4;
  const serialAt = phoneAt + (isNew ? 10 : 6);
  const bodyAt = serialAt + 2 + (split ? 4 : 0);
  if (view.byteLength < bodyAt) return undefined;
  return {
    id: view.getUint16(0),
    version: isNew ? view.getUint8(4) : undefined,
    phone: bytes.slice(phoneAt, serialAt),
    serial: view.getUint16(serialAt),
    packet: split ? { of: view.getUint16(serialAt + 2), number: view.getUint16(serialAt + 4) } : undefined,
    body: bytes.slice(bodyAt, -1), // not by its declared length: a message put together is longer than that can say
  };
}

function unescaped(frame: Uint8Array): Uint8Array | undefined {
  const inner = frame.subarray(frame[0] === delimiter ? 1 : 0, frame.at(-1) === delimiter ? -1 : undefined);
  const bytes: number[] = [];
  for (let at = 0; at < inner.length; at++) {
    const byte = inner[at] ?? 0;
    if (byte !== 0x7d) bytes.push(byte);
    else if (inner[++at] === 0x02) bytes.push(0x7e);
    else if (inner[at] === 0x01) bytes.push(0x7d);
    else return undefined;
  }
  return Uint8Array.from(bytes);
}

/** A message as bytes, with its 7E at both ends. */
export function writeJt808({ id, version, phone, serial, body }: Jt808Message): Uint8Array {
  const attributes = (body.length & 0x3ff) | (version === undefined ? 0 : 0x4000);
  const plain = [
    ...[id >> 8, id & 0xff, attributes >> 8, attributes & 0xff],
    ...(version === undefined ? [] : [version]),
    ...phone,
    ...[serial >> 8, serial & 0xff],
    ...body,
  ];
  plain.push(plain.reduce((sum, byte) => sum ^ byte, 0));
  const escaped = plain.flatMap((byte) => (byte === 0x7e ? [0x7d, 0x02] : byte === 0x7d ? [0x7d, 0x01] : [byte]));
  return Uint8Array.from([delimiter, ...escaped, delimiter]);
}
