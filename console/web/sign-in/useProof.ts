// What somebody gives to prove that it is them: the old password, a code, a passkey.
import { useState } from 'preact/hooks';
import type { MySignIn, PasskeyOptions, SelfProof } from '../../../contracts/session/signIn.ts';
import { call } from '../live/api.ts';
import { panelWords } from './language.ts';
import { answerWithPasskey } from './passkey.ts';

export type By = 'old' | 'code' | 'passkey';
export type Proving = {
  by: By;
  setBy: (by: By) => void;
  given: string;
  setGiven: (given: string) => void;
  /** @returns undefined: it is not there, and they were told */
  prove: (mine: MySignIn | undefined) => Promise<SelfProof | undefined>;
  /** A code serves once. */
  used: () => void;
};

export function useProof(fails: (why: string) => void): Proving {
  const w = panelWords.value;
  const [by, setBy] = useState<By>('old');
  const [given, setGiven] = useState('');
  async function prove(mine: MySignIn | undefined): Promise<SelfProof | undefined> {
    if (mine?.proofNeeded === false) return {};
    if (by !== 'passkey') {
      if (given.trim() !== '') return { [by]: given };
      fails(w.proofNeeded);
      return undefined;
    }
    const options = await call<PasskeyOptions>('/api/v1/my/sign-in/challenge', {});
    const passkey = options.ok ? await answerWithPasskey(options.value) : undefined;
    if (passkey) return { passkey };
    fails(options.ok ? w.passkeyCancelled : options.message || w.notSent);
    return undefined;
  }
  const used = (): void => {
    if (by === 'code') setGiven('');
  };
  return { by, setBy, given, setGiven, prove, used };
}
