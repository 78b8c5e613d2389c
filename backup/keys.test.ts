import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { makeBackupKeys } from './keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'yjt-keys-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const text = (name: string): string => readFileSync(join(folder, name), 'utf8');

it('what was put back from elsewhere is never overwritten: it opens and proves the backups of before', async () => {
  await makeBackupKeys(folder);
  const before = ['backup.identity', 'backup.recipient', 'backup-sign.pub'].map(text);
  rmSync(join(folder, 'backup.recipient'));
  rmSync(join(folder, 'backup-sign.key'));
  await makeBackupKeys(folder);
  expect(['backup.identity', 'backup.recipient'].map(text)).toEqual(before.slice(0, 2));
  expect(text('backup-sign.pub.before')).toBe(before[2]);
});
