// The second factor of an account: codes of an authenticator app (TOTP, RFC 6238) and recovery codes. Pure: an account goes in,
// and comes out with the code used up.
import { createHash, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { TotpOffer } from '../../../contracts/session/signIn.ts';
import type { Account, Notice } from '../../../store/accounts.ts';

const periodSeconds = 30;
/** A phone's clock may be off by so many steps to either side (RFC 6238, 5.2 recommends one). */
const stepsOff = 1;
const recoveryCodesAtOnce = 8;
/** Crockford's: nothing in it is taken for something else when it is copied by hand. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
/** Of 32 letters each: 80 bits, so a digest is enough to keep it. */
const recoveryLetters = 16;
const noticesAtMost = 10;

export const hasFactor = ({ totp, passkeys = [] }: Account): boolean => totp !== undefined || passkeys.length > 0;

/** 160 bits, as RFC 4226 recommends. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** @param issuer what the app shows it under */
export function totpOffer(secret: string, login: string, issuer: string): TotpOffer {
  const uri = totpOf(secret, login, issuer).toString();
  return { secret, uri };
}

/** The step that this code is of; undefined when it is of none near `now` (ms). */
export function stepOf(secret: string, code: string, now: number): number | undefined {
  if (secret.includes('.')) return undefined; // sealed, and its key is not here: no code fits
  const delta = totpOf(secret).validate({ token: code, window: stepsOff, timestamp: now });
  return delta === null ? undefined : Math.floor(now / 1000 / periodSeconds) + delta;
}

/**
 * Uses a code up.
 * @param code as it was typed: blanks, dashes and full-width digits do no harm
 * @returns the account from now on; undefined when the code is wrong or was used before
 */
export function useCode(account: Account, code: string, now: number): Account | undefined {
  const said = plain(code);
  const { totp, recovery = [] } = account;
  if (/^\d{6}$/.test(said)) {
    const step = totp && stepOf(totp.secret, said, now);
    return totp && step !== undefined && step > totp.lastStep
      ? { ...account, totp: { ...totp, lastStep: step } }
      : undefined;
  }
  const digest = digestOf(account.login, said);
  if (!recovery.includes(digest)) return undefined;
  const left = recovery.filter((one) => one !== digest);
  return noticed({ ...account, recovery: left }, { kind: 'recovery_code_used', at: now });
}

/** New ones; those of before are worth nothing. @returns the account, and the codes that are shown once */
export function withRecoveryCodes(account: Account): { account: Account; codes: string[] } {
  const codes = Array.from({ length: recoveryCodesAtOnce }, newRecoveryCode);
  return { account: { ...account, recovery: codes.map((one) => digestOf(account.login, plain(one))) }, codes };
}

/** Without any factor; a password stays. */
export function withoutFactors(account: Account): Account {
  const { totp: _, enrolling: __, recovery: ___, passkeys: ____, ...rest } = account;
  return rest;
}

/** What the person is to be told; the oldest is given up for the newest. */
export const noticed = (account: Account, notice: Notice): Account => ({
  ...account,
  notices: [...(account.notices ?? []), notice].slice(-noticesAtMost),
});

const totpOf = (secret: string, login = '', issuer = ''): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), label: login, issuer, period: periodSeconds });

const plain = (code: string): string => code.normalize('NFKC').toLowerCase().replaceAll(/[\s-]/g, '');

const digestOf = (login: string, code: string): string =>
  createHash('sha256').update(`recovery:${login}:${code}`).digest('hex');

function newRecoveryCode(): string {
  const letters = Array.from({ length: recoveryLetters }, () => alphabet[randomInt(alphabet.length)]).join('');
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-');
}
