// Named logins, made by an administrator, and the audit: who did what.

import { Type } from 'typebox';
import { iso } from '../../../contracts/iso.ts';
import { AreaOrder, areaSays } from '../../../contracts/session/area.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { AccountAnswer, AccountView, NewAccount, RefusedTriesView } from '../../../contracts/session/session.ts';
import { NewIdentity } from '../../../contracts/session/signIn.ts';
import { defined } from '../../../contracts/shapes.ts';
import {
  type Account,
  changeAccount,
  endedNow,
  putAccount,
  readAccount,
  readAccounts,
  readAllAccounts,
  removeAccount,
} from '../../../store/accounts.ts';
import { endCredential } from '../../../store/directory.ts';
import { tellEnded } from '../../../store/endings.ts';
import { forgetPasskeys } from '../../../store/passkeyIndex.ts';
import { readRefusedTries } from '../../../store/refusedTries.ts';
import { createToken, endToken, type Held, readTokens } from '../../../store/tokens.ts';

import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { mayBind } from './bound.ts';
import { audit } from './caller.ts';
import { refuse } from './districts.ts';
import { whoAsks, whoAsksHere } from './doors.ts';
import { hasFactor, noticed, withoutFactors } from './factors.ts';
import type { ProviderParts } from './provider.ts';
import { grantOf, type SignInParts } from './signIn.ts';

/** A link that nobody opened is of no use after this. */
const linkMs = 3 * 24 * 3_600_000;

const ByLogin = Type.Object({ login: Type.String({ maxLength: 40 }) });

export function addAccounts(app: App, parts: ProviderParts): void {
  addList(app, parts);
  addNew(app, parts);
  addLink(app, parts);
  addArea(app, parts);
  addRemove(app, parts);
  addFactorsRemove(app, parts);
  addIdentity(app, parts);
  addIdentityRemove(app, parts);
  addRefusedTries(app, parts);
}

/** @throws Refused for one's own: a session that was stolen would need no proof to put its owner out (signIn.ts, confirmSelf) */
const notOwn = (login: string, { grant }: Held): void => {
  if (grant.account === login) throw new Refused('own_login', 'login');
};

function addList(app: App, parts: ProviderParts): void {
  const { redis } = parts;
  const asks = route('account.list', 'named logins', {
    response: { 200: Type.Object({ accounts: Type.Array(AccountView) }) },
  });
  app.get('/api/v1/accounts', asks, async (request) => {
    const { me } = whoAsks(request);
    return { accounts: (await readAccounts(redis, me.district)).map(viewOf) };
  });
}

function addNew(app: App, parts: ProviderParts): void {
  const { redis, clock } = parts;
  const asks = route(
    'account.make',
    'a named login, or a new link for one that is there; its sessions and its password end',
    { body: NewAccount, response: { 200: AccountAnswer, 400: Refusal, 409: Refusal } },
  );
  app.post('/api/v1/accounts', asks, async (request) => {
    const { me, held, district } = whoAsksHere(parts, request);
    const { login, name, role, responder, area: given } = request.body;
    if (role === 'responder' && responder === undefined) throw new Refused('responder_needed', 'responder');
    if (responder !== undefined && !district.responders.has(responder)) throw new Refused('not_found', 'responder');
    const others = (await readAccounts(redis, me.district)).filter((one) => one.login !== login);
    if (others.some((one) => one.name === name)) throw new Refused('name_taken', 'name');
    notOwn(login, held);
    const taken = await readAccount(redis, login);
    if (taken && taken.district !== me.district)
      await refuse(parts, held, { about: login, field: 'login', code: 'name_taken' });
    // Whoever makes it anew for a new link does not open the rest of the community by it.
    const area = given ?? (role === 'community' && taken?.role === role ? taken.area : undefined);
    if (given) mayBind(district, role, given);
    const account: Account = {
      login,
      name,
      role,
      district: me.district,
      since: clock.now(),
      ...defined({ responder, area }),
    };
    await putAccount(redis, account);
    await forgetPasskeys(redis, passkeyIds(taken));
    await audit(parts, held, { action: 'account_made', about: login, ...defined({ why: area && areaSays(area) }) });
    return { ...viewOf(account), ...(await linkFor(parts, account)) };
  });
}

function addLink(app: App, parts: ProviderParts): void {
  const asks = route(
    'account.make',
    'a one-time link for a login: the way in when a password is forgotten or locked; nothing else changes',
    { params: ByLogin, response: { 200: AccountAnswer, 404: Refusal } },
  );
  app.post('/api/v1/accounts/:login/link', asks, async (request) => {
    const { held } = whoAsks(request);
    const account = await ownAccount(parts, request.params, held);
    notOwn(account.login, held);
    await audit(parts, held, { action: 'token_made', about: account.login, why: 'link' });
    return { ...viewOf(account), ...(await linkFor(parts, account)) };
  });
}

function addArea(app: App, parts: ProviderParts): void {
  const { redis } = parts;
  const asks = route('account.make', 'the part of the community that a login reaches over; counts at once', {
    params: ByLogin,
    body: AreaOrder,
    response: { 200: AccountView, 400: Refusal, 404: Refusal },
  });
  app.put('/api/v1/accounts/:login/area', asks, async (request) => {
    const { held, district } = whoAsksHere(parts, request);
    const { login, role, area: before } = await ownAccount(parts, request.params, held);
    const area = request.body.area ?? undefined;
    if (area) mayBind(district, role, area);
    const changed = await changeAccount(redis, login, ({ area: _, ...one }) => ({ ...one, ...defined({ area }) }));
    if (!changed) throw new Refused('not_found', 'login');
    await tellEnded(redis, 'account'); // pages that are open look whether they still may be
    await audit(parts, held, { action: 'account_area', about: login, why: `${areaSays(before)} → ${areaSays(area)}` });
    return viewOf(changed);
  });
}

function addRemove(app: App, parts: ProviderParts): void {
  const { redis } = parts;
  const asks = route('account.remove', 'end a login and its sessions', {
    params: ByLogin,
    response: { 200: Type.Object({ login: Type.String() }), 404: Refusal },
  });
  app.delete('/api/v1/accounts/:login', asks, async (request) => {
    const { held } = whoAsks(request);
    const account = await ownAccount(parts, request.params, held);
    const { login } = account;
    await removeAccount(redis, login);
    await forgetPasskeys(redis, passkeyIds(account));
    await endWhatTheyLeft(parts, account);
    await audit(parts, held, { action: 'account_removed', about: login });
    return { login };
  });
}

function addFactorsRemove(app: App, parts: ProviderParts): void {
  const { redis, clock } = parts;
  const asks = route(
    'account.factors',
    'without authenticator app, passkeys and recovery codes: for whoever lost their phone; their sessions end, their password stays, and they are told',
    { params: ByLogin, response: { 200: AccountView, 404: Refusal } },
  );
  app.delete('/api/v1/accounts/:login/factors', asks, async (request) => {
    const { held } = whoAsks(request);
    const before = await ownAccount(parts, request.params, held);
    const { login } = before;
    notOwn(login, held);
    const { name: by } = held.grant;
    const reset = await changeAccount(redis, login, (one) =>
      endedNow(noticed(withoutFactors(one), { kind: 'factors_reset', at: clock.now(), by }), clock.now()),
    );
    if (!reset) throw new Refused('not_found', 'login');
    await forgetPasskeys(redis, passkeyIds(before));
    await audit(parts, held, { action: 'factors_reset', about: login });
    return viewOf(reset);
  });
}

function addIdentity(app: App, parts: ProviderParts): void {
  const { redis } = parts;
  const asks = route(
    'account.identity',
    'who this person is at the OIDC provider; their sessions end, and they are told',
    { params: ByLogin, body: NewIdentity, response: { 200: AccountView, 404: Refusal, 409: Refusal } },
  );
  app.post('/api/v1/accounts/:login/identity', asks, async (request) => {
    if (!parts.provider) throw new Refused('no_provider');
    const { held } = whoAsks(request);
    const { login } = await ownAccount(parts, request.params, held);
    const { issuer } = parts.provider;
    const wanted = request.body;
    const isTheirs = ({ identity, login: other }: Account): boolean =>
      other !== login &&
      identity?.issuer === issuer &&
      ('subject' in wanted
        ? identity.subject === wanted.subject
        : identity.email?.toLowerCase() === wanted.email.toLowerCase());
    if ((await readAllAccounts(redis)).some(isTheirs)) throw new Refused('identity_taken', 'login');
    return viewOf(await changeIdentity(parts, held, login, { issuer, ...wanted }));
  });
}

function addIdentityRemove(app: App, parts: ProviderParts): void {
  const asks = route('account.identity', 'not by the OIDC provider any more; their sessions end, and they are told', {
    params: ByLogin,
    response: { 200: AccountView, 404: Refusal },
  });
  app.delete('/api/v1/accounts/:login/identity', asks, async (request) => {
    const { held } = whoAsks(request);
    const { login } = await ownAccount(parts, request.params, held);
    return viewOf(await changeIdentity(parts, held, login, undefined));
  });
}

function addRefusedTries(app: App, parts: ProviderParts): void {
  const { redis, clock } = parts;
  const asks = route('tries.read', 'refused tries to sign in today, by address, most first', {
    response: { 200: Type.Object({ addresses: Type.Array(RefusedTriesView) }) },
  });
  app.get('/api/v1/refused-tries', asks, async (request) => {
    const { me } = whoAsks(request);
    const own = new Set((await readAccounts(redis, me.district)).map(({ login }) => login));
    const addresses = await readRefusedTries(redis, clock.now());
    return {
      addresses: addresses.map((one) => ({
        ...one,
        firstAt: iso(one.firstAt),
        lastAt: iso(one.lastAt),
        logins: one.logins.filter((login) => own.has(login)), // others may be words typed into the wrong field
      })),
    };
  });
}

const linkFor = async (parts: ProviderParts, account: Account): Promise<{ link: string; expiresAt: string }> => {
  const { redis, clock } = parts;
  const expiresAt = clock.now() + linkMs;
  const token = await createToken(redis, { ...grantOf(account, expiresAt, true), madeAt: clock.now() });
  return { link: `${parts.publicUrl}/enter?token=${token}`, expiresAt: iso(expiresAt) };
};

const ownAccount = async (parts: ProviderParts, params: unknown, { grant }: Held): Promise<Account> => {
  const { redis } = parts;
  const account = await readAccount(redis, (params as { login: string }).login);
  if (account?.district !== grant.district) throw new Refused('not_found', 'login');
  return account;
};

async function changeIdentity(
  parts: ProviderParts,
  held: Held,
  login: string,
  identity: Account['identity'],
): Promise<Account> {
  const { redis, clock } = parts;
  const changed = await changeAccount(redis, login, ({ identity: _, ...one }) => {
    const told = noticed(one, { kind: 'identity_changed', at: clock.now(), by: held.grant.name });
    return endedNow({ ...told, ...defined({ identity }) }, clock.now());
  });
  if (!changed) throw new Refused('not_found', 'login');
  await audit(parts, held, {
    action: 'identity_set',
    about: login,
    why: identity?.subject ?? identity?.email ?? 'none',
  });
  return changed;
}

/** The tokens that they made for people, and the login of their phone, unless somebody else has the same. */
const passkeyIds = (account: Account | undefined): string[] => (account?.passkeys ?? []).map(({ id }) => id);

async function endWhatTheyLeft({ redis }: SignInParts, { login, district, responder }: Account): Promise<void> {
  for (const { digest, grant } of await readTokens(redis, district))
    if (grant.account === login || grant.maker === login) await endToken(redis, digest);
  const others = await readAccounts(redis, district);
  if (responder !== undefined && !others.some((one) => one.responder === responder))
    await endCredential(redis, responder);
}

const viewOf = (account: Account): AccountView => ({
  login: account.login,
  name: account.name,
  role: account.role,
  ...defined({ responder: account.responder, area: account.area }),
  passwordSet: account.hash !== undefined,
  secondFactor: hasFactor(account),
  ...(account.identity === undefined ? {} : { provider: account.identity.subject ?? account.identity.email ?? '' }),
});
