// How somebody signs in, and how they change it: authenticator app, recovery codes, passkeys. The password is in session.ts.
// A change asks for a proof that it is them, is written down, and ends their other sessions.

import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { iso } from '../../../contracts/iso.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import {
  MySignIn,
  NewPasskey,
  PasskeyOptions,
  RecoveryCodes,
  SelfProof,
  TotpConfirmation,
  TotpOffer,
} from '../../../contracts/session/signIn.ts';
import { listOf } from '../../../contracts/settings.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { Role } from '../../../contracts/terms.ts';
import { type Account, changeAccount, endedNow } from '../../../store/accounts.ts';
import type { AuditRecord } from '../../../store/audit.ts';
import { forgetPasskeys, indexPasskey, loginOfPasskey } from '../../../store/passkeyIndex.ts';
import { goingOn, tokenId } from '../../../store/tokens.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit } from './caller.ts';
import { whoAsks } from './doors.ts';
import { hasFactor, newTotpSecret, stepOf, totpOffer, withRecoveryCodes } from './factors.ts';
import { askForNewPasskey, askForPasskey, readNewPasskey } from './passkeys.ts';
import { changeUse, confirmSelf, needsProof, ownAccount, type SignInParts } from './signIn.ts';

/** A secret that nobody confirmed is of no use after this. */
const enrollingMs = 15 * 60_000;
const passkeysAtMost = 10;

/** What YJT_SECOND_FACTOR_FOR says. */
export const rolesOf = (setting: string | undefined): Role[] =>
  setting === undefined ? [] : (listOf(setting) as Role[]);

export function addMySignIn(app: App, parts: SignInParts): void {
  addWays(app, parts);
  addNoticesRead(app, parts);
  addChallenge(app, parts);
  addTotp(app, parts);
  addTotpConfirm(app, parts);
  addTotpRemove(app, parts);
  addRecoveryCodes(app, parts);
  addPasskeyOptions(app, parts);
  addPasskey(app, parts);
  addPasskeyRemove(app, parts);
}

const refusals = { 400: Refusal, 401: Refusal, 403: Refusal, 409: Refusal, 429: Refusal };

function addWays(app: App, parts: SignInParts): void {
  const { clock } = parts;
  const asks = route('signIn.read', 'how I sign in, and what I must be told about it', {
    response: { 200: MySignIn, 401: Refusal },
  });
  app.get('/api/v1/my/sign-in', asks, async (request) => {
    const { held } = whoAsks(request);
    const account = await ownAccount(parts, held);
    return viewOf(account, {
      required: parts.secondFactorFor.includes(account.role),
      proofNeeded: needsProof(held.grant, account, clock.now()),
    });
  });
}

function addNoticesRead(app: App, parts: SignInParts): void {
  const { redis } = parts;
  const asks = route('signIn.change', 'I have read them', { response: { 204: Type.Null() } });
  app.post('/api/v1/my/sign-in/notices/read', asks, async (request, reply) => {
    const { login } = await ownAccount(parts, whoAsks(request).held);
    await changeAccount(redis, login, ({ notices: _, ...rest }) => rest);
    return reply.code(204).send(null);
  });
}

function addChallenge(app: App, parts: SignInParts): void {
  const asks = route('signIn.change', 'what a passkey signs to prove a change', {
    response: { 200: PasskeyOptions, ...refusals },
  });
  app.post('/api/v1/my/sign-in/challenge', asks, async (request) => {
    const { held } = whoAsks(request);
    const options = await askForPasskey(parts, request, changeUse(held), await ownAccount(parts, held));
    if (!options) throw new Refused('no_second_factor');
    return options;
  });
}

function addTotp(app: App, parts: SignInParts): void {
  const { redis, clock } = parts;
  const asks = route('signIn.change', 'a secret for an authenticator app; it counts once it is confirmed by a code', {
    body: SelfProof,
    response: { 200: TotpOffer, ...refusals },
  });
  app.post('/api/v1/my/sign-in/totp', asks, async (request) => {
    const { held } = whoAsks(request);
    const { login } = await confirmSelf(parts, request, held, request.body);
    const secret = newTotpSecret();
    await changeAccount(redis, login, (one) => ({
      ...one,
      enrolling: { secret, until: clock.now() + enrollingMs },
    }));
    return totpOffer(secret, login, serviceOf(parts, held.grant.district));
  });
}

function addTotpConfirm(app: App, parts: SignInParts): void {
  const { clock } = parts;
  const asks = route(
    'signIn.change',
    'the first code of the new authenticator app; answers recovery codes, shown once; other sessions end',
    { body: TotpConfirmation, response: { 200: RecoveryCodes, ...refusals } },
  );
  app.post('/api/v1/my/sign-in/totp/confirm', asks, async (request) => {
    const { held } = whoAsks(request);
    const account = await ownAccount(parts, held);
    const { enrolling } = account;
    if (!enrolling || enrolling.until <= clock.now()) throw new Refused('nothing_to_confirm');
    const code = request.body.code.normalize('NFKC').replaceAll(/\s/g, '');
    const lastStep = stepOf(enrolling.secret, code, clock.now());
    if (lastStep === undefined) throw new Refused('wrong_code', 'code');
    return withCodes((codes) =>
      change(parts, request, account, { action: 'factor_set', why: 'totp' }, ({ enrolling: _, ...rest }) =>
        codes({ ...rest, totp: { secret: enrolling.secret, lastStep } }),
      ),
    );
  });
}

function addTotpRemove(app: App, parts: SignInParts): void {
  const asks = route('signIn.change', 'without the authenticator app from now on', {
    body: SelfProof,
    response: { 204: Type.Null(), ...refusals },
  });
  app.post('/api/v1/my/sign-in/totp/remove', asks, async (request, reply) => {
    const account = await confirmSelf(parts, request, whoAsks(request).held, request.body);
    if (!account.totp) throw new Refused('no_second_factor');
    await change(parts, request, account, { action: 'factor_removed', why: 'totp' }, ({ totp: _, ...rest }) =>
      inOrder(rest),
    );
    return reply.code(204).send(null);
  });
}

function addRecoveryCodes(app: App, parts: SignInParts): void {
  const asks = route('signIn.change', 'new recovery codes, shown once; those of before are worth nothing', {
    body: SelfProof,
    response: { 200: RecoveryCodes, ...refusals },
  });
  app.post('/api/v1/my/sign-in/recovery-codes', asks, async (request) => {
    const account = await confirmSelf(parts, request, whoAsks(request).held, request.body);
    if (!hasFactor(account)) throw new Refused('no_second_factor');
    return withCodes((codes) => change(parts, request, account, { action: 'recovery_codes_made' }, codes));
  });
}

function addPasskeyOptions(app: App, parts: SignInParts): void {
  const asks = route('signIn.change', 'what the browser needs to make a passkey', {
    body: SelfProof,
    response: { 200: PasskeyOptions, ...refusals },
  });
  app.post('/api/v1/my/sign-in/passkeys/options', asks, async (request) => {
    const { held } = whoAsks(request);
    const account = await confirmSelf(parts, request, held, request.body);
    if ((account.passkeys ?? []).length >= passkeysAtMost) throw new Refused('too_many_passkeys');
    const purpose = makingBy(tokenId(held.digest), account);
    return askForNewPasskey(parts, request, { account, purpose, service: serviceOf(parts, account.district) });
  });
}

function addPasskey(app: App, parts: SignInParts): void {
  const { redis } = parts;
  const asks = route(
    'signIn.change',
    'the passkey that the browser made; answers recovery codes where there were none; other sessions end',
    { body: NewPasskey, response: { 200: RecoveryCodes, ...refusals } },
  );
  app.post('/api/v1/my/sign-in/passkeys', asks, async (request) => {
    const { held } = whoAsks(request);
    const account = await ownAccount(parts, held);
    const body = request.body;
    const key = await readNewPasskey(parts, request, { body, purpose: makingBy(tokenId(held.digest), account) });
    if (!key || (await loginOfPasskey(redis, key.id)) !== undefined) throw new Refused('wrong_passkey', 'made');
    if ((account.passkeys ?? []).length >= passkeysAtMost) throw new Refused('too_many_passkeys');
    await indexPasskey(redis, key.id, account.login);
    const first = !hasFactor(account);
    return withCodes((codes) =>
      change(parts, request, account, { action: 'factor_set', why: `passkey ${key.name}` }, (one) => {
        const more = { ...one, passkeys: [...(one.passkeys ?? []), key] };
        return first ? codes(more) : more;
      }),
    );
  });
}

function addPasskeyRemove(app: App, parts: SignInParts): void {
  const { redis } = parts;
  const asks = route('signIn.change', 'without this passkey from now on', {
    params: Type.Object({ id: Type.String({ maxLength: 2_000 }) }),
    body: SelfProof,
    response: { 204: Type.Null(), 404: Refusal, ...refusals },
  });
  app.post('/api/v1/my/sign-in/passkeys/:id/remove', asks, async (request, reply) => {
    const { id } = request.params;
    const account = await confirmSelf(parts, request, whoAsks(request).held, request.body);
    const key = account.passkeys?.find((one) => one.id === id);
    if (!key) throw new Refused('not_found', 'id');
    await change(parts, request, account, { action: 'factor_removed', why: `passkey ${key.name}` }, (one) =>
      inOrder({ ...one, passkeys: (one.passkeys ?? []).filter((each) => each.id !== id) }),
    );
    await forgetPasskeys(redis, [id]);
    return reply.code(204).send(null);
  });
}

/** Changes the own account as it stands, ends the other sessions, and writes it down. */
async function change(
  parts: SignInParts,
  request: FastifyRequest,
  proven: Account,
  what: Pick<AuditRecord, 'action' | 'why'>,
  how: (account: Account) => Account,
): Promise<Account> {
  const { redis, clock } = parts;
  const { held } = whoAsks(request);
  const changed = await changeAccount(
    redis,
    proven.login,
    (one) => (one.since === proven.since ? endedNow(how(one), clock.now()) : undefined),
    goingOn(held),
  );
  if (!changed) throw new Refused('not_signed_in'); // it ended, or changed hands, a moment ago
  await audit(parts, held, { about: proven.login, ...what });
  return changed;
}

/** Recovery codes that come with a change are shown only when it was kept. */
async function withCodes(
  change: (codes: (account: Account) => Account) => Promise<Account>,
): Promise<{ recoveryCodes: string[] }> {
  let shown: string[] = [];
  await change((account) => {
    const made = withRecoveryCodes(account);
    shown = made.codes;
    return made.account;
  });
  return { recoveryCodes: shown };
}

/** Recovery codes stand for a factor: without one they would be a second password. */
function inOrder(account: Account): Account {
  if (hasFactor(account)) return account;
  const { recovery: _, passkeys: __, ...rest } = account;
  return rest;
}

/** One proof, one passkey: after a change of the account it is asked for anew. */
const makingBy = (session: string, { login, since }: Account): string => `make/${login}/${since}/${session}`;

/** What an authenticator app or a browser shows the login under. */
const serviceOf = ({ registry }: SignInParts, district: string): string =>
  `一键通 ${registry.district(district)?.bundle.district.name ?? district}`;

const viewOf = (account: Account, more: Pick<MySignIn, 'required' | 'proofNeeded'>): MySignIn => ({
  login: account.login,
  passwordSet: account.hash !== undefined,
  totp: account.totp !== undefined,
  recoveryCodesLeft: account.recovery?.length ?? 0,
  passkeys: (account.passkeys ?? []).map(({ id, name, rpId, madeAt, usedAt }) => ({
    id,
    name,
    host: rpId,
    madeAt: iso(madeAt),
    ...(usedAt === undefined ? {} : { usedAt: iso(usedAt) }),
  })),
  ...(account.identity === undefined ? {} : { provider: account.identity.issuer }),
  ...more,
  notices: (account.notices ?? []).map(({ kind, at, by }) => ({
    kind,
    at: iso(at),
    ...defined({ by }),
  })),
});
