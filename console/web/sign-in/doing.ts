import type { MySignIn } from '../../../contracts/session/signIn.ts';

/** What a part of the panel may do: ask the server with a proof, show codes once, and say what became of it. */
export type Doing = {
  mine: MySignIn;
  change: <T>(path: string, body?: object) => Promise<T | undefined>;
  told: (says: string) => Promise<void>;
  fails: (why: string) => void;
  showCodes: (codes: readonly string[]) => void;
};
