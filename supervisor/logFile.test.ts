import { expect, it } from 'vitest';
import { withoutControls } from './logFile.ts';

const esc = String.fromCharCode(0x1b);
const csi = String.fromCharCode(0x9b);

it.each([
  [`${esc}[2J`, '\\x1b[2J'],
  [`${csi}31m`, '\\x9b31m'],
  ['林婆婆：门没锁 — ñ Â€ 好\n\t{"a":1}\r\n', '林婆婆：门没锁 — ñ Â€ 好\n\t{"a":1}\r\n'],
])('a log that says %j reads %j', (said, reads) => {
  expect(withoutControls(Buffer.from(said)).toString()).toBe(reads);
});

it('a chunk that ends within a character stays whole with the next one', () => {
  const [first, second] = [Buffer.from('好').subarray(0, 1), Buffer.from('好').subarray(1)];
  expect(Buffer.concat([withoutControls(first), withoutControls(second)]).toString()).toBe('好');
});
