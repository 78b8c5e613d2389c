// The hall's console locks itself when nobody has touched it for a while: what rings, acknowledging, where and whom, stay; all
// else asks for the password again (contracts/session/rights.ts whileLocked). The server enforces it; the page only shows it. And no
// session ends while an incident is open: one whose time is over is locked until then.

import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { Me, UnlockBody } from '../../../contracts/session/session.ts';
import { defined } from '../../../contracts/shapes.ts';
import { tellEnded } from '../../../store/endings.ts';
import { noteUse, readUses } from '../../../store/sessionUse.ts';
import { type Grant, type Held, isThing, prolong, readToken, useLink } from '../../../store/tokens.ts';
import type { ServerClock } from '../clock.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit, meOf, screens } from './caller.ts';
import { whoAsks } from './doors.ts';
import { type Arrival, arrivalOf, checkOld, type SignInParts } from './signIn.ts';

type Session = Pick<Held, 'digest' | 'grant'>;

export type LockParts = {
  redis: Redis;
  clock: ServerClock;
  /** 0: never */
  lockAfterMs: number;
  /** is an incident of this district open? */
  isBusy(district: string): boolean;
};

export class Locks {
  readonly #parts: LockParts;

  constructor(parts: LockParts) {
    this.#parts = parts;
  }

  /** A person's session that does not end at its time, because an incident is open. */
  readonly keeps = ({ begunBy, role, district }: Grant): boolean =>
    begunBy !== undefined && !isThing(role) && this.#parts.isBusy(district);

  /** Of these sessions those that are locked now. */
  async locked(sessions: readonly Session[]): Promise<ReadonlySet<string>> {
    const some = sessions.filter(({ grant }) => isDuty(grant));
    if (some.length === 0) return new Set();
    const { redis, clock, lockAfterMs } = this.#parts;
    const [now, uses] = [clock.now(), await readUses(redis, some.map(({ digest }) => digest))]; // biome-ignore format: one line
    return new Set(
      some.flatMap(({ digest, grant }, i) => {
        const used = uses[i] ?? grant.madeAt ?? now;
        const isLeft = used === 0 || (lockAfterMs > 0 && now - used >= lockAfterMs); // 0: locked by hand
        // Past its end a session goes on for what is open, and for nothing else.
        return grant.expiresAt <= now || isLeft ? [digest] : [];
      }),
    );
  }

  /** For the page: how long it may be left alone, seconds. */
  afterSeconds(grant: Grant): number | undefined {
    const { lockAfterMs } = this.#parts;
    return lockAfterMs > 0 && isDuty(grant) ? Math.ceil(lockAfterMs / 1_000) : undefined;
  }
}

/** A browser with the duty console: the page that can be locked. */
const isDuty = ({ begunBy, role }: Grant): boolean => begunBy !== undefined && screens[role].path === '/';

/** What its page asks for first. Whoever came by a link and chose no password needs another link. */
const opensBy = ({ locks, account }: Grant): NonNullable<Me['opensBy']> =>
  locks !== true ? 'link' : account === undefined ? 'token' : 'password';

/** Who this is, with what their page must know of the lock. */
export function meAt({ grant, locked }: Held, locks: Locks): Me {
  const locksAfterSeconds = locks.afterSeconds(grant);
  return {
    ...meOf(grant),
    ...(isDuty(grant) ? { lockable: true, opensBy: opensBy(grant) } : {}),
    ...(locked ? { locked } : {}),
    ...defined({ locksAfterSeconds }),
  };
}

export function addLock(app: App, parts: SignInParts & { locks: Locks }): void {
  const { redis, clock, locks } = parts;

  const activeAsks = route('session.active', 'somebody is at this page: it does not lock itself yet', {
    response: { 204: Type.Null() },
  });
  app.post('/api/v1/session/active', activeAsks, async (request, reply) => {
    await noteUse(redis, whoAsks(request).held.digest, clock.now());
    return reply.code(204).send(null);
  });

  const lockAsks = route('session.lock', 'lock this page now', { response: { 204: Type.Null(), 409: Refusal } });
  app.post('/api/v1/session/lock', lockAsks, async (request, reply) => {
    const { held } = whoAsks(request);
    if (!isDuty(held.grant)) throw new Refused('cannot_lock');
    await noteUse(redis, held.digest, 0);
    await audit(parts, held, { action: 'locked' });
    await tellEnded(redis, 'session');
    return reply.code(204).send(null);
  });

  const unlockAsks = route(
    'session.unlock',
    'open a locked page again: with the password or a passkey of its login, the token that it was begun with, or a new link of its holder',
    { body: UnlockBody, response: { 200: Me, 401: Refusal, 429: Refusal } },
  );
  app.post('/api/v1/session/unlock', unlockAsks, async (request) => {
    const { held } = whoAsks(request);
    const { digest, grant } = held;
    const body = request.body;
    if ('token' in body && !(await readToken(redis, body.token.trim(), clock.now()))) throw new Refused('wrong_link');
    if (!('password' in body)) await comeAgain(parts, held, await arrivalOf(parts, request, body));
    else if (grant.account === undefined) throw new Refused('wrong_login');
    else await checkOld(parts, request, grant.account, body.password);
    const { sessionMs } = screens[grant.role];
    if (grant.expiresAt <= clock.now()) await prolong(redis, held, clock.now() + sessionMs);
    await noteUse(redis, digest, clock.now());
    await audit(parts, held, { action: 'unlocked' });
    await tellEnded(redis, 'session'); // whoever holds its sockets looks at once
    const { locked: _, ...open } = held;
    return meAt(open, locks);
  });
}

/** Somebody comes to a locked page by a token, a link or a passkey. @throws Refused unless they are who has it open */
async function comeAgain(parts: SignInParts, { grant }: Held, { grant: now, by, held }: Arrival): Promise<void> {
  const isSame = (['role', 'district', 'account', 'responder'] as const).every((one) => now[one] === grant[one]);
  // A token's own end is the end of what was begun with it, and nothing else opens that.
  const isTheirs =
    grant.from === undefined
      ? isSame && by !== 'token'
      : held?.digest === grant.from && grant.expiresAt > parts.clock.now();
  if (!isTheirs || (held?.grant.once && !(await useLink(parts.redis, held)))) throw new Refused('wrong_link');
}
