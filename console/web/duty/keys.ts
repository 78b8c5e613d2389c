// The keyboard of the duty console. No single key closes an incident; nothing fires while somebody types; the single keys can
// be switched off (WCAG 2.1.4).
import { signal } from '@preact/signals';
import type { NeedView } from '../../../contracts/incident/views.ts';
import { pauseSound } from '../alarm/sound.ts';
import { keep, kept } from '../live/memory.ts';
import { picture } from '../live/page.ts';
import { words } from '../words/words.ts';
import { panels } from './later.ts';
import { acknowledge } from './orders.ts';
import {
  about,
  type FormName,
  form,
  locked,
  panel,
  proposed,
  rowIds,
  seenAtOpening,
  selected,
  togglePanel,
  trouble,
} from './state.ts';

/** What a locked console still does by a key: choose, acknowledge, quieten, fit the map. */
const whileLocked: ReadonlySet<string> = new Set(['j', 'k', 'a', 'm', 'f', '?']);

/** The list of keys is shown. */
export const helpShown = signal(false);
export const keysOn = signal(kept('yjt-keys') !== 'off');

export function switchKeys(): void {
  keysOn.value = !keysOn.value;
  keep('yjt-keys', keysOn.value ? 'on' : 'off');
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
  if (locked.value && !whileLocked.has(key)) return undefined;
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
    case 'w':
      return () => togglePanel('nightDesk');
    case 'l':
      return () => void panels.value?.lockNow(words.value.notSent);
    case 'v':
      return () => togglePanel('aftercare');
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
export function toggle(which: FormName, need?: NeedView['need']): void {
  trouble.value = '';
  proposed.value = undefined;
  const again = form.value === which && about.value === need;
  about.value = need;
  form.value = again ? undefined : which;
  const incident = selected.value === undefined ? undefined : picture.value.incidents.get(selected.value);
  seenAtOpening.value = incident && { incident: incident.id, seq: incident.seq };
}

function leave(): void {
  if (helpShown.value) helpShown.value = false;
  else if (panel.value) panel.value = undefined;
  else if (form.value) form.value = undefined;
  else selected.value = undefined;
}
