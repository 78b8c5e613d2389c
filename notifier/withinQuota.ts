// A channel that never sends more than its provider lets through. What does not fit is not dropped: where several messages may go out as one
// it goes with the next that does; else whoever asked is told at once, tries again when there is room, and takes another way
// meanwhile where there is one (nextWay.ts). Counted in Redis before anything is sent, so two notifiers count together.
import type { GatewayMessage } from '../contracts/system/gateway.ts';
import { blockedFromMs, type Failed, type Outcome, type OutsideChannel } from './channel.ts';

/** One of what is left, to be given back where nothing was sent; or ms until there is room. */
export type Room = { kind: 'taken'; giveBack(): Promise<void> } | { kind: 'full'; waitMs: number };

/**
 * @property take takes one of what is left
 * @property placeOf who reads it: only what is for the same may go out together
 */
export type QuotaParts = {
  take(message: GatewayMessage): Promise<Room>;
  placeOf(message: GatewayMessage): string;
  monotonic?: () => number;
};

export function withinQuota(channel: OutsideChannel, parts: QuotaParts): OutsideChannel {
  const counted = new Counted(channel, parts);
  return {
    name: channel.name,
    gateway: channel.gateway,
    deliver: (message, signal) => counted.deliver(message, signal),
    forget: (message) => counted.forget(message),
  };
}

/** Whoever goes along is woken when that is known; this is only how often they look besides. */
const lookAgainMs = 1_000;
const everybody = Symbol('everybody');

class Counted {
  readonly #channel: OutsideChannel;
  readonly #parts: QuotaParts;
  readonly #monotonic: () => number;
  /** What had no room, by name, the oldest first. */
  readonly #waiting = new Map<string, GatewayMessage>();
  /** What goes together with another, by name, and what came of it once that is known. */
  readonly #along = new Map<string, { outcome?: Outcome }>();
  /** Ends the pause of whoever waits, by name. */
  readonly #wakers = new Map<string, AbortController>();
  /** What was refused together with others, by name: one of them is at fault, so each goes by itself. */
  readonly #alone = new Set<string>();
  /** Until when the provider said that it takes nothing: of all, or for one place. */
  readonly #blocked = new Map<string | typeof everybody, number>();

  constructor(channel: OutsideChannel, parts: QuotaParts) {
    this.#channel = channel;
    this.#parts = parts;
    this.#monotonic = parts.monotonic ?? (() => performance.now());
  }

  async deliver(message: GatewayMessage, signal: AbortSignal): Promise<Outcome> {
    const key = keyOf(message);
    const before = this.#ofAlong(key);
    if (before) return before;
    const place = this.#parts.placeOf(message);
    const blockedMs = this.#blockedMs(place);
    const room: Room = blockedMs > 0 ? { kind: 'full', waitMs: blockedMs } : await this.#parts.take(message);
    // Somebody else has taken it along while the quota was asked.
    const meanwhile = this.#ofAlong(key);
    if (meanwhile) {
      if (room.kind === 'taken') await room.giveBack();
      return meanwhile;
    }
    if (room.kind === 'full') {
      const why = `quota: no room for ${Math.ceil(room.waitMs / 1000)} s`;
      if (!this.#channel.together || this.#alone.has(key)) return noRoom(why, room.waitMs);
      this.#waiting.set(key, message);
      return { ...noRoom(why, room.waitMs), sooner: this.#wakerOf(key) };
    }
    this.#waiting.delete(key);
    const others = this.#companionsOf(message, place);
    for (const one of others) {
      this.#waiting.delete(keyOf(one));
      this.#along.set(keyOf(one), {});
    }
    const outcome = await this.#send(message, others, signal);
    this.#remember(outcome, place);
    this.#tellOthers(others, outcome);
    return reachedNobody(outcome) ? givenBack(room, outcome) : outcome;
  }

  forget(message: GatewayMessage): void {
    const key = keyOf(message);
    for (const those of [this.#waiting, this.#along, this.#wakers, this.#alone]) those.delete(key);
  }

  /** What came of a message that went with another; it waits for that outside of a try, which would be a slow one of this person's. */
  #ofAlong(key: string): Outcome | undefined {
    const along = this.#along.get(key);
    if (along === undefined) return undefined;
    const { outcome } = along;
    if (outcome) this.#along.delete(key);
    return outcome ?? { ...noRoom('quota: it is on its way with another', lookAgainMs), sooner: this.#wakerOf(key) };
  }

  #wakerOf(key: string): AbortSignal {
    const waker = new AbortController();
    this.#wakers.set(key, waker);
    return waker.signal;
  }

  /** Never rejects: several messages hang on it. */
  async #send(message: GatewayMessage, others: readonly GatewayMessage[], signal: AbortSignal): Promise<Outcome> {
    try {
      if (others.length === 0 || !this.#channel.together) return await this.#channel.deliver(message, signal);
      const outcome = await this.#channel.together.deliver([message, ...others], signal);
      if (outcome.kind !== 'refused' || outcome.asked === false) return outcome;
      const asking = others.filter((one) => this.#along.has(keyOf(one)));
      for (const one of signal.aborted ? asking : [message, ...asking]) this.#alone.add(keyOf(one));
      return { kind: 'failed', why: `together with ${others.length} more: ${outcome.why}`, blame: 'recipient' };
    } catch (error) {
      return { kind: 'failed', why: String(error), blame: 'gateway' };
    }
  }

  /** Those who went along hear of it at once; where it failed they may go with the next, unless they must go alone. */
  #tellOthers(others: readonly GatewayMessage[], outcome: Outcome): void {
    for (const one of others) {
      const key = keyOf(one);
      const along = this.#along.get(key);
      if (along === undefined) continue; // nobody asks about it any more
      along.outcome = ofCompanion(outcome, others.length);
      if (outcome.kind === 'failed' && !this.#alone.has(key)) this.#waiting.set(key, one);
      this.#wakers.get(key)?.abort();
    }
  }

  /** Those that wait for the same place, as many as fit; the urgent ones first. */
  #companionsOf(message: GatewayMessage, place: string): GatewayMessage[] {
    const { together } = this.#channel;
    if (!together || this.#alone.has(keyOf(message))) return [];
    let left = together.atMostBytes - bytesOf(message);
    const same = [...this.#waiting.values()].filter((one) => this.#parts.placeOf(one) === place);
    const sorted = same.sort((a, b) => urgencyOf(a) - urgencyOf(b));
    return sorted.filter((one) => {
      if (bytesOf(one) + 1 > left) return false;
      left -= bytesOf(one) + 1;
      return true;
    });
  }

  #blockedMs(place: string): number {
    const until = Math.max(this.#blocked.get(everybody) ?? 0, this.#blocked.get(place) ?? 0);
    return Math.max(0, until - this.#monotonic());
  }

  #remember(outcome: Outcome, place: string): void {
    const now = this.#monotonic();
    for (const [one, until] of this.#blocked) if (until <= now) this.#blocked.delete(one);
    if (outcome.kind !== 'failed' || outcome.limit !== 'theirs') return;
    const { retryAfterMs = 0, blame } = outcome;
    if (retryAfterMs >= blockedFromMs) this.#blocked.set(blame === 'gateway' ? everybody : place, now + retryAfterMs);
  }
}

const noRoom = (why: string, retryAfterMs: number): Failed => {
  return { kind: 'failed', why, blame: 'recipient', retryAfterMs, limit: 'ours' };
};

/** One try is one failure of the channel, however many went with it. */
function ofCompanion(outcome: Outcome, count: number): Outcome {
  if (outcome.kind === 'failed') return { ...outcome, limit: 'ours' };
  return outcome.kind === 'refused' ? outcome : { ...outcome, why: `quota: told together with ${count} more` };
}

/** The provider has sent nothing and counted nothing: whoever it was for may be reached as if it had not been tried. */
const reachedNobody = (outcome: Outcome): boolean =>
  outcome.kind === 'failed'
    ? outcome.perhaps === undefined && outcome.limit !== 'theirs'
    : outcome.kind === 'refused' && outcome.asked === false;

/** What came of it stands, also where the store does not take it back: then it counts until its time is over. */
const givenBack = (room: Extract<Room, { kind: 'taken' }>, outcome: Outcome): Promise<Outcome> =>
  room.giveBack().then(
    () => outcome,
    (error: unknown) => ({ ...outcome, why: `${outcome.why ?? ''}; its quota was not given back: ${String(error)}` }),
  );

/** One delivery may come by several channels, each for itself. */
const keyOf = ({ channel, delivery }: GatewayMessage): string => `${channel} ${delivery}`;
const bytesOf = ({ text }: GatewayMessage): number => Buffer.byteLength(text.zh);
const urgencyOf = (message: GatewayMessage): number => ('priority' in message ? message.priority : 9);
