// The words in the chosen language: Chinese unless switched.
import { computed, signal } from '@preact/signals';
import { en } from './en.ts';
import { type Words, zh } from './zh.ts';

const stored = localStorage.getItem('yjt-language');
/** The language of the page. */
export const language = signal<'zh' | 'en'>(stored === 'en' ? 'en' : 'zh');
/** The words of that language. */
export const words = computed<Words>(() => (language.value === 'en' ? en : zh));

export function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh';
  localStorage.setItem('yjt-language', language.value);
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
}
