// Coming in and going out: one-time links, a login with its password, a token; choosing a password.

import type { FastifyReply } from 'fastify';
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { Me } from '../../../contracts/session/session.ts';
import { NewPassword, PasskeyOptions, SignInBody } from '../../../contracts/session/signIn.ts';
import { readAccount, setPassword } from '../../../store/accounts.ts';
import { issueCredential, readCredential } from '../../../store/directory.ts';
import { createToken, endless, endToken, goingOn, readToken, useLink } from '../../../store/tokens.ts';
import { changeDocument } from '../../../store/writeDistrict.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import {
  askedFrom,
  audit,
  clearCookie,
  cookieAfterMs,
  cookieNameOf,
  cookieOf,
  cookiesOf,
  meOf,
  type SessionParts,
  screens,
  setCookie,
} from './caller.ts';
import { whoAsks } from './doors.ts';
import { rememberBrowser } from './knownBrowser.ts';
import { askForPasskey, comeIn } from './passkeys.ts';
import { type Arrival, arrivalOf, confirmSelf, type SignInParts } from './signIn.ts';
import { isWeak } from './weakPassword.ts';

export function addSessions(app: App, parts: SignInParts): void {
  addMe(app, parts);
  addBegin(app, parts);
  addPasskeyBegin(app, parts);
  addPassword(app, parts);
  addEnd(app, parts);
}

function addMe(app: App, parts: SignInParts): void {
  const { redis, clock } = parts;
  const asks = route('session.read', 'who is signed in', { response: { 200: Me, 401: Refusal } });
  app.get('/api/v1/me', asks, async (request, reply) => {
    const { me } = whoAsks(request);
    const { cookie, sessionMs } = screens[me.role];
    const token = cookieOf(request, cookie);
    // A wall or a tablet lives longer than a browser keeps a cookie.
    if (token !== undefined && (await readToken(redis, token, clock.now())))
      setCookie(reply, cookie, token, sessionMs + cookieAfterMs);
    return me;
  });
}

function addBegin(app: App, parts: SignInParts): void {
  const asks = route('session.begin', 'sign a browser in with a login or a token', {
    body: SignInBody,
    response: { 200: Me, 401: Refusal, 429: Refusal },
  });
  app.post('/api/v1/session', asks, async (request, reply) => {
    const arrival = await arrivalOf(parts, request, request.body);
    await begin(parts, reply, arrival);
    return meOf(arrival.grant);
  });
}

function addPasskeyBegin(app: App, parts: SignInParts): void {
  const asks = route('session.begin', 'what a passkey signs to come in by it alone', {
    response: { 200: PasskeyOptions },
  });
  app.post('/api/v1/session/passkey', asks, async (request) => askForPasskey(parts, request, comeIn));
}

function addPassword(app: App, parts: SignInParts): void {
  const { redis, clock } = parts;
  const asks = route(
    'password.choose',
    'choose the password of one’s own login: with the old one or a second factor, or freshly come by a link; other sessions end',
    { body: NewPassword, response: { 204: Type.Null(), 400: Refusal, 401: Refusal, 403: Refusal } },
  );
  app.post('/api/v1/session/password', asks, async (request, reply) => {
    const { held } = whoAsks(request);
    const { password, ...proof } = request.body;
    const account = await confirmSelf(parts, request, held, proof);
    const district = parts.registry.district(account.district)?.bundle.district;
    const known = [account.login, account.name, district?.id, district?.name, district?.nameEn];
    if (
      isWeak(
        password,
        known.filter((one) => one !== undefined),
      )
    )
      throw new Refused('weak_password', 'password');
    const turn = { key: `known/${account.login}`, first: true };
    const changed = await parts.reception.hashing.run(turn, () =>
      setPassword(redis, account, { password, now: clock.now(), goesOn: goingOn(held) }),
    );
    if (changed === 'full') throw new Refused('busy');
    if (!changed.value) throw new Refused('not_signed_in'); // it ended, or changed hands, a moment ago
    await audit(parts, held, { action: 'password_set', about: account.login });
    return reply.code(204).send(null);
  });
}

function addEnd(app: App, parts: SignInParts): void {
  const { redis, clock } = parts;
  app.delete('/api/v1/session', route('session.end', 'sign out', {}), async (request, reply) => {
    const cookie = cookieNameOf(request);
    for (const token of cookiesOf(request, cookie)) {
      // Also one that goes on past its end: whoever signs out is out.
      const held = await readToken(redis, token, clock.now(), () => true);
      if (!held || held.grant.once) continue;
      await endToken(redis, held.digest);
      await audit(parts, askedFrom(held, request), { action: 'signed_out' });
    }
    clearCookie(reply, cookie);
    return reply.code(204).send(null);
  });
}

/**
 * Opens a session in this browser. Whoever is simulated until now is a person from here on.
 * @throws Refused when somebody else used this link a moment before
 */
export async function begin(parts: SessionParts, reply: FastifyReply, { grant, by, held }: Arrival): Promise<void> {
  const { redis, clock, log } = parts;
  if (held?.grant.once && !(await useLink(redis, held))) throw new Refused('not_signed_in');
  const { cookie, sessionMs } = screens[grant.role];
  const now = clock.now();
  // A pasted token ends when it was meant to; a link is only a way in.
  const expiresAt = Math.min(held && !held.grant.once ? grant.expiresAt : Infinity, now + sessionMs, endless);
  const from = held && !held.grant.once ? { from: held.digest } : {};
  const { installation: _, ...rest } = grant; // the machine's own rights stay on the machine
  const account = grant.account === undefined ? undefined : await readAccount(redis, grant.account);
  // There is something to ask for when its page is to be opened again.
  const locks = account?.hash !== undefined || by === 'token' ? { locks: true } : {};
  const token = await createToken(redis, {
    ...rest,
    once: false,
    begunBy: by,
    madeAt: now,
    ...from,
    ...locks,
    expiresAt,
  });
  setCookie(reply, cookie, token, expiresAt - now + cookieAfterMs);
  if (grant.account !== undefined) await rememberBrowser(parts, reply, grant.account);
  if (grant.responder !== undefined)
    await takeOver(redis, { district: grant.district, id: grant.responder, kind: 'responder' });
  if (grant.device !== undefined) await takeOver(redis, { district: grant.district, id: grant.device, kind: 'device' });
  log.info({ role: grant.role, name: grant.name, by }, 'console: signed in');
  const made = await readToken(redis, token, now);
  if (made) await audit(parts, askedFrom(made, reply.request), { action: 'signed_in', why: by });
}

/**
 * The simulator loses this login for good: its password is replaced by one that nobody has. A login there must be: it says
 * that this person can be reached by the app.
 */
export async function takeOver(
  redis: Redis,
  { district, id, kind }: { district: string; id: string; kind: 'responder' | 'device' },
): Promise<void> {
  const credential = await readCredential(redis, id);
  if (credential && !credential.simulated) return;
  await issueCredential(redis, { kind, id, district, simulated: false });
  if (kind === 'responder')
    await changeDocument(redis, { district, kind: 'responders', id }, (one) => ({ ...one, simulated: false }));
}
