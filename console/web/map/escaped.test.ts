import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { escaped } from './escaped.ts';

it.each([
  '<a style=position:fixed;inset:0 href=http://evil.example>',
  '<meta http-equiv=refresh content="0;url=http://evil.example">',
  '"><img src=x onerror=alert(1)>',
  '&lt;script&gt;',
])('an attribution of %s is shown as it was written', (words) => {
  expect(escaped(words)).not.toMatch(/[<>"']|&(?!#)/);
  expect(escaped(words).replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))).toBe(words);
});

it('no page gives Leaflet an attribution of the data as HTML', () => {
  const web = join(import.meta.dirname, '..');
  const calls = readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .flatMap((file) => readFileSync(join(web, file), 'utf8').match(/addAttribution\(.*/g) ?? []);
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.filter((call) => !call.startsWith('addAttribution(escaped('))).toEqual([]);
});
