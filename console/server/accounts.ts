// Named logins, made by an administrator, and the audit: who did what.
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { AccountAnswer, AccountView, AuditEntry, NewAccount, Refusal } from '../../contracts/api.ts';
import { type Account, putAccount, readAccount, readAccounts, removeAccount } from '../../store/accounts.ts';
import { readAudit } from '../../store/audit.ts';
import { createToken } from '../../store/directory.ts';
import { iso } from './clock.ts';
import { districtOf } from './incidents.ts';
import { Refused } from './refusal.ts';
import { audit, grantOf, only, type SessionParts } from './session.ts';

/** A link that nobody opened is of no use after this. */
const linkMs = 3 * 24 * 3_600_000;

export function addAccounts(app: FastifyInstance, parts: SessionParts & { publicUrl: string }): void {
  const { redis, clock } = parts;

  app.get(
    '/api/v1/accounts',
    { schema: { summary: 'named logins', response: { 200: Type.Object({ accounts: Type.Array(AccountView) }) } } },
    async (request) => {
      const me = only(request, 'administrator');
      return { accounts: (await readAccounts(redis, me.district)).map(viewOf) };
    },
  );

  app.post(
    '/api/v1/accounts',
    {
      schema: {
        summary: 'a named login, or a new link for one that is there; its sessions and its password end',
        body: NewAccount,
        response: { 200: AccountAnswer, 400: Refusal, 409: Refusal },
      },
    },
    async (request) => {
      const me = only(request, 'administrator');
      const district = districtOf(parts, me.district);
      const { login, name, role, responder } = request.body as NewAccount;
      if (role === 'responder' && responder === undefined) throw new Refused('responder_needed', 'responder');
      if (responder !== undefined && !district.responders.has(responder)) throw new Refused('not_found', 'responder');
      const others = (await readAccounts(redis, me.district)).filter((one) => one.login !== login);
      if (others.some((one) => one.name === name)) throw new Refused('name_taken', 'name');
      const taken = await readAccount(redis, login);
      if (taken && taken.district !== me.district) throw new Refused('name_taken', 'login');
      const account: Account = {
        login,
        name,
        role,
        district: me.district,
        since: clock.now(),
        ...(responder === undefined ? {} : { responder }),
      };
      await putAccount(redis, account);
      const expiresAt = clock.now() + linkMs;
      const token = await createToken(redis, grantOf(account, expiresAt, true));
      await audit(parts, me, { action: 'account_made', about: login });
      return { ...viewOf(account), link: `${parts.publicUrl}/enter?token=${token}`, expiresAt: iso(expiresAt) };
    },
  );

  app.delete(
    '/api/v1/accounts/:login',
    {
      schema: {
        summary: 'end a login and its sessions',
        params: Type.Object({ login: Type.String({ maxLength: 40 }) }),
        response: { 200: Type.Object({ login: Type.String() }), 404: Refusal },
      },
    },
    async (request) => {
      const me = only(request, 'administrator');
      const { login } = request.params as { login: string };
      if ((await readAccount(redis, login))?.district !== me.district) throw new Refused('not_found', 'login');
      await removeAccount(redis, login);
      await audit(parts, me, { action: 'account_removed', about: login });
      return { login };
    },
  );

  app.get(
    '/api/v1/audit',
    {
      schema: {
        summary: 'who did what outside of incidents, newest first; an incident’s own log holds the rest',
        querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })) }),
        response: { 200: Type.Object({ entries: Type.Array(AuditEntry) }) },
      },
    },
    async (request) => {
      const district = districtOf(parts, only(request, 'administrator', 'community').district);
      const { limit = 100 } = request.query as { limit?: number };
      const records = await readAudit(redis, district, { limit });
      return { entries: records.map((one) => ({ ...one, at: iso(one.at) })) };
    },
  );
}

const viewOf = ({ login, name, role, responder, hash }: Account): AccountView => ({
  login,
  name,
  role,
  ...(responder === undefined ? {} : { responder }),
  passwordSet: hash !== undefined,
});
