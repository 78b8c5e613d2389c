import { inLanguage } from '../words/inLanguage.ts';
import { familyWords } from './words.ts';

/** What the page of the family says. */
export const words = inLanguage(familyWords);
