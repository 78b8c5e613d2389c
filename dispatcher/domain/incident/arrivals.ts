// Is a district in a surge? Told by when its incidents were opened, by the clock of the decisions: what is stored after the wall
// clock was set back bears one and the same instant for as long as that clock is behind. A new owner, who knows the open
// incidents, knows it too.
import type { EpochMs } from '../../../contracts/ids.ts';
import type { SurgeRule } from '../../../contracts/office/policy.ts';

const minuteMs = 60_000;

/** When the incidents of one district were opened. */
export class Arrivals {
  /** The latest, in the order in which they became known: twice as many as the rule asks for. */
  #lately: readonly EpochMs[] = [];
  /** The last time that more than the rule's number came within a minute. */
  #reachedAt: EpochMs | undefined;

  /**
   * One more was opened. Only those of the minute before it count: one that is opened again after hours says nothing about now,
   * and one of a clock that ran ahead hides nobody who calls after it was put right.
   */
  note(openedAt: EpochMs, { pressesPerMinute }: SurgeRule): void {
    this.#lately = [...this.#lately, openedAt].slice(-2 * (pressesPerMinute + 1));
    const within = this.#lately.filter((one) => one <= openedAt && openedAt - one <= minuteMs);
    if (within.length > pressesPerMinute) this.#reachedAt = openedAt;
  }

  /** @param rule asked for only once the rate has been reached: this is the hot path */
  isSurge(now: EpochMs, rule: () => SurgeRule): boolean {
    return this.#reachedAt !== undefined && Math.abs(now - this.#reachedAt) < rule().forSeconds * 1000;
  }
}
