import { describe, expect, it } from 'vitest';
import { FairQueue } from './fairQueue.ts';

const limits = { atOnce: 2, waitingByKey: 8, waitingInAll: 20 };

/** A queue whose works end when the test says so, and which have begun. */
function line() {
  const queue = new FairQueue(limits);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const come = (name: string, key = name, first = false) =>
    queue.run({ key, first }, () => {
      begun.push(name);
      return new Promise<string>((done) => ends.set(name, () => done(name)));
    });
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return { come, end, begun };
}

describe('costly work in turn', () => {
  it('whoever is known begins at once while strangers wait', () => {
    const { come, begun } = line();
    for (let i = 0; i < 9; i++) void come(`stranger ${i}`, 'one address');
    void come('officer', 'officer', true);
    expect(begun).toEqual(['stranger 0', 'officer']);
  });

  it('two who are known are done before any stranger who came earlier begins', async () => {
    const { come, end, begun } = line();
    for (let i = 0; i < 4; i++) void come(`stranger ${i}`, 'one address');
    for (const name of ['officer', 'health desk']) void come(name, name, true);
    await end('officer');
    await end('stranger 0');
    expect(begun).toEqual(['stranger 0', 'officer', 'health desk', 'stranger 1']);
  });

  it('one stranger does not stand behind the many of another address', async () => {
    const { come, end, begun } = line();
    for (let i = 0; i < 9; i++) void come(`many ${i}`, 'many');
    void come('one', 'one');
    await end('many 0');
    await end('many 1');
    expect(begun).toEqual(['many 0', 'many 1', 'one']);
  });

  it.each([
    { what: 'of one address', key: () => 'same', taken: 1 + limits.waitingByKey },
    { what: 'in all', key: (i: number) => `address ${i}`, taken: 1 + limits.waitingInAll },
  ])('too many $what are told so at once', async ({ key, taken }) => {
    const { come } = line();
    for (let i = 0; i < taken; i++) void come(`stranger ${i}`, key(i));
    expect(await come('one more', key(taken))).toBe('full');
  });

  it('goes on when a work fails', async () => {
    const queue = new FairQueue(limits);
    const failed = queue.run({ key: 'a', first: true }, () => Promise.reject(new Error('no')));
    await expect(failed).rejects.toThrow('no');
    expect(await queue.run({ key: 'b', first: false }, async () => 1)).toEqual({ value: 1 });
  });
});
