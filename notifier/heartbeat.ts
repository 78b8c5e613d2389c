// The death of the whole host can only be seen from outside: somebody there is called while all is well, and alarms when
// the calls stop. So nothing is sent while something essential is not well; silence is the message.
import type { Logger } from 'pino';
import { pause } from './pause.ts';

/** One call may take this long. */
const callWithinMs = 10_000;
/** After a failure it is tried again sooner. */
const againAfterMs = 10_000;
/** So many failures in a row, and it is an alarm. */
const failingAfter = 2;

export type HeartbeatParts = {
  url: string;
  everyMs: number;
  /** @returns what is not well; undefined when all is */
  notWell: (signal: AbortSignal) => Promise<string | undefined>;
  log: Pick<Logger, 'info' | 'warn'>;
};

export class Heartbeat {
  readonly #parts: HeartbeatParts;
  readonly #ending = new AbortController();
  #failures = 0;
  #state: 'untried' | 'taken' | 'failing' | 'withheld' = 'untried';

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
    void this.#run();
  }

  get state(): 'untried' | 'taken' | 'failing' | 'withheld' {
    return this.#state;
  }

  stop(): void {
    this.#ending.abort();
  }

  async #run(): Promise<void> {
    const { everyMs } = this.#parts;
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const taken = await this.#beat();
      await pause(taken ? everyMs : Math.min(againAfterMs, everyMs), signal);
    }
  }

  async #beat(): Promise<boolean> {
    const { url, notWell, log } = this.#parts;
    const why = await notWell(this.#within()).catch((error: unknown) => String(error));
    if (this.#ending.signal.aborted) return false;
    if (why !== undefined) {
      if (this.#state !== 'withheld') log.warn({ why }, 'notifier: not well, the heartbeat is withheld');
      this.#state = 'withheld';
      return false;
    }
    try {
      const answer = await fetch(url, { signal: this.#within(), redirect: 'manual' });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      this.#failures = 0;
      this.#state = 'taken';
      return true;
    } catch (error) {
      if (this.#ending.signal.aborted) return false;
      this.#failures++;
      if (this.#failures >= failingAfter) this.#state = 'failing';
      const said = error instanceof Error ? error.message : String(error); // undici's say no address
      log.warn({ error: said }, 'notifier: the heartbeat was not taken');
      return false;
    }
  }

  #within(): AbortSignal {
    return AbortSignal.any([this.#ending.signal, AbortSignal.timeout(callWithinMs)]);
  }
}

/** A press may not come through, or nobody acts on it: nobody outside may be told that all is well. */
const grave: ReadonlySet<string> = new Set([
  'canary_dead',
  'dispatcher_silent',
  'store_down',
  'store_write_errors',
  'store_not_kept',
  'intake_refused',
  'input_undecided',
]);

/**
 * Looks at the system as a press would find it.
 * @param readyUrl our own /readyz: store, broker, dispatcher and districts
 * @param standing codes of the alarms that stand
 */
export async function whatIsNotWell(
  readyUrl: string,
  standing: () => Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const answer = await fetch(readyUrl, { signal });
  if (!answer.ok) return `not ready: ${(await answer.text()).slice(0, 200)}`;
  await answer.body?.cancel();
  return (await standing()).find((code) => grave.has(code));
}
