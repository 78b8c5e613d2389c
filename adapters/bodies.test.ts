import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readBody, valueAt } from './bodies.ts';

it('no path throws, whatever the body', () => {
  fc.assert(fc.property(fc.json(), fc.string(), (json, path) => void valueAt(readBody(json), path)));
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void readBody(bytes)));
});

it('a path finds nothing that every object has', () => {
  expect(valueAt({}, 'constructor')).toBeUndefined();
  expect(valueAt({}, '__proto__.x')).toBeUndefined();
  expect(valueAt({ a: [1] }, 'a.length')).toBe(1);
});
