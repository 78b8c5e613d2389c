// The roster by the week: it says whom the dispatcher would ask, and a change says beforehand which gaps it opens and closes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at } from '../../contracts/ids.ts';
import type { RegistryDocument } from '../../contracts/office/registry.ts';
import type { PlannedGap, PlannedGaps, RosterTried, RosterWeek } from '../../contracts/office/roster.ts';
import { secondIn } from '../../contracts/wallClock.ts';
import { Roster } from '../../dispatcher/domain/roster/roster.ts';
import { TestConsole } from '../console.ts';
import { until } from '../system.ts';

let console_: TestConsole;
let community: string;
beforeEach(async () => {
  console_ = await TestConsole.start();
  community = await console_.token('community');
}, 60_000);
afterEach(() => console_.stop(), 30_000);

const [hourMs, dayMs] = [3_600_000, 86_400_000];
const ask = async <T>(path: string, body?: object, as = community): Promise<{ status: number; body: T }> => {
  const answer = await console_.ask(`/api/v1/office/${path}`, { as, body });
  return { status: answer.status, body: (await answer.json()) as T };
};
const change = async (changes: object[]): Promise<void> => {
  const { status, body } = await ask<{ versions: unknown[] }>('registry/changes', { changes });
  expect({ status, body }).toMatchObject({ status: 200 });
};
/** A day of the district's clock, so many days from today. */
const day = (n: number): string => secondIn('Asia/Shanghai', console_.clock.now() + n * dayMs).slice(0, 10);
/** The Saturday after so many weeks: of the two of that grid only one works then. */
const saturday = (weeks: number): number => {
  const n = [1, 2, 3, 4, 5, 6, 7].find((one) => new Date(`${day(one)}T00:00:00Z`).getUTCDay() === 6) ?? 1;
  return n + 7 * weeks;
};
const week = async (from = day(0), more = ''): Promise<RosterWeek> =>
  (await ask<RosterWeek>(`roster?from=${from}${more}`)).body;
const gaps = async (): Promise<readonly PlannedGap[]> => (await ask<PlannedGaps>('roster/gaps')).body.gaps;
const made = (kind: string, id: string, document: object) => ({ kind, id, version: 0, document });
/** Until this console has what was written. */
const knows = (test: () => boolean | undefined): Promise<unknown> => until(() => test() === true);

it('a week says for each hour and everybody whether the dispatcher would ask them, with leave, stand-in, swap, exception and switch', async () => {
  await change([
    made('leaves', 'leave-li', {
      responder: 'li-g2',
      start: `${day(1)}T10:00`,
      end: `${day(2)}T12:00`,
      standIn: 'zhang-g3',
    }),
    made('leaves', 'leave-zhang', { responder: 'zhang-g3', start: `${day(2)}T06:00`, end: `${day(2)}T09:00` }),
    made('swaps', 'swap-liu', { shift: 'shift-liu-g4', on: day(3), to: 'chen-g5' }),
    { kind: 'shifts', id: 'shift-yang-g6', set: { except: [day(4)] } },
  ]);
  const officer = await console_.token('officer');
  const until_ = secondIn('Asia/Shanghai', console_.clock.now() + 3 * dayMs)
    .slice(0, 16)
    .replace(' ', 'T');
  expect(
    (await console_.ask('/api/v1/responders/huang-g7/duty', { as: officer, body: { onDuty: false, until: until_ } }))
      .status,
  ).toBe(200);
  await knows(() => {
    const { leaves, swaps } = console_.district.bundle;
    return leaves.length === 3 && swaps.length === 2 && console_.district.responders.get('huang-g7')?.onDuty === false;
  });
  const { bundle } = console_.district;
  const roster = new Roster({ ...bundle, timeZone: 'Asia/Shanghai' });
  const { from, to, people } = await week();
  expect(people).toHaveLength(80);
  let off = 0;
  for (let ms = Date.parse(from); ms < Date.parse(to); ms += hourMs / 2) {
    const shown = people.filter(({ duty }) =>
      duty.some((one) => Date.parse(one.from) <= ms && ms < Date.parse(one.to)),
    );
    const asked = bundle.responders.filter((one) => roster.onDuty(one, at(ms)));
    expect(new Set(shown.map(({ id }) => id)), new Date(ms).toISOString()).toEqual(new Set(asked.map(({ id }) => id)));
    off += bundle.responders.length - asked.length;
  }
  expect(off).toBeGreaterThan(0);
});

it('says of each occurrence whose it is and who really does which part of it', async () => {
  await change([
    made('leaves', 'leave-li', { responder: 'li-g2', start: `${day(1)}T10:00`, end: `${day(1)}T12:00` }),
    made('swaps', 'swap-liu', { shift: 'shift-liu-g4', on: day(1), to: 'chen-g5' }),
  ]);
  await knows(() => console_.district.bundle.swaps.length === 2 && console_.district.bundle.leaves.length === 2);
  const { shifts, leaves } = await week();
  const of = (shift: string) => shifts.find((one) => one.shift === shift && one.on === day(1));
  expect(of('shift-liu-g4')).toMatchObject({ owner: 'liu-g4', holder: 'chen-g5', done: [{ by: 'chen-g5' }] });
  const minutes = of('shift-li-g2')?.done.map(({ by, from, to }) => [
    by,
    secondIn('Asia/Shanghai', Date.parse(from)).slice(11, 16),
    secondIn('Asia/Shanghai', Date.parse(to)).slice(11, 16),
  ]);
  expect(minutes).toEqual([
    ['li-g2', '08:00', '10:00'],
    ['li-g2', '12:00', '08:00'],
  ]);
  expect(leaves).toMatchObject([{ id: 'leave-li', responder: 'li-g2' }]);
});

it.each(['2026-02-30', '1999-01-01', '2126-01-01'])('refuses a week from %s', async (from) => {
  expect(await ask(`roster?from=${from}`)).toMatchObject({
    status: 400,
    body: { error: 'bad_request', field: 'from' },
  });
});

it('shows the people of one grid, and of none', async () => {
  expect((await week(day(0), '&grid=g4')).people.every(({ grid }) => grid === 'g4')).toBe(true);
  const none = await week(day(0), '&grid=-');
  expect(none.people.length).toBeGreaterThan(0);
  expect(none.people.every(({ grid }) => grid === undefined)).toBe(true);
});

describe('a gap', () => {
  const awayFrom = (responder: string, start: string, end: string) =>
    made('leaves', 'leave-of-one', { responder, start, end });

  it('is told before it happens, with who could fill it, and is closed by the shift that is tried first', async () => {
    const start = `${day(saturday(2))}T09:00`;
    const away = awayFrom('liu-g4', start, `${day(saturday(2))}T21:00`);
    const before = await gaps();
    const { body: tried } = await ask<RosterTried>('roster/trial', { changes: [away] });
    const mine = (all: readonly PlannedGap[]) => all.filter(({ grid }) => grid === 'g4');
    expect(mine(before)).toEqual([]);
    expect(mine(tried.opens)).toMatchObject([{ reason: 'nobody_on_duty' }]);
    expect(await gaps()).toEqual(before); // tried only
    await change([away]);
    await knows(() => console_.district.bundle.leaves.some(({ id }) => id === 'leave-of-one'));
    const [gap] = mine(await gaps());
    expect(Date.parse(gap?.from ?? '')).toBe(Date.parse(`${start}+08:00`));
    const [could] = gap?.could ?? [];
    expect(could).toMatchObject({ near: 0 });
    const fill = made('shifts', 'shift-fill', { responder: could?.responder, start, end: `${day(saturday(2))}T21:00` });
    const closing = (await ask<RosterTried>('roster/trial', { changes: [fill] })).body;
    expect(mine(closing.closes)).toHaveLength(1);
    expect(mine(closing.opens)).toEqual([]);
    await change([fill]);
    await knows(() => console_.district.bundle.shifts.some(({ id }) => id === 'shift-fill'));
    expect(mine(await gaps())).toEqual([]);
  });

  it('names nobody who is away, on another shift, switched off, or beyond the tier', async () => {
    const away = awayFrom('liu-g4', `${day(saturday(0))}T09:00`, `${day(saturday(0))}T21:00`);
    await change([away]);
    await knows(() => console_.district.bundle.leaves.length === 2);
    const second = console_.district.bundle.responders.find(
      ({ id, grid, role }) => grid === 'g4' && role === 'grid_coordinator' && id !== 'liu-g4',
    );
    const named = async () => (await gaps()).find(({ grid }) => grid === 'g4')?.could.map(({ responder }) => responder);
    expect(await named()).toEqual([second?.id]);
    await change([
      made('leaves', 'leave-second', {
        responder: second?.id,
        start: `${day(saturday(0))}T20:00`,
        end: `${day(saturday(0) + 1)}T08:00`,
      }),
    ]);
    await knows(() => console_.district.bundle.leaves.length === 3);
    expect(await named()).toEqual([]);
  });
});

it('what is tried on an older version is refused as changed meanwhile, and what is no part of a roster is not tried', async () => {
  const { body: read } = await ask<RegistryDocument>('registry/shifts/shift-liu-g4');
  await change([{ kind: 'shifts', id: 'shift-liu-g4', set: { except: [day(3)] } }]);
  const stale = { kind: 'shifts', id: 'shift-liu-g4', version: read.version, document: read.document };
  expect(await ask('roster/trial', { changes: [stale] })).toMatchObject({
    status: 409,
    body: { error: 'changed_meanwhile' },
  });
  expect(await ask('roster/trial', { changes: [{ kind: 'homes', id: 'x', set: {} }] })).toMatchObject({ status: 400 });
});
