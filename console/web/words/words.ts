// The words of the consoles in the chosen language. The other language is fetched when somebody wants it.
import { computed, effect, signal } from '@preact/signals';
import { language, stayChinese } from './language.ts';
import { type Words, zh } from './zh.ts';

const english = signal<Words>();
/** Chinese until the other has come. */
export const words = computed<Words>(() => (language.value === 'en' ? (english.value ?? zh) : zh));

effect(() => {
  if (language.value !== 'en' || english.value) return;
  import('./en.ts').then(
    ({ en }) => {
      english.value = en;
    },
    () => {
      stayChinese(); // the link is down: the page stays readable, the switch can be tried again
    },
  );
});
