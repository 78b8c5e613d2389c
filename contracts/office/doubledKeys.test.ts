import { describe, expect, it } from 'vitest';
import { doubledKeys } from './doubledKeys.ts';

const where = (text: string) => doubledKeys(text).map(({ key, path, line }) => `${line} ${path} ${key}`);

describe('a key twice in one object', () => {
  it.each([
    { text: '{"a":1,"a":2}', found: ['1  a'] },
    { text: '{"homes":[{"id":"x"},\n{"id":"y","door":"1",\n"door" : "2"}]}', found: ['3 /homes/1 door'] },
    { text: '{"id":1,"\\u0069d":2}', found: ['1  id'] },
    { text: '{"__proto__":1,"constructor":2,"__proto__":3}', found: ['1  __proto__'] },
    { text: '{"a":{"b":1,"c":[1,{"d":1,"d":1}],"b":2}}', found: ['1 /a/c/1 d', '1 /a b'] },
    { text: '{"a":"\\"a\\":{","b":"}","b":1}', found: ['1  b'] },
  ])('is found, with its line and its place: $text', ({ text, found }) => expect(where(text)).toEqual(found));

  it.each(['{"a":"a","b":["a","a"]}', '[{"a":1},{"a":1}]', '{"a":{"a":{"a":1}}}', '"a"', '{"a":"b:\\\\","b":1}'])(
    'is none where it is another object’s, or a value: %s',
    (text) => expect(where(text)).toEqual([]),
  );

  it('says where it stood first', () => {
    expect(doubledKeys('{\n"a":1,\n\n"a":2}')[0]?.reason).toContain('first on line 2');
  });
});
