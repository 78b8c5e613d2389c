// Thousands of buttons in one process: a socket each, packets as bytes, no library in between, so that what is measured is the
// broker. Spread over source addresses, for one has 28,000 ports only (facts).
import { connect, type Socket } from 'node:net';

const [connack, puback, publish, suback] = [0x20, 0x40, 0x30, 0x90];

/** One button. */
export class CrowdButton {
  readonly id: string;
  /** When the press was sent and acknowledged, performance.now(). */
  sentAt: number | undefined;
  acknowledgedAt: number | undefined;
  /** What the broker has told it, newest last. */
  told = 0;
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #ready: () => void = () => undefined;
  #ended: (why: Error) => void = () => undefined;

  private constructor(id: string, socket: Socket) {
    this.id = id;
    this.#socket = socket;
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error) => this.#ended(error));
    socket.on('close', () => this.#ended(new Error(`the broker closed ${id}`)));
  }

  static async open(port: number, id: string, password: string, n: number): Promise<CrowdButton> {
    const localAddress = `127.0.0.${2 + (n % 100)}`;
    const button = new CrowdButton(id, connect({ port, host: '127.0.0.1', localAddress, noDelay: true }));
    await button.#answered(packet(0x10, [0, 4, ...Buffer.from('MQTT'), 4, 0xc2, 0, 0], [id, id, password]));
    await button.#answered(packet(0x82, [0, 1], [`yjt/v1/d/${id}/state`], [1]));
    return button;
  }

  press(kind: string): void {
    const topic = `yjt/v1/d/${this.id}/press`;
    this.sentAt = performance.now();
    this.#socket.write(
      packet(0x32, [], [topic], [0, 2, ...Buffer.from(JSON.stringify({ id: `surge-${this.id}`, kind }))]),
    );
  }

  close(): void {
    this.#ended = () => undefined;
    this.#socket.destroy();
  }

  #answered(bytes: Buffer): Promise<void> {
    return new Promise((done, failed) => {
      this.#ready = done;
      this.#ended = failed;
      this.#socket.write(bytes);
    });
  }

  #read(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const head = lengthOf(this.#rest);
      if (!head || this.#rest.length < head.whole) return;
      const one = this.#rest.subarray(0, head.whole);
      this.#rest = this.#rest.subarray(head.whole);
      this.#take(one, head.begins);
    }
  }

  #take(one: Buffer, begins: number): void {
    const kind = (one[0] ?? 0) & 0xf0;
    if (kind === connack || kind === suback) this.#ready();
    else if (kind === puback) this.acknowledgedAt = performance.now();
    else if (kind === publish) {
      this.told++;
      const at = begins + 2 + one.readUInt16BE(begins);
      this.#socket.write(Buffer.from([puback, 2, one[at] ?? 0, one[at + 1] ?? 0]));
    }
  }
}

/** Where the body of the packet at the front begins and ends; undefined while its length is not there. */
function lengthOf(bytes: Buffer): { begins: number; whole: number } | undefined {
  let length = 0;
  for (let i = 1; i <= 4 && i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    length += (byte & 0x7f) << (7 * (i - 1));
    if (byte < 0x80) return { begins: i + 1, whole: i + 1 + length };
  }
  return undefined;
}

/** A packet: first byte, bytes before the strings, strings with their lengths, bytes after them. */
function packet(first: number, before: readonly number[], strings: readonly string[], after: readonly number[] = []) {
  const texts = strings.map((text) => Buffer.from(text));
  const body = Buffer.concat([
    Buffer.from(before),
    ...texts.flatMap((text) => [Buffer.from([text.length >> 8, text.length & 0xff]), text]),
    Buffer.from(after),
  ]);
  const length: number[] = [];
  for (let rest = body.length; rest > 0 || length.length === 0; rest >>= 7)
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}
