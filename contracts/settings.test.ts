import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings, settingsTable } from './settings.ts';

const problems = (env: Record<string, string>) => {
  const read = readSettings(env);
  return read.ok ? [] : read.problems.map(({ name, reason }) => `${name} ${reason}`);
};
const gateway = { YJT_WEBHOOK_URL: 'https://gateway.example/hook', YJT_WEBHOOK_SECRET: 'sixteen characters' };

describe('the settings of a gateway', () => {
  it('are taken together', () => {
    expect(readSettings(gateway)).toMatchObject({ ok: true, settings: gateway });
  });

  it('are refused by half, whichever half is missing', () => {
    expect(problems({ YJT_WEBHOOK_URL: gateway.YJT_WEBHOOK_URL })).toEqual([
      'YJT_WEBHOOK_URL is of no use without YJT_WEBHOOK_SECRET: set both or neither',
    ]);
    expect(problems({ YJT_WEBHOOK_SECRET: gateway.YJT_WEBHOOK_SECRET, YJT_WEBHOOK_URL: '' })).toEqual([
      'YJT_WEBHOOK_SECRET is of no use without YJT_WEBHOOK_URL: set both or neither',
    ]);
  });

  it.each(['gateway.example', 'ftp://gateway.example', 'http://', 'javascript:alert(1)'])(
    'refuse the address %s',
    (url) => {
      const [problem] = problems({ ...gateway, YJT_WEBHOOK_URL: url });
      expect(problem).toBe('YJT_WEBHOOK_URL its value must be an address that begins with http:// or https://');
    },
  );

  it('refuse a secret that could be guessed, and do not repeat it', () => {
    const [problem] = problems({ ...gateway, YJT_WEBHOOK_SECRET: '12345' });
    expect(problem).toBe('YJT_WEBHOOK_SECRET its value is shorter than 16 characters');
  });
});

describe('the proxies that are trusted', () => {
  it.each(['127.0.0.1', '10.0.0.0/8,127.0.0.1', '10.0.0.0/8, ::1', 'fd00::/8'])('may be %s', (text) =>
    expect(problems({ YJT_TRUSTED_PROXIES: text })).toEqual([]),
  );
  it.each(['proxy.example', '10.0.0', '127.0.0.1;10.0.0.1', '*'])('may not be %s', (text) =>
    expect(problems({ YJT_TRUSTED_PROXIES: text })).toHaveLength(1),
  );
});

describe('who must have a second factor, and what a claim makes of somebody', () => {
  it.each(['administrator', 'administrator, community', 'officer,health,responder'])('may be %s', (text) =>
    expect(problems({ YJT_SECOND_FACTOR_FOR: text })).toEqual([]),
  );
  it.each(['everybody', 'wall', 'administrator;community', ','])('may not be %s', (text) =>
    expect(problems({ YJT_SECOND_FACTOR_FOR: text })).toHaveLength(1),
  );
  const provider = { YJT_OIDC_ISSUER: 'https://login.example', YJT_OIDC_CLIENT_ID: 'yjt' };
  it.each(['duty=officer', 'a=b=officer', 'duty=officer, street=community'])('may be %s', (text) =>
    expect(problems({ ...provider, YJT_OIDC_ROLES: text })).toEqual([]),
  );
  // A comma divides pairs: a value with one in it is refused and not taken apart.
  it.each(['cn=duty,ou=hall=officer', 'duty', '=officer', 'duty=wall', 'duty=responder'])('may not be %s', (text) =>
    expect(problems({ ...provider, YJT_OIDC_ROLES: text })).toHaveLength(1),
  );
  it('are of no use by half', () => expect(problems({ YJT_OIDC_CLIENT_ID: 'yjt' })).toHaveLength(1));
});

describe('what the program ends by itself', () => {
  it('is in docs/what-is-kept.md with the figures of today', () => {
    const rows = readFileSync(resolve(import.meta.dirname, '../docs/what-is-kept.md'), 'utf8').matchAll(
      /^\| `(YJT_KEEP_\w+)` \| (\w+) \|/gm,
    );
    const told = Object.fromEntries([...rows].map(([, name, figure]) => [name, figure]));
    const kept = Object.entries(settingsTable).filter(([name]) => name.startsWith('YJT_KEEP_'));
    expect(told).toEqual(Object.fromEntries(kept.map(([name, one]) => [name, 'default' in one ? one.default : ''])));
  });
});
