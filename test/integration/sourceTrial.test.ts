// A cloud that nobody named, on a running system: what it sends while nobody can read it is kept and shown, a mapping is tried over it without pressing
// anything, and once it is saved the same message is a press.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { SourceLogin } from '../../contracts/device/logins.ts';
import type { SourceView } from '../../contracts/device/sources.ts';
import type { SourceTrial, SourceTry } from '../../contracts/device/sourceTrial.ts';
import type { Mapping } from '../../contracts/office/mapping.ts';
import { ofThisFile } from '../lives.ts';
import { System, until } from '../system.ts';
import { yjt, yjtJson } from '../yjt.ts';

const system = await ofThisFile(System.start());
let address: URL;
let device: string;

type Listed = { rows: { id: string; document: { home?: string } }[] };

beforeAll(async () => {
  const { rows } = await system.api<Listed>('/api/v1/office/registry/devices?limit=50');
  device = rows.find(({ document }) => document.home !== undefined)?.id ?? '';
  const login = await yjtJson<SourceLogin>(system, 'source', 'add', 'novel', '--name', '某平台');
  address = new URL(login.address ?? '');
  await until(async () => expect((await post({ hello: 1 })).status).toBe(200)); // the receiver has heard of it
}, 60_000);
beforeEach(() => system.clear());

const to = (more = ''): string => `http://127.0.0.1:${system.port}${address.pathname}${more}`;
const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(to(), { method: 'POST', body: JSON.stringify(body), headers });
const tried = (asked: SourceTry) => system.api<SourceTrial>('/api/v1/sources/novel/try', asked);
const view = async (): Promise<SourceView> => {
  const { sources } = await system.api<{ sources: SourceView[] }>('/api/v1/sources');
  return sources.find(({ id }) => id === 'novel') ?? Promise.reject(new Error('no such source'));
};
const mapping: Mapping = {
  name: '某平台',
  list: '.[].events',
  device: ['dev'],
  words: [{ at: 'code', means: { E7: 'sos' } }],
  callDevices: true,
};
const alarm = [{ dev: '860000000000777', events: [{ code: 'E7' }] }];

it('what comes before anybody can read it is acknowledged, kept, and shown to the duty officer', async () => {
  expect((await post(alarm, { 'x-vendor': 'v1' })).status).toBe(200);
  expect(await system.incidents()).toEqual([]);
  await until(async () => expect((await view()).unclear).toMatchObject([{ why: 'unreadable' }]));
  const { messages } = await until(async () => {
    const trial = await tried({});
    expect(trial.messages[0]?.text).toContain('E7');
    return trial;
  });
  expect(messages[0]).toMatchObject({ outcome: { is: 'untried', why: 'no_mapping' } });
  expect(messages[0]?.fields).toContainEqual(expect.objectContaining({ path: 'header.x-vendor', value: 'v1' }));
});

it('a GET that says all of it in the address is kept too', async () => {
  expect((await fetch(to('/alarm/860000000000777'))).status).toBe(200);
  await until(async () => expect((await tried({})).messages[0]?.how).toBe('GET /alarm/860000000000777'));
});

it('a mapping is tried over what was kept, and presses nothing', async () => {
  await post(alarm);
  await until(async () => {
    const { messages, words } = await tried({ mapping });
    expect(messages[0]?.outcome).toMatchObject({ readings: [{ is: 'press', kind: 'sos', device: '860000000000777' }] });
    expect(words).toMatchObject([{ word: 'E7', means: 'sos', named: true }]);
  });
  expect(await system.incidents()).toEqual([]);
});

it('what is no mapping is refused with the field; a source that there is none of is not found', async () => {
  const wrong = await system.call('/api/v1/sources/novel/try', {
    body: { mapping: { ...mapping, words: 'nonsense' } },
  });
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({ error: 'bad_request', field: expect.stringContaining('words') });
  expect((await system.call('/api/v1/sources/other/try', { body: {} })).status).toBe(404);
});

it('a mapping that is huge ends; the console answers others meanwhile', async () => {
  const words = Array.from({ length: 50 }, (_, n) => ({ at: `a.b.c.d.e.f.g.h.w${n}`, means: {} }));
  const text = JSON.stringify(JSON.stringify({ list: Array.from({ length: 900 }, () => 1) }));
  for (let n = 0; n < 20; n++) await fetch(to(), { method: 'POST', body: text });
  const slow = system.call('/api/v1/sources/novel/try', { body: { mapping: { ...mapping, list: 'list', words } } });
  const begun = performance.now();
  await view();
  expect(performance.now() - begun).toBeLessThan(4_000); // the trial itself takes longer
  expect([200, 408]).toContain((await slow).status);
}, 60_000);

it('from the command line: tried, erased; a file that is no mapping says so', async () => {
  await post(alarm);
  const file = join(system.folder, 'mapping.json');
  writeFileSync(file, JSON.stringify(mapping));
  await until(async () => expect((await tried({ mapping })).messages[0]?.text).toContain('E7'));
  const { json } = await failing('source', 'try', 'novel', file, '--json');
  expect((JSON.parse(json) as SourceTrial).messages[0]?.outcome).toMatchObject({ is: 'readings' });
  await yjt(system, 'source', 'erase', 'novel');
  expect((await yjtJson<SourceTrial>(system, 'source', 'try', 'novel', file)).messages).toEqual([]);
  writeFileSync(file, '{');
  await expect(yjt(system, 'source', 'try', 'novel', file)).rejects.toMatchObject({ code: 1 });
  expect(await yjt(system, 'source', 'list')).toContain('某平台');
  expect(await yjt(system, 'source', 'messages', 'novel')).not.toContain('E7');
}, 240_000);

/** What it prints, whether or not some messages were not understood. */
const failing = async (...words: string[]): Promise<{ json: string }> => {
  try {
    return { json: await yjt(system, ...words) };
  } catch (error) {
    return { json: (error as { stdout: string }).stdout };
  }
};

it('saved with its check, the same message presses, and a wrong signature is refused and kept to be looked at', async () => {
  await system.api('/api/v1/sources/novel/messages', undefined, 'DELETE');
  // Before anybody has typed it, in an address and in a body.
  await fetch(to('/by/tell-nobody?t=tell-nobody'), { method: 'POST', body: JSON.stringify({ token: 'tell-nobody' }) });
  const check = { by: 'md5', over: '{header.x-ts}{secret}', encoding: 'hex', at: 'header.x-sign' } as const;
  const set = { mapping: { ...mapping, check }, secret: 'tell-nobody' };
  await system.api('/api/v1/office/registry/changes', {
    changes: [
      { kind: 'sources', id: 'novel', set },
      { kind: 'devices', id: device, set: { address: '860000000000777' } },
    ],
  });
  const signed = (secret: string) => {
    const ts = String(Date.now());
    return { 'x-ts': ts, 'x-sign': createHash('md5').update(`${ts}${secret}`).digest('hex') };
  };
  await until(async () => expect((await post(alarm, signed('wrong'))).status).toBe(403));
  expect(await system.incidents()).toEqual([]);
  await until(async () => {
    const { messages } = await tried({});
    expect(messages[0]).toMatchObject({ led: ['refused signature'], outcome: { is: 'refused' } });
  });
  expect((await post(alarm, signed('tell-nobody'))).status).toBe(200);
  await until(async () => expect((await system.incidents())[0]).toMatchObject({ device, kind: 'sos' }));
  const file = await (await system.call('/api/v1/sources/novel/messages.json')).text();
  expect(JSON.parse(file)).toMatchObject({ source: { name: '某平台', mapping: { list: '.[].events' } } });
  const bodies = (JSON.parse(file) as { messages: { body: string }[] }).messages.map(({ body }) => body);
  expect(bodies.map((body) => Buffer.from(body, 'base64').toString())).toContain('{"token":"…"}');
  expect([file, ...bodies.map((body) => Buffer.from(body, 'base64').toString())].join()).not.toContain('tell-nobody');
  expect(JSON.stringify(await tried({}))).not.toContain('tell-nobody');
  const { proof } = await tried({ proves: 'header.x-sign' });
  expect(proof).toBeNull(); // one of those that were kept was signed by somebody else
}, 120_000);
