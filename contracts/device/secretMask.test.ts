import { expect, it } from 'vitest';
import { withoutSecrets } from './secretMask.ts';

const secret = 'a/b "密" +c';

it.each([
  ['as it is', secret],
  ['in a form', new URLSearchParams({ t: secret }).toString().slice(2)],
  ['in an address', encodeURIComponent(secret)],
  ['in an address in small letters', encodeURIComponent(secret).replaceAll(/%../g, (one) => one.toLowerCase())],
  ['in JSON', JSON.stringify(secret).slice(1, -1)],
  ['in JSON as PHP writes it', JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/')],
])('a secret %s is left out', (_, written) =>
  expect(withoutSecrets(`x${written}y`, [undefined, '', secret])).toBe('x…y'),
);

it('of two secrets of which one begins the other nothing is left', () => {
  expect(withoutSecrets('abcdef ab', ['ab', 'abcdef'])).toBe('… …');
});
