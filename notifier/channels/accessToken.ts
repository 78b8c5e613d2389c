// The token that a provider gives for an hour or two. Many messages that want it at once ask for it once; one that is refused is
// asked for anew once, and not in a loop: providers block whoever asks too often.
import type { Failed } from '../channel.ts';
import { type Answered, isFailed } from './connection.ts';

/** As long as a try lasts. Whoever gives up waiting takes it from nobody else. */
const askForMs = 5_000;
/** So long before its end a new one is asked for. */
const aheadMs = 300_000;
/** A token that is refused again so soon after it was renewed for that reason is not renewed again. */
const renewedAtMostEveryMs = 30_000;

export type Given = { token: string; livesMs: number };

export class AccessToken {
  readonly #ask: (signal: AbortSignal) => Promise<Given | Failed>;
  readonly #monotonic: () => number;
  #known: { token: string; until: number } | undefined;
  #asking: Promise<string | Failed> | undefined;
  #renewedAt = Number.NEGATIVE_INFINITY;

  /** @param ask asks the provider; a failure is an outcome of the message that wanted it */
  constructor(
    ask: (signal: AbortSignal) => Promise<Given | Failed>,
    monotonic: () => number = () => performance.now(),
  ) {
    this.#ask = ask;
    this.#monotonic = monotonic;
  }

  /**
   * Asks for something with the token, and once more with a new one where this one is refused.
   * @param isStale does this answer say that the token does not count any more?
   */
  async use(
    ask: (token: string) => Promise<Answered | Failed>,
    isStale: (answered: Answered) => boolean,
  ): Promise<Answered | Failed> {
    const token = await this.#get();
    if (typeof token !== 'string') return token;
    const answered = await ask(token);
    if (isFailed(answered) || !isStale(answered)) return answered;
    const renewed = await this.#renew(token);
    return typeof renewed === 'string' ? ask(renewed) : renewed;
  }

  async #get(): Promise<string | Failed> {
    if (this.#known && this.#known.until > this.#monotonic()) return this.#known.token;
    this.#asking ??= this.#refresh().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Of many that were refused with the same token the first asks, the others take what it is given. */
  async #renew(refused: string): Promise<string | Failed> {
    if (this.#known?.token === refused) {
      if (this.#monotonic() - this.#renewedAt < renewedAtMostEveryMs)
        return {
          kind: 'failed',
          why: 'the access token is refused again',
          blame: 'gateway',
          retryAfterMs: renewedAtMostEveryMs,
        };
      this.#renewedAt = this.#monotonic();
      this.#known = undefined;
    }
    return this.#get();
  }

  async #refresh(): Promise<string | Failed> {
    const given = await this.#ask(AbortSignal.timeout(askForMs));
    if ('kind' in given) return given;
    const lives = Math.max(given.livesMs - aheadMs, given.livesMs / 2);
    this.#known = { token: given.token, until: this.#monotonic() + lives };
    return given.token;
  }
}
