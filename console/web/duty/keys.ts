// The keyboard of the duty console. No single key closes an incident; nothing fires while somebody types; the single keys can
// be switched off (WCAG 2.1.4).
import { signal } from '@preact/signals';
import { pauseSound } from '../alarm/sound.ts';
import { picture } from '../live/page.ts';
import { acknowledge } from './orders.ts';
import { type FormName, form, panel, proposed, rowIds, selected, trouble } from './state.ts';

/** The list of keys is shown. */
export const helpShown = signal(false);
export const keysOn = signal(localStorage.getItem('yjt-keys') !== 'off');

export function switchKeys(): void {
  keysOn.value = !keysOn.value;
  localStorage.setItem('yjt-keys', keysOn.value ? 'on' : 'off');
}

export function watchKeys(fitMap: () => void): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') return leave();
    if (!keysOn.value) return;
    const target = event.target as HTMLElement;
    if (target.matches('input, textarea, select')) return;
    const act = actionOf(event.key.toLowerCase(), fitMap);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function actionOf(key: string, fitMap: () => void): (() => void) | undefined {
  const incident = selected.value === undefined ? undefined : picture.value.incidents.get(selected.value);
  const open = incident?.state === 'open';
  switch (key) {
    case 'j':
      return () => move(1);
    case 'k':
      return () => move(-1);
    case 'a':
      return () => {
        // Without a selection the most urgent one is meant, which is first.
        const id = incident ? incident.id : rowIds.value[0];
        const one = id === undefined ? undefined : picture.value.incidents.get(id);
        if (one && one.state === 'open' && !one.acknowledged) {
          selected.value = one.id;
          void acknowledge(one.id);
        }
      };
    case 'd':
      return open ? () => toggle('assign') : undefined;
    case 'n':
      return open ? () => toggle('note') : undefined;
    case 'm':
      return pauseSound;
    case 'f':
      return fitMap;
    case '/':
      return () => document.querySelector<HTMLInputElement>('#search')?.focus();
    case '?':
      return () => {
        helpShown.value = !helpShown.value;
      };
    default:
      return undefined;
  }
}

function move(by: 1 | -1): void {
  const ids = rowIds.value;
  const at = (ids as readonly (string | undefined)[]).indexOf(selected.value);
  const next = ids[Math.max(0, Math.min(ids.length - 1, at + by))];
  if (next === undefined) return;
  select(next);
  document.querySelector(`[data-incident="${next}"]`)?.scrollIntoView({ block: 'nearest' });
}

/** Opens an incident in the pane. */
export function select(id: string): void {
  selected.value = id;
  form.value = undefined;
  proposed.value = undefined;
  trouble.value = '';
}

/** Opens a form of the pane, or closes it again. */
export function toggle(which: FormName): void {
  trouble.value = '';
  proposed.value = undefined;
  form.value = form.value === which ? undefined : which;
}

function leave(): void {
  if (helpShown.value) helpShown.value = false;
  else if (panel.value) panel.value = undefined;
  else if (form.value) form.value = undefined;
  else selected.value = undefined;
}
