// What people prove themselves with: passwords as argon2id, codes of an authenticator app, recovery codes; how they change it, and
// that nobody else does.
import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../contracts/session/auditView.ts';
import type { MySignIn, RecoveryCodes, TotpOffer } from '../../contracts/session/signIn.ts';
import { changeAccount, readAccount } from '../../store/accounts.ts';
import { directoryKeys } from '../../store/keys.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { type Browser, codeAt, PeopleAt } from '../people.ts';

const console_ = await ofThisFile(TestConsole.start({ secondFactorFor: ['administrator'] }));
const people = await PeopleAt.open(console_);

const password = '夜里值班不打瞌睡';

const now = () => console_.clock.now();
const stepMs = 30_000;

/** Somebody with a password and an authenticator app; codes of now are used up by it. */
async function withApp(
  login: string,
  more: object = {},
): Promise<Browser & { secret: string; recoveryCodes: string[] }> {
  const browser = await people.withPassword(login, password, more);
  const offered = await people.post(browser, '/api/v1/my/sign-in/totp', { old: password });
  const { secret } = (await offered.json()) as TotpOffer;
  const confirmed = await people.post(browser, '/api/v1/my/sign-in/totp/confirm', {
    code: codeAt(secret, now() - stepMs),
  });
  expect(confirmed.status).toBe(200);
  return { ...browser, secret, ...((await confirmed.json()) as RecoveryCodes) };
}

const errorOf = async (answer: Response): Promise<[number, string]> => [
  answer.status,
  ((await answer.json()) as { error: string }).error,
];
const view = async (browser: Browser): Promise<MySignIn> =>
  (await (await people.get(browser, '/api/v1/my/sign-in')).json()) as MySignIn;
const actions = async (about: string): Promise<string[]> => {
  const answer = await console_.ask('/api/v1/audit?limit=200', { as: people.administrator });
  const { entries } = (await answer.json()) as { entries: AuditEntry[] };
  return entries.filter((one) => one.about === about).map(({ action }) => action);
};

describe('a password', () => {
  it('is kept as argon2id with 19 MiB, two passes, one lane, and no salt beside it', async () => {
    await people.withPassword('argon', password);
    const { hash, salt } = (await readAccount(console_.redis, 'argon')) ?? {};
    expect([hash, salt]).toEqual([expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/), undefined]);
  });

  it('that was kept as scrypt lets its owner in, is kept anew by that, and ends no session', async () => {
    const first = await people.withPassword('ancient', password);
    const salt = '0123456789abcdef0123456789abcdef';
    const hash = scryptSync(password, salt, 32, { N: 2 ** 14, r: 8, p: 5, maxmem: 64 * 1024 * 1024 }).toString('hex');
    await changeAccount(console_.redis, 'ancient', (one) => ({ ...one, hash, salt }));
    expect((await people.signIn({ login: 'ancient', password: `${password}?` })).status).toBe(401);
    expect((await readAccount(console_.redis, 'ancient'))?.salt).toBe(salt);
    const both = await Promise.all([1, 2].map(() => people.signIn({ login: 'ancient', password })));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const kept = await readAccount(console_.redis, 'ancient');
    expect([kept?.hash?.startsWith('$argon2id$'), kept?.salt]).toEqual([true, undefined]);
    expect((await people.get(first, '/api/v1/me')).status).toBe(200);
    expect((await people.signIn({ login: 'ancient', password })).status).toBe(200);
  });

  it('of a login that does not exist takes as long as a wrong one', async () => {
    await people.withPassword('timed', password);
    const took = async (login: string): Promise<number> => {
      const begun = performance.now();
      await people.signIn({ login, password: 'wrong one' });
      return performance.now() - begun;
    };
    const times = { there: [] as number[], not: [] as number[] };
    for (let i = 0; i < 5; i++) {
      times.there.push(await took('timed'));
      times.not.push(await took(`nobody-${i}`));
    }
    const least = (all: number[]) => Math.min(...all);
    expect(least(times.not)).toBeGreaterThan(least(times.there) / 2);
  });

  it.each(['woaini1314', '5201314a', 'hongmenjie2026', 'picky19850317'])(
    'that people here would guess is refused: %s',
    async (weak) => {
      const browser = await people.person('picky');
      expect(await errorOf(await people.post(browser, '/api/v1/session/password', { password: weak }))).toEqual([
        400,
        'weak_password',
      ]);
    },
  );
});

describe('an authenticator app', () => {
  it('is set up with its secret, counts once a code of it was given, and the codes for the worst case are shown', async () => {
    const browser = await people.withPassword('enrols', password);
    const offered = await people.post(browser, '/api/v1/my/sign-in/totp', { old: password });
    const { secret, uri } = (await offered.json()) as TotpOffer;
    expect(uri).toMatch(/^otpauth:\/\/totp\/.*enrols\?.*secret=/);
    expect(await errorOf(await people.post(browser, '/api/v1/my/sign-in/totp/confirm', { code: '000000' }))).toEqual([
      401,
      'wrong_code',
    ]);
    expect((await people.signIn({ login: 'enrols', password })).status, 'not confirmed').toBe(200);
    const confirmed = await people.post(browser, '/api/v1/my/sign-in/totp/confirm', { code: codeAt(secret, now()) });
    const { recoveryCodes } = (await confirmed.json()) as RecoveryCodes;
    expect(recoveryCodes).toHaveLength(8);
    expect(await view(browser)).toMatchObject({ totp: true, recoveryCodesLeft: 8 });
    const stored = JSON.stringify(await readAccount(console_.redis, 'enrols'));
    expect(recoveryCodes.some((one) => stored.includes(one) || stored.includes(one.replaceAll('-', '')))).toBe(false);
    expect(await actions('enrols')).toContain('factor_set');
  });

  it('is asked for after the right password, and only then', async () => {
    const { secret } = await withApp('asked');
    expect(await errorOf(await people.signIn({ login: 'asked', password: 'wrong one' }))).toEqual([401, 'wrong_login']);
    const needed = await people.signIn({ login: 'asked', password });
    const { error, second } = (await needed.json()) as { error: string; second: object };
    expect([needed.status, error, second], 'and no passkey where there is none').toEqual([
      401,
      'second_factor_needed',
      { code: true },
    ]);
    const code = codeAt(secret, now());
    expect(
      (await people.signIn({ login: 'asked', password: 'wrong one', code })).status,
      'a wrong password uses nothing up',
    ).toBe(401);
    const typed = `${code.slice(0, 3)} ${code.slice(3)}`.replaceAll(/\d/g, (digit) =>
      String.fromCodePoint(0xff10 + Number(digit)),
    );
    expect(
      (await people.signIn({ login: 'asked', password, code: typed })).status,
      'as a Chinese keyboard types it',
    ).toBe(200);
  });

  it('gives a code that counts once: also of two at the same moment, and the one before it counts no more', async () => {
    const { secret } = await withApp('replayed');
    const code = codeAt(secret, now());
    const both = await Promise.all([1, 2].map(() => people.signIn({ login: 'replayed', password, code })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(await errorOf(await people.signIn({ login: 'replayed', password, code }))).toEqual([401, 'wrong_code']);
    const next = codeAt(secret, now() + stepMs);
    expect((await people.signIn({ login: 'replayed', password, code: next })).status, 'a phone ahead of us').toBe(200);
    expect(await errorOf(await people.signIn({ login: 'replayed', password, code: codeAt(secret, now()) }))).toEqual([
      401,
      'wrong_code',
    ]);
  });

  it('gives a code that is worth nothing two steps later', async () => {
    const { secret } = await withApp('late');
    const code = codeAt(secret, now() - 3 * stepMs);
    expect(await errorOf(await people.signIn({ login: 'late', password, code }))).toEqual([401, 'wrong_code']);
  });

  it('is not guessed: a stranger who has the password waits after ten codes, the owner’s browser does not', async () => {
    const owner = await withApp('guessed');
    const refused: string[] = [];
    for (let i = 0; i < 12; i++) {
      const answer = await people.signIn({ login: 'guessed', password, code: String(100_000 + i) });
      refused.push((await errorOf(answer))[1]);
    }
    expect(refused.slice(-2)).toEqual(['locked', 'locked']);
    const code = codeAt(owner.secret, now());
    expect((await people.signIn({ login: 'guessed', password, code }, owner)).status).toBe(200);
  });

  it('that is lost: a recovery code lets in once, and the person is told', async () => {
    const lost = await withApp('lost');
    const [code = ''] = lost.recoveryCodes;
    const came = await people.signIn({ login: 'lost', password, code: code.toUpperCase().replaceAll('-', ' ') });
    expect(came.status).toBe(200);
    expect((await errorOf(await people.signIn({ login: 'lost', password, code })))[1]).toBe('wrong_code');
    const browser = people.browserOf(came);
    expect(await view(browser)).toMatchObject({ recoveryCodesLeft: 7, notices: [{ kind: 'recovery_code_used' }] });
    expect((await people.post(browser, '/api/v1/my/sign-in/notices/read', {})).status).toBe(204);
    expect((await view(browser)).notices).toEqual([]);
  });

  it('that is lost at three in the morning: the administrator’s link lets in, and a new one is set up without the old', async () => {
    const old = await withApp('night');
    const browser = await people.enter(await people.linkFor('night'));
    expect(await view(browser)).toMatchObject({ totp: true, proofNeeded: false });
    expect((await people.post(browser, '/api/v1/my/sign-in/totp/remove', {})).status).toBe(204);
    expect((await people.signIn({ login: 'night', password })).status).toBe(200);
    expect((await people.get(old, '/api/v1/me')).status, 'the other sessions have ended').toBe(401);
    expect(await view(browser)).toMatchObject({ totp: false, recoveryCodesLeft: 0 });
  });

  it('lies sealed in the store, and opens for nobody else', async () => {
    const { secret } = await withApp('sealed');
    const stored = await console_.redis.hget(directoryKeys.accounts, 'sealed');
    expect(stored).not.toContain(secret);
    expect(JSON.parse(stored ?? '{}').totp.secret).toMatch(/^1\.[0-9a-f]{8}\./);
    await console_.redis.hset(directoryKeys.accounts, 'other', (stored ?? '').replace('"sealed"', '"other"'));
    expect((await readAccount(console_.redis, 'other'))?.totp?.secret).not.toBe(secret);
    await console_.redis.hdel(directoryKeys.accounts, 'other');
  });

  it('is reset by the administrator: sessions end, it is written down, and the person is told by whom', async () => {
    const browser = await withApp('reset');
    const answer = await console_.ask('/api/v1/accounts/reset/factors', { as: people.administrator, method: 'DELETE' });
    expect([answer.status, await answer.json()]).toMatchObject([200, { secondFactor: false, passwordSet: true }]);
    expect((await people.get(browser, '/api/v1/me')).status).toBe(401);
    const again = people.browserOf(await people.signIn({ login: 'reset', password }));
    expect((await view(again)).notices).toMatchObject([{ kind: 'factors_reset', by: 'administrator' }]);
    expect(await actions('reset')).toContain('factors_reset');
  });
});

it('a stolen administrator’s session makes no link for its owner’s login, and takes no factor from it', async () => {
  const browser = await withApp('chief', { role: 'administrator' });
  for (const [path, method, body] of [
    ['/api/v1/accounts/chief/link', 'POST', {}],
    ['/api/v1/accounts/chief/factors', 'DELETE', undefined],
    ['/api/v1/accounts', 'POST', { login: 'chief', name: 'chief', role: 'administrator' }],
  ] as const) {
    const answer = await console_.ask(path, { method, headers: { cookie: browser.cookie }, ...(body ? { body } : {}) });
    expect(await errorOf(answer), path).toEqual([403, 'own_login']);
  }
});

describe('a change of how one signs in', () => {
  const changes = [
    ['/api/v1/session/password', { password: '换了一句只有我知道的' }],
    ['/api/v1/my/sign-in/totp', {}],
    ['/api/v1/my/sign-in/totp/remove', {}],
    ['/api/v1/my/sign-in/recovery-codes', {}],
    ['/api/v1/my/sign-in/passkeys/options', {}],
    ['/api/v1/my/sign-in/passkeys/none/remove', {}],
  ] as const;

  it('is refused to a stolen session, whatever it is, and whatever wrong proof comes with it', async () => {
    const owner = await withApp('stolen');
    const thief = people.browserOf(
      await people.signIn({ login: 'stolen', password, code: codeAt(owner.secret, now()) }),
    );
    for (const [path, body] of changes) {
      expect(await errorOf(await people.post(thief, path, body)), path).toEqual([403, 'old_password_needed']);
      expect((await people.post(thief, path, { ...body, old: 'a wrong one' })).status, path).toBe(401);
    }
    expect(await view(owner)).toMatchObject({ totp: true, recoveryCodesLeft: 8 });
  });

  it('is open to a code as to the old password, and ends all other sessions', async () => {
    const owner = await withApp('changes');
    const other = people.browserOf(await people.signIn({ login: 'changes', password, code: owner.recoveryCodes[0] }));
    const code = codeAt(owner.secret, now());
    const body = { password: '换了一句只有我知道的', code };
    expect((await people.post(owner, '/api/v1/session/password', body)).status).toBe(204);
    expect((await people.get(other, '/api/v1/me')).status).toBe(401);
    expect((await people.get(owner, '/api/v1/me')).status).toBe(200);
    expect((await errorOf(await people.post(owner, '/api/v1/my/sign-in/recovery-codes', { code })))[1]).toBe(
      'wrong_code',
    );
  });

  it('new recovery codes end those of before; without a factor there are none', async () => {
    const owner = await withApp('codes');
    const answer = await people.post(owner, '/api/v1/my/sign-in/recovery-codes', { old: password });
    const { recoveryCodes } = (await answer.json()) as RecoveryCodes;
    expect((await people.signIn({ login: 'codes', password, code: owner.recoveryCodes[1] })).status).toBe(401);
    expect((await people.signIn({ login: 'codes', password, code: recoveryCodes[1] })).status).toBe(200);
    const plain = await people.withPassword('plain', password);
    expect(await errorOf(await people.post(plain, '/api/v1/my/sign-in/recovery-codes', { old: password }))).toEqual([
      409,
      'no_second_factor',
    ]);
  });
});

it('whoever changes how they sign in keeps the page that is open, and every other page of theirs is closed', async () => {
  const owner = await people.withPassword('pages', password);
  const other = people.browserOf(await people.signIn({ login: 'pages', password }));
  const [here, there] = [await people.page(owner), await people.page(other)];
  for (const next of ['换了一句只有我知道的', '又换了一句谁也不知道']) {
    const old = next.startsWith('又') ? '换了一句只有我知道的' : password;
    expect((await people.post(owner, '/api/v1/session/password', { password: next, old })).status).toBe(204);
  }
  expect(await there.closed).toBe(4401);
  expect((await people.get(owner, '/api/v1/me')).status).toBe(200);
  expect(here.isOpen()).toBe(true);
  here.close();
});

describe('where a second factor is required', () => {
  it('whoever has none sets one up first, may do nothing else until then, and everything from then on', async () => {
    await people.withPassword('chief', password, { role: 'administrator' });
    const came = await people.signIn({ login: 'chief', password });
    expect(await came.json()).toMatchObject({ mustEnrol: true });
    const chief = people.browserOf(came);
    for (const path of ['/api/v1/accounts', '/api/v1/incidents', '/api/v1/sessions', '/api/v1/map'])
      expect(await errorOf(await people.get(chief, path)), path).toEqual([403, 'second_factor_missing']);
    expect(await people.live(chief), 'an open page').toBe(4401);
    const tried = await people.post(chief, '/api/v1/session/password', {
      password: '换了一句只有我知道的',
      old: password,
    });
    expect(tried.status, 'the way around it').toBe(403);
    const { secret } = (await (
      await people.post(chief, '/api/v1/my/sign-in/totp', { old: password })
    ).json()) as TotpOffer;
    expect((await people.post(chief, '/api/v1/my/sign-in/totp/confirm', { code: codeAt(secret, now()) })).status).toBe(
      200,
    );
    expect((await people.get(chief, '/api/v1/accounts')).status).toBe(200);
  });

  it('the administrator’s link lets in all the same, and other roles are not asked', async () => {
    await people.withPassword('boss', password, { role: 'administrator' });
    const boss = await people.enter(await people.linkFor('boss'));
    expect((await people.get(boss, '/api/v1/accounts')).status).toBe(200);
    await people.withPassword('free', password);
    expect(
      (await people.get(people.browserOf(await people.signIn({ login: 'free', password })), '/api/v1/incidents'))
        .status,
    ).toBe(200);
  });
});

it('a handover is signed with the second factor of whoever takes over', async () => {
  const { secret } = await withApp('next');
  const before = await console_.token('officer', { name: '夜班' });
  const hand = (to: object) => console_.ask('/api/v1/handover', { as: before, body: { to, sound: 'heard' } });
  expect(await errorOf(await hand({ login: 'next', password }))).toEqual([401, 'second_factor_needed']);
  expect((await hand({ login: 'next', password, code: codeAt(secret, now()) })).status).toBe(200);
});
