// Two canaries of a district in a row that did not come back: real presses may not come through either.
import type { CanaryTrace } from '../contracts/device/canary.ts';
import type { Cause } from './watch.ts';

export const missedAtMost = 2;

export class CanaryWatch {
  readonly #missed = new Map<string, number>();

  /** One more has come back, or not. @returns the alarms that should stand now */
  take({ district, why }: Pick<CanaryTrace, 'district' | 'why'>): Cause[] {
    this.#missed.set(district, why === undefined ? 0 : (this.#missed.get(district) ?? 0) + 1);
    return [...this.#missed].flatMap(([subject, missed]) =>
      missed < missedAtMost ? [] : [{ code: 'canary_dead' as const, subject, district: subject, figures: { missed } }],
    );
  }
}
