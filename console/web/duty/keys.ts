// The keyboard of the duty console. No single key closes an incident; nothing fires while somebody types; the single keys can
// be switched off (WCAG 2.1.4).
import { signal } from '@preact/signals';
import { pauseSound } from '../alarm/sound.ts';
import { keep, kept } from '../live/memory.ts';
import { acknowledgeCurrent, move, stepBack, toggleForm, toggleHelp, togglePanel } from './actions.ts';
import { panels } from './later.ts';
import { fitMap } from './map/drawing.ts';
import { current, locked } from './state.ts';

/** What a locked console still does by a key: choose, acknowledge, quieten, fit the map. */
const whileLocked: ReadonlySet<string> = new Set(['j', 'k', 'a', 'm', 'f', '?']);

export const keysOn = signal(kept('yjt-keys') !== 'off');

export function switchKeys(): void {
  keysOn.value = !keysOn.value;
  keep('yjt-keys', keysOn.value ? 'on' : 'off');
}

export function watchKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') return stepBack();
    if (!keysOn.value) return;
    const target = event.target as HTMLElement;
    if (target.matches('input, textarea, select')) return;
    const act = actionOf(event.key.toLowerCase());
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function actionOf(key: string): (() => void) | undefined {
  const open = current.value?.state === 'open';
  if (locked.value && !whileLocked.has(key)) return undefined;
  switch (key) {
    case 'j':
      return () => move(1);
    case 'k':
      return () => move(-1);
    case 'a':
      return acknowledgeCurrent;
    case 'd':
      return open ? () => toggleForm('assign') : undefined;
    case 'n':
      return open ? () => toggleForm('note') : undefined;
    case 'w':
      return () => togglePanel('nightDesk');
    case 'l':
      return () => void panels.value?.lockNow();
    case 'v':
      return () => togglePanel('aftercare');
    case 'm':
      return pauseSound;
    case 'f':
      return fitMap;
    case '/':
      return () => document.querySelector<HTMLInputElement>('#search')?.focus();
    case '?':
      return toggleHelp;
    default:
      return undefined;
  }
}
