// People with a login of their own. Passwords are chosen by people, so they are kept as scrypt (docs/decisions/011);
// machine-made secrets are in directory.ts. Ten wrong tries lock a login for a quarter of an hour.
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Role } from '../contracts/api.ts';
import { directoryKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/** A person's login. `since` changes with each new link or password: sessions begun before it are over. */
export const Account = Type.Object({
  login: Type.String(),
  name: Type.String(),
  role: Role,
  district: Type.String(),
  responder: Type.Optional(Type.String()),
  since: Type.Integer(),
  salt: Type.Optional(Type.String()),
  hash: Type.Optional(Type.String()),
});
export type Account = Static<typeof Account>;

const AccountCheck = Compile(Account);
/** 16 MB and some 250 ms a try (OWASP Password Storage Cheat Sheet, scrypt with N = 2^14, r = 8, p = 5). */
const cost: ScryptOptions = { N: 2 ** 14, r: 8, p: 5, maxmem: 64 * 1024 * 1024 };
const triesAtMost = 10;
const lockedSeconds = 15 * 60;

/** All accounts of a district, by login. */
export async function readAccounts(redis: Redis, district: string): Promise<Account[]> {
  const all = Object.values(await redis.hgetall(directoryKeys.accounts)).map((text) =>
    AccountCheck.Parse(JSON.parse(text)),
  );
  return all.filter((one) => one.district === district).sort((a, b) => (a.login < b.login ? -1 : 1));
}

/** One account; undefined when there is none. */
export async function readAccount(redis: Redis, login: string): Promise<Account | undefined> {
  const text = await redis.hget(directoryKeys.accounts, login);
  return text === null ? undefined : AccountCheck.Parse(JSON.parse(text));
}

/** Writes an account. What it replaces is over: its sessions and its password. */
export async function putAccount(redis: Redis, account: Account): Promise<void> {
  await redis.hset(directoryKeys.accounts, account.login, JSON.stringify(account));
}

/** @returns false when there was none */
export async function removeAccount(redis: Redis, login: string): Promise<boolean> {
  return (await redis.hdel(directoryKeys.accounts, login)) === 1;
}

/** Keeps a password that the person chose. */
export async function setPassword(redis: Redis, account: Account, password: string): Promise<Account> {
  const salt = randomBytes(16).toString('hex');
  const changed = { ...account, salt, hash: await hashOf(password, salt) };
  await putAccount(redis, changed);
  return changed;
}

/** Who this is; `wrong` for an unknown login too, after the same time; `locked` after too many tries. */
export async function checkAccount(
  redis: Redis,
  login: string,
  password: string,
): Promise<Account | 'wrong' | 'locked'> {
  const tries = directoryKeys.tries(login);
  const count = Number(await writeAnyway(redis, 'INCR', tries));
  if (count === 1) await redis.expire(tries, lockedSeconds);
  if (count > triesAtMost) return 'locked';
  const account = await readAccount(redis, login);
  const given = Buffer.from(await hashOf(password, account?.salt ?? 'none'));
  const kept = Buffer.from(account?.hash ?? ''.padEnd(given.length, '0'));
  if (!account?.hash || given.length !== kept.length || !timingSafeEqual(given, kept)) return 'wrong';
  await redis.del(tries);
  return account;
}

function hashOf(password: string, salt: string): Promise<string> {
  return new Promise((done, failed) => {
    scrypt(password.normalize('NFKC'), salt, 32, cost, (error, key) =>
      error ? failed(error) : done(key.toString('hex')),
    );
  });
}
