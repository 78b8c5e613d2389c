// 登录与令牌: who is in, by what, until when; each is ended by one click. One's own; for the administrator those of the district.
import './SessionsPanel.css';
import { useEffect, useState } from 'preact/hooks';
import type { SessionView } from '../../../../contracts/session/session.ts';
import { call } from '../../live/api.ts';
import { picture, sessionEnded } from '../../live/page.ts';
import { Button } from '../../look/Button.tsx';
import { Panel } from '../../look/Panel.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { closePanel } from '../actions.ts';
import { lockNow, lockTrouble } from '../lock.ts';

export function SessionsPanel() {
  const w = words.value;
  const { me } = picture.value;
  const [sessions, setSessions] = useState<SessionView[]>();
  const [trouble, setTrouble] = useState('');
  async function load(): Promise<void> {
    const answer = await call<{ sessions: SessionView[] }>('/api/v1/sessions');
    if (answer.ok) setSessions(answer.value.sessions);
    setTrouble(answer.ok ? '' : answer.message || w.notSent);
  }
  useEffect(() => void load(), []);

  async function end({ id, current }: SessionView): Promise<void> {
    const answer = await call(`/api/v1/sessions/${id}`, undefined, 'DELETE');
    if (answer.ok && current) return sessionEnded();
    await load();
    // Ended by somebody else a moment ago is ended.
    if (!answer.ok && answer.status !== 404) setTrouble(answer.message || w.notSent);
  }

  const all = me?.role === 'administrator';
  return (
    <Panel title={all ? w.sessions.all : w.sessions.own} close={closePanel}>
      <p class="says">{all ? w.sessions.allSays : w.sessions.ownSays}</p>
      {me?.lockable && <Button class="small" does={() => void lockNow()} says={w.lock.now} />}
      <Trouble says={trouble} />
      <Trouble says={lockTrouble.value} />
      {!sessions && trouble === '' && <p class="says">{w.loading}</p>}
      <ul class="sessions">
        {(sessions ?? []).map((session) => (
          <li key={session.id} data-session={session.id}>
            <b>{session.name}</b>
            <span class="tag">{w.sessions.roles[session.role]}</span>
            {session.current && <span class="tag go">{w.sessions.current}</span>}
            <small>{wordsOf(session, w)}</small>
            <button class="small" type="button" onClick={() => void end(session)}>
              {session.kind === 'session' ? w.sessions.end : w.sessions.revoke}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What it is, since when and until when. */
function wordsOf(session: SessionView, w: typeof words.value): string {
  const { kind, begunBy, account, responder, device, madeAt, expiresAt, maker } = session;
  return [
    kind === 'session' && begunBy !== undefined ? w.sessions.begunBy[begunBy] : w.sessions.kinds[kind],
    account ?? responder ?? device,
    maker === undefined ? undefined : w.sessions.maker(maker),
    madeAt === undefined ? undefined : w.sessions.since(momentOf(Date.parse(madeAt))),
    expiresAt === undefined ? w.sessions.noEnd : w.sessions.until(momentOf(Date.parse(expiresAt))),
  ]
    .filter((one) => one !== undefined)
    .join(' · ');
}
