// The time of the story: real time, or faster. It never jumps when somebody sets the machine's clock.

/** @property now story time, ms @property after calls back in so much story time; returns how to prevent it */
export type StoryClock = { now(): number; after(milliseconds: number, act: () => void): () => void };

/** The longest wait that a timer takes. */
const longestMs = 2 ** 31 - 1;

/**
 * @param pace seconds of the story in a second
 * @param told story time that has been reached before: it never goes back
 */
export function storyClock(pace: number, told = 0): StoryClock {
  const [begin, started] = [Math.max(Date.now(), told), performance.now()];
  return {
    now: () => begin + (performance.now() - started) * pace,
    after: (milliseconds, act) => {
      // A timer may fire a little early: what is due then would not be.
      const timer = setTimeout(act, Math.min(longestMs, Math.ceil(Math.max(0, milliseconds) / pace) + 1));
      return () => clearTimeout(timer);
    },
  };
}
