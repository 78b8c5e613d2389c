// A button is tried by somebody who is there: over MQTT and through Redis, with two presses at once and with a dispatcher that goes and another that comes;
// and who may open such a window.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestWindowAnswer } from '../../contracts/device/testWindow.ts';
import type { Input } from '../../contracts/incident/inputs.ts';
import { type Result, readResult } from '../../contracts/incident/result.ts';
import { readAudit } from '../../store/audit.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { until } from '../system.ts';
import { Town } from '../town.ts';

const district = 'hongmenjie';
const window = (device: string, id = 'w'): Input => ({
  v: 1,
  kind: 'test_window',
  district,
  device,
  by: '王协管员',
  actor: 'wang-g1',
  id,
  minutes: 5,
});
const press = (device: string, id: string): Input => ({ v: 1, kind: 'press', district, device, id, press: 'sos' });

describe('in the town', () => {
  let town: Town;
  afterEach(() => town.stop());
  const results = async (): Promise<Result[]> =>
    (await town.commits()).flatMap(({ input }) => (input && readResult(input.result)) ?? []);
  const decided = (count: number) => until(async () => expect(await results()).toHaveLength(count));
  const tests = async () =>
    (await results()).filter((one) => one.outcome === 'recorded' && one.what === 'test' && one.window !== undefined);

  it('a button that is pressed once over MQTT hears that it works; pressed twice it calls', async () => {
    town = await Town.start();
    const button = await town.button('btn-001');
    await town.store(window('btn-001'));
    await decided(1);
    await button.press({ kind: 'sos' });
    await until(() => expect(button.told.at(-1)).toMatchObject({ state: 'closed', say: '测试成功，按键工作正常。' }));
    expect(await town.open()).toEqual([]);
    await button.press({ kind: 'sos', id: 'second' });
    await town.becomes(({ home, call }) => expect({ home, call }).toMatchObject({ home: 'home-001', call: 'sos' }));
  });

  it('of two presses that lie there at once one is a test, and the other calls', async () => {
    town = await Town.start();
    await town.rest();
    for (const input of [window('btn-001'), press('btn-001', 'a'), press('btn-001', 'b')]) await town.store(input);
    town.resume();
    await decided(3);
    expect(await tests()).toHaveLength(1);
    expect(await town.open()).toHaveLength(1);
  });

  it('is known to whoever takes over, and is used once whoever decides', async () => {
    town = await Town.start();
    await town.store(window('btn-001'));
    await decided(1);
    await town.rest();
    await town.store(press('btn-001', 'a'));
    town.resume();
    await decided(2);
    expect(await tests()).toHaveLength(1);
    await town.rest();
    await town.store(press('btn-001', 'b'));
    town.resume();
    await town.becomes(({ state }) => expect(state).toBe('open'));
    expect(await tests()).toHaveLength(1);
  });
});

describe('at the console', () => {
  let console_: TestConsole;
  const started = ofThisFile(TestConsole.start());
  beforeAll(async () => {
    console_ = await started;
    await console_.decide();
  });
  const open = async (as: string, device: string, body: object = {}) => {
    const answer = await console_.ask(`/api/v1/devices/${device}/test-window`, { as, body });
    return { status: answer.status, body: (await answer.json()) as TestWindowAnswer & { error?: string } };
  };

  it('a coordinator opens one in their own grid, and it is written down who did', async () => {
    const wang = await console_.token('responder');
    const mine = await until(async () => {
      const answer = await open(wang, 'btn-001', { id: 'one', minutes: 10 });
      expect(answer.status).toBe(200); // 202 while the dispatcher begins
      return answer.body;
    });
    const leftMs = Date.parse(mine.until ?? '') - console_.clock.now();
    expect(leftMs).toBeGreaterThan(8 * 60_000);
    expect(leftMs).toBeLessThanOrEqual(10 * 60_000);
    const [entry] = await readAudit(console_.redis, console_.district, { limit: 5, action: 'test_window' });
    expect(entry).toMatchObject({ about: 'btn-001', role: 'responder' });
    const elsewhere = console_.district.bundle.devices.find(({ id }) => {
      const home = console_.district.homes.get(console_.district.homeOf(id) ?? '');
      return console_.district.courtyards.get(home?.courtyard ?? '')?.grid !== 'g1';
    });
    expect((await open(wang, elsewhere?.id ?? '')).status).toBe(403);
  });

  it('nobody opens one of a device that is not there, for longer than ten minutes, or where somebody calls', async () => {
    const officer = await console_.token('officer');
    expect((await open(officer, 'nobody')).status).toBe(404);
    expect((await open(officer, 'btn-002', { minutes: 11 })).status).toBe(400);
    await console_.raise(officer, { id: 'call', kind: 'sos', home: 'home-002' });
    expect((await open(officer, 'btn-002')).body.error).toBe('another_open');
  });
});
