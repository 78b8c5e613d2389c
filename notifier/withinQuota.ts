// A channel that never sends more than its provider lets through. What does not fit is not dropped: where several messages may go out as one
// it goes with the next that does; else whoever asked is told at once, tries again when there is room, and takes another way
// meanwhile where there is one (nextWay.ts). Counted in Redis before anything is sent, so two notifiers count together.
import type { GatewayMessage } from '../contracts/system/gateway.ts';
import { blockedFromMs, type Outcome, type OutsideChannel } from './channel.ts';

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

const everybody = Symbol('everybody');

class Counted {
  readonly #channel: OutsideChannel;
  readonly #parts: QuotaParts;
  readonly #monotonic: () => number;
  /** What had no room, by name, the oldest first. */
  readonly #waiting = new Map<string, GatewayMessage>();
  /** What is on its way together with another, by name. */
  readonly #taken = new Map<string, Promise<Outcome>>();
  /** Until when the provider said that it takes nothing: of all, or for one place. */
  readonly #blocked = new Map<string | typeof everybody, number>();

  constructor(channel: OutsideChannel, parts: QuotaParts) {
    this.#channel = channel;
    this.#parts = parts;
    this.#monotonic = parts.monotonic ?? (() => performance.now());
  }

  async deliver(message: GatewayMessage, signal: AbortSignal): Promise<Outcome> {
    const key = keyOf(message);
    const taken = this.#taken.get(key);
    if (taken) {
      const outcome = await taken;
      this.#taken.delete(key);
      return outcome;
    }
    const place = this.#parts.placeOf(message);
    const blockedMs = this.#blockedMs(place);
    const room: Room = blockedMs > 0 ? { kind: 'full', waitMs: blockedMs } : await this.#parts.take(message);
    // Somebody else has taken it along while the quota was asked.
    const along = this.#taken.get(key);
    if (along) {
      if (room.kind === 'taken') await room.giveBack();
      return along;
    }
    if (room.kind === 'full') {
      const { waitMs } = room;
      if (this.#channel.together) this.#waiting.set(key, message);
      return {
        kind: 'failed',
        why: `quota: no room for ${Math.ceil(waitMs / 1000)} s`,
        blame: 'recipient',
        retryAfterMs: waitMs,
        limit: 'ours',
      };
    }
    this.#waiting.delete(key);
    const others = this.#companionsOf(message, place);
    const sent = this.#send(message, others, signal);
    for (const one of others) {
      this.#waiting.delete(keyOf(one));
      this.#taken.set(
        keyOf(one),
        sent.then((outcome) => this.#ofCompanion(outcome, others.length)),
      );
    }
    const outcome = await sent;
    this.#remember(outcome, place);
    if (outcome.kind === 'failed') this.#putBack(others);
    return reachedNobody(outcome) ? givenBack(room, outcome) : outcome;
  }

  forget(message: GatewayMessage): void {
    this.#waiting.delete(keyOf(message));
    this.#taken.delete(keyOf(message));
  }

  /** Never rejects: several messages hang on it. */
  async #send(message: GatewayMessage, others: readonly GatewayMessage[], signal: AbortSignal): Promise<Outcome> {
    try {
      if (others.length === 0 || !this.#channel.together) return await this.#channel.deliver(message, signal);
      return await this.#channel.together.deliver([message, ...others], signal);
    } catch (error) {
      return { kind: 'failed', why: String(error), blame: 'gateway' };
    }
  }

  /** Those that wait for the same place, as many as fit; the urgent ones first. */
  #companionsOf(message: GatewayMessage, place: string): GatewayMessage[] {
    const { together } = this.#channel;
    if (!together) return [];
    let left = together.atMostBytes - bytesOf(message);
    const same = [...this.#waiting.values()].filter((one) => this.#parts.placeOf(one) === place);
    const sorted = same.sort((a, b) => urgencyOf(a) - urgencyOf(b));
    return sorted.filter((one) => {
      if (bytesOf(one) + 1 > left) return false;
      left -= bytesOf(one) + 1;
      return true;
    });
  }

  #ofCompanion(outcome: Outcome, count: number): Outcome {
    if (outcome.kind === 'failed' || outcome.kind === 'refused') return outcome;
    return { ...outcome, why: `quota: told together with ${count} more` };
  }

  /** They may go with the next; whoever is not asked about any more has been forgotten meanwhile. */
  #putBack(others: readonly GatewayMessage[]): void {
    for (const one of others) if (this.#taken.has(keyOf(one))) this.#waiting.set(keyOf(one), one);
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
