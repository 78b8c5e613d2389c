import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rolesPage, withoutColumn } from './roles.ts';

const page = join(import.meta.dirname, '../../docs/roles.md');

it('docs/roles.md says what contracts/session/rights.ts says (npm run docs:roles writes it anew)', () => {
  const now = rolesPage();
  if (process.env.YJT_WRITE) writeFileSync(page, now);
  expect(readFileSync(page, 'utf8')).toBe(now);
  expect(withoutColumn()).toEqual([]);
});
