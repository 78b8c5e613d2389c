// What a press is called.
import { callNames as both } from '../../../../wording/calls.ts';
import { inLanguage } from '../../words/inLanguage.ts';

type Named = Readonly<Partial<Record<string, string>>>;

/** By kind; those that call nobody have no name. */
export const callNames = inLanguage<Named>(both);
