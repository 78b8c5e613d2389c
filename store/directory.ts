// Which devices and phones may come in, and where they belong: a login's credential with its district, a district's shard.
// People and browsers: accounts.ts, tokens.ts.
// Secrets are made here from 160 random bits, so a salted SHA-256 is enough to keep them (a slow hash protects words that
// people choose; here it would only let a storm of reconnecting buttons starve the presses). docs/decisions/003.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ShardId } from '../contracts/ids.ts';
import { shardCount, shards } from '../contracts/ids.ts';
import { readAs, readEach } from '../contracts/json.ts';
import { tellEnded } from './endings.ts';
import { directoryKeys } from './keys.ts';

/** A certificate that a login may come by instead of its password. `issuer`: the authority's name, for whoever retires one. */
export const LoginCertificate = Type.Object({
  /** SHA-256 of the certificate, hex */
  fingerprint: Type.String(),
  issuer: Type.String(),
  /** ms */
  expiresAt: Type.Number(),
});
export type LoginCertificate = Static<typeof LoginCertificate>;

/** The present one, and the one before until the device has the new one. */
const certificatesAtMost = 2;

/**
 * A stored MQTT login. `simulated`: made for the simulator, ended when a person takes the login over. `canary`: the
 * auditor's own device, one a district. `source`: a gateway or a vendor's cloud, for the devices behind it.
 */
export const Credential = Type.Object({
  kind: Type.Enum(['device', 'responder', 'canary', 'source']),
  id: Type.String(),
  district: Type.String(),
  salt: Type.String(),
  digest: Type.String(),
  simulated: Type.Boolean(),
  certificates: Type.Optional(Type.Array(LoginCertificate)),
});
export type Credential = Static<typeof Credential>;

const CredentialCheck = Compile(Credential);

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
  await redis.setnx(directoryKeys.defaultDistrict, firstOf(await readDistricts(redis)) ?? district);
  return (kept ?? shard) as ShardId;
}

/** Of data from before it was written down: the first one was given the first shard. */
const firstOf = (districts: ReadonlyMap<string, ShardId>): string | undefined =>
  [...districts].sort(([one, a], [other, b]) => (a === b ? (one < other ? -1 : 1) : a < b ? -1 : 1))[0]?.[0];

/** The district imported first, whatever was imported since; undefined when there is none. */
export const readDefaultDistrict = async (redis: Redis): Promise<string | undefined> =>
  (await redis.get(directoryKeys.defaultDistrict)) ?? firstOf(await readDistricts(redis));

/** All districts with their shards. */
export async function readDistricts(redis: Redis): Promise<Map<string, ShardId>> {
  return new Map(Object.entries(await redis.hgetall(directoryKeys.districts)) as [string, ShardId][]);
}

// A login is of one district: whoever administers another cannot silence it. A throw here is a missing check before. One that
// cannot be read lets nobody in, and is replaced.
const issueScript = `#!lua flags=allow-oom
local found = redis.call('HGET', KEYS[1], ARGV[1])
if found then
  local readable, known = pcall(cjson.decode, found)
  if readable and type(known) == 'table' and known['district'] and known['district'] ~= ARGV[2] then return 0 end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`;

/**
 * Makes a new password for a login; the old one ends at once.
 * @returns the password, shown once and never stored
 * @throws when the login is of another district
 */
export async function issueCredential(
  redis: Redis,
  login: Pick<Credential, 'kind' | 'id' | 'district' | 'simulated'>,
): Promise<string> {
  const password = newSecret();
  const { id, district } = login;
  const stored = JSON.stringify(sealed(login, password));
  const reply: unknown = await redis.eval(issueScript, 1, directoryKeys.credentials, id, district, stored);
  if (reply !== 1) throw new Error(`the login ${id} is of another district than ${district}`);
  await tellEnded(redis, 'login');
  return password;
}

/** Ends the login of a device or a phone; its connections end within seconds. @returns false when there was none */
export async function endCredential(redis: Redis, id: string): Promise<boolean> {
  const ended = (await redis.hdel(directoryKeys.credentials, id)) === 1;
  await tellEnded(redis, 'login');
  return ended;
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
  return credential && given.length === kept.length && timingSafeEqual(given, kept) ? credential : undefined;
}

/** The credential when this certificate is one of its own; that an authority of ours has signed it is the door's to check. */
export async function checkCertificate(
  redis: Redis,
  login: string,
  fingerprint: string,
): Promise<Credential | undefined> {
  const credential = await readCredential(redis, login);
  return credential?.certificates?.some((one) => one.fingerprint === fingerprint) ? credential : undefined;
}

const replaceScript = `#!lua flags=allow-oom
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`;

/**
 * Lets a login come by this certificate too. The newest two count; a new password ends them all.
 * @returns false when there is no such login
 */
export async function addCertificate(redis: Redis, login: string, certificate: LoginCertificate): Promise<boolean> {
  for (;;) {
    const text = await redis.hget(directoryKeys.credentials, login);
    if (text === null) return false;
    const credential = CredentialCheck.Parse(JSON.parse(text));
    const before = (credential.certificates ?? []).filter((one) => one.fingerprint !== certificate.fingerprint);
    const certificates = [certificate, ...before].slice(0, certificatesAtMost);
    const next = JSON.stringify({ ...credential, certificates });
    if ((await redis.eval(replaceScript, 1, directoryKeys.credentials, login, text, next)) === 1) break;
  }
  await tellEnded(redis, 'login'); // the one that no longer counts, if there was one
  return true;
}

/** All logins that may come by a certificate. */
export async function certifiedLogins(redis: Redis): Promise<Credential[]> {
  const found: Credential[] = [];
  let cursor = '0';
  do {
    const [next, fields] = await redis.hscan(directoryKeys.credentials, cursor, 'COUNT', 1_000);
    cursor = next;
    const texts = fields.filter((text, i) => i % 2 === 1 && text.includes('"certificates"'));
    found.push(...readEach(CredentialCheck, texts));
  } while (cursor !== '0');
  return [...new Map(found.map((one) => [one.id, one])).values()];
}

/** What is stored of a login. */
export async function readCredential(redis: Redis, login: string): Promise<Credential | undefined> {
  return readAs(CredentialCheck, await redis.hget(directoryKeys.credentials, login));
}

/** What is stored of many logins, in their order. */
export async function readCredentials(redis: Redis, logins: readonly string[]): Promise<(Credential | undefined)[]> {
  if (logins.length === 0) return [];
  const texts = await redis.hmget(directoryKeys.credentials, ...logins);
  return texts.map((text) => readAs(CredentialCheck, text));
}
