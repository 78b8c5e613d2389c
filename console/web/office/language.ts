import { inLanguage } from '../words/inLanguage.ts';
import { officeWords } from './words.ts';

/** What the office alone says; the rest is the consoles' common table. */
export const ownWords = inLanguage(officeWords);
