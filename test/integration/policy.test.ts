// A policy that takes effect later: at its instant, once, whoever looks after it and also when nobody did; refused with its reasons, before and at
// the instant; one winner of two who plan.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchPlanned } from '../../console/server/office/plannedPolicy.ts';
import { iso } from '../../contracts/iso.ts';
import type { PolicyState } from '../../contracts/office/planned.ts';
import type { Policy } from '../../contracts/office/policy.ts';
import type { RegistryHistory, RegistryProblem } from '../../contracts/office/registry.ts';
import { readAlarms } from '../../store/alarms.ts';
import { directoryKeys } from '../../store/keys.ts';
import { TestConsole } from '../console.ts';
import { until } from '../system.ts';

let console_: TestConsole;
let beside: TestConsole | undefined;
let community: string;
const timers: NodeJS.Timeout[] = [];
beforeEach(async () => {
  console_ = await TestConsole.start();
  community = await console_.token('community', { name: '刘主任' });
}, 60_000);
afterEach(async () => {
  for (const timer of timers.splice(0)) clearInterval(timer);
  await beside?.stop();
  beside = undefined;
  await console_.stop();
}, 30_000);

const log = { info: () => undefined, error: (fields: object) => expect.fail(JSON.stringify(fields)) };
/** What the console's process does beside its server. */
const watch = ({ redis, registry, live, clock }: TestConsole): void => {
  timers.push(watchPlanned({ redis, registry, live, clock, publicUrl: '', tiles: undefined, log }));
};

type Told = { status: number; body: PolicyState & { error?: string; field?: string; problems?: RegistryProblem[] } };
const ask = async (
  path: string,
  { body, as = community, method }: { body?: object; as?: string; method?: string } = {},
) => {
  const answer = await console_.ask(`/api/v1/office/${path}`, { as, body, ...(method ? { method } : {}) });
  return { status: answer.status, body: (await answer.json()) as Told['body'] } satisfies Told;
};
const state = async (): Promise<PolicyState> => (await ask('policy')).body;
const history = async () => ((await ask('registry/policy/policy/history')).body as unknown as RegistryHistory).edits;
const change = (policy: Policy, version: number) =>
  ask('registry/changes', { body: { changes: [{ kind: 'policy', id: 'policy', version, document: policy }] } });
const plan = (
  policy: object,
  version: number,
  { inMs = 3_600_000, ...more }: { inMs?: number; instead?: string; why?: string } = {},
) => ask('policy/planned', { body: { at: iso(console_.clock.now() + inMs), version, policy, ...more } });
/** The first tier of the first plan waits so long. */
const waiting = (policy: Policy, seconds: number): Policy => {
  const next = structuredClone(policy);
  const tier = next.plans[0]?.tiers[0];
  if (tier) tier.answerWithinSeconds = seconds;
  return next;
};
const waits = async (): Promise<number | undefined> => (await state()).policy.plans[0]?.tiers[0]?.answerWithinSeconds;
const alarm = async () => (await readAlarms(console_.redis)).find(({ code }) => code === 'policy_unfit');

it('takes effect at its instant and not before, in the name of who planned it', async () => {
  watch(console_);
  const { version, policy } = await state();
  const told = await plan(waiting(policy, 31), version, { inMs: 2_500, why: '冬季安排' });
  expect(told).toMatchObject({
    status: 200,
    body: { version, planned: { by: '刘主任', state: 'waiting', problems: [] } },
  });
  const at = Date.parse(told.body.planned?.at ?? '');
  expect(await waits()).toBe(45);
  await until(async () => expect(await waits()).toBe(31));
  expect(console_.clock.now()).toBeGreaterThanOrEqual(at);
  expect(await state()).toMatchObject({ version: version + 1, policy: waiting(policy, 31) });
  expect((await state()).planned).toBeUndefined();
  expect(await history()).toMatchObject([{ version: version + 1, by: '刘主任', how: 'planned', why: '冬季安排' }]);
  await until(() => expect(console_.district.bundle.policy.plans[0]?.tiers[0]?.answerWithinSeconds).toBe(31));
});

it('takes effect in one community while another cannot be looked after', async () => {
  expect(console_.registry.all()[0]?.id, 'it is looked after first').toBe('hongmenjie');
  const neighbour = await console_.token('community', { district: 'neighbour' });
  for (const as of [community, neighbour]) {
    const { version, policy } = (await ask('policy', { as })).body;
    const body = { at: iso(console_.clock.now() + 1_000), version, policy: waiting(policy, 31) };
    expect((await ask('policy/planned', { as, body })).status).toBe(200);
  }
  await console_.redis.set(directoryKeys.edits('hongmenjie'), 'no hash');
  const said: object[] = [];
  const { redis, registry, live, clock } = console_;
  const counting = { info: () => undefined, error: (fields: object) => said.push(fields) };
  timers.push(watchPlanned({ redis, registry, live, clock, publicUrl: '', tiles: undefined, log: counting }));
  await until(async () =>
    expect((await ask('policy', { as: neighbour })).body.policy.plans[0]?.tiers[0]?.answerWithinSeconds).toBe(31),
  );
  expect(said.length).toBeGreaterThan(0);
});

it('takes effect once, however many consoles look after it', async () => {
  beside = await TestConsole.startOn(console_.server);
  for (const one of [console_, beside, console_, beside]) watch(one);
  const { version, policy } = await state();
  await plan(waiting(policy, 31), version, { inMs: 1_500 });
  await until(async () => expect(await waits()).toBe(31));
  // Each of them has looked again since.
  const seen = console_.clock.now();
  await until(() => expect(console_.clock.now()).toBeGreaterThan(seen + 3_000));
  expect((await state()).version).toBe(version + 1);
  expect(await history()).toHaveLength(1);
  expect(await alarm()).toBeUndefined();
});

it('takes effect when somebody runs again, where nobody ran at its instant', async () => {
  const { version, policy } = await state();
  await plan(waiting(policy, 31), version, { inMs: 300 });
  const at = Date.parse((await state()).planned?.at ?? '');
  await until(() => expect(console_.clock.now()).toBeGreaterThan(at + 500));
  expect(await waits()).toBe(45); // nobody has looked
  watch(console_);
  await until(async () => expect(await waits()).toBe(31));
  expect(await history()).toHaveLength(1);
});

it('is shown until it is taken back, and then never comes', async () => {
  watch(console_);
  const { version, policy } = await state();
  const told = await plan(waiting(policy, 31), version, { inMs: 2_000 });
  const { id = '', at = '' } = told.body.planned ?? {};
  expect((await ask('policy/planned/another', { method: 'DELETE' })).status).toBe(404);
  expect((await ask(`policy/planned/${id}`, { method: 'DELETE' })).body.planned).toBeUndefined();
  await until(() => expect(console_.clock.now()).toBeGreaterThan(Date.parse(at) + 2_000));
  expect(await waits()).toBe(45);
});

describe('is refused', () => {
  it('with the field and the reason, where a tier could not be reached', async () => {
    const { version, policy } = await state();
    const broken = structuredClone(policy);
    const tier = broken.plans[0]?.tiers[1];
    if (tier) Object.assign(tier, { answerWithinSeconds: 0, channels: ['sms'] });
    const told = await plan(broken, version);
    expect(told).toMatchObject({ status: 400, body: { error: 'changes_refused' } });
    expect(told.body.problems?.map(({ field }) => field)).toContain('plans/0/tiers/1/answerWithinSeconds');
    if (tier) tier.answerWithinSeconds = 30;
    const { body } = await plan(broken, version);
    expect(body.problems).toContainEqual(
      expect.objectContaining({ field: 'plans/0/tiers/1/channels', reason: expect.stringContaining('通道') }),
    );
    expect((await ask('policy/preview', { body: { policy: broken } })).body.error).toBe('changes_refused');
    expect((await state()).planned).toBeUndefined();
  });

  it.each([
    ['gone by', -1_000],
    ['too far ahead', 500 * 24 * 3_600_000],
  ])('where its instant is %s', async (_, inMs) => {
    const { version, policy } = await state();
    expect(await plan(waiting(policy, 31), version, { inMs })).toMatchObject({
      status: 400,
      body: { error: 'plan_no_time', field: 'at' },
    });
  });

  it('to whoever only looks, and to who has not seen what the other has planned or changed', async () => {
    const { version, policy } = await state();
    const officer = await console_.token('officer');
    expect((await ask('policy', { as: officer })).status).toBe(200);
    const body = { at: iso(console_.clock.now() + 60_000), version, policy };
    expect((await ask('policy/planned', { as: officer, body })).status).toBe(403);
    const both = await Promise.all([plan(waiting(policy, 31), version), plan(waiting(policy, 32), version)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { planned } = await state();
    expect((await plan(waiting(policy, 33), version)).status).toBe(409);
    expect((await plan(waiting(policy, 33), version, { instead: planned?.id ?? '' })).status).toBe(200);
    expect((await change(waiting(policy, 40), version)).status).toBe(200);
    expect((await plan(waiting(policy, 34), version)).body).toMatchObject({
      error: 'changed_meanwhile',
      who: '刘主任',
    });
  });
});

describe('what stands against it', () => {
  it('is said by an alarm before its instant, and the alarm goes when it is planned anew', async () => {
    watch(console_);
    const { version, policy } = await state();
    await plan(waiting(policy, 31), version);
    await change(waiting(policy, 40), version);
    await until(async () => expect(await alarm()).toMatchObject({ district: 'hongmenjie', figures: { refused: 0 } }));
    const { planned } = await state();
    expect(planned).toMatchObject({
      state: 'unfit',
      problems: [{ reason: expect.stringContaining('现行策略又改过了') }],
    });
    await plan(waiting(policy, 31), version + 1, { instead: planned?.id ?? '' });
    await until(async () => expect(await alarm()).toBeUndefined());
    expect((await state()).planned?.state).toBe('waiting');
  });

  it('at its instant leaves what holds, and waits for a human', async () => {
    const { version, policy } = await state();
    await plan(waiting(policy, 31), version, { inMs: 1_000 });
    await change(waiting(policy, 40), version);
    watch(console_);
    await until(async () => expect((await state()).planned?.state).toBe('refused'));
    expect(await waits()).toBe(40);
    await until(async () => expect(await alarm()).toMatchObject({ figures: { refused: 1 } }));
    await ask(`policy/planned/${(await state()).planned?.id}`, { method: 'DELETE' });
    await until(async () => expect(await alarm()).toBeUndefined());
    expect(await history()).toHaveLength(1);
  });
});
