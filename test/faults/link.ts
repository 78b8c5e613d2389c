// A link between two processes that can be broken: a relay that knows by name who speaks through it. Bytes are never
// lost on a link that is up again, as TCP has it; a cut ends the connections.
import { createServer, connect as open, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * `cut`: connections end, and new ones too. `silent`: nothing passes, nobody is told. `delay`: each piece comes later by
 * `ms`. `halve`: each piece comes in two halves, the second `ms` behind the first.
 */
export type Breakage = { how: 'cut' | 'silent' } | { how: 'delay' | 'halve'; ms: number };

/** A name is in the first bytes that ioredis sends. */
const sniffedAtMost = 4_096;
/** More than this under way and the sender is not read from. */
const underWayAtMost = 1024 * 1024;
/** Redis's answer to TIME. */
const timeReply = /(\*2\r\n\$10\r\n)(\d{10})(\r\n\$\d\r\n\d{1,6}\r\n)/g;

type Passage = { near: Socket; far: Socket; name: string };

export class Link {
  readonly port: number;
  readonly #server: Server;
  readonly #to: { path: string } | { port: number };
  readonly #passages = new Set<Passage>();
  #breakage: { what: Breakage; who: string } | undefined;
  #mended: () => void = () => undefined;
  #mending: Promise<void> = Promise.resolve();
  /** Added to the server's clock as everybody here sees it, s. */
  clockOffsetSeconds = 0;

  private constructor(server: Server, port: number, to: { path: string } | { port: number }) {
    this.#server = server;
    this.port = port;
    this.#to = to;
    server.on('connection', (near) => this.#take(near));
  }

  /** @param to the server's socket or port; it may be away */
  static async start(to: { path: string } | { port: number }): Promise<Link> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
    const address = server.address();
    return new Link(server, typeof address === 'object' && address ? address.port : 0, to);
  }

  /** @param who the beginning of the names that it concerns; '' for all */
  break(what: Breakage, who = ''): void {
    this.#breakage = { what, who };
    this.#mending = new Promise((done) => {
      this.#mended = done;
    });
    if (what.how === 'cut') for (const one of this.#passages) if (this.#breakageOf(one)) end(one);
  }

  mend(): void {
    this.#breakage = undefined;
    this.#mended();
  }

  async stop(): Promise<void> {
    this.mend();
    const gone = new Promise((done) => this.#server.close(done));
    for (const one of this.#passages) end(one);
    await gone;
  }

  #breakageOf({ name }: Passage): Breakage | undefined {
    return this.#breakage && name.startsWith(this.#breakage.who) ? this.#breakage.what : undefined;
  }

  #take(near: Socket): void {
    const far = open({ ...this.#to, noDelay: true });
    const passage: Passage = { near, far, name: '' };
    this.#passages.add(passage);
    let first = '';
    near.on('data', (chunk: Buffer) => {
      if (passage.name !== '' || first.length > sniffedAtMost) return;
      first += chunk.toString('latin1');
      passage.name = /setname\r\n\$\d+\r\n([^\r]+)\r\n/i.exec(first)?.[1] ?? '';
      if (this.#breakageOf(passage)?.how === 'cut') end(passage);
    });
    this.#relay(passage, near, far);
    this.#relay(passage, far, near);
    for (const side of [near, far]) {
      side.on('error', () => end(passage)); // either end may die on purpose: the other is told by the close
      side.on('close', () => {
        end(passage);
        this.#passages.delete(passage);
      });
    }
    if (this.#breakageOf(passage)?.how === 'cut') end(passage);
  }

  #relay(passage: Passage, from: Socket, to: Socket): void {
    let last: Promise<void> = Promise.resolve();
    let underWay = 0;
    from.on('data', (chunk: Buffer) => {
      const came = performance.now();
      underWay += chunk.length;
      if (underWay > underWayAtMost) from.pause();
      const piece = from === passage.far ? this.#withClock(chunk) : chunk;
      last = last.then(async () => {
        await this.#pass(passage, to, piece, came);
        underWay -= chunk.length;
        if (from.isPaused() && underWay < underWayAtMost / 2) from.resume();
      });
    });
  }

  async #pass(passage: Passage, to: Socket, piece: Buffer, came: number): Promise<void> {
    while (this.#breakageOf(passage)?.how === 'silent' && !to.destroyed) await this.#mending;
    const breakage = this.#breakageOf(passage);
    if (breakage?.how === 'delay') await wait(Math.max(0, came + breakage.ms - performance.now()));
    if (to.destroyed) return;
    if (breakage?.how !== 'halve' || piece.length < 2) {
      to.write(piece);
      return;
    }
    const middle = Math.floor(piece.length / 2);
    to.write(piece.subarray(0, middle));
    await wait(breakage.ms);
    to.write(piece.subarray(middle));
  }

  #withClock(chunk: Buffer): Buffer {
    if (this.clockOffsetSeconds === 0 || !chunk.includes('*2\r\n$10\r\n')) return chunk;
    const text = chunk.toString('latin1');
    const moved = text.replace(
      timeReply,
      (_, before: string, seconds: string, after: string) =>
        before + (Number(seconds) + this.clockOffsetSeconds) + after,
    );
    return Buffer.from(moved, 'latin1');
  }
}

function end({ near, far }: Passage): void {
  near.destroy();
  far.destroy();
}
