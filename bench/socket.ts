// A raw MQTT connection for measuring: packets made by hand, one write each, nothing in between.
import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { generate, type IPublishPacket, type Packet, parser } from 'mqtt-packet';

export class RawClient {
  readonly #socket: Socket;
  readonly #acknowledged = new Map<number, () => void>();
  #nextId = 1;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** @param onPublish called in the tick in which a message arrives @param ca TLS is spoken, with a server that this authority knows */
  static async open(
    port: number,
    login: { username: string; password: string },
    onPublish: (topic: string, payload: Buffer) => void = () => undefined,
    ca?: Buffer,
  ): Promise<RawClient> {
    const where = { port, host: '127.0.0.1', noDelay: true };
    const socket = ca === undefined ? connect(where) : connectSecurely({ ...where, ca });
    const client = new RawClient(socket);
    const reader = parser();
    let welcome: () => void = () => undefined;
    const welcomed = new Promise<void>((done, failed) => {
      welcome = done;
      socket.on('error', failed);
      socket.on('close', () => failed(new Error(`the broker closed the connection of ${login.username}`)));
    });
    reader.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connack' || packet.cmd === 'suback') welcome();
      else if (packet.cmd === 'puback') client.#onPuback(packet.messageId ?? 0);
      else if (packet.cmd === 'publish') client.#onPublish(packet, onPublish);
    });
    socket.on('data', (chunk) => reader.parse(chunk));
    client.#send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: 'bench',
      keepalive: 0,
      username: login.username,
      password: Buffer.from(login.password),
    });
    await welcomed;
    return client;
  }

  subscribe(topic: string): void {
    this.#send({ cmd: 'subscribe', messageId: this.#id(), subscriptions: [{ topic, qos: 1 }] });
  }

  /** Resolves in the tick in which the PUBACK arrives. */
  publish(topic: string, payload: string): Promise<void> {
    const messageId = this.#id();
    return new Promise((done) => {
      this.#acknowledged.set(messageId, done);
      this.#send({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false, messageId });
    });
  }

  close(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }

  #id(): number {
    this.#nextId = (this.#nextId % 65_535) + 1;
    return this.#nextId;
  }

  #send(packet: Packet): void {
    this.#socket.write(generate(packet));
  }

  #onPuback(messageId: number): void {
    this.#acknowledged.get(messageId)?.();
    this.#acknowledged.delete(messageId);
  }

  #onPublish(packet: IPublishPacket, told: (topic: string, payload: Buffer) => void): void {
    told(packet.topic, Buffer.from(packet.payload));
    if (packet.messageId !== undefined) this.#send({ cmd: 'puback', messageId: packet.messageId });
  }
}
