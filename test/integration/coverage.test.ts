// Could everybody be helped, and could we prove what we did? Readiness, the roster's gaps, the on-duty switch, and yjt replay,
// on the whole system as real processes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Readiness } from '../../contracts/office/readiness.ts';
import type { ResponderView, RosterGap } from '../../contracts/office/responders.ts';
import type { RunningSystem } from '../../contracts/system/running.ts';
import { deviceTopic } from '../../contracts/topics.ts';
import { openLive } from '../livePage.ts';
import { ofThisFile } from '../lives.ts';
import { System, until } from '../system.ts';
import { yjt, yjtJson } from '../yjt.ts';

const system = await ofThisFile(System.start());

type Login = { username: string; password: string };
const readiness = () => system.api<Readiness>('/api/v1/readiness');

describe('readiness', () => {
  it('of a home changes when its button comes alive, and pages are told', async () => {
    const before = await until(async () => {
      const judged = await readiness();
      expect(judged.judgedAt).toBeDefined();
      return judged;
    });
    expect(before).toMatchObject({ ready: 0, atRisk: 0, notCovered: 232 });
    expect(before.homes[0]?.reasons).toContain('device_silent');
    const { token } = JSON.parse(readFileSync(join(system.folder, 'run', 'system.json'), 'utf8')) as RunningSystem;
    const { socket, frames } = openLive(`http://127.0.0.1:${system.port}`, token);
    await until(() => expect(frames[0]?.type).toBe('snapshot'));
    const button = await yjtJson<Login & { device: string }>(system, 'device', 'add', '--resident', 'res-001');
    const client = await system.mqtt(button);
    await client.publishAsync(deviceTopic(button.device, 'health'), '{"battery":80}', { qos: 1 });
    await until(async () => {
      const home = (await readiness()).homes.find(({ id }) => id === 'home-001');
      expect(home).toMatchObject({ state: 'at_risk', reasons: ['nobody_answers_lately', 'health_centre_unstaffed'] });
      expect(home?.nearestSeconds).toBeLessThan(300);
    });
    await until(() => {
      const told = frames.find((frame) => frame.type === 'readiness');
      expect(told).toMatchObject({ homes: [{ id: 'home-001', state: 'at_risk' }] });
    });
    socket.close();
    const { homes, courtyards, grids } = await readiness();
    const sum = (parts: { ready: number; atRisk: number; notCovered: number }[]) =>
      parts.reduce((all, one) => all + one.ready + one.atRisk + one.notCovered, 0);
    expect([sum(courtyards), sum(grids), grids.length]).toEqual([homes.length, homes.length, 8]);
    expect(await yjt(system, 'doctor').catch((failed: { stdout: string }) => failed.stdout)).toContain(
      '231 户此刻无人可到',
    );
  });
});

describe('the roster', () => {
  it('has a gap where the only one of a tier goes off duty, and none when they are back', async () => {
    const gaps = async () => (await system.api<{ gaps: RosterGap[] }>('/api/v1/roster/gaps')).gaps;
    const duty = (onDuty: boolean, until_?: string) =>
      system.api<ResponderView>('/api/v1/responders/street-officer/duty', {
        onDuty,
        ...(until_ === undefined ? {} : { until: until_ }),
      });
    const off = await duty(false);
    expect(off).toMatchObject({ id: 'street-officer', onDuty: false });
    expect(new Date(Date.parse(off.dutyUntil ?? '') + 8 * 3_600_000).toISOString().slice(11)).toBe('08:00:00.000Z'); // their shift's end
    await until(async () => {
      const found = (await gaps()).filter(({ name }) => name === '街道值班');
      expect(found.length).toBeGreaterThan(0);
      expect(found.every(({ grid, reason }) => grid === '*' && reason === 'nobody_on_duty')).toBe(true);
    }, 60);
    expect(await yjt(system, 'doctor').catch((failed: { stdout: string }) => failed.stdout)).toContain('街道值班');
    await expect(duty(true, '2001-01-01T00:00:00Z')).rejects.toThrow(/400.*until_past/);
    await expect(duty(true, 'tonight')).rejects.toThrow(/400.*until_unreadable/);
    expect(await duty(true)).toMatchObject({ onDuty: true });
  }, 90_000);
});

describe('an incident that an officer opens by hand', () => {
  it('is worked like any other; of two officers the second hears who was faster', async () => {
    const opened = await system.api<{ incident: string; outcome: string }>('/api/v1/incidents', {
      kind: 'missed_checkin',
      resident: 'res-050',
    });
    expect(opened.outcome).toBe('incident');
    await expect(system.api('/api/v1/incidents', { kind: 'sos', home: 'nowhere' })).rejects.toThrow(
      /404.*unknown_home/,
    );
    let given = 0;
    const officer = async (name: string) => {
      const { token } = await yjtJson<{ token: string }>(
        system,
        'token',
        'create',
        '--role',
        'officer',
        '--name',
        name,
      );
      return (command: object) =>
        fetch(`http://127.0.0.1:${system.port}/api/v1/incidents/${opened.incident}/commands`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ id: `c${given++}`, ...command }),
        });
    };
    const [zhou, wu] = [await officer('周值班'), await officer('吴值班')];
    expect((await zhou({ command: 'acknowledge' })).status).toBe(200);
    const refused = await wu({ command: 'acknowledge' });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ error: 'already_acknowledged', who: '周值班' });
    expect((await wu({ command: 'take_over' })).status).toBe(200);
    expect((await zhou({ command: 'close', disposition: 'helped' })).status).toBe(200);
    const { incidents } = await system.api<{ incidents: { id: string; acknowledged?: { by: string } }[] }>(
      '/api/v1/incidents?state=closed',
    );
    expect(incidents.find(({ id }) => id === opened.incident)?.acknowledged?.by).toBe('吴值班');

    const story = await yjt(system, 'replay', opened.incident);
    expect(story).toContain('吴值班从周值班处接手');
    expect(story).toContain('核对一致');
    expect(await yjt(system, 'replay', opened.incident, '--lang', 'en')).toContain('takes over');
  });

  it('follows a policy that anybody can read', async () => {
    const said = await yjt(system, 'policy');
    expect(said).toContain('求助：P1，按预案');
    expect(said).toContain('全社区的网格协管员，最近的 1 人');
    expect(await yjt(system, 'policy', 'community/hongmenjie/policy.json', '--lang', 'en')).toContain(
      'until somebody says yes',
    );
  });

  it('is decided again by another policy, and nothing changes', async () => {
    const policy = JSON.parse(readFileSync('community/hongmenjie/policy.json', 'utf8')) as {
      plans: { id: string; tiers: { who: { inParallel: number }[] }[] }[];
    };
    const [first] = policy.plans.find(({ id }) => id === 'visit')?.tiers ?? [];
    if (first) first.who = [{ roles: ['gate_keeper', 'building_head'], area: 'own_grid', inParallel: 2 } as never];
    const file = join(system.folder, 'policy.json');
    writeFileSync(file, JSON.stringify(policy));
    const { incidents } = await system.api<{ incidents: { id: string; seq: number }[] }>(
      '/api/v1/incidents?state=closed',
    );
    const compared = await yjtJson<{
      incidents: { was: { responder: string }[]; wouldBe: { responder: string; known: boolean }[] }[];
    }>(system, 'replay', '--policy', file);
    expect(compared.incidents).toHaveLength(incidents.length);
    const [one] = compared.incidents;
    expect(one?.was.length).toBeGreaterThan(0);
    expect(one?.wouldBe.map(({ responder }) => responder)).not.toEqual(one?.was.map(({ responder }) => responder));
    expect(one?.wouldBe.some(({ known }) => !known)).toBe(true);
    const after = await system.api<{ incidents: { id: string; seq: number }[] }>('/api/v1/incidents?state=closed');
    expect(after.incidents.map(({ seq }) => seq)).toEqual(incidents.map(({ seq }) => seq));
    writeFileSync(file, JSON.stringify({ ...policy, plans: [] }));
    await expect(yjt(system, 'replay', '--policy', file)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('plans'),
    });
    await expect(yjt(system, 'replay')).rejects.toMatchObject({ code: 2 });
  });
});
