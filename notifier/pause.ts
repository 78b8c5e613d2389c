// A wait that ends early when it no longer matters.
import { setTimeout as wait } from 'node:timers/promises';

/** Waits; returns at once when the signal aborts. The caller looks at the signal. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch {
    // called off: the caller sees it in the signal
  }
}
