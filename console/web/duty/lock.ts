// The console locks itself when nobody touches it: the server says when. The page says while somebody is there, and forgets what
// it must not show any more.
import { effect, signal } from '@preact/signals';
import type { UnlockBody } from '../../../contracts/session/session.ts';
import type { PasskeyOptions } from '../../../contracts/session/signIn.ts';
import { type Answer, call } from '../live/api.ts';
import { picture } from '../live/page.ts';
import { answerWithPasskey } from '../sign-in/passkey.ts';
import { words } from '../words/words.ts';
import { hideWhileLocked } from './actions.ts';
import { locked } from './state.ts';

/** Told at most so often, and four times within the time that the page may be left alone. */
const toldEveryMs = 60_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

let touched = false;
let toldAt = -toldEveryMs;

export function watchTouch(): void {
  for (const sign of signs)
    addEventListener(
      sign,
      () => {
        touched = true;
      },
      { passive: true },
    );
  setInterval(() => void tell(), 1_000);
  effect(() => {
    if (locked.value) hideWhileLocked();
  });
}

async function tell(): Promise<void> {
  const after = picture.value.me?.locksAfterSeconds;
  if (after === undefined || locked.value || !touched) return;
  const at = performance.now();
  if (at - toldAt < Math.min(toldEveryMs, after * 250)) return;
  toldAt = at;
  touched = false;
  const answer = await call('/api/v1/session/active', {});
  if (!answer.ok && answer.status !== 423) touched = true; // the link is down: said again
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
