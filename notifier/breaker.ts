// The circuit breaker of one gateway: while it fails for everybody, it is tried now and then instead of for each message.
// A gateway that hangs for one person must not keep the others waiting, so a person counts once between two successes: it
// takes several people, or a fault of the gateway itself, to open it. Libraries count calls, and one measures the open time
// by the wall clock, which an operator may set back by an hour (docs/decisions/013).
import type { Blame } from './channel.ts';

/** @property opensAfter people failed in a row @property openMs of the first pause; each further one is twice as long */
export type BreakerRules = { opensAfter: number; openMs: number; openAtMostMs: number };

type State =
  | { kind: 'closed' }
  | { kind: 'open'; until: number; openMs: number }
  /** One try is under way, and decides. */
  | { kind: 'half_open'; openMs: number };

/** While somebody else's try decides, the others look again this often. */
const lookAgainMs = 200;

export class Breaker {
  readonly #rules: BreakerRules;
  readonly #monotonic: () => number;
  #state: State = { kind: 'closed' };
  #faults = 0;
  readonly #failed = new Set<string>();

  constructor(rules: BreakerRules, monotonic: () => number = () => performance.now()) {
    this.#rules = rules;
    this.#monotonic = monotonic;
  }

  get state(): State['kind'] {
    return this.#state.kind;
  }

  /** May somebody try now? @returns 0: yes, and say what came of it; otherwise when to ask again, ms */
  waitMs(): number {
    const state = this.#state;
    if (state.kind === 'closed') return 0;
    if (state.kind === 'half_open') return lookAgainMs;
    const left = state.until - this.#monotonic();
    if (left > 0) return left;
    this.#state = { kind: 'half_open', openMs: state.openMs };
    return 0;
  }

  worked(): void {
    this.#state = { kind: 'closed' };
    this.#faults = 0;
    this.#failed.clear();
  }

  failed(recipient: string, blame: Blame): void {
    const state = this.#state;
    if (state.kind === 'open') return; // began before it opened
    if (state.kind === 'half_open') {
      this.#open(Math.min(state.openMs * 2, this.#rules.openAtMostMs));
      return;
    }
    if (blame === 'gateway') this.#faults++;
    else this.#failed.add(recipient);
    if (this.#faults + this.#failed.size >= this.#rules.opensAfter) this.#open(this.#rules.openMs);
  }

  /** Whoever was let through has not tried after all: the next one may, at once. */
  untried(): void {
    const state = this.#state;
    if (state.kind === 'half_open') this.#state = { kind: 'open', until: this.#monotonic(), openMs: state.openMs };
  }

  #open(openMs: number): void {
    this.#state = { kind: 'open', until: this.#monotonic() + openMs, openMs };
  }
}
