// Who has a way in: sessions, tokens and links, each with its end; a fresh link for whoever is locked out.
import { Type } from 'typebox';
import { areaSays, type RightsArea } from '../contracts/session/area.ts';
import { AccountAnswer, AccountView, SessionView } from '../contracts/session/session.ts';
import type { Answer } from './commands.ts';
import type { Session } from './session.ts';
import { call } from './system.ts';
import { table } from './table.ts';

export async function listSessions({ system, say, when }: Session): Promise<Answer> {
  const answer = await call(system(), '/api/v1/sessions', Type.Object({ sessions: Type.Array(SessionView) }));
  const rows = answer.sessions.map(({ id, kind, role, name, account, responder, device, madeAt, expiresAt }) => [
    id,
    say.sessionKinds[kind],
    role,
    name,
    account ?? responder ?? device ?? '',
    madeAt === undefined ? '' : when(madeAt),
    expiresAt === undefined ? say.noEnd : when(expiresAt),
  ]);
  return { json: answer, text: rows.length === 0 ? say.noSessions : table([say.columns.sessions, ...rows]) };
}

export async function endSession({ system, say }: Session, id: string): Promise<Answer> {
  await call(system(), `/api/v1/sessions/${encodeURIComponent(id)}`, Ended, undefined, 'DELETE');
  return { json: { id }, text: say.sessionEnded(id) };
}

/** A lost button, pager or phone. */
export async function endLogin({ system, say }: Session, id: string): Promise<Answer> {
  await call(system(), `/api/v1/logins/${encodeURIComponent(id)}`, Ended, undefined, 'DELETE');
  return { json: { id }, text: say.loginEnded(id) };
}

export async function linkFor({ system, say, when }: Session, login: string): Promise<Answer> {
  const answer = await call(system(), `/api/v1/accounts/${encodeURIComponent(login)}/link`, AccountAnswer, {});
  const text = [answer.link, say.validUntil(when(answer.expiresAt)), say.shownOnce].join('\n');
  return { json: answer, text };
}

/** Whoever lost their phone and has no recovery code. */
export async function resetFactors({ system, say }: Session, login: string): Promise<Answer> {
  const path = `/api/v1/accounts/${encodeURIComponent(login)}/factors`;
  const answer = await call(system(), path, AccountView, undefined, 'DELETE');
  return { json: answer, text: say.factorsReset(login) };
}

/** How far the rights of somebody of the community reach; undefined: over all of it. */
export async function setArea({ system, say }: Session, login: string, area: RightsArea | undefined): Promise<Answer> {
  const path = `/api/v1/accounts/${encodeURIComponent(login)}/area`;
  const answer = await call(system(), path, AccountView, { area: area ?? null }, 'PUT');
  return { json: answer, text: say.areaSet(login, answer.area && areaSays(answer.area)) };
}

/** Who somebody is at the OIDC provider; neither subject nor e-mail: they are nobody there any more. */
export async function setIdentity(
  { system, say }: Session,
  login: string,
  identity: { subject: string } | { email: string } | undefined,
): Promise<Answer> {
  const path = `/api/v1/accounts/${encodeURIComponent(login)}/identity`;
  const answer = await call(system(), path, AccountView, identity, identity === undefined ? 'DELETE' : 'POST');
  return { json: answer, text: say.identitySet(login, answer.provider) };
}

const Ended = Type.Object({ id: Type.String() });
