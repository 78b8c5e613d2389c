// The words in the chosen language: Chinese unless switched. The other language is fetched when somebody wants it.
import { computed, effect, signal } from '@preact/signals';
import { type Words, zh } from './zh.ts';

const stored = localStorage.getItem('yjt-language');
/** The language of the page. */
export const language = signal<'zh' | 'en'>(stored === 'en' ? 'en' : 'zh');
const english = signal<Words>();
/** The words of that language; Chinese until the other has come. */
export const words = computed<Words>(() => (language.value === 'en' ? (english.value ?? zh) : zh));

effect(() => {
  if (language.value !== 'en' || english.value) return;
  import('./en.ts').then(
    ({ en }) => {
      english.value = en;
    },
    () => {
      language.value = 'zh'; // the link is down: the page stays readable, the switch can be tried again
    },
  );
});

export function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh';
  localStorage.setItem('yjt-language', language.value);
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
}
