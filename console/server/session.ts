// Who is asking: a cookie made by a one-time link or a pasted token, or a bearer token. Tokens are random and stored as
// digests (docs/decisions/003); the cookie is HttpOnly and stays in this origin.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import type { Me, Role } from '../../contracts/api.ts';
import { createToken, type Grant, readToken } from '../../store/directory.ts';
import type { ServerClock } from './clock.ts';
import { Refused } from './refusal.ts';

export const cookieName = 'yjt';
/** A shift and its handover. */
const sessionMs = 14 * 3_600_000;

declare module 'fastify' {
  interface FastifyRequest {
    me: Me | null;
  }
}

type Parts = { redis: Redis; clock: ServerClock; log: { info: (fields: object, says: string) => void } };

/** Finds out who asks, for every request; routes say whom they let in with `only`. */
export function addSessions(app: FastifyInstance, { redis, clock, log }: Parts): void {
  app.decorateRequest('me', null);
  app.addHook('onRequest', async (request) => {
    const token = bearer(request) ?? request.cookies[cookieName];
    const grant = token === undefined ? undefined : await readToken(redis, token, clock.now());
    request.me = grant === undefined || grant.once ? null : meOf(grant);
  });

  app.get(
    '/enter',
    { schema: { hide: true, querystring: Type.Object({ token: Type.String({ maxLength: 200 }) }) } },
    async (request, reply) => {
      const { token } = request.query as { token: string };
      const grant = await readToken(redis, token, clock.now());
      if (!grant?.once) return reply.redirect('/?expired=1');
      log.info({ role: grant.role, name: grant.name }, 'console: signed in by link');
      await openSession(reply, { ...grant, once: false, expiresAt: clock.now() + sessionMs });
      return reply.redirect('/');
    },
  );

  app.post(
    '/api/v1/session',
    {
      schema: {
        summary: 'sign a browser in with a token',
        body: Type.Object({ token: Type.String({ maxLength: 200 }) }),
      },
    },
    async (request, reply) => {
      const { token } = request.body as { token: string };
      const grant = await readToken(redis, token.trim(), clock.now());
      if (!grant) throw new Refused('not_signed_in');
      log.info({ role: grant.role, name: grant.name }, 'console: signed in by token');
      await openSession(reply, {
        ...grant,
        once: false,
        expiresAt: Math.min(grant.once ? Infinity : grant.expiresAt, clock.now() + sessionMs),
      });
      return reply.code(204).send();
    },
  );

  app.delete('/api/v1/session', { schema: { summary: 'sign out' } }, async (request, reply) => {
    const token = request.cookies[cookieName];
    if (token !== undefined) await readToken(redis, token, Number.MAX_SAFE_INTEGER); // reading it past its end removes it
    return reply.clearCookie(cookieName, { path: '/' }).code(204).send();
  });

  async function openSession(reply: FastifyReply, grant: Grant): Promise<void> {
    const token = await createToken(redis, grant);
    const secure = reply.request.protocol === 'https';
    reply.setCookie(cookieName, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: sessionMs / 1000,
    });
  }
}

function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1];
}

const meOf = (grant: Grant): Me => ({ name: grant.name, role: grant.role, district: grant.district });

/** Who asks, when their role may do this. @throws Refused */
export function only(request: FastifyRequest, ...roles: Role[]): Me {
  if (!request.me) throw new Refused('not_signed_in');
  if (!roles.includes(request.me.role)) throw new Refused('not_allowed');
  return request.me;
}
