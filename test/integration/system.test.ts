// The main job, as its users do it: real processes, Debian's MQTT clients, the command line, the HTTP interface.
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dispatch } from '../../contracts/incident/messages.ts';
import type { IncidentDetail, IncidentView } from '../../contracts/incident/views.ts';
import { ofThisFile } from '../lives.ts';
import { System, until } from '../system.ts';
import { yjtJson } from '../yjt.ts';

const system = await ofThisFile(System.start());
const endings: (() => void)[] = [];
afterAll(() => {
  for (const end of endings) end();
});

type Login = { username: string; password: string };
const access = ({ username, password }: Login): string[] => [
  '-h',
  '127.0.0.1',
  '-p',
  String(system.mqttPort),
  '-u',
  username,
  '-P',
  password,
];
const publish = (login: Login, topic: string, ...payload: string[]) =>
  promisify(execFile)('mosquitto_pub', [...access(login), '-q', '1', '-t', topic, ...payload]);

/** What mosquitto_sub prints for a topic, line by line. */
function listen(login: Login, topic: string): string[] {
  const lines: string[] = [];
  const child = spawn('mosquitto_sub', [...access(login), '-q', '1', '-t', topic], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (chunk: Buffer) => lines.push(...chunk.toString().trim().split('\n')));
  endings.push(() => child.kill());
  return lines;
}
const states = (lines: readonly string[]): string[] =>
  lines.map((line) => (JSON.parse(line) as { state: string }).state);

/** A person who answers by hand. */
async function person(id: string) {
  const login = await yjtJson<Login>(system, 'responder', 'credential', id);
  const inbox: Dispatch[] = [];
  const client = await system.mqtt(login);
  client.on('message', (_topic, payload) => inbox.push(JSON.parse(payload.toString()) as Dispatch));
  await client.subscribeAsync(`yjt/v1/r/${id}/dispatch`, { qos: 1 });
  let replies = 0;
  const reply = async (to: Dispatch, word: string): Promise<void> => {
    const { delivery, incident, leg } = to;
    await client.publishAsync(
      `yjt/v1/r/${id}/reply`,
      JSON.stringify({ id: `${id}-${replies++}`, delivery, incident, leg, reply: word }),
      { qos: 1 },
    );
  };
  return { inbox, reply };
}

const incidentOf = async (home: string): Promise<IncidentView> => {
  const found = (await system.incidents()).find((one) => one.home === home);
  if (!found) throw new Error(`no incident at ${home}`);
  return found;
};
const command = (id: string, body: Record<string, unknown>) =>
  system.api(`/api/v1/incidents/${id}/commands`, { id: `c-${Math.random().toString(36).slice(2)}`, ...body });

describe('from the press to the door', () => {
  it('asks the nearest coordinator and the health desk, tells the button each step, and stands everybody down', async () => {
    const button = await yjtJson<Login & { device: string }>(system, 'device', 'add', '--resident', 'res-001');
    const told = listen(button, `yjt/v1/d/${button.device}/state`);
    const coordinator = await person('wang-g1');
    const desk = await person('health-desk');

    await publish(button, `yjt/v1/d/${button.device}/press`, '-m', '{"kind":"sos"}');
    const incident = await until(() => incidentOf('home-001'), 2);
    expect(incident).toMatchObject({ state: 'open', kind: 'sos', priority: 1, residents: [{ id: 'res-001' }] });
    expect(incident.legs.map(({ track, responder }) => [track, responder.id])).toEqual([
      ['grid', 'wang-g1'],
      ['health', 'health-desk'],
    ]);
    const offer = await until(() => first(coordinator.inbox, 'offer'));
    const deskOffer = await until(() => first(desk.inbox, 'offer'));
    expect(offer.access, 'the key is not named before somebody goes').toBeUndefined();
    expect(offer.conditions, 'illnesses are not for the grid track').toBeUndefined();

    await coordinator.reply(offer, 'accept');
    await until(() => expect(states(told)).toEqual(['received', 'coming']));
    await coordinator.reply(offer, 'en_route');
    await coordinator.reply(offer, 'on_scene');
    await desk.reply(deskOffer, 'accept');
    await until(() => expect(states(told)).toEqual(['received', 'coming', 'arrived']));

    await command(incident.id, { command: 'acknowledge' });
    await command(incident.id, { command: 'note', text: '家属已联系' });
    await command(incident.id, { command: 'close', disposition: 'helped' });
    const standDown = await until(() => first(coordinator.inbox, 'stand_down'));
    await coordinator.reply(standDown, 'receipt');
    await desk.reply(await until(() => first(desk.inbox, 'stand_down')), 'receipt');
    await until(async () => {
      const detail = await system.api<IncidentDetail>(`/api/v1/incidents/${incident.id}`);
      expect(detail.incident).toMatchObject({ state: 'closed', closed: { disposition: 'helped' } });
      expect(detail.incident.legs.map(({ state, told: confirmed }) => [state, confirmed])).toEqual([
        ['stood_down', true],
        ['stood_down', true],
      ]);
      expect(detail.incident.next, 'nothing is left to do').toBeUndefined();
    });
    await until(() => expect(states(told).at(-1)).toBe('closed'));
    const { events } = await system.api<{ events: { type: string; text?: string }[] }>(
      `/api/v1/incidents/${incident.id}/events`,
    );
    expect(events.map(({ type }) => type)).toContain('note_added');
    expect(events.find(({ type }) => type === 'note_added')?.text).toBe('家属已联系');
  }, 60_000);

  it('passes an offer that is declined on to the next nearest', async () => {
    const first_ = await person('huang-g7');
    await system.api('/api/v1/presses', { resident: residentIn('y48') });
    const offer = await until(() => first(first_.inbox, 'offer'));
    await first_.reply(offer, 'decline');
    await until(async () => {
      const incident = (await system.incidents()).find(({ id }) => id === offer.incident);
      const asked = incident?.legs.filter(({ responder }) => responder.role === 'grid_coordinator') ?? [];
      expect(asked.map(({ state }) => state)).toEqual(['declined', 'offered']);
    });
  }, 30_000);

  const residentIn = (courtyard: string): string => byCourtyard.get(courtyard) ?? '';
  let byCourtyard = new Map<string, string>();
  beforeAll(async () => {
    const { residents } = await system.api<{ residents: { id: string; place: { courtyard?: { id: string } } }[] }>(
      '/api/v1/residents',
    );
    byCourtyard = new Map(residents.map(({ id, place }) => [place.courtyard?.id ?? '', id]));
  });
});

describe('a press that is not as it should be', () => {
  it.each([
    { what: 'no JSON', payload: ['-m', '!!!'], resident: 'res-020' },
    { what: 'empty', payload: ['-n'], resident: 'res-040' },
    { what: 'of an unknown kind', payload: ['-m', '{"kind":"dance"}'], resident: 'res-062' },
  ])('($what) opens an incident marked unreadable', async ({ payload, resident }) => {
    const button = await yjtJson<Login & { device: string }>(system, 'device', 'add', '--resident', resident);
    await publish(button, `yjt/v1/d/${button.device}/press`, ...payload);
    const incident = await until(async () => {
      const found = (await system.incidents()).find(({ device }) => device === button.device);
      if (!found) throw new Error('not there yet');
      return found;
    });
    expect(incident).toMatchObject({ kind: 'unreadable', marks: ['unreadable'], residents: [{ id: resident }] });
    expect(incident.legs.map(({ track }) => track)).toEqual(['grid', 'health']);
  });

  it('with a wrong password, or on the topic of another, is refused and opens nothing', async () => {
    const button = await yjtJson<Login & { device: string }>(system, 'device', 'add', '--resident', 'res-080');
    const before = (await system.incidents()).length;
    const topic = `yjt/v1/d/${button.device}/press`;
    await expect(publish({ ...button, password: 'wrong' }, topic, '-m', '{"kind":"sos"}')).rejects.toThrow(/refused/i);
    await expect(publish(button, 'yjt/v1/d/btn-002/press', '-m', '{"kind":"sos"}')).rejects.toThrow(/lost|refused/i);
    expect((await system.incidents()).length).toBe(before);
  });

  it('of a device that is in no home opens an incident marked unknown device', async () => {
    const button = await system.api<Login & { device: string }>('/api/v1/devices', {});
    await publish(button, `yjt/v1/d/${button.device}/press`, '-m', '{"kind":"sos"}');
    await until(async () => {
      const found = (await system.incidents()).find(({ device }) => device === button.device);
      expect(found).toMatchObject({ kind: 'unknown_device', marks: ['unknown_device'], residents: [] });
      expect(found?.legs.length).toBeGreaterThan(0);
    });
  });

  it('sent twice is one press, heard twice, and no more urgent', async () => {
    const button = await yjtJson<Login & { device: string }>(system, 'device', 'add', '--resident', 'res-100');
    const topic = `yjt/v1/d/${button.device}/press`;
    const body = '{"id":"same","kind":"service"}';
    await publish(button, topic, '-m', body);
    await publish(button, topic, '-m', body);
    await until(async () => {
      const found = (await system.incidents()).find(({ device }) => device === button.device);
      expect(found).toMatchObject({ presses: [{ id: 'same', times: 2 }], priority: 3 });
    });
  });
});

describe('who may ask what', () => {
  it('nobody without a token, and each role only its own', async () => {
    const url = `http://127.0.0.1:${system.port}`;
    expect((await fetch(`${url}/api/v1/incidents`)).status).toBe(401);
    const { token } = await yjtJson<{ token: string }>(system, 'token', 'create', '--role', 'wall');
    const wall = { authorization: `Bearer ${token}` };
    expect((await fetch(`${url}/api/v1/incidents`, { headers: wall })).status).toBe(403);
    expect((await fetch(`${url}/api/v1/map`, { headers: wall })).status).toBe(200);
    const officer = await yjtJson<{ token: string }>(system, 'token', 'create', '--role', 'officer');
    const headers = { authorization: `Bearer ${officer.token}`, 'content-type': 'application/json' };
    expect(
      (await fetch(`${url}/api/v1/devices`, { method: 'POST', headers, body: '{"resident":"res-001"}' })).status,
    ).toBe(403);
  });

  it('a sign-in link is good for one use', async () => {
    const { link } = await yjtJson<{ link: string }>(system, 'token', 'create', '--role', 'officer', '--link');
    const [url, token] = link.split('?token=');
    const enter = () =>
      fetch(url ?? '', { method: 'POST', redirect: 'manual', body: new URLSearchParams({ token: token ?? '' }) });
    expect((await fetch(link)).headers.get('set-cookie'), 'a look uses nothing up').toBeNull();
    expect((await enter()).headers.get('set-cookie')).toMatch(/^yjt=.*HttpOnly/);
    expect((await enter()).headers.get('set-cookie')).toBeNull();
  });

  it('two officers acknowledging at once get one winner and one clear message', async () => {
    const { incident } = await system.api<{ incident: string }>('/api/v1/presses', { resident: 'res-120' });
    const both = await Promise.allSettled([
      command(incident, { command: 'acknowledge' }),
      command(incident, { command: 'acknowledge' }),
    ]);
    const refused = both.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(String(refused[0]?.reason)).toMatch(/409.*already_acknowledged/);
  });

  it('a repeated command id hears the first result again', async () => {
    const { incident } = await system.api<{ incident: string }>('/api/v1/presses', { resident: 'res-140' });
    const once = () =>
      system.api(`/api/v1/incidents/${incident}/commands`, { id: 'twice', command: 'note', text: 'x' });
    expect(await once()).toMatchObject({ outcome: 'applied' });
    expect(await once()).toMatchObject({ outcome: 'applied' });
    const { events } = await system.api<{ events: { type: string }[] }>(`/api/v1/incidents/${incident}/events`);
    expect(events.filter(({ type }) => type === 'note_added')).toHaveLength(1);
  });
});

it('what is stored but not decided within two seconds is answered 202, and decided when the dispatcher is back', async () => {
  const { incident } = await system.api<{ incident: string }>('/api/v1/presses', { resident: 'res-180' });
  // The standby too: it would take over within seconds, or be the one that has the shard.
  const dispatchers = system.processes().filter(({ command }) => command.includes('dispatcher/main'));
  for (const { pid } of dispatchers) process.kill(pid, 'SIGSTOP');
  try {
    expect(await command(incident, { command: 'acknowledge' })).toMatchObject({ outcome: 'stored' });
  } finally {
    for (const { pid } of dispatchers) process.kill(pid, 'SIGCONT');
  }
  await until(async () =>
    expect((await system.incidents()).find(({ id }) => id === incident)?.acknowledged).toBeDefined(),
  );
});

it('the interface describes itself', async () => {
  const url = `http://127.0.0.1:${system.port}`;
  const described = (await (await fetch(`${url}/api/docs/json`)).json()) as { paths: object };
  expect(Object.keys(described.paths)).toContain('/api/v1/incidents/{id}/commands');
  expect((await fetch(`${url}/api/docs`)).status).toBe(200);
  // It tells of the last look, and the dispatchers stood still a moment ago.
  await until(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), 10);
  expect(await (await system.call('/metrics')).text()).toContain('yjt_open_incidents');
});

it('a browser reaches the broker through /mqtt on the same origin', async () => {
  const button = await yjtJson<Login & { device: string }>(system, 'device', 'add', '--resident', 'res-160');
  const { connect } = await import('mqtt');
  const client = connect(`ws://127.0.0.1:${system.port}/mqtt`, button);
  endings.push(() => client.end(true));
  await client.publishAsync(`yjt/v1/d/${button.device}/press`, '{"kind":"sos"}', { qos: 1 });
  await until(async () => expect((await system.incidents()).some(({ device }) => device === button.device)).toBe(true));
});

it('yjt says what is wrong when nothing runs', async () => {
  const failed = yjtJson({ folder: join(system.folder, 'elsewhere') }, 'incidents');
  await expect(failed).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('not_running') });
});

const first = (inbox: readonly Dispatch[], kind: Dispatch['kind']): Dispatch => {
  const found = inbox.find((one) => one.kind === kind);
  if (!found) throw new Error(`no ${kind} yet`);
  return found;
};
