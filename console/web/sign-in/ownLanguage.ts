import { inLanguage } from '../words/inLanguage.ts';
import { ownSignInWords, passwordWords } from './ownWords.ts';

/** What a page says about the own sign-in while somebody is signed in. */
export const ownWords = inLanguage(ownSignInWords);
export const firstPasswordWords = inLanguage(passwordWords);
