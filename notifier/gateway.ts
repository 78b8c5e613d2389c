// One outside channel with its bounds: each try has an end, a failure is tried again after a growing pause with jitter, and
// a breaker spares a gateway that fails for everybody. What it holds in memory is what is under way; the rest waits in Redis.
import type { Logger } from 'pino';
import type { GatewayMessage } from '../contracts/system/gateway.ts';
import { Breaker, type BreakerRules } from './breaker.ts';
import { blockedFromMs, type Failed, type Outcome, type OutsideChannel, type Settled } from './channel.ts';
import { pause } from './pause.ts';

/**
 * @property tryForMs a try that takes longer has failed
 * @property firstPauseMs up to this long until the second try; twice as long each time, up to `longestPauseMs`
 * @property failingAfter so many failures in a row, and somebody is told
 * @property atOnce messages under way through this channel; `atOnceTo`: to one person
 */
export type GatewayRules = BreakerRules & {
  tryForMs: number;
  firstPauseMs: number;
  longestPauseMs: number;
  failingAfter: number;
  atOnce: number;
  atOnceTo: number;
};

/** An offer stands for 30 s and more: whoever comes back within seconds is told within seconds. */
export const gatewayRules: GatewayRules = {
  tryForMs: 5_000,
  firstPauseMs: 500,
  longestPauseMs: 15_000,
  opensAfter: 3,
  openMs: 3_000,
  openAtMostMs: 15_000,
  failingAfter: 5,
  atOnce: 256,
  atOnceTo: 4,
};

/** A gateway may ask for a longer pause; longer than this we do not wait. */
const retryAfterAtMostMs = 60_000;

/** As after so many tries: the longest pause, also before the second. */
const seldom = 20;

export type Verdict = { state: 'untried' | 'works' | 'failing'; why: string | undefined };

export class Gateway {
  readonly channel: OutsideChannel;
  readonly #rules: GatewayRules;
  readonly #log: Pick<Logger, 'warn' | 'error'>;
  readonly #breaker: Breaker;
  readonly #underWay = new Map<string, number>();
  #total = 0;
  #inARow = 0;
  #verdict: Verdict = { state: 'untried', why: undefined };

  constructor(channel: OutsideChannel, log: Pick<Logger, 'warn' | 'error'>, rules: GatewayRules = gatewayRules) {
    this.channel = channel;
    this.#rules = rules;
    this.#log = log;
    this.#breaker = new Breaker(rules);
  }

  get verdict(): Verdict {
    return this.#verdict;
  }

  get underWay(): number {
    return this.#total;
  }

  /** Is there room for one more message to this person? What waits for a quota of its own takes none. */
  hasRoomFor(recipient: string): boolean {
    return this.#total < this.#rules.atOnce && (this.#underWay.get(recipient) ?? 0) < this.#rules.atOnceTo;
  }

  /**
   * Tries until the channel has taken or refused the message. Never throws.
   * @param signal aborts when the message no longer counts; a try under way goes on, for what came of it is known only then
   * @param onFailure told what came of each try in vain, before the pause
   * @returns undefined when it was called off before anything came of it
   */
  async carry(
    message: GatewayMessage,
    recipient: string,
    signal: AbortSignal,
    onFailure: (failed: Failed) => void = () => undefined,
  ): Promise<Settled | undefined> {
    this.#count(recipient, 1);
    try {
      for (let tries = 0; ; tries++) {
        if (signal.aborted) return undefined;
        if (this.#breaker.waitMs() > 0) {
          const otherwise = await this.#otherwise(message);
          if (otherwise) return otherwise;
          if (!(await this.#admitted(signal))) return undefined;
        }
        const outcome = await this.#try(message, (trying) => this.channel.deliver(message, trying));
        this.#judge(('instead' in outcome && outcome.instead) || outcome, recipient);
        if (outcome.kind !== 'failed') return outcome;
        if (signal.aborted) return undefined;
        this.#log.warn({ ...about(message), channel: this.channel.name, why: outcome.why }, 'notifier: tried in vain');
        onFailure(outcome);
        const ends = outcome.sooner === undefined ? signal : AbortSignal.any([signal, outcome.sooner]);
        const ms = this.#pauseMs(outcome.untilMended ? seldom : tries, outcome.retryAfterMs);
        await (outcome.limit === 'ours' ? this.#standAside(recipient, ms, ends) : pause(ms, ends));
      }
    } finally {
      this.channel.forget?.(message);
      this.#count(recipient, -1);
    }
  }

  /** Waits for room without holding a place: one person's quota may be hours. */
  async #standAside(recipient: string, ms: number, ends: AbortSignal): Promise<void> {
    this.#count(recipient, -1);
    await pause(ms, ends);
    this.#count(recipient, 1);
  }

  /** Waits until the breaker lets somebody try. @returns false when the message was called off meanwhile */
  async #admitted(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const ms = this.#breaker.waitMs();
      if (ms === 0) return true;
      await pause(ms, signal);
    }
    return false;
  }

  /** While the breaker is open nobody waits for it whom another way reaches. It says nothing of this one. */
  async #otherwise(message: GatewayMessage): Promise<Settled | undefined> {
    const { otherwise } = this.channel;
    if (otherwise === undefined) return undefined;
    const outcome = await this.#try(message, (trying) => otherwise(message, trying));
    return outcome.kind === 'received' || outcome.kind === 'accepted' ? outcome : undefined;
  }

  /** One try with an end, also when the channel takes no notice of its signal. */
  async #try(message: GatewayMessage, ask: (signal: AbortSignal) => Promise<Outcome>): Promise<Outcome> {
    const trying = new AbortController();
    const { tryForMs } = this.#rules;
    return new Promise<Outcome>((resolve) => {
      const end = (outcome: Outcome): void => {
        clearTimeout(timer);
        trying.abort();
        resolve(outcome);
      };
      const late = `no answer within ${tryForMs} ms`;
      const timer = setTimeout(() => end({ kind: 'failed', why: late, blame: 'recipient' }), tryForMs);
      ask(trying.signal).then(end, (error: unknown) => {
        if (!trying.signal.aborted)
          this.#log.error({ ...about(message), error: String(error) }, 'notifier: a channel threw, it is tried again');
        end({ kind: 'failed', why: String(error), blame: 'gateway' });
      });
    });
  }

  #judge(outcome: Outcome, recipient: string): void {
    switch (outcome.kind) {
      case 'received':
      case 'accepted':
      case 'recorded':
        this.#worked();
        return;
      case 'refused':
        if (outcome.asked === false) this.#breaker.untried();
        else this.#worked(); // it listens, and does not want this one
        return;
      case 'failed':
        if (outcome.limit === 'ours') {
          this.#breaker.untried(); // it was not asked: nothing is known of it
          return;
        }
        this.#inARow++;
        this.#breaker.failed(recipient, outcome.blame);
        if (
          outcome.untilMended ||
          takesNothing(outcome) ||
          this.#inARow >= this.#rules.failingAfter ||
          this.#breaker.state !== 'closed'
        )
          this.#failing(outcome.why);
    }
  }

  #worked(): void {
    this.#inARow = 0;
    this.#breaker.worked();
    this.#verdict = { state: 'works', why: undefined };
  }

  #failing(why: string): void {
    this.#verdict = { state: 'failing', why };
  }

  /** Full jitter: many that failed together do not come back together. */
  #pauseMs(tries: number, retryAfterMs = 0): number {
    const { firstPauseMs, longestPauseMs } = this.#rules;
    const jittered = Math.random() * Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries, 20));
    return Math.max(jittered, Math.min(retryAfterMs, retryAfterAtMostMs));
  }

  #count(recipient: string, by: 1 | -1): void {
    this.#total += by;
    const left = (this.#underWay.get(recipient) ?? 0) + by;
    if (left > 0) this.#underWay.set(recipient, left);
    else this.#underWay.delete(recipient);
  }
}

/** It blocks us for all, and long: what waits may have been for nothing when that is over. */
const takesNothing = ({ limit, blame, retryAfterMs = 0 }: Failed): boolean =>
  limit === 'theirs' && blame === 'gateway' && retryAfterMs >= blockedFromMs;

const about = ({ delivery, kind }: GatewayMessage): { delivery: string; kind: string } => ({ delivery, kind });
