// What a family of foreign devices is to a door. An adapter is pure: a message comes in as it came through the door, readings go out. What a
// reading leads to (an input, a latest value, a line for the duty officer) is the door's business, and so is everything that must be remembered.
import type { Identity, Place, Reading } from '../contracts/device/reading.ts';

/** What is known here of the devices that may speak: the model that the registry names, and whether it is there to call for help. */
export type Known = {
  model?: (device: Identity) => string | undefined;
};

/** A message on a topic. `retained`: it was kept by a foreign broker and is not of now. */
export type MqttMessage = { topic: string; payload: Uint8Array; retained: boolean };
/** A family that speaks MQTT. `base`: the topic under which the vendor's software publishes (`zigbee2mqtt`). */
export type MqttAdapter = {
  family: string;
  base: string;
  /** filters that a client of a foreign broker subscribes to */
  filters(base: string): readonly string[];
  /** never throws; `undefined`: not a topic of this family */
  read(message: MqttMessage, base: string, known: Known): readonly Reading[] | undefined;
};

/** As it came: header names in lower case, the body unread, `path` what follows the secret (`/sos`), without a leading slash. */
export type HttpMessage = {
  method: 'GET' | 'POST';
  path: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
};
/** What goes back to the vendor. */
export type HttpAnswer = { status: number; contentType: string; body: string };
/** What an installation says of its account with the vendor. */
export type HttpSource = {
  /** the vendor's token, app secret or key, where it signs */
  secret?: string;
  /** what decrypts its messages, where it encrypts them */
  aesKey?: string;
  /** of coordinates that do not say it */
  datum: Place['datum'];
};
/** What a request is: refused (its signature is not the vendor's), a handshake to answer at once, or readings to keep before `answer` goes out. */
export type HttpVerdict =
  | { is: 'refused'; why: string }
  | { is: 'handshake'; answer: HttpAnswer }
  | { is: 'readings'; readings: readonly Reading[]; answer: HttpAnswer };
/** A family whose cloud posts to us. */
export type HttpAdapter = {
  family: string;
  /** never throws; `now` epoch ms, for signatures that age */
  read(message: HttpMessage, source: HttpSource, known: Known, now: number): HttpVerdict;
};

/** One frame, and what it says. `answer`: bytes to write once the readings are kept; `login`: whom this connection speaks for from now on. */
export type FrameVerdict = { readings: readonly Reading[]; answer?: Uint8Array; login?: Identity };
/** A family that speaks over TCP. One `Framing` a connection. */
export type TcpAdapter = {
  family: string;
  framing(): Framing;
  /** never throws */
  read(frame: Uint8Array, connection: { login?: Identity }, source: HttpSource, known: Known): FrameVerdict;
};
/** Cuts a stream into frames, however it comes in pieces. */
export type Framing = {
  /** the frames that are whole now; `tooLong`: more than any frame may hold came without an end, hang up */
  push(chunk: Uint8Array): { frames: readonly Uint8Array[]; tooLong: boolean };
};
