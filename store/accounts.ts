// People with a login of their own, and what they prove it with: a password (passwords.ts), a second factor, passkeys, a
// provider that knows them. Who may try how often: console/server/session/tries.ts.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs, readEach } from '../contracts/json.ts';
import { RightsArea } from '../contracts/session/area.ts';
import { Role } from '../contracts/terms.ts';
import { tellEnded } from './endings.ts';
import { directoryKeys } from './keys.ts';
import { hashPassword, isOfBefore, isPassword, type KeptPassword } from './passwords.ts';
import { writeAnyway } from './pastLimit.ts';
import { keysOf } from './secrets/lent.ts';

/** `lastStep`: of the code that was used last; it and all before are used up (RFC 6238, 5.2). */
const Totp = Type.Object({ secret: Type.String(), lastStep: Type.Integer() });

/** A key pair of a browser, a phone or a stick. `rpId`: the host it was made for; `counter`: WebAuthn's, 0 where it does not count. */
export const Passkey = Type.Object({
  id: Type.String(),
  publicKey: Type.String({ description: 'COSE, base64url' }),
  counter: Type.Integer(),
  rpId: Type.String(),
  name: Type.String(),
  transports: Type.Optional(Type.Array(Type.String())),
  madeAt: Type.Integer(),
  usedAt: Type.Optional(Type.Integer()),
});
export type Passkey = Static<typeof Passkey>;

/** What the person is told when they are next in, until they have read it. `by`: the name of whoever did it. */
export const Notice = Type.Object({
  kind: Type.Enum(['factors_reset', 'recovery_code_used', 'identity_changed']),
  at: Type.Integer(),
  by: Type.Optional(Type.String()),
});
export type Notice = Static<typeof Notice>;

/**
 * A person's login. `since` changes with each new link, password or factor: sessions begun before it are over. `salt`: of a
 * password from before argon2id. `enrolling`: a TOTP secret that has not been confirmed. `recovery`: digests of unused codes.
 * `area`: the part of the district that their rights reach over; absent: all of it.
 * `identity`: who they are at the OIDC provider; by e-mail until they first came, then by subject. `claimed`: made by a claim.
 */
export const Account = Type.Object({
  login: Type.String(),
  name: Type.String(),
  role: Role,
  district: Type.String(),
  responder: Type.Optional(Type.String()),
  area: Type.Optional(RightsArea),
  since: Type.Integer(),
  salt: Type.Optional(Type.String()),
  hash: Type.Optional(Type.String()),
  totp: Type.Optional(Totp),
  enrolling: Type.Optional(Type.Object({ secret: Type.String(), until: Type.Integer() })),
  recovery: Type.Optional(Type.Array(Type.String())),
  passkeys: Type.Optional(Type.Array(Passkey)),
  identity: Type.Optional(
    Type.Object({
      issuer: Type.String(),
      subject: Type.Optional(Type.String()),
      email: Type.Optional(Type.String()),
      claimed: Type.Optional(Type.Boolean()),
    }),
  ),
  notices: Type.Optional(Type.Array(Notice)),
});
export type Account = Static<typeof Account>;

const AccountCheck = Compile(Account);

/** Secrets of authenticator apps lie sealed where there is a key; base32 has no dot, what is sealed has. One that cannot be opened fits no code. */
const isSealed = (secret: string): boolean => secret.includes('.');

function withSecrets(account: Account, turn: (secret: string, field: 'totp' | 'enrolling') => string): Account {
  const { totp, enrolling } = account;
  return {
    ...account,
    ...(totp && { totp: { ...totp, secret: turn(totp.secret, 'totp') } }),
    ...(enrolling && { enrolling: { ...enrolling, secret: turn(enrolling.secret, 'enrolling') } }),
  };
}

const placeOf = ({ district, login }: Account, field: string) => ({ district, kind: 'accounts', id: login, field });

function opened(redis: Redis, account: Account): Account {
  const keys = keysOf(redis);
  return withSecrets(account, (secret, field) =>
    isSealed(secret) ? (keys?.open(placeOf(account, field), secret) ?? secret) : secret,
  );
}

/** As it is stored. Without a key it stays in clear rather than keeping somebody out; the next sign-in with one seals it. */
function textOf(redis: Redis, account: Account): string {
  const keys = keysOf(redis);
  const kept = withSecrets(account, (secret, field) =>
    isSealed(secret) || keys?.current === undefined ? secret : keys.seal(placeOf(account, field), secret),
  );
  return JSON.stringify(kept);
}

/** Everybody of this installation. */
export async function readAllAccounts(redis: Redis): Promise<Account[]> {
  const all = readEach(AccountCheck, await redis.hvals(directoryKeys.accounts));
  return all.map((one) => opened(redis, one));
}

/** All accounts of a district, by login. */
export async function readAccounts(redis: Redis, district: string): Promise<Account[]> {
  const all = await readAllAccounts(redis);
  return all.filter((one) => one.district === district).sort((a, b) => (a.login < b.login ? -1 : 1));
}

/** One account; undefined when there is none. */
export async function readAccount(redis: Redis, login: string): Promise<Account | undefined> {
  const found = readAs(AccountCheck, await redis.hget(directoryKeys.accounts, login));
  return found && opened(redis, found);
}

/** Writes an account. What it replaces is over: its sessions, its password, its factors. */
export async function putAccount(redis: Redis, account: Account): Promise<void> {
  // Past the memory limit too: an officer who must be let in, or kept out, cannot wait for room.
  await writeAnyway(redis, 'HSET', directoryKeys.accounts, account.login, textOf(redis, account));
  await tellEnded(redis, 'account');
}

/** @returns false when there was none */
export async function removeAccount(redis: Redis, login: string): Promise<boolean> {
  const removed = (await redis.hdel(directoryKeys.accounts, login)) === 1;
  await tellEnded(redis, 'account');
  return removed;
}

// KEYS 1 accounts  2 tokens   ARGV 1 login  2 what was read  3 what it becomes  4 digest of a session that goes on, or ''  5 its grant
const swapScript = `#!lua flags=allow-oom
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
if ARGV[4] ~= '' and redis.call('HEXISTS', KEYS[2], ARGV[4]) == 1 then redis.call('HSET', KEYS[2], ARGV[4], ARGV[5]) end
return 1`;
/** A session, as it goes on with a changed account: its digest and its grant. */
export type GoesOn = (account: Account) => { digest: string; grant: string };
/** Each failed swap is somebody else's success; so many at one account at once are none of ours. */
const swapsAtMost = 50;

/**
 * Changes an account as it stands at that moment: of two who use up the same code, one does.
 * @param change is called anew when somebody else was faster; undefined: nothing is to be changed after all
 * @param goesOn the session of whoever changes it, which does not end for a moment
 * @returns the account as it is now; undefined when nothing was changed, or there is none
 */
export async function changeAccount(
  redis: Redis,
  login: string,
  change: (account: Account) => Account | undefined,
  goesOn?: GoesOn,
): Promise<Account | undefined> {
  const { accounts, tokens } = directoryKeys;
  for (let i = 0; i < swapsAtMost; i++) {
    const text = await redis.hget(accounts, login);
    const found = readAs(AccountCheck, text);
    if (text === null || found === undefined) return undefined;
    const before = opened(redis, found);
    const after = change(before);
    if (after === undefined) return undefined;
    const { digest = '', grant = '' } = goesOn?.(after) ?? {};
    const args = [login, text, textOf(redis, after), digest, grant];
    const swapped: unknown = await redis.eval(swapScript, 2, accounts, tokens, ...args);
    if (swapped !== 1) continue;
    if (after.since !== before.since) await tellEnded(redis, 'account');
    return after;
  }
  throw new Error(`the account ${login} was changed ${swapsAtMost} times meanwhile`);
}

/** Seals the secrets of authenticator apps with the key of now. @returns of how many accounts */
export async function resealAccounts(redis: Redis): Promise<number> {
  let sealed = 0;
  for (const { login, totp, enrolling } of await readAllAccounts(redis))
    if (totp || enrolling) if (await changeAccount(redis, login, (one) => one)) sealed++;
  return sealed;
}

/** Sessions begun before are over; within the same millisecond too. */
export const endedNow = (account: Account, now: number): Account => ({
  ...account,
  since: Math.max(now, account.since + 1),
});

/**
 * Keeps a password that the person chose. Sessions begun before `now` are over.
 * @param account as it was when it was proved who asks
 * @returns undefined when it has ended or changed hands since
 */
export async function setPassword(
  redis: Redis,
  account: Account,
  { password, now, goesOn }: { password: string; now: number; goesOn: GoesOn },
): Promise<Account | undefined> {
  const hash = await hashPassword(password);
  const change = ({ salt: _, ...one }: Account): Account | undefined =>
    one.since === account.since ? endedNow({ ...one, hash }, now) : undefined;
  return changeAccount(redis, account.login, change, goesOn);
}

/**
 * Who this is; undefined for a wrong password, and for an unknown login after the same time. A password that was kept in a way
 * of before is kept anew; nobody's session ends by it.
 */
export async function checkAccount(redis: Redis, login: string, password: string): Promise<Account | undefined> {
  const account = await readAccount(redis, login);
  const kept = keptPassword(account);
  if (!(await isPassword(kept, password)) || !account || !kept) return undefined;
  if (!isOfBefore(kept)) return account;
  const hash = await hashPassword(password);
  const renewed = await changeAccount(redis, login, (one) => {
    const { salt: _, ...rest } = one;
    return one.hash === account.hash ? { ...rest, hash } : undefined;
  });
  return renewed ?? account;
}

const keptPassword = (account: Account | undefined): KeptPassword | undefined =>
  account?.hash === undefined ? undefined : { hash: account.hash, salt: account.salt };
