// Is a district in a surge? Told by when its incidents came in, so that a new owner, who knows the open ones, knows it too.
import type { EpochMs } from '../../contracts/ids.ts';
import type { SurgeRule } from '../../contracts/policy.ts';

const minuteMs = 60_000;

/** When the incidents of one district came in. */
export class Arrivals {
  /** The newest, in order; as many as the rule asks for. */
  #lately: EpochMs[] = [];
  /** The last time that more than the rule's number came within a minute. */
  #reachedAt: EpochMs | undefined;

  /** One more has come in. One that is older than the newest, opened again after hours, says nothing about now. */
  note(receivedAt: EpochMs, { pressesPerMinute }: SurgeRule): void {
    const newest = this.#lately.at(-1);
    if (newest !== undefined && receivedAt < newest) return;
    this.#lately.push(receivedAt);
    const first = this.#lately.length - 1 - pressesPerMinute;
    if (first < 0) return;
    if (receivedAt - (this.#lately[first] ?? 0) <= minuteMs) this.#reachedAt = receivedAt;
    this.#lately.splice(0, first + 1); // it can say no more
  }

  /** @param rule asked for only once the rate has been reached: this is the hot path */
  isSurge(now: EpochMs, rule: () => SurgeRule): boolean {
    return this.#reachedAt !== undefined && now - this.#reachedAt < rule().forSeconds * 1000;
  }
}
