// The language of the page: Chinese unless switched, and kept on this machine.
import { signal } from '@preact/signals';

const stored = localStorage.getItem('yjt-language');
export const language = signal<'zh' | 'en'>(stored === 'en' ? 'en' : 'zh');
document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';

export function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh';
  localStorage.setItem('yjt-language', language.value);
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
}
