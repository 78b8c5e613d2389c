import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { whatFollows } from './whatFollows.ts';

const page = join(import.meta.dirname, '../../docs/what-follows.md');

it('docs/what-follows.md says what the core does (npm run docs:words writes it anew)', () => {
  const now = whatFollows();
  if (process.env.YJT_WRITE) writeFileSync(page, now);
  expect(readFileSync(page, 'utf8')).toBe(now);
});
