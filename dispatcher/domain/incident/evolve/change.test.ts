import { expect, test } from 'vitest';
import { changed } from './change.ts';

type Lamp = { id: string; lit?: boolean; colour?: string };

test('A field is changed, added or taken out, and the object that it was stays as it was', () => {
  const before: Lamp = { id: 'a', lit: true };
  const after = changed(before, { lit: undefined, colour: 'red' });
  expect(after).toStrictEqual({ id: 'a', colour: 'red' });
  expect(before).toStrictEqual({ id: 'a', lit: true });
});

test('A field that goes and was not there is not one that is undefined', () => {
  expect(Object.keys(changed<Lamp>({ id: 'a' }, { lit: undefined }))).toEqual(['id']);
});
