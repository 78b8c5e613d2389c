// Who may come in, and where they belong: a login's credential with its district, a token's grant, a district's shard.
// Secrets are made here from 160 random bits, so a salted SHA-256 is enough to keep them (a slow hash protects words that
// people choose; here it would only let a storm of reconnecting buttons starve the presses). docs/decisions/003.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Role } from '../contracts/api.ts';
import type { ShardId } from '../contracts/ids.ts';
import { shardCount, shards } from '../contracts/ids.ts';
import { directoryKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/**
 * A stored MQTT login. `simulated`: made for the simulator, ended when a person takes the login over. `canary`: the
 * auditor's own device, one a district.
 */
export const Credential = Type.Object({
  kind: Type.Enum(['device', 'responder', 'canary']),
  id: Type.String(),
  district: Type.String(),
  salt: Type.String(),
  digest: Type.String(),
  simulated: Type.Boolean(),
});
export type Credential = Static<typeof Credential>;

/**
 * What a token's bearer may do. `once`: a sign-in link, good for one use. `account`: with its `since`, so that a session
 * ends when the account does. `responder`, `device`: who or what a phone or a tablet is.
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
  expiresAt: Type.Integer(),
});
export type Grant = Static<typeof Grant>;

const CredentialCheck = Compile(Credential);
const GrantCheck = Compile(Grant);

const digestOf = (salt: string, secret: string): string =>
  createHash('sha256').update(`${salt}:${secret}`).digest('hex');
const newSecret = (): string => randomBytes(20).toString('base64url');

/** No registry id begins with an underscore: nothing that is registered can have this login. */
export const canaryLogin = (district: string): string => `_canary-${district}`;

/** The shard a district lives in: given out when it is first imported, in turn, and kept. */
export async function assignShard(redis: Redis, district: string): Promise<ShardId> {
  const count = await redis.hlen(directoryKeys.districts);
  const shard = shards[count % shardCount] ?? ('s00' as ShardId);
  await redis.hsetnx(directoryKeys.districts, district, shard);
  const kept = await redis.hget(directoryKeys.districts, district);
  return (kept ?? shard) as ShardId;
}

/** All districts with their shards. The first one imported is the default district. */
export async function readDistricts(redis: Redis): Promise<Map<string, ShardId>> {
  return new Map(Object.entries(await redis.hgetall(directoryKeys.districts)) as [string, ShardId][]);
}

/**
 * Makes a new password for a login; the old one ends at once.
 * @returns the password, shown once and never stored
 */
export async function issueCredential(
  redis: Redis,
  login: Pick<Credential, 'kind' | 'id' | 'district' | 'simulated'>,
): Promise<string> {
  const password = newSecret();
  await redis.hset(directoryKeys.credentials, login.id, JSON.stringify(sealed(login, password)));
  return password;
}

/** Makes passwords for many logins in one write (the simulator's fleet). */
export async function issueCredentials(
  redis: Redis,
  logins: readonly Pick<Credential, 'kind' | 'id' | 'district' | 'simulated'>[],
): Promise<Map<string, string>> {
  const passwords = new Map(logins.map((login) => [login.id, newSecret()]));
  const fields = logins.flatMap((login) => [login.id, JSON.stringify(sealed(login, passwords.get(login.id) ?? ''))]);
  if (fields.length > 0) await redis.hset(directoryKeys.credentials, ...fields);
  return passwords;
}

function sealed(login: Pick<Credential, 'kind' | 'id' | 'district' | 'simulated'>, password: string): Credential {
  const salt = randomBytes(8).toString('hex');
  return { ...login, salt, digest: digestOf(salt, password) };
}

/** The credential when the password is right; undefined otherwise (unknown and wrong are not told apart). */
export async function checkPassword(redis: Redis, login: string, password: string): Promise<Credential | undefined> {
  const credential = await readCredential(redis, login);
  const given = Buffer.from(digestOf(credential?.salt ?? '', password));
  const kept = Buffer.from(credential?.digest ?? ''.padEnd(64, '0'));
  return credential && timingSafeEqual(given, kept) ? credential : undefined;
}

/** What is stored of a login. */
export async function readCredential(redis: Redis, login: string): Promise<Credential | undefined> {
  const text = await redis.hget(directoryKeys.credentials, login);
  return text === null ? undefined : CredentialCheck.Parse(JSON.parse(text));
}

/** Makes a token. It is shown once; only its digest is stored. */
export async function createToken(redis: Redis, grant: Grant): Promise<string> {
  const token = `yjt_${newSecret()}`;
  // Past the memory limit too: whoever works what is open must be able to sign in.
  await writeAnyway(redis, 'HSET', directoryKeys.tokens, digestOf('token', token), JSON.stringify(grant));
  return token;
}

/** The grant of a token; undefined when it is unknown or has expired. A link is used up by this call. */
export async function readToken(redis: Redis, token: string, now: number): Promise<Grant | undefined> {
  const digest = digestOf('token', token);
  const text = await redis.hget(directoryKeys.tokens, digest);
  if (text === null) return undefined;
  const grant = GrantCheck.Parse(JSON.parse(text));
  // Of two who use a link at the same moment, the one whose HDEL removed it is in.
  if ((grant.once || grant.expiresAt <= now) && (await redis.hdel(directoryKeys.tokens, digest)) === 0)
    return undefined;
  return grant.expiresAt > now ? grant : undefined;
}

/** Ends a token. */
export async function revokeToken(redis: Redis, token: string): Promise<void> {
  await redis.hdel(directoryKeys.tokens, digestOf('token', token));
}

/** What is stored of many logins, in their order. */
export async function readCredentials(redis: Redis, logins: readonly string[]): Promise<(Credential | undefined)[]> {
  if (logins.length === 0) return [];
  const texts = await redis.hmget(directoryKeys.credentials, ...logins);
  return texts.map((text) => (text === null ? undefined : CredentialCheck.Parse(JSON.parse(text))));
}

/** Removes tokens that have expired; nobody reads them any more. @returns how many */
export async function removeExpiredTokens(redis: Redis, now: number): Promise<number> {
  const tokens = await redis.hgetall(directoryKeys.tokens);
  const expired = Object.entries(tokens).flatMap(([digest, text]) =>
    GrantCheck.Parse(JSON.parse(text)).expiresAt <= now ? [digest] : [],
  );
  if (expired.length > 0) await redis.hdel(directoryKeys.tokens, ...expired);
  return expired.length;
}
