import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

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
