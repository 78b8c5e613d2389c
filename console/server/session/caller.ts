// Who asks: a cookie made by a one-time link, a login or a pasted token; or a bearer token. Tokens are random and stored
// as digests (docs/decisions/003); cookies are HttpOnly and stay in this origin. A browser may hold several screens, each
// with a cookie of its own: the page says which it means (docs/decisions/011).
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import type { Me } from '../../../contracts/session/session.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { Role } from '../../../contracts/terms.ts';
import { originOf } from '../../../store/addresses.ts';
import { type AuditRecord, appendAudit } from '../../../store/audit.ts';
import type { Registry } from '../../../store/registry.ts';
import { endless, type Grant, type Held, readToken, tokenId } from '../../../store/tokens.ts';
import type { ServerClock } from '../clock.ts';
import { Refused } from '../refusal.ts';
import { isStillAgreed } from './familySessions.ts';

export type SessionParts = {
  redis: Redis;
  registry: Registry;
  clock: ServerClock;
  log: { info: (fields: object, says: string) => void };
};

/** Which sessions go on past their end, and which of those that live are locked: lock.ts. */
type WhatLocks = {
  keeps(grant: Grant): boolean;
  locked(sessions: readonly Pick<Held, 'digest' | 'grant'>[]): Promise<ReadonlySet<string>>;
};

/** A page of ours by its path: which of a browser's cookies it means, and how long a session lasts. */
export const screens: Readonly<Record<Role, { cookie: string; path: string; sessionMs: number }>> = (() => {
  const [shift, month, halfYear] = [14 * 3_600_000, 30 * 24 * 3_600_000, 183 * 24 * 3_600_000];
  const duty = { cookie: 'yjt', path: '/', sessionMs: shift }; // a shift and its handover
  return {
    officer: duty,
    community: duty,
    administrator: duty,
    health: { cookie: 'yjt_h', path: '/h', sessionMs: shift },
    responder: { cookie: 'yjt_r', path: '/r', sessionMs: month }, // a phone that asks for a password rings nobody
    button: { cookie: 'yjt_b', path: '/b', sessionMs: endless },
    wall: { cookie: 'yjt_wall', path: '/wall', sessionMs: endless },
    // A son looks twice a year; the resident may end it on any day (docs/decisions/037).
    family: { cookie: 'yjt_family', path: '/family', sessionMs: halfYear },
  };
})();
const cookieOfScreen: ReadonlyMap<string, string> = new Map([
  ['', 'yjt'],
  ['h', 'yjt_h'],
  ['r', 'yjt_r'],
  ['b', 'yjt_b'],
  ['wall', 'yjt_wall'],
  ['family', 'yjt_family'],
]);
/** A cookie outlives its session by so long: an incident may be open then, and the server says when it ends. */
export const cookieAfterMs = 7 * 24 * 3_600_000;
/** Browsers keep no cookie longer; it is renewed whenever the page is opened. */
export const cookieAtMostMs = 400 * 24 * 3_600_000;

/** The token that a request comes with, as long as it stands; null: nobody we know. A one-time link is a way in, not a session. */
export async function callerOf(
  { redis, registry, clock, locks }: SessionParts & { locks: WhatLocks },
  request: FastifyRequest,
): Promise<Held | null> {
  const token = bearer(request) ?? cookieOf(request, cookieNameOf(request));
  const held = token === undefined ? undefined : await readToken(redis, token, clock.now(), locks.keeps);
  if (held === undefined || held.grant.once || !isStillAgreed(registry, held.grant)) return null;
  const locked = (await locks.locked([held])).has(held.digest);
  return { ...askedFrom(held, request), ...(locked ? { locked } : {}) };
}

/** With the address that it is used from now. */
export const askedFrom = (held: Held, { ip }: FastifyRequest): Held => ({ ...held, address: originOf(ip) ?? 'local' });

export const meOf = ({
  name,
  role,
  district,
  account,
  responder,
  device,
  resident,
  contact,
  area,
  enrolFirst,
}: Grant): Me => ({
  name,
  role,
  district,
  ...defined({ account, responder, device, resident, contact, area }),
  ...(enrolFirst ? { mustEnrol: true } : {}),
});

/**
 * Which login, or which token, this is: two people of one name are two. The machine's own token is another one after each start, and
 * stays the same actor: an order that is repeated across a start is one.
 */
export const actorOf = ({ digest, grant }: Held): string =>
  grant.account ?? (grant.installation ? 'yjt' : tokenId(digest));

/**
 * The header, or the query of a WebSocket, names the screen; it chooses among the cookies that came and nothing else.
 * @throws Refused when it is no screen of ours
 */
export function cookieNameOf(request: FastifyRequest): string {
  const header = request.headers['x-yjt-screen'];
  const asked = header ?? (request.query as { screen?: unknown } | undefined)?.screen ?? '';
  const cookie = typeof asked === 'string' ? cookieOfScreen.get(asked) : undefined;
  if (cookie === undefined) throw new Refused('bad_request', 'x-yjt-screen');
  return cookie;
}

/** Over TLS a cookie bears this before its name: browsers then take it from this very host over TLS and from nobody else. */
const ofThisHost = '__Host-';
const isSecure = ({ protocol }: FastifyRequest): boolean => protocol === 'https';

/**
 * A cookie of ours that came with the request. Over TLS one from before, without the prefix, counts as long as there is no other: whoever
 * was signed in when TLS came stays so.
 */
export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  return (isSecure(request) ? request.cookies[ofThisHost + name] : undefined) ?? request.cookies[name];
}

/** Every value under which this browser holds the cookie. */
export function cookiesOf({ cookies }: FastifyRequest, name: string): string[] {
  return [cookies[ofThisHost + name], cookies[name]].filter((value) => value !== undefined);
}

export function clearCookie(reply: FastifyReply, name: string): void {
  reply.clearCookie(name, { path: '/' });
  if (isSecure(reply.request)) reply.clearCookie(ofThisHost + name, { path: '/', secure: true });
}

export function setCookie(reply: FastifyReply, name: string, value: string, keptMs: number): void {
  const secure = isSecure(reply.request);
  reply.setCookie(secure ? ofThisHost + name : name, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: Math.floor(Math.min(keptMs, cookieAtMostMs) / 1000),
  });
}

function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1];
}

/** Writes down who did something that no incident's log holds. What the family does concerns their resident, whatever it is. */
export async function audit(
  { redis, registry, clock }: Pick<SessionParts, 'redis' | 'registry' | 'clock'>,
  held: Held,
  what: Omit<AuditRecord, 'at' | 'by' | 'actor' | 'role' | 'address'>,
): Promise<void> {
  const { name: by, role, district: id, resident } = held.grant;
  const district = registry.district(id);
  const theirs = role === 'family' && resident !== undefined ? [resident] : [];
  const residents = [...new Set([...(what.residents ?? []), ...theirs])];
  const who = { by, actor: actorOf(held), role, ...fromWhere(held) };
  if (district)
    await appendAudit(redis, district, {
      at: clock.now(),
      ...who,
      ...what,
      ...(residents.length === 0 ? {} : { residents }),
    });
}

/** The address of a request, as records name it; IPv6: the /64. */
export const fromWhere = ({ address }: Held): { address?: string } => defined({ address });
