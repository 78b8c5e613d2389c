// A swap of shifts is asked for on one phone and agreed on another; only then does the roster change, once, and the history says who and why.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RegistryHistory } from '../../contracts/office/registry.ts';
import type { RosterWeek } from '../../contracts/office/roster.ts';
import type { MySwaps, SwapView, SwapViews } from '../../contracts/office/swaps.ts';
import { secondIn } from '../../contracts/wallClock.ts';
import { TestConsole } from '../console.ts';
import { until } from '../system.ts';

let console_: TestConsole;
let community: string;
/** Four of the patrol: two by day, two by night. */
let day1: string;
let night1: string;
let day2: string;
beforeEach(async () => {
  console_ = await TestConsole.start();
  community = await console_.token('community');
  const phone = (responder: string) =>
    console_.token('responder', { responder, name: console_.district.responders.get(responder)?.name ?? responder });
  [day1, day2, night1] = await Promise.all([phone(by(8, 0)), phone(by(8, 1)), phone(by(20, 0))]);
}, 60_000);
afterEach(() => console_.stop(), 30_000);

/** Whose shift begins at that hour, of the patrol, in order. */
const by = (hour: number, n: number): string => {
  const { shifts, responders } = console_.district.bundle;
  const patrol = new Set(responders.filter(({ role }) => role === 'security_patrol').map(({ id }) => id));
  const found = shifts.filter((one) => patrol.has(one.responder) && Number(one.start.slice(11, 13)) === hour)[n];
  if (!found) throw new Error(`nobody of the patrol begins at ${hour}`);
  return found.responder;
};
const shiftOf = (responder: string): string =>
  console_.district.bundle.shifts.find((one) => one.responder === responder)?.id ?? '';
const day = (n: number): string => secondIn('Asia/Shanghai', console_.clock.now() + n * 86_400_000).slice(0, 10);

let asked = 0;
type Told = { status: number; body: SwapView & { error?: string; field?: string } };
const post = async (as: string, path: string, body: object): Promise<Told> => {
  const answer = await console_.ask(`/api/v1/my/swaps${path}`, { as, body });
  return { status: answer.status, body: (await answer.json()) as Told['body'] };
};
const askFor = (as: string, from: string, to: string, on = day(3), more: object = {}): Promise<Told> =>
  post(as, '', { id: `swap-asked-${++asked}`, shift: shiftOf(from), on, to, ...more });
const answer = (as: string, { body: { id } }: Told, said: string): Promise<Told> =>
  post(as, `/${id}/answer`, { answer: said });
const mine = async (as: string): Promise<MySwaps> =>
  (await (await console_.ask('/api/v1/my/swaps', { as })).json()) as MySwaps;
const office = async <T>(path: string): Promise<T> =>
  (await (await console_.ask(`/api/v1/office/${path}`, { as: community })).json()) as T;
const holder = async (responder: string, on = day(3)): Promise<string | undefined> =>
  (await office<RosterWeek>(`roster?from=${on}`)).shifts.find(
    (one) => one.shift === shiftOf(responder) && one.on === on,
  )?.holder;
const change = async (changes: object[]): Promise<void> => {
  const told = await console_.ask('/api/v1/office/registry/changes', { as: community, body: { changes } });
  expect(told.status, await told.text()).toBe(200);
};

it('is in force once both have said so: not when it is asked, not when a stranger answers, once when it is agreed twice', async () => {
  const [a, b] = [by(8, 0), by(20, 0)];
  expect((await mine(day1)).shifts.some(({ shift, on }) => shift === shiftOf(a) && on === day(3))).toBe(true);
  expect((await mine(day1)).colleagues.map(({ id }) => id)).toContain(b);
  const told = await askFor(day1, a, b);
  expect(told).toMatchObject({ status: 200, body: { state: 'asked', asker: { id: a }, colleague: { id: b } } });
  expect(await holder(a)).toBe(a);
  expect((await mine(night1)).swaps).toMatchObject([{ id: told.body.id, state: 'asked' }]);
  for (const stranger of [day1, day2])
    expect(await answer(stranger, told, 'agree')).toMatchObject({ status: 404, body: { error: 'not_found' } });
  const both = await Promise.all([answer(night1, told, 'agree'), answer(night1, told, 'agree')]);
  expect(both.map(({ status, body }) => [status, body.state])).toEqual([
    [200, 'agreed'],
    [200, 'agreed'],
  ]);
  await until(async () => expect(await holder(a)).toBe(b));
  const { swaps } = console_.district.bundle;
  const mineOf = swaps.filter(({ shift, on }) => shift === shiftOf(a) && on === day(3));
  expect(mineOf).toMatchObject([{ to: b }]);
  const { edits } = await office<RegistryHistory>(`registry/swaps/${mineOf[0]?.id}/history`);
  const nameOf = (id: string) => console_.district.responders.get(id)?.name;
  expect(edits).toMatchObject([{ by: nameOf(b), why: `${nameOf(a)}请${nameOf(b)}代班，双方在手机上同意` }]);
  expect((await office<SwapViews>('roster/swaps')).swaps).toMatchObject([{ state: 'agreed' }]);
});

it('of two shifts goes both ways, in one set', async () => {
  const [a, b] = [by(8, 0), by(20, 0)];
  const told = await askFor(day1, a, b, day(3), { back: { shift: shiftOf(b), on: day(5) } });
  expect(told.status).toBe(200);
  expect((await answer(night1, told, 'agree')).status).toBe(200);
  await until(async () => expect([await holder(a), await holder(b, day(5))]).toEqual([b, a]));
});

it('given back to whoever it was is no swap any more', async () => {
  const [a, b] = [by(8, 0), by(20, 0)];
  await answer(night1, await askFor(day1, a, b), 'agree');
  await until(async () => expect(await holder(a)).toBe(b));
  const before = console_.district.bundle.swaps.length;
  const back = await post(night1, '', { id: 'back-again', shift: shiftOf(a), on: day(3), to: a });
  expect((await answer(day1, back, 'agree')).body.state).toBe('agreed');
  await until(async () => expect(await holder(a)).toBe(a));
  expect(console_.district.bundle.swaps).toHaveLength(before - 1);
});

it('of one shift asked of two at once goes to one of them', async () => {
  const [a, b, c] = [by(8, 0), by(20, 0), by(20, 1)];
  const night2 = await console_.token('responder', { responder: c });
  const [first, second] = [await askFor(day1, a, b), await askFor(day1, a, c)];
  const both = await Promise.all([answer(night1, first, 'agree'), answer(night2, second, 'agree')]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(both.find(({ status }) => status === 409)?.body.error).toBe('swap_overtaken');
  await until(async () => expect([b, c]).toContain(await holder(a)));
  expect(console_.district.bundle.swaps.filter(({ shift, on }) => shift === shiftOf(a) && on === day(3))).toHaveLength(
    1,
  );
});

describe('nothing changes', () => {
  it('when the store fails as the roster is written: it is still asked, and can be agreed to once more', async () => {
    const [a, b] = [by(8, 0), by(20, 0)];
    const told = await askFor(day1, a, b);
    const { redis } = console_;
    const evaluate = redis.eval.bind(redis) as (...given: unknown[]) => Promise<unknown>;
    redis.eval = ((script: string, ...given: unknown[]) =>
      script.includes('XREVRANGE')
        ? Promise.reject(new Error('LOADING'))
        : evaluate(script, ...given)) as unknown as typeof redis.eval;
    expect((await answer(night1, told, 'agree')).status).toBeGreaterThanOrEqual(500);
    redis.eval = evaluate as unknown as typeof redis.eval;
    expect((await mine(night1)).swaps).toMatchObject([{ state: 'asked' }]);
    expect(await holder(a)).toBe(a);
    expect((await answer(night1, told, 'agree')).body.state).toBe('agreed');
    await until(async () => expect(await holder(a)).toBe(b));
  });

  it('when it is refused, taken back, or answered after the end', async () => {
    const [a, b] = [by(8, 0), by(20, 0)];
    const no = await askFor(day1, a, b);
    expect((await answer(night1, no, 'refuse')).body.state).toBe('refused');
    expect(await answer(night1, no, 'agree')).toMatchObject({ status: 409, body: { error: 'swap_over' } });
    const back = await askFor(day1, a, b);
    expect(await answer(night1, back, 'withdraw')).toMatchObject({ status: 404 });
    expect((await answer(day1, back, 'withdraw')).body.state).toBe('withdrawn');
    expect(await answer(night1, back, 'agree')).toMatchObject({ status: 409, body: { error: 'swap_over' } });
    expect(await holder(a)).toBe(a);
  });

  it('when the roster has changed meanwhile', async () => {
    const [a, b] = [by(8, 0), by(20, 0)];
    const told = await askFor(day1, a, b);
    await change([{ kind: 'shifts', id: shiftOf(a), set: { except: [day(3)] } }]);
    await until(async () => expect(await holder(a)).toBeUndefined());
    expect(await answer(night1, told, 'agree')).toMatchObject({ status: 409, body: { error: 'swap_overtaken' } });
    expect((await mine(day1)).swaps).toMatchObject([{ state: 'overtaken' }]);
  });

  it('when the colleague has gone on leave meanwhile', async () => {
    const [a, b] = [by(8, 0), by(20, 0)];
    const told = await askFor(day1, a, b);
    await change([
      {
        kind: 'leaves',
        id: 'leave-b',
        version: 0,
        document: { responder: b, start: `${day(3)}T10:00`, end: `${day(3)}T11:00` },
      },
    ]);
    await until(() => console_.district.bundle.leaves.some(({ id }) => id === 'leave-b'));
    expect(await answer(night1, told, 'agree')).toMatchObject({ status: 409, body: { error: 'swap_cannot' } });
    expect(await holder(a)).toBe(a);
  });
});

describe('cannot be asked', () => {
  it('of somebody who works then, of other work, of oneself, for a shift that is not mine or is over', async () => {
    const a = by(8, 0);
    expect(await askFor(day1, a, by(8, 1))).toMatchObject({ status: 409, body: { error: 'swap_cannot', field: 'to' } });
    expect(await askFor(day1, a, 'doctor-1')).toMatchObject({ status: 409, body: { error: 'swap_cannot' } });
    expect(await askFor(day1, a, a)).toMatchObject({ status: 409, body: { error: 'swap_overtaken' } });
    expect(await askFor(day1, by(8, 1), by(20, 0))).toMatchObject({ status: 409, body: { error: 'swap_overtaken' } });
    expect(await askFor(day1, a, by(20, 0), day(-1))).toMatchObject({ status: 409, body: { error: 'swap_overtaken' } });
  });

  it('six times without an answer; the same id again is the same one', async () => {
    const [a, b] = [by(8, 0), by(20, 0)];
    const order = { id: 'the-same-one', shift: shiftOf(a), on: day(3), to: b };
    for (let n = 0; n < 3; n++) expect((await post(day1, '', order)).status).toBe(200);
    for (const n of [4, 5, 6, 7]) expect((await askFor(day1, a, b, day(n))).status).toBe(200);
    expect(await askFor(day1, a, b, day(8))).toMatchObject({ status: 429, body: { error: 'swap_too_many' } });
    expect((await mine(day1)).swaps).toHaveLength(5);
  });
});

it('that would leave a time without anybody is refused: the community office arranges that', async () => {
  // The only coordinator of a grid gives a day to somebody of another one, who takes it and is not of this grid.
  const wang = await console_.token('responder', { responder: 'wang-g1' });
  await change([{ kind: 'shifts', id: 'shift-li-g2', set: { except: [day(3)] } }]);
  await until(() => console_.district.bundle.shifts.some(({ except }) => except?.includes(day(3))));
  const li = await console_.token('responder', { responder: 'li-g2' });
  const told = await askFor(wang, 'wang-g1', 'li-g2');
  expect(told.status).toBe(200);
  expect(await answer(li, told, 'agree')).toMatchObject({ status: 409, body: { error: 'swap_opens_gap' } });
  expect((await mine(wang)).swaps).toMatchObject([{ state: 'asked' }]);
});
