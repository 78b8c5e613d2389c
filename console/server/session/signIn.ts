// Who a login and password, a passkey, or a token belong to. Trying costs the attacker and nobody else: tries are counted by address
// and by login (tries.ts), hashing is bounded and fair (fairQueue.ts), and a browser in which somebody of this login has been
// before is neither counted with strangers nor waits behind them (knownBrowser.ts).
import type { FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../../contracts/errors.ts';
import type { PasskeyAnswer, SelfProof, SignInBody } from '../../../contracts/session/signIn.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { Role } from '../../../contracts/terms.ts';
import { type Account, changeAccount, checkAccount, readAccount } from '../../../store/accounts.ts';
import { originOf } from '../../../store/addresses.ts';
import { type Grant, type Held, readToken, tokenId } from '../../../store/tokens.ts';
import { Refused } from '../refusal.ts';
import { hasFactor, useCode } from './factors.ts';
import { FairQueue } from './fairQueue.ts';
import { knowsBrowser } from './knownBrowser.ts';
import { askForPasskey, checkPasskey, claimedLogin, comeIn, type PasskeyParts, type PasskeyUse } from './passkeys.ts';
import { type RefusalParts, Refusals } from './refusals.ts';
import { Tries, type Try } from './tries.ts';

/** One of each in a console. */
export type Reception = { tries: Tries; hashing: FairQueue; refusals: Refusals };
/** `secondFactorFor`: roles that must have a second factor. */
export type SignInParts = PasskeyParts & { reception: Reception; secondFactorFor: readonly Role[] };

/** Somebody who may come in. `held`: by which token or link. */
export type Arrival = { grant: Grant; by: NonNullable<Grant['begunBy']>; held?: Held };

/** Two hashes take both cores of the machine it is built for, and 38 MiB; more would only make presses wait. */
const hashesAtOnce = 2;
const waitingByAddress = 8;
const waitingInAll = 400;
/** Whoever came by a link needs no proof for so long. */
const freshLinkMs = 15 * 60_000;

export const newReception = (parts: RefusalParts): Reception => ({
  tries: new Tries(() => performance.now()),
  refusals: new Refusals(parts),
  hashing: new FairQueue({ atOnce: hashesAtOnce, waitingByKey: waitingByAddress, waitingInAll }),
});

/** Who gives this login, passkey or token. @throws Refused */
export async function arrivalOf(parts: SignInParts, request: FastifyRequest, body: SignInBody): Promise<Arrival> {
  const { redis, clock } = parts;
  if ('token' in body) {
    const held = await readToken(redis, body.token.trim(), clock.now());
    if (!held) throw new Refused('not_signed_in');
    return { grant: held.grant, by: held.grant.once ? 'link' : 'token', held };
  }
  if (!('login' in body)) return arrivalByPasskey(parts, request, body.passkey);
  const attempt = await admitted(parts, request, body.login);
  const account = await withPassword(parts, attempt, body.password);
  if (hasFactor(account)) await askSecond(parts, request, { account, attempt, given: body });
  parts.reception.tries.succeeded(attempt);
  const owed = !hasFactor(account) && parts.secondFactorFor.includes(account.role);
  return { grant: { ...grantOf(account, clock.now()), ...(owed ? { enrolFirst: true } : {}) }, by: 'password' };
}

/** By a passkey alone: it is what they have, and the device asked for what they are or know. */
async function arrivalByPasskey(parts: SignInParts, request: FastifyRequest, answer: PasskeyAnswer): Promise<Arrival> {
  const login = await claimedLogin(parts, answer);
  const attempt = await admitted(parts, request, login ?? '');
  const account = login === undefined ? undefined : await readAccount(parts.redis, login);
  const checked = account && (await checkPasskey(parts, request, { account, answer, use: comeIn }));
  if (!checked) return refuse(parts, attempt, 'wrong_passkey');
  parts.reception.tries.succeeded(attempt);
  return { grant: grantOf(checked, parts.clock.now()), by: 'passkey' };
}

/** What a second factor of this login is asked with. */
const secondUse = (login: string): PasskeyUse => ({ purpose: `second/${login}`, alone: false });
/** What a change by this session is asked with. */
export const changeUse = ({ digest, grant }: Held): PasskeyUse => ({
  purpose: `change/${grant.account}/${tokenId(digest)}`,
  alone: false,
});

async function askSecond(
  parts: SignInParts,
  request: FastifyRequest,
  { account, attempt, given }: { account: Account; attempt: Try; given: Pick<SelfProof, 'code' | 'passkey'> },
): Promise<void> {
  const { login, totp } = account;
  if (given.code === undefined && given.passkey === undefined) {
    parts.reception.tries.giveBack(attempt);
    const passkey = await askForPasskey(parts, request, secondUse(login), account);
    throw new Refused('second_factor_needed', undefined, { code: totp !== undefined, ...(passkey ? { passkey } : {}) });
  }
  if (!parts.reception.tries.admitCode(attempt)) refuse(parts, attempt, 'locked');
  if (!(await provenBy(parts, request, { account, given, use: secondUse(login) }))) {
    refuse(parts, attempt, given.code === undefined ? 'wrong_passkey' : 'wrong_code');
  }
}

/**
 * Lets a change of how one signs in through: with the old password, a code or a passkey; or freshly come by a link, or by one at
 * all while there is no password that somebody could be locked out of.
 * @returns the account
 * @throws Refused
 */
export async function confirmSelf(
  parts: SignInParts,
  request: FastifyRequest,
  held: Held,
  given: SelfProof,
): Promise<Account> {
  const account = await ownAccount(parts, held);
  if (given.old === undefined && given.code === undefined && given.passkey === undefined) {
    if (needsProof(held.grant, account, parts.clock.now())) throw new Refused('old_password_needed', 'old');
    return account;
  }
  if (given.old !== undefined) {
    await checkOld(parts, request, account.login, given.old);
    return account;
  }
  const attempt = await admitted(parts, request, account.login);
  if (!parts.reception.tries.admitCode(attempt)) refuse(parts, attempt, 'locked');
  if (!(await provenBy(parts, request, { account, given, use: changeUse(held) })))
    refuse(parts, attempt, given.code === undefined ? 'wrong_passkey' : 'wrong_code');
  parts.reception.tries.succeeded(attempt);
  return account;
}

/** @throws Refused unless this is the password that the login has now */
export async function checkOld(parts: SignInParts, request: FastifyRequest, login: string, old: string): Promise<void> {
  const attempt = await admitted(parts, request, login);
  await withPassword(parts, attempt, old);
  parts.reception.tries.succeeded(attempt);
}

/** @throws Refused when the session is of nobody with a login */
export async function ownAccount({ redis }: SignInParts, { grant }: Held): Promise<Account> {
  if (grant.account === undefined) throw new Refused('no_account');
  const account = await readAccount(redis, grant.account);
  if (!account) throw new Refused('not_signed_in');
  return account;
}

export const needsProof = ({ begunBy, madeAt = 0 }: Grant, account: Account, now: number): boolean =>
  begunBy !== 'link' || ((account.hash !== undefined || hasFactor(account)) && now - madeAt >= freshLinkMs);

async function provenBy(
  parts: SignInParts,
  request: FastifyRequest,
  { account, given, use }: { account: Account; given: Pick<SelfProof, 'code' | 'passkey'>; use: PasskeyUse },
): Promise<boolean> {
  const { redis, clock } = parts;
  const { code, passkey } = given;
  if (code !== undefined)
    return (await changeAccount(redis, account.login, (one) => useCode(one, code, clock.now()))) !== undefined;
  return passkey !== undefined && (await checkPasskey(parts, request, { account, answer: passkey, use })) !== undefined;
}

/** Counts a try. @throws Refused when it is one too many */
async function admitted(parts: SignInParts, request: FastifyRequest, login: string): Promise<Try> {
  const attempt = { address: originOf(request.ip) ?? 'local', login, known: await knowsBrowser(parts, request, login) };
  return parts.reception.tries.admit(attempt) ? attempt : refuse(parts, attempt, 'locked');
}

/** @throws Refused unless this is the password that the login has now */
async function withPassword(parts: SignInParts, attempt: Try, password: string): Promise<Account> {
  const { address, login, known } = attempt;
  const turn = { key: known ? `known/${login}` : address, first: known };
  const checked = await parts.reception.hashing.run(turn, () => checkAccount(parts.redis, login, password));
  if (checked === 'full') return refuse(parts, attempt, 'busy');
  return checked.value ?? refuse(parts, attempt, 'wrong_login');
}

function refuse({ reception, clock }: SignInParts, { address, login }: Try, code: ErrorCode): never {
  reception.refusals.note({ address, login, at: clock.now() });
  throw new Refused(code);
}

/** What an account's holder may do. */
export const grantOf = (account: Account, expiresAt: number, once = false): Grant => ({
  role: account.role,
  name: account.name,
  district: account.district,
  account: account.login,
  since: account.since,
  ...defined({ responder: account.responder, area: account.area }),
  once,
  expiresAt,
});
