// Who is asking: a cookie made by a one-time link, a login or a pasted token; or a bearer token. Tokens are random and stored
// as digests (docs/decisions/003); cookies are HttpOnly and stay in this origin. A browser may hold several screens, each
// with a cookie of its own: the page says which it means (docs/decisions/011).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Me, Password, Refusal, type Role, SignInBody } from '../../contracts/api.ts';
import { type Account, checkAccount, readAccount, setPassword } from '../../store/accounts.ts';
import { type AuditRecord, appendAudit } from '../../store/audit.ts';
import {
  createToken,
  type Grant,
  issueCredential,
  readCredential,
  readToken,
  revokeToken,
} from '../../store/directory.ts';
import { changeDocument, type Registry } from '../../store/registry.ts';
import type { ServerClock } from './clock.ts';
import { Refused } from './refusal.ts';

/** A page of ours by its path: which of a browser's cookies it means. */
const screens: Record<Role, { cookie: string; path: string; sessionMs: number }> = (() => {
  const [shift, month, years] = [14 * 3_600_000, 30 * 24 * 3_600_000, 10 * 365 * 24 * 3_600_000];
  const duty = { cookie: 'yjt', path: '/', sessionMs: shift }; // a shift and its handover
  return {
    officer: duty,
    community: duty,
    administrator: duty,
    health: { cookie: 'yjt_h', path: '/h', sessionMs: shift },
    responder: { cookie: 'yjt_r', path: '/r', sessionMs: month }, // a phone that asks for a password rings nobody
    button: { cookie: 'yjt_b', path: '/b', sessionMs: years },
    wall: { cookie: 'yjt_wall', path: '/wall', sessionMs: years },
  };
})();
/** Browsers keep no cookie longer; it is renewed whenever the page is opened. */
const cookieAtMostMs = 400 * 24 * 3_600_000;
const cookieOf: Readonly<Record<string, string>> = { h: 'yjt_h', r: 'yjt_r', b: 'yjt_b', wall: 'yjt_wall' };

declare module 'fastify' {
  interface FastifyRequest {
    me: Me | null;
  }
}

export type SessionParts = {
  redis: Redis;
  registry: Registry;
  clock: ServerClock;
  log: { info: (fields: object, says: string) => void };
};

/** Finds out who asks, for every request; routes say whom they let in with `only`. */
export function addSessions(app: FastifyInstance, parts: SessionParts): void {
  const { redis, clock } = parts;
  app.decorateRequest('me', null);
  app.addHook('onRequest', async (request) => {
    const token = bearer(request) ?? request.cookies[cookieNameOf(request)];
    const grant = token === undefined ? undefined : await readToken(redis, token, clock.now());
    request.me = grant === undefined || grant.once || !(await stands(redis, grant)) ? null : meOf(grant);
  });

  app.get(
    '/enter',
    { schema: { hide: true, querystring: Type.Object({ token: Type.String({ maxLength: 200 }) }) } },
    async (request, reply) => {
      const { token } = request.query as { token: string };
      const grant = await readToken(redis, token, clock.now());
      if (!grant?.once || !(await stands(redis, grant))) return reply.redirect('/?expired=1');
      await begin(parts, reply, grant, 'link');
      const { path } = screens[grant.role];
      const choose = grant.account !== undefined && !(await readAccount(redis, grant.account))?.hash;
      return reply.redirect(choose ? `${path}?password=1` : path);
    },
  );

  app.get(
    '/api/v1/me',
    { schema: { summary: 'who is signed in', response: { 200: Me, 401: Refusal } } },
    async (request, reply) => {
      if (!request.me) throw new Refused('not_signed_in');
      const { cookie, sessionMs } = screens[request.me.role];
      const token = request.cookies[cookie];
      // A wall or a tablet lives longer than a browser keeps a cookie.
      if (token !== undefined && sessionMs > cookieAtMostMs) setCookie(reply, cookie, token, cookieAtMostMs);
      return request.me;
    },
  );

  app.post(
    '/api/v1/session',
    {
      schema: {
        summary: 'sign a browser in with a login or a token',
        body: SignInBody,
        response: { 200: Me, 401: Refusal },
      },
    },
    async (request, reply) => {
      const grant = await grantFor(parts, request.body as SignInBody);
      await begin(parts, reply, grant, 'token' in (request.body as object) ? 'token' : 'password');
      return meOf(grant);
    },
  );

  app.post(
    '/api/v1/session/password',
    {
      schema: {
        summary: 'choose the password of the login that one is signed in with',
        body: Type.Object({ password: Password }, { additionalProperties: false }),
        response: { 204: Type.Null(), 401: Refusal },
      },
    },
    async (request, reply) => {
      const account = request.me?.account === undefined ? undefined : await readAccount(redis, request.me.account);
      if (!request.me || !account) throw new Refused('not_signed_in');
      await setPassword(redis, account, (request.body as { password: string }).password);
      await audit(parts, request.me, { action: 'password_set', about: account.login });
      return reply.code(204).send();
    },
  );

  app.delete('/api/v1/session', { schema: { summary: 'sign out' } }, async (request, reply) => {
    const cookie = cookieNameOf(request);
    const token = request.cookies[cookie];
    if (token !== undefined) await revokeToken(redis, token);
    if (request.me) await audit(parts, request.me, { action: 'signed_out' });
    return reply.clearCookie(cookie, { path: '/' }).code(204).send();
  });
}

/** Who gives this login or token. @throws Refused */
export async function grantFor(parts: SessionParts, body: SignInBody): Promise<Grant> {
  const { redis, clock, registry } = parts;
  if ('token' in body) {
    const grant = await readToken(redis, body.token.trim(), clock.now());
    if (!grant || !(await stands(redis, grant))) throw new Refused('not_signed_in');
    return grant;
  }
  const account = await checkAccount(redis, body.login, body.password);
  if (typeof account === 'string') {
    const district = registry.defaultDistrict();
    const record = {
      at: clock.now(),
      by: body.login,
      role: 'unknown',
      action: 'sign_in_refused' as const,
      why: account,
    };
    if (district) await appendAudit(redis, district, record);
    throw new Refused(account === 'locked' ? 'locked' : 'wrong_login');
  }
  return grantOf(account, clock.now());
}

/** Opens a session in this browser. Whoever is simulated until now is a person from here on. */
export async function begin(
  parts: SessionParts,
  reply: FastifyReply,
  grant: Grant,
  by: 'link' | 'token' | 'password',
): Promise<void> {
  const { redis, clock, log } = parts;
  const { cookie, sessionMs } = screens[grant.role];
  // A pasted token ends when it was meant to; a link is only a way in.
  const end = Math.min(by === 'token' && !grant.once ? grant.expiresAt : Infinity, clock.now() + sessionMs);
  const token = await createToken(redis, { ...grant, once: false, expiresAt: end });
  setCookie(reply, cookie, token, Math.min(end - clock.now(), cookieAtMostMs));
  if (grant.responder !== undefined) await takeOver(redis, grant.district, grant.responder, 'responder');
  if (grant.device !== undefined) await takeOver(redis, grant.district, grant.device, 'device');
  log.info({ role: grant.role, name: grant.name, by }, 'console: signed in');
  await audit(parts, meOf(grant), { action: 'signed_in', why: by });
}

/**
 * The simulator loses this login for good: its password is replaced by one that nobody has. A login there must be: it says
 * that this person can be reached by the app.
 */
async function takeOver(redis: Redis, district: string, id: string, kind: 'responder' | 'device'): Promise<void> {
  const credential = await readCredential(redis, id);
  if (credential && !credential.simulated) return;
  await issueCredential(redis, { kind, id, district, simulated: false });
  if (kind === 'responder')
    await changeDocument(redis, { district, kind: 'responders', id }, (one) => ({ ...one, simulated: false }));
}

export const grantOf = (account: Account, expiresAt: number, once = false): Grant => ({
  role: account.role,
  name: account.name,
  district: account.district,
  account: account.login,
  since: account.since,
  ...(account.responder === undefined ? {} : { responder: account.responder }),
  once,
  expiresAt,
});

/** A session of an account ends with the account, or when it was made anew. */
async function stands(redis: Redis, { account, since }: Grant): Promise<boolean> {
  return account === undefined || (await readAccount(redis, account))?.since === since;
}

function setCookie(reply: FastifyReply, name: string, token: string, keptMs: number): void {
  const secure = reply.request.protocol === 'https';
  reply.setCookie(name, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: Math.floor(keptMs / 1000),
  });
}

/** The header, or the query of a WebSocket, names the screen; it chooses among the cookies that came and nothing else. */
function cookieNameOf(request: FastifyRequest): string {
  const header = request.headers['x-yjt-screen'];
  const asked = typeof header === 'string' ? header : (request.query as { screen?: unknown } | undefined)?.screen;
  return (typeof asked === 'string' ? cookieOf[asked] : undefined) ?? screens.officer.cookie;
}

function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1];
}

const meOf = ({ name, role, district, account, responder, device }: Grant): Me => ({
  name,
  role,
  district,
  ...(account === undefined ? {} : { account }),
  ...(responder === undefined ? {} : { responder }),
  ...(device === undefined ? {} : { device }),
});

/** Writes down who did something that no incident's log holds. */
export async function audit(
  { redis, registry, clock }: SessionParts,
  me: Me,
  what: Pick<AuditRecord, 'action' | 'about' | 'why'>,
): Promise<void> {
  const district = registry.district(me.district);
  if (district) await appendAudit(redis, district, { at: clock.now(), by: me.name, role: me.role, ...what });
}

/** Who asks, when their role may do this. @throws Refused */
export function only(request: FastifyRequest, ...roles: Role[]): Me {
  if (!request.me) throw new Refused('not_signed_in');
  if (!roles.includes(request.me.role)) throw new Refused('not_allowed');
  return request.me;
}

/** Who may see incidents, residents and people. */
export const readers: Role[] = ['officer', 'health', 'community', 'administrator'];
