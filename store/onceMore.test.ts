import { describe, expect, it } from 'vitest';
import { onceMore } from './onceMore.ts';

describe('what is done one at a time', () => {
  it('is done once more for all who asked meanwhile', async () => {
    const gates: (() => void)[] = [];
    const ask = onceMore(
      () => new Promise((done) => gates.push(done)),
      () => {},
    );
    const first = ask();
    await Promise.all([ask(), ask(), ask()]);
    expect(gates).toHaveLength(1);
    gates[0]?.();
    await Promise.resolve();
    expect(gates).toHaveLength(2);
    gates[1]?.();
    await first;
    expect(gates).toHaveLength(2);
  });

  it('begins again when it is asked for after a failure', async () => {
    const failures: unknown[] = [];
    let times = 0;
    const ask = onceMore(
      async () => {
        times++;
        throw new Error('away');
      },
      (error) => failures.push(error),
    );
    await ask();
    await ask();
    expect({ times, failures: failures.map(String) }).toEqual({ times: 2, failures: ['Error: away', 'Error: away'] });
  });
});
