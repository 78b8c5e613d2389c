import { language } from '../words/language.ts';
import { type ResponderWords, responderWords } from './words.ts';

/** The words in the language of the page. Reading it follows the switch. */
export const words = (): ResponderWords => responderWords[language.value];
