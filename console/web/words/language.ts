// The language of the page: Chinese unless switched, and kept on this machine.
import { signal } from '@preact/signals';
import { keep, kept } from '../live/memory.ts';

const place = 'yjt-language';
export const language = signal<'zh' | 'en'>(kept(place) === 'en' ? 'en' : 'zh');
document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';

/** The other language has not come. */
export function stayChinese(): void {
  language.value = 'zh';
}

export function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh';
  keep(place, language.value);
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
}
