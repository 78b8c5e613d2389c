// What stands above a page until somebody has dealt with it: the first password, notices about how they sign in, the own panel.
import './own-sign-in.css';
import { useEffect, useState } from 'preact/hooks';
import type { MySignIn } from '../../../contracts/session/signIn.ts';
import { call } from '../live/api.ts';
import { signedOut } from '../live/page.ts';
import { momentOf } from '../look/time.ts';
import { ChoosePassword } from './ChoosePassword.tsx';
import { openPanel } from './OwnSignIn.tsx';
import { ownWords } from './ownLanguage.ts';

/** The notices that stand until they are read, and the panel while it is open. */
export function OwnNotices() {
  const [notices, setNotices] = useState<MySignIn['notices']>([]);
  useEffect(() => {
    void call<MySignIn>('/api/v1/my/sign-in').then((answer) => answer.ok && setNotices(answer.value.notices));
  }, []);
  const w = ownWords.value;
  const open = openPanel.value;
  return (
    <>
      {!signedOut.value && <ChoosePassword />}
      {notices.length > 0 && (
        <div class="banner own-notices" role="alert">
          <ul>
            {notices.map(({ kind, at, by = '' }) => (
              <li key={`${kind}${at}`}>{w.notices[kind](momentOf(Date.parse(at)), by)}</li>
            ))}
          </ul>
          <button
            type="button"
            onClick={async () => {
              const answer = await call('/api/v1/my/sign-in/notices/read', {});
              if (answer.ok) setNotices([]);
            }}
          >
            {w.understood}
          </button>
        </div>
      )}
      {open && <open.Panel must={open.must} />}
    </>
  );
}
