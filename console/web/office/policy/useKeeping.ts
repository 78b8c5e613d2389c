// What becomes of a changed policy: it holds from now on, or from an instant; or it was refused, and why.
import { useState } from 'preact/hooks';
import type { PolicyState } from '../../../../contracts/office/planned.ts';
import { type Answer, call } from '../../live/api.ts';
import { instantOf } from '../../look/timeFields.ts';
import { words } from '../../words/words.ts';
import { guardLeaving } from '../asked.ts';
import type { useDocument } from '../registry/useDocument.ts';
import { policyWords } from './words.ts';

export type KeepingParts = {
  open: ReturnType<typeof useDocument>;
  state: PolicyState;
  /** something was done, or has to be read again */
  done: (says: string) => void;
};

/** `who` was faster, where somebody was; empty where nobody knows who. */
export type Refused = { message: string; who: string | undefined };

export function useKeeping({ open, state, done }: KeepingParts) {
  const { filling, put, drop, reread } = open;
  const [why, setWhy] = useState('');
  const [at, setAt] = useState('');
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<Refused>();

  function finished(says: string): void {
    setRefused(undefined);
    setWhy('');
    setAt('');
    guardLeaving(undefined);
    done(says);
  }

  async function save(): Promise<void> {
    setSending(true);
    const outcome = await put(filling.now, why.trim());
    setSending(false);
    if (!outcome.ok) return setRefused({ message: outcome.message, who: outcome.stale ? outcome.who : undefined });
    finished(policyWords.value.saved);
    reread();
  }

  async function plan(): Promise<void> {
    const w = policyWords.value;
    if (at === '') return setRefused({ message: w.laterNeeds, who: undefined });
    setSending(true);
    const answer = await call<PolicyState>('/api/v1/office/policy/planned', {
      at: instantOf(at),
      version: filling.read?.version ?? 0,
      policy: filling.now,
      ...(why.trim() === '' ? {} : { why: why.trim() }),
      ...(state.planned ? { instead: state.planned.id } : {}),
    });
    setSending(false);
    if (!answer.ok) return setRefused(refusedBy(answer));
    finished(w.laterSaved);
    drop();
  }

  function refusedBy(answer: Answer<PolicyState> & { ok: false }): Refused {
    const { who = '', field } = (answer.refused ?? {}) as { who?: string; field?: string };
    if (answer.code !== 'changed_meanwhile') return { message: answer.message || words.value.notSent, who: undefined };
    if (field !== 'planned') return { message: answer.message, who };
    done(''); // what is planned is read again
    return { message: policyWords.value.changedBy, who: undefined };
  }

  return { why, setWhy, at, setAt, sending, refused, setRefused, save, plan };
}
