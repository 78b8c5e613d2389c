// Daily signs of life on a real Redis with a real dispatcher: what is missed goes through the intake and is asked of the coordinator; lists, warnings and ticks over HTTP.
import type { Redis } from 'ioredis';
import pino from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { watchCheckIns } from '../../auditor/checkIns.ts';
import type { Moved } from '../../contracts/device/checkIns.ts';
import type { CheckInsAnswer, WarningAnswer } from '../../contracts/device/checkInViews.ts';
import { at, type EpochMs } from '../../contracts/ids.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import type { CheckIn } from '../../contracts/office/checkIn.ts';
import type { Policy } from '../../contracts/office/policy.ts';
import { CheckInWatch } from '../../dispatcher/checkInWatch.ts';
import type { DeviceFacts } from '../../dispatcher/domain/device/judge.ts';
import { replay } from '../../dispatcher/domain/incident/evolve.ts';
import { startDispatcher } from '../../dispatcher/loop.ts';
import { Worlds } from '../../dispatcher/worlds.ts';
import { clearAlarm, raiseAlarm, readAlarms } from '../../store/alarms.ts';
import { readAudit } from '../../store/audit.ts';
import { beatCheckIns, readCheckIns, readLists } from '../../store/checkIns.ts';
import { putLatest } from '../../store/latest.ts';
import { readOpen } from '../../store/log.ts';
import { changeDocument } from '../../store/writeDistrict.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { until } from '../system.ts';

const console_ = await ofThisFile(TestConsole.start());
const { redis, registry, district } = console_;
const where = { shard: district.shard, district: district.id };
const hour = 3_600_000;
const minute = 60_000;

const worlds = await Worlds.start(registry, {
  redis,
  subscriber: console_.server.open({ blocking: true }),
  onError: (error) => expect(error).toBeUndefined(),
});
const dispatcher = startDispatcher({
  redis,
  blocking: console_.server.open({ blocking: true }),
  holder: 'test',
  worldOf: worlds.worldOf,
  defaultDistrict: () => worlds.defaultDistrict(),
  log: pino({ level: 'silent' }),
});
afterAll(async () => {
  await watch.stop();
  await dispatcher.stop();
});
await until(() => expect(dispatcher.owned()).toContain(district.shard));

const facts = new Map<string, DeviceFacts>();
const moved = new Map<string, Moved>();
/** Eight in the morning of a day to come, so that nothing that was done before counts. */
const eight = Date.parse('2027-03-01T08:00:00+08:00');
let now: EpochMs = at(eight);
let ticking = 0;
const watch = new CheckInWatch({
  redis,
  registry,
  owned: () => [district.shard],
  factsOf: (device) => facts.get(device) ?? { connected: true },
  movedAt: (device) => moved.get(device),
  pressedAt: (shard, device) => dispatcher.pressedAt(shard, device),
  resultOf: (shard, key) => dispatcher.resultOf(shard, key),
  now: () => now,
  monotonic: () => ticking,
  onError: (error) => expect(error).toBeUndefined(),
});
/** Lets time pass by both clocks, a look each minute. */
async function passes(ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += minute) {
    now = at(now + minute);
    ticking += minute;
    await watch.look();
  }
}
/** To another morning, of which nothing is due yet. */
async function jumps(to: string): Promise<void> {
  const ms = Date.parse(to) - now;
  now = at(now + ms);
  ticking += ms;
  await watch.look();
}
const stateOf = async (resident: string) => (await readCheckIns(redis, where)).of.get(resident);
const openAt = async (home: string): Promise<Incident | undefined> => {
  const incidents = await readOpen(redis, district.shard, {
    replay,
    onRebuilt: () => undefined,
    onDamaged: () => undefined,
  });
  return incidents.find((one) => one.home === home && one.state === 'open');
};
const agree = async (resident: string, checkIn: CheckIn | undefined): Promise<void> => {
  const place = { district: district.id, kind: 'residents', id: resident } as const;
  await changeDocument(
    redis,
    place,
    ({ checkIn: _, ...one }: Record<string, unknown>) =>
      ({
        ...one,
        ...(checkIn ? { checkIn } : {}),
      }) as never,
  );
  await until(() => expect(registry.district(district.id)?.residents.get(resident)?.checkIn).toEqual(checkIn));
};
const people = district.bundle.residents.filter(({ home }) => district.devicesOf(home).length > 0);
const [first, second, third, fourth] = people.slice(0, 4).map((one) => one) as [
  (typeof people)[number],
  (typeof people)[number],
  (typeof people)[number],
  (typeof people)[number],
];
const deviceOf = (home: string): string => district.devicesOf(home)[0]?.id ?? '';
const daily: CheckIn = { by: ['09:30'], graceMinutes: 30 };

describe('a check-in that is missed', () => {
  it('is asked for, then a call, whose coordinator is asked, once', async () => {
    await agree(first.id, daily);
    await watch.look();
    expect(await stateOf(first.id)).toMatchObject({ state: 'due' });
    await passes(2 * hour);
    expect((await stateOf(first.id))?.state).toBe('asked');
    await until(async () => {
      const told = await redis.get(`{${district.shard}}:device-state:${deviceOf(first.home)}`);
      expect(JSON.parse(told ?? '{}')).toMatchObject({ step: 'check_in', state: 'closed' });
    });
    await passes(20 * minute);
    expect((await stateOf(first.id))?.state).toBe('missed');
    await until(async () => {
      const incident = await openAt(first.home);
      expect(incident).toMatchObject({ call: 'missed_checkin', priority: 2 });
      expect(incident?.legs.map(({ need }) => need)).toContain('door');
    });
    const { id, seq } = (await openAt(first.home)) as Incident;
    await passes(hour);
    expect(await openAt(first.home)).toMatchObject({ id });
    expect((await openAt(first.home))?.presses).toHaveLength(0);
    expect(seq).toBeGreaterThan(1);
  });

  it('notes a sign that comes later, and closes nothing', async () => {
    moved.set(deviceOf(first.home), { at: now, by: 'door' });
    await passes(minute);
    const incident = (await openAt(first.home)) as Incident;
    await until(async () => {
      const events = await redis.xrange(`{${district.shard}}:log:${incident.id}`, '-', '+');
      expect(events.some(([, fields]) => (fields[1] ?? '').includes('"sign_came"'))).toBe(true);
    });
    expect(await openAt(first.home)).toMatchObject({ state: 'open' });
  });

  it('is none where somebody moved, and one where the device only beats', async () => {
    await Promise.all([agree(second.id, daily), agree(third.id, daily)]);
    await jumps('2027-03-02T08:00:00+08:00');
    moved.set(deviceOf(second.home), { at: now, by: 'motion' });
    facts.set(deviceOf(third.home), { connected: true, heardAt: now });
    await passes(3 * hour);
    expect(await stateOf(second.id)).toMatchObject({ state: 'seen', by: 'motion' });
    expect(await stateOf(third.id)).toMatchObject({ state: 'missed' });
    await until(async () => expect(await openAt(third.home)).toMatchObject({ call: 'missed_checkin' }));
  });
});

describe('a gateway that is down', () => {
  const alarm = { code: 'gateway_down', subject: `${district.id}/zigbee/bridge` } as const;
  it('holds back who hangs on it, is said after the policy’s hours, and a human’s tick ends it', async () => {
    await agree(fourth.id, daily);
    await jumps('2027-03-03T08:00:00+08:00');
    facts.set(deviceOf(fourth.home), { connected: false, heardAt: now - hour, via: 'zigbee' });
    await raiseAlarm(redis as Redis, { ...alarm, district: district.id, since: now, figures: {} });
    await passes(3 * hour);
    expect(await stateOf(fourth.id)).toMatchObject({ state: 'unknown', why: 'gateway' });
    expect(await openAt(fourth.home)).toBeUndefined();
    const alarms = async () => (await readAlarms(redis)).map(({ code }) => code);
    expect(await alarms()).not.toContain('checkins_unknown');
    await passes(1.1 * hour);
    expect(await alarms()).toContain('checkins_unknown');
    await redis.hset(
      `{${district.shard}}:check-in-ticks:${district.id}`,
      fourth.id,
      JSON.stringify({ at: now, outcome: 'reached', by: '周' }),
    );
    await passes(minute);
    expect(await stateOf(fourth.id)).toMatchObject({ state: 'seen', by: 'hand' });
    expect(await alarms()).not.toContain('checkins_unknown');
    await clearAlarm(redis, alarm, now);
  });
});

describe('a watch that was away over the time', () => {
  it('begins its grace anew', async () => {
    await jumps('2027-03-04T08:00:00+08:00');
    now = at(now + 4 * hour);
    ticking += 4 * hour;
    await watch.look();
    expect((await stateOf(second.id))?.state).toBe('late');
    await passes(29 * minute);
    expect((await stateOf(second.id))?.state).toBe('late');
    await passes(2 * minute);
    expect((await stateOf(second.id))?.state).toBe('asked');
  });
});

describe('a movement that was kept while nobody could be told of it', () => {
  it('is looked for before anybody is asked', async () => {
    await jumps('2027-03-05T08:00:00+08:00');
    const value = { at: now, by: 'motion' };
    await putLatest(redis, district.shard, { kind: 'moved', id: deviceOf(second.home), value }, hour);
    await passes(3 * hour);
    expect(await stateOf(second.id)).toMatchObject({ state: 'seen', by: 'motion', seenAt: value.at });
  });
});

it('a watch that looks no more is told of, after five minutes', async () => {
  let clock: number = now;
  const auditing = watchCheckIns({ redis, registry, now: () => clock });
  expect(await auditing.look()).toEqual([]);
  clock += 4 * minute;
  expect(await auditing.look()).toEqual([]);
  clock += 2 * minute;
  expect(await auditing.look()).toEqual([
    { code: 'checkins_stopped', subject: district.id, district: district.id, figures: { minutes: 6 } },
  ]);
  await beatCheckIns(redis, where, { up: clock, at: clock });
  expect(await auditing.look()).toEqual([]);
});

describe('the office', () => {
  const read = async (query = ''): Promise<CheckInsAnswer> => {
    const officer = await console_.token('officer');
    return (await (await console_.ask(`/api/v1/office/check-ins${query}`, { as: officer })).json()) as CheckInsAnswer;
  };
  const order = async (what: string, body: object, role: 'officer' | 'community' = 'officer') => {
    const answer = await console_.ask(`/api/v1/office/check-ins/${what}`, { as: await console_.token(role), body });
    return { status: answer.status, value: (await answer.json()) as { error?: string; phone?: string } };
  };

  it('sees who stands how, whoever is to be looked at first, and that is written down', async () => {
    const { rows, states, grids } = await read();
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining([first.id, second.id, third.id, fourth.id]));
    expect(Object.values(states).reduce((sum, n) => sum + n, 0)).toBe(4);
    expect(grids.length).toBeGreaterThan(0);
    await until(async () => {
      const shown = await readAudit(redis, district, { limit: 20, action: 'shown' });
      expect(shown.some(({ residents }) => residents?.includes(first.id))).toBe(true);
    });
  });

  it('ticks what came of a call, which is written down and says that they are well', async () => {
    expect((await order('ticks', { resident: second.id, outcome: 'reached' })).status).toBe(200);
    const [entry] = await readAudit(redis, district, { limit: 1, action: 'check_in_ticked' });
    expect(entry).toMatchObject({ about: second.id, reason: 'reached', by: 'officer' });
    expect((await order('ticks', { resident: 'nobody', outcome: 'reached' })).value.error).toBe('not_found');
  });

  it('switches a list on, and whoever is at risk is on it; by hand one is put on and taken off', async () => {
    expect((await order('lists', { list: 'heat', on: true })).status).toBe(200);
    const { lists, rows } = await read('?list=heat');
    const heat = lists.find(({ list }) => list === 'heat');
    expect(heat).toMatchObject({ on: true, byHand: true });
    expect(heat?.people).toBeGreaterThan(0);
    expect(rows.length).toBe(Math.min(500, heat?.people ?? 0));
    const some = rows[0]?.id ?? '';
    await order('lists', { list: 'heat', remove: some });
    expect((await read('?list=heat')).rows.map(({ id }) => id)).not.toContain(some);
    await order('lists', { list: 'heat', add: some });
    expect((await read('?list=heat')).rows.map(({ id }) => id)).toContain(some);
    expect((await order('lists', { list: 'heat' })).status).toBe(400);
    await order('lists', { list: 'heat', on: false });
    expect((await read('?list=heat')).rows).toEqual([]);
  });

  it('gives the number of whoever is to be called, and of nobody else', async () => {
    const other = district.bundle.residents.find(
      ({ id }) => ![first, second, third, fourth].some((one) => one.id === id),
    );
    expect((await order('phone', { resident: other?.id ?? '' })).value.error).toBe('not_found');
  });
});

describe('a weather warning', () => {
  const post = async (body: object, token = 'a token for the weather') => {
    const answer = await console_.ask('/api/v1/weather-warnings', { as: token, body });
    return {
      status: answer.status,
      value: (await answer.json()) as WarningAnswer & { error?: string; message?: string },
    };
  };
  const iso = (ms: number): string => new Date(ms).toISOString();
  const soon = () => iso(console_.clock.now() + 24 * hour);
  const warning = { identifier: 'w-1', event: '高温', level: '橙色', area: '锦江区', district: district.id };
  const heat = async () => (await readLists(redis, where)).heat;

  it('switches the list on and off, and may do nothing else', async () => {
    expect((await post({ ...warning, expires: soon() })).value).toMatchObject({
      districts: [{ id: district.id, list: 'heat', change: 'on' }],
    });
    // The list was switched off by hand before this warning came: it is another one.
    expect(await heat()).toMatchObject({ on: true, byHand: false, warning: { id: 'w-1', level: 'orange' } });
    const same = { ...warning, identifier: 'w-0', expires: soon() };
    expect((await post(same)).value.districts[0]?.change).toBe('on');
    const written = await readAudit(redis, district, { limit: 100, action: 'weather_warning' });
    expect((await post(same)).value.districts[0]?.change).toBe('none');
    expect(await readAudit(redis, district, { limit: 100, action: 'weather_warning' })).toHaveLength(written.length);
    expect((await post({ ...same, msgType: 'Cancel' })).value.districts[0]?.change).toBe('on');
    expect((await post({ ...warning, expires: soon(), msgType: 'Cancel' })).value.districts[0]?.change).toBe('off');
    expect((await heat())?.on).toBe(false);
    const [entry] = await readAudit(redis, district, { limit: 1, action: 'weather_warning' });
    expect(entry).toMatchObject({ about: 'heat', reason: 'off', by: 'weather' });
    const residents = await console_.ask('/api/v1/residents', { as: 'a token for the weather' });
    expect(residents.status).toBe(401);
  });

  it('below the policy’s level, of rain, or against a human’s hand does nothing', async () => {
    const change = async (more: object) =>
      (await post({ ...warning, expires: soon(), ...more })).value.districts[0]?.change;
    expect(await change({ identifier: 'w-2', level: 'yellow' })).toBe('none');
    expect(await change({ identifier: 'w-3', event: '暴雨', level: '红色' })).toBe('none');
    expect(await change({ identifier: 'w-4', event: '寒潮', level: 'severe' })).toBe('on');
    const officer = await console_.token('officer');
    await console_.ask('/api/v1/office/check-ins/lists', { as: officer, body: { list: 'cold', on: false } });
    expect(await change({ identifier: 'w-4', event: '寒潮', level: 'severe' })).toBe('none');
    expect(await change({ identifier: 'w-5', event: '寒潮', level: 'red' })).toBe('on');
  });

  it.each([
    { what: 'an unknown colour', more: { level: 'purple' }, says: 'level' },
    { what: 'an end before its beginning', more: { onset: iso(Date.now() + 48 * hour) }, says: 'expires' },
    { what: 'an end in years', more: { expires: iso(Date.now() + 900 * 24 * hour) }, says: '14 days' },
    { what: 'an end that is none', more: { expires: 'tomorrow' }, says: 'expires' },
    { what: 'a field that nobody knows', more: { colour: 'red' }, says: 'colour' },
  ])('with $what is refused, and says why', async ({ more, says }) => {
    const { status, value } = await post({ ...warning, expires: soon(), ...more });
    expect([status, value.error]).toEqual([400, 'bad_request']);
    expect(value.message).toContain(says);
  });

  it('by nobody we know, or by somebody who may not, is refused', async () => {
    expect((await post({ ...warning, expires: soon() }, 'another token')).status).toBe(401);
    expect((await post({ ...warning, expires: soon() }, await console_.token('officer'))).status).toBe(403);
  });
});

/** What the policy of the sample says by day: somebody goes. */
it('a missed check-in is P2 in the sample', async () => {
  const rule = (policy: Policy) => policy.calls.find((one) => one.kind === 'missed_checkin' && !one.between);
  expect(rule(district.bundle.policy)?.priority).toBe(2);
});
