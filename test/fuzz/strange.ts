// What no sender should send: values of the wrong type, huge, deep, in every script, under names that mean something to JavaScript, keys twice;
// and bytes that were right until some of them were changed. Structure is drawn by fast-check, in numbers by a seed.
import fc from 'fast-check';
import { type Chance, pick } from '../chance.ts';

/** Keys that an object has without being given them. */
const inheritedNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'then',
  'toJSON',
];
/** Texts that mean something to somebody on the way: a path, a terminal, a key of Redis, a template, a time, a number. */
const loadedTexts = [
  '',
  ' ',
  '\u0000',
  '\u001b[2J',
  '../../etc/passwd',
  '%00',
  '{s00}:states',
  '*',
  '#',
  '+',
  '$where',
  '<script>alert(1)</script>',
  'null',
  'NaN',
  '-0',
  '1e309',
  '9007199254740993',
  '2026-13-45T99:99',
  '+275760-09-13T00:00:00.001Z',
  '0000-00-00',
  '张\u202e三',
  '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}',
  'ﬃ\u0301\u0301\u0301',
  ...inheritedNames,
];
/** As text, since they cannot be made by JSON.stringify. */
const loadedJson = [
  '1e400',
  '-1e400',
  '-0',
  '123456789012345678901234567890',
  '0.1e-400',
  '"\\ud800"',
  '"\\udfff\\ud800"',
  `${'['.repeat(3_000)}${']'.repeat(3_000)}`,
  `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
  `"${'x'.repeat(20_000)}"`,
  `"${'一'.repeat(5_000)}"`,
  `[${'0,'.repeat(5_000)}0]`,
  `{${Array.from({ length: 500 }, (_, n) => `"k${n}":${n}`).join(',')}}`,
  '{"__proto__":{"isAdmin":true,"role":"administrator"}}',
  '{"constructor":{"prototype":{"role":"administrator"}}}',
  '{"then":1,"toJSON":1,"toString":1,"valueOf":1}',
  'NaN',
  'undefined',
  '{"a":1,}',
  "{'a':1}",
  '',
];

const text = fc.oneof(
  fc.constantFrom(...loadedTexts),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 300 }),
);
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-1, 0, 2 ** 31, 2 ** 53, 1e308, 253_402_300_800_000)),
    text,
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('id', 'kind', 'at', ...inheritedNames), fc.string({ maxLength: 8 })),
      tie('any'),
      { maxKeys: 5 },
    ),
  ),
})).any;

/** So many values are drawn ahead; which one comes where is drawn for each case. */
const drawnAhead = 4_000;

/** Makes strange messages out of right ones, the same ones for the same seed. */
export class Strange {
  readonly #values: readonly string[];
  readonly #texts: readonly string[];

  constructor(seed: number) {
    this.#values = fc.sample(value, { seed, numRuns: drawnAhead }).map((one) => JSON.stringify(one));
    this.#texts = fc.sample(text, { seed, numRuns: drawnAhead });
  }

  /** A strange value as JSON, or nearly. */
  json(random: Chance): string {
    return random(12) === 0 ? pick(random, loadedJson) : pick(random, this.#values);
  }

  /** A strange text. */
  text(random: Chance): string {
    return pick(random, this.#texts);
  }

  /**
   * JSON that is like a right message, with something wrong in most: fields of another type, gone, twice, unknown.
   * @param wrong one value in so many is replaced; 0: none is
   */
  like(random: Chance, right: unknown, wrong = 6): string {
    if (wrong > 0 && random(wrong * 3) === 0) return this.json(random);
    return this.#like(random, right, wrong);
  }

  /** The same as bytes; now and then cut, or no UTF-8. */
  bytesLike(random: Chance, right: unknown, wrong = 6): Buffer {
    const bytes = Buffer.from(this.like(random, right, wrong));
    return wrong > 0 && random(10) === 0 ? changed(random, bytes) : bytes;
  }

  #like(random: Chance, right: unknown, wrong: number): string {
    if (Array.isArray(right)) return `[${right.map((one) => this.#part(random, one, wrong)).join(',')}]`;
    if (typeof right !== 'object' || right === null) return JSON.stringify(right) ?? 'null';
    const fields = Object.entries(right)
      .filter(([, part]) => part !== undefined && !(wrong > 0 && random(wrong * 2) === 0))
      .map(([name, part]) => `${JSON.stringify(name)}:${this.#part(random, part, wrong)}`);
    if (wrong > 0 && random(wrong) === 0) {
      const name =
        random(2) === 0 ? pick(random, inheritedNames) : pick(random, [...Object.keys(right), this.text(random)]);
      fields.push(`${JSON.stringify(name)}:${this.json(random)}`);
    }
    return `{${fields.join(',')}}`;
  }

  #part(random: Chance, part: unknown, wrong: number): string {
    return wrong > 0 && random(wrong) === 0 ? this.json(random) : this.#like(random, part, wrong);
  }
}

/** Bytes that were right, with a few changes: flipped, set, cut, doubled, strewn in, or with a number that says another length. */
export function changed(random: Chance, right: Buffer): Buffer {
  let bytes = Buffer.from(right);
  for (let n = 1 + random(4); n > 0 && bytes.length > 0; n--) {
    const at = random(bytes.length);
    const end = at + random(Math.min(64, bytes.length - at) + 1);
    switch (random(7)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
        break;
      case 1:
        bytes[at] = pick(random, [0x00, 0x0a, 0x0d, 0x20, 0x7f, 0x80, 0xc0, 0xff, random(256)]);
        break;
      case 2:
        bytes = bytes.subarray(0, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
        break;
      case 5:
        bytes = Buffer.concat([bytes.subarray(0, at), noise(random, random(64)), bytes.subarray(at)]);
        break;
      default:
        if (at + 2 <= bytes.length) bytes.writeUInt16BE(random(65_536), at);
    }
  }
  return bytes;
}

/** Bytes of no meaning. */
export const noise = (random: Chance, length: number): Buffer => Buffer.from(Array.from({ length }, () => random(256)));
