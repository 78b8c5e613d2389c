import { inLanguage } from '../words/inLanguage.ts';
import { wallWords } from './words.ts';

/** What the wall says. */
export const words = inLanguage(wallWords);
