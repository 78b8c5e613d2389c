import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clouds } from './clouds.ts';
import { allAre, now, posted } from './given.ts';
import { wires } from './wires.ts';

describe.each(Object.entries(clouds))('%s', (name, { family, read }) => {
  it('is found by its name', () => expect(family).toBe(name));

  it('throws for no bytes, and drops nothing without a word', () => {
    const headers = fc.dictionary(fc.constantFrom('timestamp', 'nonce', 'signature', 'echostr'), fc.string());
    const query = fc.dictionary(fc.constantFrom('msg', 'nonce', 'signature', 'imei'), fc.string());
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((json) => posted(json).body),
        ),
        headers,
        query,
        fc.string(),
        fc.boolean(),
        (body, headers, query, path, secret) => {
          const source = { datum: 'gcj02', ...(secret ? { secret: 's', aesKey: 'k' } : {}) } as const;
          const verdict = read({ method: 'POST', path, query, headers, body }, source, allAre('SOS button'), now);
          if (verdict.is === 'readings') expect(verdict.readings.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('survives a body that is deep, or wide', () => {
    for (const body of [
      '['.repeat(50_000) + ']'.repeat(50_000),
      `{"a":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_001)}`,
      JSON.stringify(Array(20_000).fill({})),
    ])
      expect(() => read(posted(body), { datum: 'wgs84' }, {}, now)).not.toThrow();
  });
});

it.each(Object.entries(wires))('%s is found by its name', (name, { family }) => expect(family).toBe(name));
