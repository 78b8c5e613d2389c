// How every page gets its words: a table in both languages becomes a signal, and `words.value` follows the switch.
import { computed, type ReadonlySignal } from '@preact/signals';
import { language } from './language.ts';

/** @param of the language to follow: the page's own, unless it has another */
export const inLanguage = <T>(table: { zh: T; en: T }, of: ReadonlySignal<'zh' | 'en'> = language): ReadonlySignal<T> =>
  computed(() => table[of.value]);
