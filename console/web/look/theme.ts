// Dark from 19:00 to 07:00, unless somebody chose.
import { computed, effect, signal } from '@preact/signals';
import { keep, kept } from '../live/memory.ts';
import { now } from '../live/page.ts';
import { hourOf } from './time.ts';

type Theme = 'dark' | 'light';
const place = 'yjt-theme';
const chosen = signal(kept(place) as Theme | undefined);

export const theme = computed<Theme>(() => {
  if (chosen.value) return chosen.value;
  const hour = hourOf(now.value);
  return hour >= 19 || hour < 7 ? 'dark' : 'light';
});

export function switchTheme(): void {
  chosen.value = theme.value === 'dark' ? 'light' : 'dark';
  keep(place, chosen.value);
}

const printing = signal(false);

/** Keeps the page in the theme; paper is white. */
export function watchTheme(): void {
  addEventListener('beforeprint', () => {
    printing.value = true;
  });
  addEventListener('afterprint', () => {
    printing.value = false;
  });
  effect(() => {
    document.documentElement.classList.toggle('light', printing.value || theme.value === 'light');
  });
}
