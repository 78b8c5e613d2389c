// The language of the resident's button: the resident's own, unless somebody who helps has switched the words on the screen.
import { computed, effect, signal } from '@preact/signals';
import { drop, keep, kept } from '../live/memory.ts';
import { inLanguage } from '../words/inLanguage.ts';
import { buttonWords } from './words.ts';

const place = 'yjt-button-language';
/** The resident's, in which the server's sentences come. */
export const theirs = signal<'zh' | 'en'>('zh');
export function theyRead(one: 'zh' | 'en'): void {
  theirs.value = one;
}
const chosen = signal(kept(place));
/** Of the words on the screen. */
export const language = computed(() => (chosen.value === 'zh' || chosen.value === 'en' ? chosen.value : theirs.value));
export const words = inLanguage(buttonWords, language);

export function switchLanguage(): void {
  const other = language.value === 'zh' ? 'en' : 'zh';
  chosen.value = other === theirs.value ? undefined : other;
  if (chosen.value === undefined) drop(place);
  else keep(place, other);
}

/** Keeps the page marked with its language. */
export function watchLanguage(): void {
  effect(() => {
    document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
  });
}
