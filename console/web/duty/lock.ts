// The console locks itself when nobody touches it: the server says when (live/touch.ts says while somebody is there). A locked one
// forgets what it must not show any more.
import { effect, signal } from '@preact/signals';
import type { UnlockBody } from '../../../contracts/session/session.ts';
import type { PasskeyOptions } from '../../../contracts/session/signIn.ts';
import { type Answer, call } from '../live/api.ts';
import { answerWithPasskey } from '../sign-in/passkey.ts';
import { words } from '../words/words.ts';
import { hideWhileLocked } from './actions.ts';
import { locked } from './state.ts';

export function watchLock(): void {
  effect(() => {
    if (locked.value) hideWhileLocked();
  });
}

/** Why it could not be locked or opened. */
export const lockTrouble = signal('');

export async function lockNow(): Promise<void> {
  became(await call('/api/v1/session/lock', {}));
}

export async function unlock(body: UnlockBody): Promise<boolean> {
  return became(await call('/api/v1/session/unlock', body));
}

export async function unlockByPasskey(): Promise<void> {
  const options = await call<PasskeyOptions>('/api/v1/session/passkey', {});
  const passkey = options.ok ? await answerWithPasskey(options.value) : undefined;
  if (passkey) await unlock({ passkey });
  else lockTrouble.value = options.ok ? words.value.lock.noPasskey : options.message || words.value.notSent;
}

function became(answer: Answer<unknown>): boolean {
  lockTrouble.value = answer.ok ? '' : answer.message || words.value.notSent;
  return answer.ok;
}
