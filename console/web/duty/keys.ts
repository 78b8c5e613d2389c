// The keyboard of the duty console. No single key closes an incident; nothing fires while somebody types.
import { signal } from '@preact/signals';
import { acknowledge } from './orders.ts';
import { pauseSound } from './sound.ts';
import { form, picture, rowIds, selected, trouble } from './state.ts';

/** The list of keys is shown. */
export const helpShown = signal(false);

export function watchKeys(fitMap: () => void): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') return leave();
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
  selected.value = next;
  form.value = undefined;
  document.querySelector(`[data-incident="${next}"]`)?.scrollIntoView({ block: 'nearest' });
}

function toggle(which: 'assign' | 'note'): void {
  trouble.value = '';
  form.value = form.value === which ? undefined : which;
}

function leave(): void {
  if (helpShown.value) helpShown.value = false;
  else if (form.value) form.value = undefined;
  else selected.value = undefined;
}
