// Who has a key is said by whoever gives it out and takes it back (custody.ts), and by nobody who writes the document it stands in.
import type { HeldKey } from '../../../contracts/office/community.ts';

/** Keys of a home as somebody has written them, each that hangs there already with whoever has it now. */
export const withHolders = (now: readonly HeldKey[] | undefined, written: readonly HeldKey[]): HeldKey[] =>
  written.map((key) => now?.find(({ place, hook }) => place === key.place && hook === key.hook) ?? key);
