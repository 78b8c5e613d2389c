// The connection to /live: comes back by itself, and says how old the picture is. Silence is the only sure sign of a dead
// link: a browser that is offline keeps the socket open.
import type { LiveFrame } from '../../../contracts/system/live.ts';

/** Without a frame for so long the picture is late, then lost (facts/console.md). The server beats every 5 s. */
export const lateAfterMs = 8_000;
export const lostAfterMs = 15_000;
/** An open socket may be dead: while nothing comes another is tried so often. Before the first frame it is given longer. */
const againMs = 10_000;
const firstAgainMs = 30_000;
const firstPauseMs = 500;
const longestPauseMs = 10_000;

export type LinkState = 'connecting' | 'live' | 'late' | 'lost';

export type LinkParts = {
  url: () => string;
  onFrame: (frame: LiveFrame) => void;
  /** the session has ended: sign in again */
  onRefused: () => void;
};

export class Link {
  readonly #parts: LinkParts;
  #socket: WebSocket | undefined;
  #heardAt: number | undefined;
  #triedAt = 0;
  #pauseMs = firstPauseMs;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#open();
  }

  /** How the link is now. @param now performance.now() */
  state(now: number): LinkState {
    if (this.#heardAt === undefined) return 'connecting';
    const silentMs = now - this.#heardAt;
    return silentMs > lostAfterMs ? 'lost' : silentMs > lateAfterMs ? 'late' : 'live';
  }

  /** Milliseconds since the last frame; 0 before the first. */
  silentMs(now: number): number {
    return this.#heardAt === undefined ? 0 : now - this.#heardAt;
  }

  /** Asks for the whole picture again; also when a silent socket may be dead. */
  reconnect(): void {
    clearTimeout(this.#timer);
    const old = this.#socket;
    this.#socket = undefined;
    old?.close();
    this.#open();
  }

  /** To be asked at every tick, however rare: timers of a hidden page come once a minute. @param now performance.now() */
  reconnectIfDead(now: number): void {
    const state = this.state(now);
    if (state !== 'lost' && state !== 'connecting') return;
    if (now - this.#triedAt >= (state === 'lost' ? againMs : firstAgainMs)) this.reconnect();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #open(): void {
    if (this.#stopped) return;
    this.#triedAt = performance.now();
    const socket = new WebSocket(this.#parts.url());
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.#heardAt = performance.now();
      this.#pauseMs = firstPauseMs;
      this.#parts.onFrame(JSON.parse(String(data)) as LiveFrame); // our own server's, same origin
    };
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return; // replaced by a newer one
      if (code === 4401 || code === 4403) this.#parts.onRefused();
      else this.#again();
    };
  }

  #again(): void {
    const jitter = 0.5 + Math.random();
    this.#timer = setTimeout(() => this.#open(), this.#pauseMs * jitter);
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }
}
