// How much one session may read at once. A browser opens six connections; a page that asks for everything at once stands in its own line, and nobody
// else's order behind it.
import { Refused } from '../refusal.ts';

const atOnce = 6;
const waitingAtMost = 200;

type Line = { running: number; waiting: (() => void)[] };

export class UnderWay {
  readonly #lines = new Map<string, Line>();

  /**
   * Waits for a place in the line of a session.
   * @param onGone told what to call when the request is over, answered or not
   * @throws Refused when very many of its requests wait already
   */
  async enter(session: string, onGone: (leave: () => void) => void): Promise<void> {
    const line = this.#lines.get(session) ?? { running: 0, waiting: [] };
    this.#lines.set(session, line);
    if (line.waiting.length >= waitingAtMost) throw new Refused('too_fast');
    let [isIn, isGone] = [false, false];
    onGone(() => {
      if (isIn && !isGone) this.#leave(session, line);
      isGone = true;
    });
    if (line.running >= atOnce) await new Promise<void>((start) => line.waiting.push(start));
    line.running += 1;
    isIn = true;
    if (isGone) this.#leave(session, line); // it was given up while it waited
  }

  #leave(session: string, line: Line): void {
    line.running -= 1;
    const next = line.waiting.shift();
    if (next) next();
    else if (line.running === 0) this.#lines.delete(session);
  }
}
