import { expect, it } from 'vitest';
import { table } from './table.ts';
import { visible } from './visible.ts';

const esc = String.fromCharCode(0x1b);
const csi = String.fromCharCode(0x9b);

it.each([
  { what: 'clears the screen', note: `${esc}[2J${esc}[H` },
  { what: 'writes into the title', note: `${esc}]0;root@host${String.fromCharCode(7)}` },
  { what: 'begins a sequence by one character', note: `${csi}31m` },
  { what: 'goes back over the line', note: 'everything is well\rx\b\b' },
  { what: 'turns the direction of reading', note: 'abc\u202edcba' },
])('a note that $what is shown as text', ({ note }) => {
  const shown = visible(table([['1', note]]));
  expect(shown).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
  expect(shown).toContain('\\u');
});

it('a note of two lines is one row', () => {
  expect(table([['1', '好\n2  已结案', 'x']]).split('\n')).toHaveLength(1);
});

it('ordinary words are left alone', () => expect(visible('王大爷：门没锁。\n\t(2)')).toBe('王大爷：门没锁。\n\t(2)'));
