import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathsOf, readBody, valueAt } from './bodies.ts';

describe('where the values of a body lie', () => {
  it('is listed with the values, through lists and JSON within a form', () => {
    const body = new URLSearchParams({
      data: JSON.stringify({ imei: '1', list: [{ t: 1 }, { t: true }], n: null }),
      k: 'v',
    }).toString();
    expect(pathsOf(body)).toEqual([
      { path: 'data.imei', value: '1' },
      { path: 'data.list.0.t', value: 1 },
      { path: 'data.list.1.t', value: true },
      { path: 'data.n', value: null },
      { path: 'k', value: 'v' },
    ]);
  });
  it('is found again by each path', () => {
    const tree = fc.object({
      key: fc.stringMatching(/^[a-z_]{1,6}$/),
      values: [fc.integer(), fc.boolean(), fc.stringMatching(/^[a-z]*$/)],
      maxDepth: 4,
    });
    fc.assert(
      fc.property(tree, (fields) => {
        for (const { path, value } of pathsOf(JSON.stringify(fields))) expect(valueAt(fields, path)).toBe(value);
      }),
    );
    const body = '{"a":{"b":[{"c":5}],"d.e":6}}';
    for (const { path, value } of pathsOf(body)) expect(valueAt(readBody(body), path)).toBe(value);
  });
  it('ends: no body is listed for ever', () => {
    expect(pathsOf(JSON.stringify(Array.from({ length: 5000 }, (_, n) => n))).length).toBe(500);
    expect(pathsOf('['.repeat(3000) + ']'.repeat(3000))).toEqual([]);
    expect(pathsOf('')).toEqual([]);
  });
  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void pathsOf(bytes)));
    fc.assert(fc.property(fc.json(), fc.string(), (json, path) => void [pathsOf(json), valueAt(readBody(json), path)]));
  });
});

it('a path finds nothing that every object has', () => {
  expect(valueAt({}, 'constructor')).toBeUndefined();
  expect(valueAt({}, '__proto__.x')).toBeUndefined();
  expect(valueAt({ a: [1] }, 'a.length')).toBe(1);
});
