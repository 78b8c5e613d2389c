// An import cannot poison the system: what cannot be worked out is refused with its place; what is in the store all the same
// costs an alarm and no process; and an import is undone by one command.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { every } from '../../console/server/repeat.ts';
import { at } from '../../contracts/ids.ts';
import type { CommunityBundle } from '../../contracts/office/community.ts';
import type { ResponderView } from '../../contracts/office/responders.ts';
import { readAlarms } from '../../store/alarms.ts';
import { readDistrict } from '../../store/readDistrict.ts';
import { writeDistrict } from '../../store/writeDistrict.ts';
import { TestConsole } from '../console.ts';
import { sampleBundle } from '../sample.ts';
import { until } from '../system.ts';

let console_: TestConsole;
let administrator: string;
beforeEach(async () => {
  console_ = await TestConsole.start();
  administrator = await console_.token('administrator');
}, 60_000);
afterEach(() => console_.stop(), 30_000);

const importing = (bundle: CommunityBundle) => console_.ask('/api/v1/import', { as: administrator, body: bundle });
const withRule = (repeats: string): CommunityBundle => {
  const bundle = sampleBundle();
  const responder = bundle.responders[0]?.id ?? '';
  const shift = { id: 'poison', responder, start: '2026-11-02T08:00', end: '2026-11-02T18:00', repeats };
  return { ...bundle, shifts: [...bundle.shifts, shift] };
};
const onDuty = async (): Promise<number> => {
  const answer = await console_.ask('/api/v1/responders', { as: administrator });
  return ((await answer.json()) as { responders: ResponderView[] }).responders.filter((one) => one.onDuty).length;
};
const alarms = async (): Promise<string[]> =>
  (await readAlarms(console_.redis)).map((one) => `${one.code}/${one.subject}`);

it.each(['FREQ=MINUTELY', 'FREQ=SECONDLY', 'FREQ=DAILY;BYHOUR=1,2,3'])(
  'a shift that repeats by %s is refused with its place, and nothing is changed',
  async (repeats) => {
    const before = await readDistrict(console_.redis, 'hongmenjie');
    const answer = await importing(withRule(repeats));
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { field: `/shifts/${sampleBundle().shifts.length}/repeats`, message: expect.stringContaining('once a day') },
    ]);
    expect(await readDistrict(console_.redis, 'hongmenjie')).toEqual(before);
  },
);

it('20,000 levels inside each other are refused, not thrown over', async () => {
  // The client's own writer goes down a level at a time, so the text is put together here.
  const text = JSON.stringify({ ...sampleBundle(), district: 0 }).replace(
    '"district":0',
    `"district":${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  );
  const answer = await fetch(`${console_.url}/api/v1/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${administrator}`, 'content-type': 'application/json' },
    body: text,
  });
  expect(answer.status).toBe(400);
});

describe('a row that nobody can work out and that is in the store all the same', () => {
  const leave = { id: 'poison', responder: 'wang-g1', start: '2026-06-01T00:00', end: '2026-06-31T00:00' };
  const rows: { what: string; bundle: () => CommunityBundle; named: string }[] = [
    { what: 'a shift of every minute', bundle: () => withRule('FREQ=MINUTELY'), named: 'shifts/poison repeats' },
    {
      what: 'a leave until 31 June',
      bundle: () => ({ ...sampleBundle(), leaves: [...sampleBundle().leaves, leave] }),
      named: 'leaves/poison end',
    },
    {
      what: 'the zone of another system',
      bundle: () => ({ ...sampleBundle(), district: { ...sampleBundle().district, timeZone: 'China Standard Time' } }),
      named: 'district/hongmenjie timeZone',
    },
  ];

  it.each(rows)(
    '($what) is left out and said; all others hold, and what was imported with it too',
    async ({ bundle, named }) => {
      const before = await onDuty();
      expect(before).toBeGreaterThan(0);
      const whole = bundle();
      await writeDistrict(console_.redis, { ...whole, district: { ...whole.district, name: '新名字' } });
      await until(async () => expect(await alarms()).toEqual(['registry_unsound/hongmenjie']));
      const [alarm] = await readAlarms(console_.redis);
      expect(alarm?.figures).toMatchObject({ error: expect.stringContaining(named), rows: 1 });
      expect(await onDuty()).toBe(before);
      expect((await console_.ask('/api/v1/handover', { as: administrator })).status).toBe(200);
      const map = await console_.ask('/api/v1/map', { as: administrator });
      expect(await map.text()).toContain('新名字');
      await writeDistrict(console_.redis, sampleBundle());
      await until(async () => expect(await alarms()).toEqual([]));
    },
  );

  it.each(rows)(
    '($what) does not keep the console from starting, and the file is mended through it',
    async ({ bundle }) => {
      await writeDistrict(console_.redis, bundle());
      const second = await TestConsole.startOn(console_.server);
      try {
        const answer = await second.ask('/api/v1/responders', { as: administrator });
        expect(answer.status).toBe(200);
        await until(async () => expect(await alarms()).toEqual(['registry_unsound/hongmenjie']));
        const mended = await second.ask('/api/v1/import', { as: administrator, body: sampleBundle() });
        expect(mended.status).toBe(200);
        await until(async () => expect(await alarms()).toEqual([]));
      } finally {
        await second.stop();
      }
    },
  );

  it('keeps its alarm while other documents change', async () => {
    await writeDistrict(console_.redis, rows[2]?.bundle() ?? sampleBundle());
    await until(async () => expect(await alarms()).toEqual(['registry_unsound/hongmenjie']));
    const added = await console_.ask('/api/v1/devices', { as: administrator, body: { resident: 'res-001' } });
    const { device } = (await added.json()) as { device: string };
    await until(() => expect(console_.registry.district('hongmenjie')?.devices.has(device)).toBe(true));
    expect(await alarms()).toEqual(['registry_unsound/hongmenjie']);
    expect(console_.registry.district('hongmenjie')?.bundle.district.timeZone).toBe('Asia/Shanghai');
  });

  it('is undone by one command', async () => {
    await writeDistrict(console_.redis, withRule('FREQ=MINUTELY'));
    await until(async () => expect(await alarms()).toEqual(['registry_unsound/hongmenjie']));
    const answer = await console_.ask('/api/v1/import/undo', { as: administrator, body: {} });
    expect([answer.status, await answer.json()]).toMatchObject([200, { district: 'hongmenjie' }]);
    await until(async () => expect(await alarms()).toEqual([]));
  });
});

it('a key twice in the JSON itself is refused with its line and its place', async () => {
  const text = JSON.stringify(sampleBundle()).replace('"homes":[{', '"homes":[{\n"door":"9999",');
  const answer = await fetch(`${console_.url}/api/v1/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${administrator}`, 'content-type': 'application/json' },
    body: text,
  });
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { error: 'bad_request', field: '/homes/0/door', message: expect.stringContaining('line 2: is named twice') },
  ]);
});

describe('undoing an import', () => {
  const undo = (body: object = {}, as = administrator) => console_.ask('/api/v1/import/undo', { as, body });
  const named = (name: string): CommunityBundle => {
    const bundle = sampleBundle();
    return { ...bundle, district: { ...bundle.district, name } };
  };
  const nameNow = async (): Promise<string | undefined> =>
    (await readDistrict(console_.redis, 'hongmenjie'))?.district.name;

  it('brings back what was before, and done twice what was undone; buttons added since stay', async () => {
    expect((await importing(named('新名字'))).status).toBe(200);
    await until(() => expect(console_.registry.district('hongmenjie')?.bundle.district.name).toBe('新名字'));
    const added = await console_.ask('/api/v1/devices', { as: administrator, body: { resident: 'res-001' } });
    const { device } = (await added.json()) as { device: string };
    await until(() => expect(console_.registry.district('hongmenjie')?.devices.has(device)).toBe(true));
    expect((await undo()).status).toBe(200);
    expect(await nameNow()).toBe(sampleBundle().district.name);
    const after = await readDistrict(console_.redis, 'hongmenjie');
    expect(after?.devices.some(({ id }) => id === device)).toBe(true);
    await undo();
    expect(await nameNow()).toBe('新名字');
  });

  it('is refused where there was only one, and in another district', async () => {
    expect(await (await undo()).json()).toMatchObject({ error: 'nothing_to_undo' });
    const neighbour = await console_.token('administrator', { district: 'neighbour' });
    expect(await (await undo({ district: 'hongmenjie' }, neighbour)).json()).toMatchObject({ error: 'other_district' });
  });
});

it('somebody who switched off duty stays off when the files come in again with one door corrected, and is named', async () => {
  expect((await importing(sampleBundle())).status).toBe(200);
  const turned = await console_.ask('/api/v1/responders/wang-g1/duty', { as: administrator, body: { onDuty: false } });
  expect(turned.status).toBe(200);
  await until(() => expect(console_.registry.district('hongmenjie')?.responders.get('wang-g1')?.onDuty).toBe(false));
  const [home, ...homes] = sampleBundle().homes;
  const corrected = { ...sampleBundle(), homes: home ? [{ ...home, door: '502' }, ...homes] : [] };
  const answer = await importing(corrected);
  expect(((await answer.json()) as { warnings: string[] }).warnings).toEqual([
    expect.stringContaining('(wang-g1) stays switched off duty'),
  ]);
  const after = await readDistrict(console_.redis, 'hongmenjie');
  expect(after?.responders.find(({ id }) => id === 'wang-g1')?.onDuty).toBe(false);
  expect(after?.homes[0]?.door).toBe('502');
  const news = corrected.responders.map((one) =>
    one.id === 'wang-g1' ? { ...one, dutyUntil: at(Date.now() + 3_600_000) } : one,
  );
  await importing({ ...corrected, responders: news });
  expect(
    (await readDistrict(console_.redis, 'hongmenjie'))?.responders.find(({ id }) => id === 'wang-g1')?.onDuty,
  ).toBe(true);
});

it('a timer whose work throws says so and goes on', async () => {
  const said: string[] = [];
  let turns = 0;
  const timer = every(5, 'a timer', { error: (_fields, says) => said.push(says) }, async () => {
    turns += 1;
    throw new Error('on purpose');
  });
  await until(() => expect(turns).toBeGreaterThan(2));
  clearInterval(timer);
  expect(said[0]).toBe('a timer: this turn failed, the next one tries again');
});
