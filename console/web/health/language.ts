import { inLanguage } from '../words/inLanguage.ts';
import { healthWords } from './words.ts';

/** What the health desk alone says; the rest is the consoles' common table. */
export const deskWords = inLanguage(healthWords);
