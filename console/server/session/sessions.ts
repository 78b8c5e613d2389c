// Who is in, and by what: sessions of browsers, tokens, links that nobody has used. One's own, and for the administrator those of
// the district; each can be ended by hand.

import { Type } from 'typebox';
import { iso } from '../../../contracts/iso.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { SessionView } from '../../../contracts/session/session.ts';
import { defined } from '../../../contracts/shapes.ts';
import { endless, endToken, type Held, readTokens, tokenId } from '../../../store/tokens.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit, type SessionParts } from './caller.ts';
import { whoAsks } from './doors.ts';

export function addSessionList(app: App, parts: SessionParts): void {
  const { redis } = parts;

  const listAsks = route(
    'session.list',
    'sessions, tokens and unused links: one’s own, for the administrator all of the district',
    { response: { 200: Type.Object({ sessions: Type.Array(SessionView) }) } },
  );
  app.get('/api/v1/sessions', listAsks, async (request) => {
    const { held } = whoAsks(request);
    return { sessions: (await seenBy(parts, held)).map((one) => viewOf(one, held)) };
  });

  const endAsks = route('session.revoke', 'end one of them; whatever was begun with a token ends with it', {
    params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
    response: { 200: Type.Object({ id: Type.String() }), 404: Refusal },
  });
  app.delete('/api/v1/sessions/:id', endAsks, async (request) => {
    const { held } = whoAsks(request);
    const { id } = request.params;
    const found = (await seenBy(parts, held)).find(({ digest }) => tokenId(digest) === id);
    if (!found) throw new Refused('not_found', 'id');
    await endToken(redis, found.digest);
    await audit(parts, held, { action: 'session_ended', about: id, name: found.grant.name, why: found.grant.role });
    return { id };
  });
}

/** The machine's own is not listed: it is made anew by each start, and without it nobody could mend anything. */
async function seenBy({ redis }: SessionParts, { digest, grant }: Held): Promise<Held[]> {
  const all = (await readTokens(redis, grant.district)).filter((one) => !one.grant.installation);
  if (grant.role === 'administrator') return all;
  return all.filter(
    (one) => one.digest === digest || (grant.account !== undefined && one.grant.account === grant.account),
  );
}

function viewOf({ digest, grant }: Held, own: Held): SessionView {
  const { role, name, account, responder, device, resident, area, begunBy, maker, madeAt, once, expiresAt } = grant;
  return {
    id: tokenId(digest),
    kind: once ? 'link' : begunBy === undefined ? 'token' : 'session',
    role,
    name,
    current: digest === own.digest,
    ...defined({ account, responder, device, resident, area, begunBy, maker }),
    ...(madeAt === undefined ? {} : { madeAt: iso(madeAt) }),
    ...(expiresAt >= endless ? {} : { expiresAt: iso(expiresAt) }),
  };
}
