// A stolen login that sends as fast as the broker takes it: packets made by hand, nothing in between, and a count of what was
// acknowledged. What is written waits in the socket when the broker reads slowly, as it would for anybody.
import { connect, type Socket } from 'node:net';
import { generate, type Packet, parser } from 'mqtt-packet';

/** Written at once before the loop is let go. */
const chunk = 500;

export class Flooder {
  acknowledged = 0;
  closed = false;
  readonly #socket: Socket;
  #sent = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async open(port: number, login: { username: string; password: string }): Promise<Flooder> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const flooder = new Flooder(socket);
    const reader = parser();
    socket.on('data', (bytes) => reader.parse(bytes));
    socket.on('error', () => undefined); // being cut is an answer too: `closed` says so
    socket.on('close', () => {
      flooder.closed = true;
    });
    await new Promise<void>((done) => {
      reader.on('packet', (packet: Packet) => {
        if (packet.cmd === 'connack') done();
        if (packet.cmd === 'puback') flooder.acknowledged++;
      });
      const { username, password } = login;
      const hello = { protocolId: 'MQTT', protocolVersion: 4, clean: true, clientId: 'flood', keepalive: 0 } as const;
      socket.write(generate({ cmd: 'connect', ...hello, username, password: Buffer.from(password) }));
    });
    return flooder;
  }

  /** Sends so many messages as fast as the socket takes them. */
  async send(count: number, topic: string, payload: (n: number) => string): Promise<void> {
    for (let i = 0; i < count && !this.closed; i += chunk) {
      const some = Array.from({ length: Math.min(chunk, count - i) }, (_, n) => this.#packet(topic, payload(i + n)));
      const room = this.#socket.write(Buffer.concat(some));
      await new Promise<void>((done) => (room || this.closed ? setImmediate(done) : this.#whenThereIsRoom(done)));
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #whenThereIsRoom(done: () => void): void {
    const go = (): void => {
      this.#socket.off('drain', go).off('close', go);
      done();
    };
    this.#socket.once('drain', go).once('close', go);
  }

  #packet(topic: string, payload: string): Buffer {
    const messageId = (this.#sent++ % 65_535) + 1;
    return generate({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false, messageId });
  }
}
