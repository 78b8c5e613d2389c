// What every form of this page does while somebody types: nothing typed is lost unasked, and the server is asked once a pause is made.
import { useEffect } from 'preact/hooks';
import { guardLeaving } from './asked.ts';
import { registryWords } from './registry/words.ts';

/** What was typed is not lost unasked. */
export function useGuard(typed: boolean, says = (): string => registryWords.value.unsaved): void {
  useEffect(() => {
    guardLeaving(typed ? () => confirm(says()) : undefined);
    return () => guardLeaving(undefined);
  }, [typed]);
}

/** After this pause in typing it is asked what would be wrong. */
export const pauseMs = 600;

/**
 * Does it once nobody has typed for a moment.
 * @param does what answers later is told only while `isCurrent`: nobody has typed on, and the form is there; undefined: there is nothing to do
 * @param typed what it rests on
 */
export function useAfterPause(
  does: ((isCurrent: () => boolean) => unknown) | undefined,
  typed: readonly unknown[],
  ms = pauseMs,
): void {
  useEffect(() => {
    if (!does) return;
    let current = true;
    const timer = setTimeout(() => void does(() => current), ms);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [...typed]);
}
