// Who of the simulated residents presses next, when, and what. Rare and bounded: only a human closes an incident, so
// without one the queue would grow all night.
import type { PressKind } from '../contracts/terms.ts';
import type { Button } from './button.ts';
import { between, type Chance, exponential, oneOf } from './chance.ts';
import type { StoryClock } from './clock.ts';
import type { Scenario } from './scenario.ts';

/** Lets the fleet press. `buttons` is asked each time: some are taken over. Returns how to stop it. */
export function startPresses(parts: {
  presses: Scenario['presses'];
  chance: Chance;
  clock: StoryClock;
  buttons: () => readonly Button[];
}): () => void {
  const { presses, chance, clock, buttons } = parts;
  if (presses.everySeconds === 0) return () => {};
  const cancels = new Set<() => void>();
  const later = (seconds: number, act: () => void): void => {
    const cancel = clock.after(seconds * 1000, () => {
      cancels.delete(cancel);
      act();
    });
    cancels.add(cancel);
  };
  const next = (): void => later(exponential(chance, presses.everySeconds), press);

  /** Draws the same number of times whether or not a press comes of it. */
  function press(): void {
    const kind = drawKind(chance, presses.kinds);
    const [cancelled, seconds] = [chance() < presses.cancels, between(chance, presses.cancelSeconds)];
    const all = buttons();
    const idle = all.filter((button) => !button.waiting);
    const button = oneOf(chance, idle);
    if (button && all.length - idle.length < presses.openAtMost) {
      button.press(kind);
      if (cancelled && kind === 'sos') later(seconds, () => button.press('cancel'));
    }
    next();
  }

  next();
  return () => {
    for (const cancel of cancels) cancel();
  };
}

/** The kinds are weights: they need not add up to 1. */
export function drawKind(chance: Chance, kinds: Scenario['presses']['kinds']): PressKind {
  const weighted = Object.entries(kinds) as [PressKind, number][];
  let left = chance() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [kind, weight] of weighted) {
    left -= weight;
    if (left < 0) return kind;
  }
  return 'sos';
}
