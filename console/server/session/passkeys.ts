// Passkeys (WebAuthn): a key pair that stays in the browser, the phone or the stick. Which host it is for is in the key itself, so a
// page of another site gets nothing that is of use here.
import { createHash } from 'node:crypto';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyRequest } from 'fastify';
import type { NewPasskey, PasskeyAnswer, PasskeyOptions } from '../../../contracts/session/signIn.ts';
import { defined } from '../../../contracts/shapes.ts';
import { type Account, changeAccount, type Passkey } from '../../../store/accounts.ts';
import { loginOfPasskey } from '../../../store/passkeyIndex.ts';
import type { SessionParts } from './caller.ts';
import { isOurChallenge, newChallenge, useChallenge } from './challenge.ts';
import { ourHosts } from './origin.ts';

type WebAuthn = typeof import('@simplewebauthn/server');
/** Half a second and 30 MB at each start, for something that few people do: read when it is first wanted. */
const webAuthn = (): Promise<WebAuthn> => import('@simplewebauthn/server');

export type PasskeyParts = SessionParts & { publicUrl: string };
/** What an answer is good for. `alone`: to come in by it, so the device must have asked for a finger, a face or a PIN. */
export type PasskeyUse = { purpose: string; alone: boolean };
export const comeIn: PasskeyUse = { purpose: 'come in', alone: true };

/** A passkey can only be made for a name: browsers refuse it for a bare address. */
export const rpIdOf = (request: FastifyRequest, publicUrl: string): string => {
  const { origin } = request.headers;
  const from = origin !== undefined && URL.canParse(origin) ? new URL(origin).host : request.host;
  const host = ourHosts(request, publicUrl).includes(from) ? from : request.host;
  return host ? hostname(host) : new URL(publicUrl).hostname; // HTTP/1.0 names none
};

/** What the browser is asked for. @param account whose keys; without: whichever the person chooses */
export async function askForPasskey(
  { redis, clock, publicUrl }: PasskeyParts,
  request: FastifyRequest,
  { purpose, alone }: PasskeyUse,
  account?: Account,
): Promise<PasskeyOptions | undefined> {
  const rpID = rpIdOf(request, publicUrl);
  const here = account && (account.passkeys ?? []).filter(({ rpId }) => rpId === rpID);
  if (here?.length === 0) return undefined;
  return {
    ...(await (
      await webAuthn()
    ).generateAuthenticationOptions({
      rpID,
      challenge: await newChallenge(redis, purpose, clock.now()),
      userVerification: alone ? 'required' : 'preferred',
      ...(here === undefined
        ? {}
        : { allowCredentials: here.map(({ id, transports }) => withTransports(id, transports)) }),
    })),
  };
}

/** Whose passkey it claims to be; only `checkPasskey` says that it is. */
export const claimedLogin = ({ redis }: PasskeyParts, { id }: PasskeyAnswer): Promise<string | undefined> =>
  loginOfPasskey(redis, id);

/** Has this account's key signed our challenge, here, now, and for the first time? @returns the account as it is now */
export async function checkPasskey(
  { redis, clock, log, publicUrl }: PasskeyParts,
  request: FastifyRequest,
  { account, answer, use }: { account: Account; answer: PasskeyAnswer; use: PasskeyUse },
): Promise<Account | undefined> {
  const key = account.passkeys?.find(({ id }) => id === answer.id);
  if (!key) return undefined;
  try {
    const { verified, authenticationInfo } = await (await webAuthn()).verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: (challenge) => isOurChallenge(redis, use.purpose, challenge, clock.now()),
      expectedOrigin: originsOf(request, publicUrl),
      expectedRPID: key.rpId,
      requireUserVerification: use.alone,
      credential: { id: key.id, publicKey: fromText(key.publicKey), counter: key.counter },
    });
    if (!verified || !(await useChallenge(redis, challengeIn(answer)))) return undefined;
    return await changeAccount(redis, account.login, (one) =>
      one.passkeys?.some(({ id }) => id === key.id)
        ? {
            ...one,
            passkeys: one.passkeys.map((each) =>
              each.id === key.id ? { ...each, counter: authenticationInfo.newCounter, usedAt: clock.now() } : each,
            ),
          }
        : undefined,
    );
  } catch (error) {
    // The library throws for whatever does not fit; the person is told by the caller, and who runs it by the log.
    log.info({ login: account.login, error: String(error) }, 'console: a passkey was refused');
    return undefined;
  }
}

/** For making a new one. */
export async function askForNewPasskey(
  { redis, clock, publicUrl }: PasskeyParts,
  request: FastifyRequest,
  { account, purpose, service }: { account: Account; purpose: string; service: string },
): Promise<PasskeyOptions> {
  const { login, name, district, passkeys = [] } = account;
  const rpID = rpIdOf(request, publicUrl);
  return {
    ...(await (
      await webAuthn()
    ).generateRegistrationOptions({
      rpName: service,
      rpID,
      userName: login,
      userDisplayName: name,
      userID: Uint8Array.from(createHash('sha256').update(`${district}/${login}`).digest()), // says nothing of the person
      challenge: await newChallenge(redis, purpose, clock.now()),
      excludeCredentials: passkeys
        .filter(({ rpId }) => rpId === rpID)
        .map(({ id, transports }) => withTransports(id, transports)),
      authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
    })),
  };
}

/** @returns what is to be kept; undefined when it is not what we asked for */
export async function readNewPasskey(
  { redis, clock, log, publicUrl }: PasskeyParts,
  request: FastifyRequest,
  { body: { name, made }, purpose }: { body: NewPasskey; purpose: string },
): Promise<Passkey | undefined> {
  const rpId = rpIdOf(request, publicUrl);
  try {
    const { verified, registrationInfo } = await (await webAuthn()).verifyRegistrationResponse({
      response: made as RegistrationResponseJSON,
      expectedChallenge: (challenge) => isOurChallenge(redis, purpose, challenge, clock.now()),
      expectedOrigin: originsOf(request, publicUrl),
      expectedRPID: rpId,
      requireUserVerification: false,
    });
    if (!verified || !(await useChallenge(redis, challengeIn(made)))) return undefined;
    const { id, publicKey, counter } = registrationInfo.credential;
    const { transports } = made.response;
    return {
      id,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
      rpId,
      name,
      madeAt: clock.now(),
      ...defined({ transports }),
    };
  } catch (error) {
    log.info({ error: String(error) }, 'console: a new passkey was refused'); // as above
    return undefined;
  }
}

const originsOf = (request: FastifyRequest, publicUrl: string): string[] => [
  new URL(publicUrl).origin,
  ...ourHosts(request, publicUrl).flatMap((host) => [`http://${host}`, `https://${host}`]),
];

const hostname = (host: string): string => new URL(`http://${host}`).hostname;
const fromText = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'base64url'));

type Transports = NonNullable<Parameters<WebAuthn['generateAuthenticationOptions']>[0]['allowCredentials']>[number];
const withTransports = (id: string, transports: readonly string[] | undefined): Transports =>
  (transports === undefined ? { id } : { id, transports: [...transports] }) as Transports;

/** Read after the library has checked it. */
const challengeIn = ({ response }: { response: { clientDataJSON: string } }): string =>
  String(
    (JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()) as { challenge: unknown }).challenge,
  );
