import { Button } from '../look/Button.tsx';
import { words } from './language.ts';
import { sending, type Touch, told } from './state.ts';

/** As long as nobody is there and it was not said already. */
export function Mistake({ touch }: { touch: Touch }) {
  const state = told.value;
  const open = state !== undefined && (state.state === 'received' || state.state === 'coming');
  if (!open || state.step === 'cancel_check' || sending.value) return null;
  return <Button class="quiet" does={touch('cancel')} says={words.value.mistake} />;
}
