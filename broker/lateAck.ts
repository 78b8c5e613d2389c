// A PUBACK that comes later than the others'. aedes acknowledges when its hook has called back, and reads nothing more of a client
// until then: a cancel would wait a second behind the flood before it. So aedes is told that this publish wants no answer, and the
// answer is written here, once what it is for is stored. A login for which this is done very often is read more slowly: then TCP slows
// the sender, and what it may cost the others is a small part of a core.
import type { Client, PublishPacket } from 'aedes';
import type { Session } from './sessions.ts';

/** Some 2,000 a second are read of one login; reading one costs about 0.03 ms. */
const readEveryMs = 0.5;
/** Who is no further ahead than this is not held up: a handful at once, which came in one packet. */
const aheadMs = 20;
const forgetEveryMs = 1_000;

export class LateAcks {
  readonly #monotonic: () => number;
  /** Until when what was read of a login should have lasted. */
  readonly #readUntil = new Map<string, number>();
  #forgotAt = 0;
  readonly #due = new Map<Client, number[]>();

  constructor(monotonic: () => number = () => performance.now()) {
    this.#monotonic = monotonic;
  }

  /**
   * Answers `packet` when it is stored.
   * @param failed called when it could not be stored: there will be no answer
   * @returns how long nothing more should be read of this client, ms; undefined when the caller has to answer
   */
  takeOver(
    { client, credential: { id } }: Pick<Session, 'client' | 'credential'>,
    packet: PublishPacket,
    stored: Promise<void>,
    failed: (error: unknown) => void,
  ): number | undefined {
    const { qos, messageId } = packet;
    if (qos === 2) return undefined;
    packet.qos = 0;
    stored.then(() => {
      if (qos === 1 && messageId !== undefined) this.#answer(client, messageId);
    }, failed);
    return this.#pauseOf(id);
  }

  #pauseOf(login: string): number {
    const now = this.#monotonic();
    if (now - this.#forgotAt > forgetEveryMs) {
      this.#forgotAt = now;
      for (const [one, until] of this.#readUntil) if (until < now) this.#readUntil.delete(one);
    }
    const until = Math.max(now, this.#readUntil.get(login) ?? now) + readEveryMs;
    this.#readUntil.set(login, until);
    return until - now > aheadMs ? until - now : 0;
  }

  /** What is stored together is answered by one write. */
  #answer(client: Client, messageId: number): void {
    const ids = this.#due.get(client);
    if (ids) return void ids.push(messageId);
    this.#due.set(client, [messageId]);
    setImmediate(() => this.#write(client));
  }

  #write(client: Client): void {
    const ids = this.#due.get(client) ?? [];
    this.#due.delete(client);
    if (!client.closed) client.conn.write(Buffer.from(ids.flatMap((id) => [puback, 2, id >> 8, id & 0xff])));
  }
}

const puback = 0x40;
