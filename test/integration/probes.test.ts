// Probes are answered from what is known: one that gives up after a second must not wait for a look.
import { expect, it } from 'vitest';
import { watchLimits } from '../../auditor/limits.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { until } from '../system.ts';

const console_ = await ofThisFile(TestConsole.start());

type Ready = { ready: boolean; failed: string[] };
const probe = async (): Promise<{ status: number; took: number } & Ready> => {
  const began = performance.now();
  const answer = await console_.ask('/readyz');
  return { status: answer.status, ...((await answer.json()) as Ready), took: performance.now() - began };
};

it('/readyz says within 100 ms what does not work, looked at or not', async () => {
  const took: number[] = [];
  for (let i = 0; i < 20; i++) took.push((await probe()).took);
  expect(took.sort((a, b) => a - b)[10]).toBeLessThan(100);
  // No broker and no dispatcher run here.
  await until(async () => expect(await probe()).toMatchObject({ status: 503, failed: ['broker', 'dispatcher'] }), 10);
});

it('a store that keeps nothing is a fault, not a warning', async () => {
  const officer = await console_.token('officer');
  const durability = async () => {
    const answer = await console_.ask('/api/v1/doctor', { as: officer });
    const { checks } = (await answer.json()) as { checks: { check: string; state: string; says: string }[] };
    return checks.find(({ check }) => check === 'durability');
  };
  const causes = async () =>
    (await watchLimits({ redis: console_.redis, dataDir: undefined, reserveBytes: 0 }).look()).map(({ code }) => code);
  expect(await durability()).toMatchObject({ state: 'ok' });
  expect(await causes()).not.toContain('store_not_kept');
  await console_.redis.config('SET', 'appendonly', 'no');
  expect(await durability()).toMatchObject({ state: 'failed', says: expect.stringContaining('丢失') });
  expect(await causes()).toContain('store_not_kept');
});

it('doctor speaks the language it is asked in, and no other', async () => {
  const officer = await console_.token('officer');
  const said = async (language: string): Promise<string[]> => {
    const answer = await fetch(`${console_.url}/api/v1/doctor`, {
      headers: { authorization: `Bearer ${officer}`, 'accept-language': language },
    });
    const { checks } = (await answer.json()) as { checks: { says: string; remedy?: string }[] };
    return checks.flatMap(({ says, remedy }) => [says, ...(remedy === undefined ? [] : [remedy])]);
  };
  const names = /黉门街社区|邻近社区|[\u4e00-\u9fff·]+(?=”)|(?<=“)[\u4e00-\u9fff·]+/g; // of places and tiers, in both
  const english = (await said('en')).map((one) => one.replaceAll(names, ''));
  expect(english.length).toBeGreaterThan(12);
  expect(english.filter((one) => /[\u4e00-\u9fff]/.test(one))).toEqual([]);
  expect((await said('zh-CN')).filter((one) => !/[\u4e00-\u9fff]/.test(one))).toEqual([]);
});
