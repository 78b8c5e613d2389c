import { inLanguage } from '../words/inLanguage.ts';
import { responderWords } from './words.ts';

/** What the phone says. */
export const words = inLanguage(responderWords);
