// Sign-in by an OIDC provider (the street's or the city's own): authorization code with PKCE, state and nonce. The provider says who
// somebody is; whether they may come in, and as what, is said here: by an account that an administrator mapped to them, or by a
// claim where a setting maps one to a role. A provider that is away keeps nobody from their password.

import { createHash } from 'node:crypto';
import { Signer } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as oidc from 'openid-client';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { SignInWays } from '../../../contracts/session/signIn.ts';
import { pairsOf, type Settings } from '../../../contracts/settings.ts';
import type { Role } from '../../../contracts/terms.ts';
import {
  type Account,
  changeAccount,
  endedNow,
  putAccount,
  readAllAccounts,
  removeAccount,
} from '../../../store/accounts.ts';
import { appendAudit } from '../../../store/audit.ts';
import { type App, route } from '../resource.ts';
import { clearCookie, cookieOf, screens, setCookie } from './caller.ts';
import { secretFor } from './secret.ts';
import { begin } from './session.ts';
import { grantOf, type SignInParts } from './signIn.ts';

/** `roles`: what value of the claim makes somebody what, the first that fits; empty: only whom an administrator has mapped. */
export type Provider = {
  issuer: string;
  clientId: string;
  clientSecret: string | undefined;
  name: string;
  claim: string;
  roles: readonly { value: string; role: Role }[];
};
export type ProviderParts = SignInParts & { provider: Provider | undefined };

/** As the settings say; undefined where none is set. */
export function providerOf(settings: Settings): Provider | undefined {
  const { YJT_OIDC_ISSUER: issuer, YJT_OIDC_CLIENT_ID: clientId } = settings;
  if (issuer === undefined || clientId === undefined) return undefined;
  return {
    issuer,
    clientId,
    clientSecret: settings.YJT_OIDC_CLIENT_SECRET,
    name: settings.YJT_OIDC_NAME ?? new URL(issuer).host,
    claim: settings.YJT_OIDC_CLAIM,
    roles: pairsOf(settings.YJT_OIDC_ROLES ?? '').flatMap(([value, role]) =>
      value === '' ? [] : [{ value, role: role as Role }],
    ),
  };
}

const start = '/sign-in/provider';
const back = `${start}/back`;
const cookie = 'yjt_provider';
/** Somebody who types their password at the provider slowly. */
const awayAtMostMs = 10 * 60_000;
const answersWithinSeconds = 5;
/** A provider that did not answer is not asked again for each who presses the button. */
const notAskedForMs = 10_000;

/** What is kept in the browser between going and coming back. */
const Trip = Type.Object({
  state: Type.String(),
  nonce: Type.String(),
  verifier: Type.String(),
  until: Type.Integer(),
});
const TripCheck = Compile(Trip);

/** Why somebody is back at the sign-in page: words for each are in console/web/sign-in/words.ts. */
type Why = 'away' | 'refused' | 'unknown' | 'again';

export function addProvider(app: App, parts: ProviderParts): void {
  const { provider } = parts;

  const asks = route('signIn.ways', 'ways in besides a password', { response: { 200: SignInWays } });
  app.get('/api/v1/sign-in', asks, async () => (provider === undefined ? {} : { provider: { name: provider.name } }));
  const door = provider && new Door(provider);

  addGoing(app, parts, door);
  addBack(app, parts, door);
}

const redirected = (reply: FastifyReply, why: Why): FastifyReply => reply.redirect(`/?provider=${why}`, 303);

function addGoing(app: App, parts: ProviderParts, door: Door | undefined): void {
  const { publicUrl, clock, log } = parts;
  app.get(start, { config: { right: 'signIn.ways' }, schema: { hide: true } }, async (request, reply) => {
    if (!door) return redirected(reply, 'away');
    // The provider sends people back to the address that it knows, and the cookie must be there.
    if (request.host !== new URL(publicUrl).host) return reply.redirect(`${publicUrl}${start}`, 303);
    try {
      const config = await door.config();
      const trip = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
        until: clock.now() + awayAtMostMs,
      };
      setCookie(reply, cookie, (await signer(parts)).sign(JSON.stringify(trip)), awayAtMostMs);
      const { href } = oidc.buildAuthorizationUrl(config, {
        redirect_uri: `${publicUrl}${back}`,
        scope: 'openid profile email',
        code_challenge: await oidc.calculatePKCECodeChallenge(trip.verifier),
        code_challenge_method: 'S256',
        state: trip.state,
        nonce: trip.nonce,
      });
      return reply.redirect(href, 303);
    } catch (error) {
      log.info({ issuer: door.issuer, error: String(error) }, 'console: the sign-in provider does not answer');
      return redirected(reply, 'away'); // and the page says: use your password
    }
  });
}

function addBack(app: App, parts: ProviderParts, door: Door | undefined): void {
  const { publicUrl, clock, log } = parts;
  app.get(back, { config: { right: 'signIn.ways' }, schema: { hide: true } }, async (request, reply) => {
    const trip = await tripOf(parts, request);
    clearCookie(reply, cookie);
    if (!door || !trip || trip.until <= clock.now()) return redirected(reply, 'again');
    const who = await personOf(door, trip, new URL(`${publicUrl}${request.url}`), (error) =>
      log.info({ issuer: door.issuer, error: String(error) }, 'console: the sign-in provider let nobody in'),
    );
    if (typeof who === 'string') return redirected(reply, who);
    const account = await accountOf(parts, door.provider, who);
    if (!account) {
      parts.reception.refusals.note({
        address: request.ip,
        login: String(who.preferred_username ?? who.sub),
        at: clock.now(),
      });
      return redirected(reply, 'unknown');
    }
    await begin(parts, reply, { grant: grantOf(account, clock.now()), by: 'provider' });
    return reply.redirect(screens[account.role].path, 303);
  });
}

const signer = async ({ redis }: SignInParts): Promise<Signer> =>
  new Signer((await secretFor(redis, 'provider')).toString('base64url'));

async function tripOf(parts: SignInParts, request: FastifyRequest) {
  const given = cookieOf(request, cookie);
  const read = given === undefined ? undefined : (await signer(parts)).unsign(given);
  const trip: unknown = read?.valid && read.value ? JSON.parse(read.value) : undefined; // our own words
  return TripCheck.Check(trip) ? trip : undefined;
}

/** Whom the provider has sent, or why nobody came. */
async function personOf(
  { config }: Door,
  { state, nonce, verifier }: { state: string; nonce: string; verifier: string },
  url: URL,
  tell: (error: unknown) => void,
): Promise<Person | Why> {
  if (url.searchParams.get('state') !== state) return 'again';
  try {
    const tokens = await oidc.authorizationCodeGrant(await config(), url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) return 'refused';
    const { userinfo_endpoint: more } = (await config()).serverMetadata();
    return more === undefined
      ? claims
      : { ...claims, ...(await oidc.fetchUserInfo(await config(), tokens.access_token, claims.sub)) };
  } catch (error) {
    tell(error);
    if (error instanceof oidc.AuthorizationResponseError) return 'refused';
    const itAnswered = error instanceof oidc.ClientError || error instanceof oidc.ResponseBodyError;
    return itAnswered && error.code !== 'OAUTH_TIMEOUT' ? 'again' : 'away';
  }
}

async function accountOf(parts: SignInParts, given: Provider, who: Person): Promise<Account | undefined> {
  const { registry, redis, clock } = parts;
  const all = await readAllAccounts(redis);
  const mapped = all.find(({ identity }) => identity?.issuer === given.issuer && identity.subject === who.sub);
  if (mapped?.identity?.claimed) return renewed(parts, mapped, { role: roleOf(given, who), given });
  if (mapped) return mapped;
  const byEmail = all.find(({ identity }) => identity && isFirstTime(identity, given, who));
  // From here on it is this person, whoever gets their address one day.
  if (byEmail)
    return changeAccount(redis, byEmail.login, (one) =>
      one.identity && isFirstTime(one.identity, given, who)
        ? { ...one, identity: { issuer: given.issuer, subject: who.sub } }
        : undefined,
    );
  const role = roleOf(given, who);
  const district = registry.defaultDistrict();
  if (role === undefined || !district) return undefined;
  const login = loginFor(who, all);
  const said = [who.name, who.preferred_username].map((one) =>
    String(one ?? '')
      .replaceAll(/\p{C}/gu, '')
      .trim(),
  );
  const name = [...said, login].find((one) => one !== '')?.slice(0, 30) ?? login;
  const taken = all.some((one) => one.district === district.id && one.name === name);
  const made: Account = {
    login,
    name: taken ? `${name}（${login}）`.slice(0, 40) : name,
    role,
    district: district.id,
    since: clock.now(),
    identity: { issuer: given.issuer, subject: who.sub, claimed: true },
  };
  await putAccount(redis, made);
  await appendAudit(redis, district, {
    at: clock.now(),
    by: given.name,
    actor: given.issuer,
    role,
    action: 'account_made',
    about: login,
    why: 'claim',
  });
  return made;
}

/** Somebody who is in by a claim is what it says today. */
async function renewed(
  { redis, clock, registry }: SignInParts,
  account: Account,
  { role, given }: { role: Role | undefined; given: Provider },
): Promise<Account | undefined> {
  if (role === account.role) return account;
  // An area is of the role community: whoever sits at the duty console answers every call.
  if (role !== undefined)
    return changeAccount(redis, account.login, ({ area: _, ...one }) => endedNow({ ...one, role }, clock.now()));
  await removeAccount(redis, account.login);
  const district = registry.district(account.district);
  const { login: about, role: was } = account;
  if (district)
    await appendAudit(redis, district, {
      at: clock.now(),
      by: given.name,
      actor: given.issuer,
      role: was,
      action: 'account_removed',
      about,
      why: 'claim',
    });
  return undefined;
}

/** The provider's own description of itself, asked for when it is first needed. */
class Door {
  readonly provider: Provider;
  #asked: Promise<oidc.Configuration> | undefined;
  #failedAt = -Infinity;

  constructor(provider: Provider) {
    this.provider = provider;
  }

  get issuer(): string {
    return this.provider.issuer;
  }

  /** @throws when it does not answer, or did not a moment ago */
  config = (): Promise<oidc.Configuration> => {
    if (performance.now() - this.#failedAt < notAskedForMs) throw new Error('it did not answer a moment ago');
    this.#asked ??= this.#ask().catch((error: unknown) => {
      this.#failedAt = performance.now();
      this.#asked = undefined;
      throw error;
    });
    return this.#asked;
  };

  #ask(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.provider;
    const url = new URL(issuer);
    const onThisMachine = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    const auth = clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret);
    return oidc.discovery(url, clientId, undefined, auth, {
      timeout: answersWithinSeconds,
      ...(onThisMachine ? { execute: [oidc.allowInsecureRequests] } : {}),
    });
  }
}

type Person = { sub: string } & { readonly [claim: string]: unknown };

const roleOf = ({ claim, roles }: Provider, who: Person): Role | undefined => {
  const said = [who[claim]].flat().map(String);
  return roles.find(({ value }) => said.includes(value))?.role;
};

const isFirstTime = (identity: NonNullable<Account['identity']>, { issuer }: Provider, who: Person): boolean =>
  identity.issuer === issuer &&
  identity.subject === undefined &&
  who.email_verified === true &&
  identity.email?.toLowerCase() === String(who.email).toLowerCase();

function loginFor(who: Person, all: readonly Account[]): string {
  const wanted = String(who.preferred_username ?? '');
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/.test(wanted) && !all.some(({ login }) => login === wanted)) return wanted;
  return `oidc-${createHash('sha256').update(who.sub).digest('hex').slice(0, 16)}`;
}
