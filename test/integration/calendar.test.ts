// A calendar follows somebody's shifts by a secret link: what it reads is what they do, nobody else reads it, and it ends.
import ICAL from 'ical.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CalendarLink, MyCalendar } from '../../contracts/office/calendar.ts';
import { secondIn } from '../../contracts/wallClock.ts';
import { directoryKeys } from '../../store/keys.ts';
import { TestConsole } from '../console.ts';
import { until } from '../system.ts';

let console_: TestConsole;
let tang: string;
let community: string;
beforeEach(async () => {
  console_ = await TestConsole.start();
  tang = await console_.token('responder', { responder: 'tang-g4' });
  community = await console_.token('community');
}, 60_000);
afterEach(() => console_.stop(), 30_000);

const make = async (as = tang): Promise<string> => {
  const answer = await console_.ask('/api/v1/my/calendar', { as, method: 'POST' });
  expect(answer.status).toBe(200);
  return new URL(((await answer.json()) as CalendarLink).url).pathname;
};
const read = async (path: string) => {
  const answer = await console_.ask(path);
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};
const day = (n: number): string => secondIn('Asia/Shanghai', console_.clock.now() + n * 86_400_000).slice(0, 10);
const eventsIn = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => {
    const { uid, startDate, endDate, summary } = new ICAL.Event(event);
    return { uid, summary, from: startDate.toJSDate().getTime(), to: endDate.toJSDate().getTime() };
  });
const change = async (changes: object[]): Promise<void> => {
  const told = await console_.ask('/api/v1/office/registry/changes', { as: community, body: { changes } });
  expect(told.status, await told.text()).toBe(200);
};

it('reads each shift of theirs and what they take over, and of no resident anything', async () => {
  const before = console_.district.bundle.swaps.length;
  await change([
    { kind: 'swaps', id: 'swap-liu', version: 0, document: { shift: 'shift-liu-g4', on: day(9), to: 'tang-g4' } },
    {
      kind: 'leaves',
      id: 'leave-tang',
      version: 0,
      document: { responder: 'tang-g4', start: `${day(14)}T00:00`, end: `${day(21)}T00:00` },
    },
  ]);
  await until(
    () => console_.district.bundle.swaps.length === before + 1 && console_.district.bundle.leaves.length === 2,
  );
  const { status, type, text } = await read(await make());
  expect([status, type]).toEqual([200, 'text/calendar; charset=utf-8']);
  const events = eventsIn(text);
  const [one] = console_.district.bundle.responders.filter(({ id }) => id === 'tang-g4');
  const mine = events.filter(({ summary }) => summary.includes('替刘协管员（换班）'));
  expect(mine).toHaveLength(1);
  expect(
    secondIn('Asia/Shanghai', mine[0]?.from ?? 0)
      .slice(0, 16)
      .replace(' ', 'T'),
  ).toBe(`${day(9)}T08:00`);
  const [away, back] = [Date.parse(`${day(14)}T00:00:00+08:00`), Date.parse(`${day(21)}T00:00:00+08:00`)];
  expect(events.some(({ from, to }) => to > away && from < back)).toBe(false);
  const shift = console_.district.bundle.shifts.find(({ responder }) => responder === one?.id);
  const usual = events.filter(({ uid }) => uid.startsWith(`${shift?.id}-`));
  expect(usual.length).toBeGreaterThan(10);
  for (const { from } of usual) expect(secondIn('Asia/Shanghai', from).slice(11, 16)).toBe('08:00');
  expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
  for (const { name } of console_.district.bundle.residents) expect(text).not.toContain(name);
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
});

it('is opened by the secret alone, which is kept as a digest; a new one ends the old, and it ends when it is taken back', async () => {
  const first = await make();
  expect(first).toMatch(/^\/calendar\/[A-Za-z0-9_-]{43}\.ics$/);
  const kept = JSON.stringify(await console_.redis.hgetall(directoryKeys.calendarLinks));
  expect(kept).not.toContain(first.slice('/calendar/'.length, -4));
  const second = await make();
  expect([(await read(first)).status, (await read(second)).status]).toEqual([404, 200]);
  const other = second.replace(/.(?=\.ics$)/, (last) => (last === 'A' ? 'B' : 'A'));
  for (const path of [other, '/calendar/x.ics', second.slice(0, -4), '/calendar/tang-g4.ics'])
    expect((await read(path)).status, path).toBe(404);
  const says = async () => (await (await console_.ask('/api/v1/my/calendar', { as: tang })).json()) as MyCalendar;
  expect((await says()).made).toBeDefined();
  expect((await console_.ask('/api/v1/my/calendar', { as: tang, method: 'DELETE' })).status).toBe(204);
  expect((await read(second)).status).toBe(404);
  expect(await says()).toEqual({});
  expect(await console_.redis.hlen(directoryKeys.calendarLinks)).toBe(0);
});

it('of two links made at once one is good', async () => {
  const both = await Promise.all([make(), make()]);
  expect((await Promise.all(both.map(read))).map(({ status }) => status).sort()).toEqual([200, 404]);
});

it('ends with whoever is in the registry no more', async () => {
  const path = await make();
  const shifts = console_.district.bundle.shifts.filter(({ responder }) => responder === 'tang-g4');
  const version = async (kind: string, id: string): Promise<number> =>
    (
      (await (await console_.ask(`/api/v1/office/registry/${kind}/${id}`, { as: community })).json()) as {
        version: number;
      }
    ).version;
  const gone = await Promise.all(
    [...shifts.map(({ id }) => ['shifts', id] as const), ['responders', 'tang-g4'] as const].map(
      async ([kind, id]) => ({
        kind,
        id,
        version: await version(kind, id),
        document: null,
      }),
    ),
  );
  await change(gone);
  await until(() => !console_.district.responders.has('tang-g4'));
  expect((await read(path)).status).toBe(404);
});

it('is read slowly by whoever tries many secrets', async () => {
  const strict = await TestConsole.startOn(console_.server, {
    rates: (await import('../../store/personRates.ts')).openPersonRates({ perSecond: 1 }),
  });
  const tries = await Promise.all(
    Array.from({ length: 200 }, () => strict.ask(`/calendar/${'x'.repeat(43)}.ics`).then(({ status }) => status)),
  );
  expect(tries).toContain(429);
  await strict.stop();
}, 120_000);

it('of everybody is exported by the office, with each by name, and the audit says who did', async () => {
  const answer = await console_.ask('/api/v1/office/roster.ics', { as: community });
  expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
    200,
    'attachment; filename="roster-hongmenjie.ics"',
  ]);
  const events = eventsIn(await answer.text());
  const { shifts, responders } = console_.district.bundle;
  const names = new Set(
    responders.filter(({ id }) => shifts.some((one) => one.responder === id)).map(({ name }) => name),
  );
  expect(new Set(events.map(({ summary }) => summary))).toEqual(names);
  const trail = (await (await console_.ask('/api/v1/audit', { as: community })).json()) as {
    entries: { action: string }[];
  };
  expect(trail.entries.some(({ action }) => action === 'roster_exported')).toBe(true);
});
