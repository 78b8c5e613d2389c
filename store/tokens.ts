// What lets a bearer in without a password: tokens, sessions of browsers, one-time links. Each is an object that its owner and
// the administrator can list and end. Secrets are random and kept as digests (docs/decisions/003).
import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs } from '../contracts/json.ts';
import { RightsArea } from '../contracts/session/area.ts';
import { Role } from '../contracts/terms.ts';
import { type Account, type GoesOn, readAccount } from './accounts.ts';
import { tellEnded } from './endings.ts';
import { directoryKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/**
 * What a bearer may do. `once`: a sign-in link, good for one use. `account`: with its `since`, so that a session ends when the
 * account does. `responder`, `device`: who or what a phone or a tablet is. `resident`, `contact`: whose contact somebody of the family is. `begunBy`: a browser's session, and how it was begun;
 * `from`: the digest of the token that it was begun with. `maker`: the login of whoever made it; it ends with them.
 * `area`: the part of the district that it reaches over; of an account it is what the account says at that moment.
 * `enrolFirst`: a second factor is required and there is none: good for setting one up and nothing else.
 * `locks`: its locked page is opened by a password or by that token; without, by a new link. `installation`: of the machine itself, for `yjt`; it may found districts.
 */
export const Grant = Type.Object({
  role: Role,
  name: Type.String(),
  district: Type.String(),
  once: Type.Boolean(),
  account: Type.Optional(Type.String()),
  since: Type.Optional(Type.Integer()),
  responder: Type.Optional(Type.String()),
  device: Type.Optional(Type.String()),
  resident: Type.Optional(Type.String()),
  contact: Type.Optional(Type.String()),
  area: Type.Optional(RightsArea),
  begunBy: Type.Optional(Type.Enum(['link', 'token', 'password', 'passkey', 'provider'])),
  from: Type.Optional(Type.String()),
  maker: Type.Optional(Type.String()),
  madeAt: Type.Optional(Type.Integer()),
  enrolFirst: Type.Optional(Type.Boolean()),
  locks: Type.Optional(Type.Boolean()),
  installation: Type.Optional(Type.Boolean()),
  expiresAt: Type.Integer(),
});
export type Grant = Static<typeof Grant>;
/** A grant with the digest that it is kept under. `address`: where it is used from now; IPv6: the /64. `locked`: its page is. */
export type Held = { digest: string; grant: Grant; address?: string; locked?: boolean };

const GrantCheck = Compile(Grant);
const readGrant = (text: string | null | undefined): Grant | undefined => readAs(GrantCheck, text);

const dayMs = 24 * 3_600_000;
/** A token that a person works with is made anew after this. */
export const personsTokenAtMostMs = 90 * dayMs;
/** Of a wall, a tablet: until it is ended by hand. A tablet that asks for a password calls nobody. */
export const endless = Date.UTC(9999, 0, 1);
/** Roles that stand for a thing on a wall or a table. */
export const isThing = (role: Role): boolean => role === 'wall' || role === 'button';

/** What a token is called in lists; says nothing of the token. */
export const tokenId = (digest: string): string => digest.slice(0, 16);

/** The same of a token that one has in hand. */
export const idOfToken = (token: string): string => tokenId(digestOf(token));

const digestOf = (token: string): string => createHash('sha256').update(`token:${token}`).digest('hex');

/** Makes a token. It is shown once; only its digest is stored. */
export async function createToken(redis: Redis, grant: Grant): Promise<string> {
  const token = `yjt_${randomBytes(20).toString('base64url')}`;
  // Past the memory limit too: whoever works what is open must be able to sign in.
  await writeAnyway(redis, 'HSET', directoryKeys.tokens, digestOf(token), JSON.stringify(grant));
  return token;
}

/** Is a grant kept though its time is over? */
export type Keeps = (grant: Grant) => boolean;
const keepsNone: Keeps = () => false;
/** However long something is open: a grant is not kept for longer. */
const keptAtMostMs = 30 * dayMs;

/** The grant of a token while it stands; undefined when it is unknown, has expired or was ended. Uses nothing up. */
export async function readToken(
  redis: Redis,
  token: string,
  now: number,
  keeps = keepsNone,
): Promise<Held | undefined> {
  const digest = digestOf(token);
  const kept = readGrant(await redis.hget(directoryKeys.tokens, digest));
  const grant = kept && (await standing(redis, kept, now, keeps));
  return grant && { digest, grant };
}

/** Uses a one-time link up. @returns false when somebody else was faster */
export async function useLink(redis: Redis, { digest }: Held): Promise<boolean> {
  return (await redis.hdel(directoryKeys.tokens, digest)) === 1;
}

/** Of these digests those that still stand: sockets that were opened with them look now and then. */
export async function stillStanding(
  redis: Redis,
  digests: readonly string[],
  now: number,
  keeps = keepsNone,
): Promise<Map<string, Grant>> {
  if (digests.length === 0) return new Map();
  const texts = await redis.hmget(directoryKeys.tokens, ...digests);
  const all = await Promise.all(
    digests.map(async (digest, i) => {
      const kept = readGrant(texts[i]);
      const grant = kept && (await standing(redis, kept, now, keeps));
      return grant ? [[digest, grant] as const] : [];
    }),
  );
  return new Map(all.flat());
}

/**
 * A grant with what its account says now, as long as it stands: not expired, and neither its account, nor its maker, nor the token that it
 * came from has ended.
 */
async function standing(redis: Redis, kept: Grant, now: number, keeps: Keeps): Promise<Grant | undefined> {
  const { account: login, since, maker, from, expiresAt } = kept;
  if (expiresAt <= now && !(keeps(kept) && expiresAt > now - keptAtMostMs)) return undefined;
  const account = login === undefined ? undefined : await readAccount(redis, login);
  if (login !== undefined && account?.since !== since) return undefined;
  if (maker !== undefined && (await readAccount(redis, maker)) === undefined) return undefined;
  if (from !== undefined && (await redis.hexists(directoryKeys.tokens, from)) !== 1) return undefined;
  return account ? withAreaOf(kept, account) : kept;
}

/** Where somebody's rights end is kept with the account alone: a change counts for sessions that stand. */
function withAreaOf({ area: _, ...grant }: Grant, { area }: Account): Grant {
  return area === undefined ? grant : { ...grant, area };
}

/** All of a district, the newest first. */
export async function readTokens(redis: Redis, district: string): Promise<Held[]> {
  const all = Object.entries(await redis.hgetall(directoryKeys.tokens));
  return all
    .flatMap(([digest, text]) => {
      const grant = readGrant(text);
      return grant?.district === district ? [{ digest, grant }] : [];
    })
    .sort((a, b) => (b.grant.madeAt ?? 0) - (a.grant.madeAt ?? 0));
}

/** Ends a token or session, and whatever was begun with it. */
export async function endToken(redis: Redis, digest: string): Promise<void> {
  await redis.hdel(directoryKeys.tokens, digest);
  await redis.hdel(directoryKeys.sessionUse, digest);
  await tellEnded(redis, 'session');
}

/** Ends a token that one has in hand. */
export const revokeToken = (redis: Redis, token: string): Promise<void> => endToken(redis, digestOf(token));

/** The session goes on when its account is changed by whoever holds it. */
export const goingOn =
  ({ digest, grant }: Held): GoesOn =>
  ({ since, hash }) => {
    const { enrolFirst: _, ...rest } = grant; // the only change that is open to it sets up what was owed
    const locks = hash === undefined ? {} : { locks: true };
    return { digest, grant: JSON.stringify({ ...rest, since, ...locks }) };
  };

/** A session gets a new end. */
export async function prolong(redis: Redis, { digest, grant }: Held, expiresAt: number): Promise<void> {
  await writeAnyway(redis, 'HSET', directoryKeys.tokens, digest, JSON.stringify({ ...grant, expiresAt }));
}

/** Removes tokens that have expired and that nothing open needs. @param isBusy is an incident of this district open? @returns how many */
export async function removeExpiredTokens(
  redis: Redis,
  now: number,
  isBusy: (district: string) => boolean = () => false,
): Promise<number> {
  const tokens = await redis.hgetall(directoryKeys.tokens);
  const expired = Object.entries(tokens).flatMap(([digest, text]) => {
    const grant = readGrant(text);
    // A kept session needs the token that it was begun with as well.
    return grant && grant.expiresAt <= (isBusy(grant.district) ? now - keptAtMostMs : now) ? [digest] : [];
  });
  if (expired.length > 0) await redis.hdel(directoryKeys.tokens, ...expired);
  const gone = (await redis.hkeys(directoryKeys.sessionUse)).filter(
    (digest) => tokens[digest] === undefined || expired.includes(digest),
  );
  if (gone.length > 0) await redis.hdel(directoryKeys.sessionUse, ...gone);
  return expired.length;
}

/** Tokens of people made before they had an end of 90 days get one. Those of things and of the machine stay as they are. */
export async function boundOldTokens(redis: Redis, now: number): Promise<void> {
  for (const [digest, text] of Object.entries(await redis.hgetall(directoryKeys.tokens))) {
    const grant = readGrant(text);
    if (!grant || grant.madeAt !== undefined || isThing(grant.role)) continue;
    const bounded = { ...grant, madeAt: now, expiresAt: Math.min(grant.expiresAt, now + personsTokenAtMostMs) };
    await writeAnyway(redis, 'HSET', directoryKeys.tokens, digest, JSON.stringify(bounded));
  }
}
