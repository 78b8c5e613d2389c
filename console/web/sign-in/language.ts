import { inLanguage } from '../words/inLanguage.ts';
import { mySignInWords, signInWords } from './words.ts';

/** What the sign-in says, and the panel of the own sign-in: fetched with them. */
export const words = inLanguage(signInWords);
export const panelWords = inLanguage(mySignInWords);
