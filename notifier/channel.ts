// What an outside channel must be able to do. A new one (SMS, voice, a group robot) implements this, and must pass
// test/conformance/channel.ts. Timeout, retry, breaker and bounds are not its business: gateway.ts has them for all.
import type { GatewayMessage } from '../contracts/system/gateway.ts';
import type { Channel as ChannelName } from '../contracts/terms.ts';

/** Whose fault it seems to be: nobody's message gets through, or this one person's does not. */
export type Blame = 'gateway' | 'recipient';

/**
 * So many are not allowed: `ours` was counted before anything was sent, `theirs` is what the provider has answered; `text`: it
 * has answered so of this text alone, and would take another one.
 */
export type Limit = 'ours' | 'theirs' | 'text';

/** A provider that says no for so long is not asked before, and somebody is told where it says so to everybody. */
export const blockedFromMs = 30_000;

/**
 * What came of one try. `received`: the person's own device has it, which counts as their receipt. `accepted`: the gateway
 * has it, a receipt may follow. `recorded`: written down, nobody was reached. `failed`: worth another try, at the earliest
 * after `retryAfterMs`. `untilMended`: every message fails until somebody mends address or secret; somebody is told at once,
 * and it is tried seldom. `perhaps`: it may have gone out all the same, for nobody has said that it did not. `refused`: the
 * same message to this person would be refused again; `asked` is false where we knew that without asking. `meanwhile`: by what else they have been told; it is tried again all the
 * same. `sooner` aborts when another try is worth it before `retryAfterMs` is over. `instead`: what came of this channel, where another has taken it.
 */
export type Outcome =
  | { kind: 'received' | 'accepted' | 'recorded'; why?: string; instead?: Failed }
  | Failed
  | { kind: 'refused'; why: string; asked?: false };
export type Failed = {
  kind: 'failed';
  why: string;
  blame: Blame;
  retryAfterMs?: number;
  untilMended?: true;
  perhaps?: true;
  limit?: Limit;
  meanwhile?: string;
  sooner?: AbortSignal;
};

/** An outcome after which this message is not tried again. */
export type Settled = Exclude<Outcome, { kind: 'failed' }>;

export type OutsideChannel = {
  readonly name: ChannelName;
  /** What stands behind it, e.g. `webhook`; `recorder` where no gateway is configured. */
  readonly gateway: string;
  /**
   * Tries once. The same message may come again, with the same `delivery`.
   * @param signal aborts when the time is over: let go of everything then
   */
  deliver(message: GatewayMessage, signal: AbortSignal): Promise<Outcome>;
  /**
   * Where several messages may go out as one: to a group, or to one person.
   * @property atMostBytes of their texts together, UTF-8
   */
  readonly together?: {
    atMostBytes: number;
    deliver(messages: readonly GatewayMessage[], signal: AbortSignal): Promise<Outcome>;
  };
  /** Tells somebody by another way while this one fails for everybody and is spared; where there is one. */
  otherwise?(message: GatewayMessage, signal: AbortSignal): Promise<Outcome>;
  /** This message is settled or does not count any more: nothing of it may go out with another. */
  forget?(message: GatewayMessage): void;
};
