// When was a device pressed last? A function of the remembered results, as test windows are: nothing else is kept that could disagree with what was
// decided (docs/decisions/047).
import type { EpochMs } from '../../../contracts/ids.ts';
import { pressedBy } from '../../../contracts/incident/inputs.ts';
import type { Result } from '../../../contracts/incident/result.ts';

/** More devices than a district has: anybody may invent one. */
const keptAtMost = 300_000;

/** The last press of each device of a shard, by what became of it. */
export class LastPressed {
  readonly #byDevice = new Map<string, EpochMs>();

  /** What a new owner finds, in whatever order. */
  static of(results: Iterable<readonly [string, Result]>): LastPressed {
    const last = new LastPressed();
    for (const [key, result] of results) last.note(key, result);
    return last;
  }

  /** Undefined: not within the days that results are remembered. */
  get(device: string): EpochMs | undefined {
    return this.#byDevice.get(device);
  }

  /** Takes in what was decided. A message that came twice is no second press; one that says of itself that it is old is no sign of now. */
  note(key: string, result: Result): void {
    const device = pressedBy(key);
    if (device === undefined || result.outcome === 'repeated' || result.outcome === 'refused') return;
    if ('old' in result && result.old) return;
    const at = ('storedAt' in result ? result.storedAt : undefined) ?? result.at;
    if (at <= (this.#byDevice.get(device) ?? 0)) return;
    if (this.#byDevice.size >= keptAtMost && !this.#byDevice.has(device)) return;
    this.#byDevice.set(device, at);
  }
}
