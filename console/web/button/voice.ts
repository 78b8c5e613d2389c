// Says what happens, once for each change, with the voice that the system has.
import { effect, signal } from '@preact/signals';
import { theirs } from './language.ts';
import { told } from './state.ts';

/** What was said last: lets a test hear it. */
export const said = signal('');
let unlocked = false;

/** Browsers let a page speak only after a touch. */
export function unlockVoice(): void {
  if (unlocked) return;
  unlocked = true;
  if ('speechSynthesis' in window) speechSynthesis.speak(new SpeechSynthesisUtterance(''));
}

export function watchVoice(): void {
  let last = '';
  let first = true;
  effect(() => {
    const state = told.value;
    const key = state ? `${state.incident ?? ''}/${state.step ?? state.state}/${state.say}` : '';
    const old = first && state?.state === 'closed'; // old news is never spoken
    first = first && state === undefined;
    if (key === last || !state) return;
    last = key;
    if (!old) say(state.say);
  });
}

function say(words: string): void {
  said.value = words;
  document.documentElement.dataset.said = words;
  if (!('speechSynthesis' in window)) return;
  speechSynthesis.cancel();
  const speech = new SpeechSynthesisUtterance(words);
  speech.lang = theirs.value === 'zh' ? 'zh-CN' : 'en-US';
  speech.rate = 0.85; // old ears
  speechSynthesis.speak(speech);
}
