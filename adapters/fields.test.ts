import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBody, valueAt } from './bodies.ts';
import { fieldsOf } from './fields.ts';
import { gotten, posted } from './given.ts';

const leaves = (message: Parameters<typeof fieldsOf>[0]) =>
  fieldsOf(message).flatMap(({ path, value }) => (value === undefined ? [] : [{ path, value }]));

describe('where the values of a request lie', () => {
  it('is listed with the values, through lists and JSON within a form', () => {
    const body = new URLSearchParams({
      data: JSON.stringify({ imei: '1', list: [{ t: 1 }, { t: true }], n: null }),
      k: 'v',
    }).toString();
    expect(leaves(posted(body))).toEqual([
      { path: 'data.imei', value: '1' },
      { path: 'data.list.0.t', value: 1 },
      { path: 'data.list.1.t', value: true },
      { path: 'data.n', value: null },
      { path: 'k', value: 'v' },
    ]);
  });
  it('names what holds them, and says what is a list', () => {
    expect(fieldsOf(posted({ list: [{ t: 1 }] }))).toEqual([
      { path: '', key: 'body', depth: 0 },
      { path: 'list', key: 'list', depth: 1, list: true },
      { path: 'list.0', key: '0', depth: 2 },
      { path: 'list.0.t', key: 't', depth: 3, value: 1 },
    ]);
    expect(fieldsOf(posted([1]))[0]).toEqual({ path: '', key: 'body', depth: 0, list: true });
  });
  it('goes on to the query, the address and the headers', () => {
    expect(leaves(gotten({ query: { sn: 'A1' }, path: 'sos/7', headers: { 'x-sign': 'ab' } }))).toEqual([
      { path: 'query.sn', value: 'A1' },
      { path: 'path.0', value: 'sos' },
      { path: 'path.1', value: '7' },
      { path: 'header.x-sign', value: 'ab' },
    ]);
  });
  it('a body that is a mere text is a value too', () => {
    expect(leaves(posted('SOS'))).toEqual([{ path: '.', value: 'SOS' }]);
    expect(valueAt(readBody('SOS'), '.')).toBe('SOS');
  });
  it('is found again by each path', () => {
    const tree = fc.object({
      key: fc.stringMatching(/^[a-z_]{1,6}$/),
      values: [fc.integer(), fc.boolean(), fc.stringMatching(/^[a-z]*$/)],
      maxDepth: 4,
    });
    fc.assert(
      fc.property(tree, (fields) => {
        for (const { path, value } of leaves(posted(fields))) expect(valueAt(fields, path)).toBe(value);
      }),
    );
    const body = '{"a":{"b":[{"c":5}],"d.e":6}}';
    for (const { path, value } of leaves(posted(body))) expect(valueAt(readBody(body), path)).toBe(value);
  });
  it('ends: no body is listed for ever', () => {
    expect(fieldsOf(posted(Array.from({ length: 5000 }, (_, n) => n))).length).toBe(500);
    expect(leaves(posted('['.repeat(3000) + ']'.repeat(3000)))).toEqual([]);
    expect(fieldsOf(posted(''))).toEqual([]);
  });
  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array(), (body) => void fieldsOf({ ...posted(''), body })));
    fc.assert(fc.property(fc.json(), fc.string(), (json, path) => void fieldsOf(posted(json, { path }))));
  });
});
