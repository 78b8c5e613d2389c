// Starting over from the sample, where it stops half-way: what somebody real holds goes on, it can be asked for again, and nothing is left that
// would come alive in the community which follows.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keysFolder, makeBackupKeys } from '../../backup/keys.ts';
import { backupsFolder } from '../../backup/make.ts';
import { recordedBackup } from '../../console/server/office/recordedBackup.ts';
import { type OverParts, startOver } from '../../console/server/office/startOver.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import { putAccount, readAccount } from '../../store/accounts.ts';
import { calendarLinkOf, makeCalendarLink } from '../../store/calendarLinks.ts';
import { issueCredential, readCredential } from '../../store/directory.ts';
import { directoryKeys } from '../../store/keys.ts';
import { type Held, readToken } from '../../store/tokens.ts';
import { checkVersion } from '../../store/version.ts';
import { writeDistrict } from '../../store/writeDistrict.ts';
import { TestConsole } from '../console.ts';
import { until } from '../system.ts';

const district = 'hongmenjie';
let console_: TestConsole;
let administrator: string;
let held: Held;
beforeEach(async () => {
  console_ = await TestConsole.start();
  administrator = await console_.token('administrator');
  held = (await readToken(console_.redis, administrator, console_.clock.now())) as Held;
  await issueCredential(console_.redis, { kind: 'device', id: 'btn-001', district, simulated: false });
  await issueCredential(console_.redis, { kind: 'device', id: 'btn-002', district, simulated: true });
}, 60_000);
afterEach(() => console_.stop(), 30_000);

const over = async (as = administrator) => {
  const body = { name: console_.district.bundle.district.name, backedUp: true };
  const answer = await console_.ask('/api/v1/office/start/over', { as, body });
  return { status: answer.status, body: (await answer.json()) as { error?: string } };
};
/** The act itself, with parts that the test has a hand in. */
const act = (parts: Partial<OverParts>) => {
  const { redis, registry, live, clock } = console_;
  const all = { redis, registry, live, clock, managed: false, turns: new Map(), ...parts } as unknown as OverParts;
  const log = { info: () => undefined } as unknown as FastifyBaseLogger;
  const asked = { held, district: console_.district };
  return startOver(all, asked, { name: console_.district.bundle.district.name, backedUp: true }, log);
};
const real = { home: undefined, absorbed: [] } as unknown as Incident;
/** Somebody real calls once it has been looked so often. */
const callsAfter = (looks: number): OverParts['live'] => {
  let looked = 0;
  return { open: () => (looked++ < looks ? [] : [real]) } as unknown as OverParts['live'];
};
const isSample = async (): Promise<boolean> =>
  (await console_.redis.hget(directoryKeys.documents(district), `district/${district}`))?.includes('"demo":true') ??
  false;

it('leaves buttons and phones of somebody real their logins when they call meanwhile; the simulator alone falls silent', async () => {
  await expect(act({ live: callsAfter(1) })).rejects.toMatchObject({ code: 'real_incident_open' });
  expect(await readCredential(console_.redis, 'btn-002'), 'before anything is ended').toBeDefined();
  for (const looks of [4, 5])
    await expect(act({ live: callsAfter(looks) }), `${looks}`).rejects.toMatchObject({ code: 'real_incident_open' });
  expect(await readCredential(console_.redis, 'btn-002')).toBeUndefined();
  expect(await readCredential(console_.redis, 'btn-001')).toBeDefined();
  expect(await isSample()).toBe(true);
  expect((await over()).status).toBe(200);
  expect(await readCredential(console_.redis, 'btn-001')).toBeUndefined();
});

it('cut off at any write can be asked for again, and then no way in of the sample is left', async () => {
  const wall = await console_.token('wall');
  const { redis } = console_;
  const multi = redis.multi.bind(redis);
  redis.multi = (() => {
    throw new Error('cut off');
  }) as unknown as typeof redis.multi;
  await expect(act({})).rejects.toThrow('cut off');
  redis.multi = multi;
  expect(await isSample()).toBe(true);
  expect(await readToken(redis, wall, console_.clock.now())).toBeUndefined();
  expect(await over()).toMatchObject({ status: 200 });
  await until(async () => expect(await isSample()).toBe(false));
});

it('removes nothing once the community has become a real one, though this process has not heard of it yet', async () => {
  const { bundle } = console_.district;
  const asBefore = console_.district;
  await writeDistrict(console_.redis, { ...bundle, district: { ...bundle.district, demo: false } });
  const registry = { district: () => asBefore } as unknown as OverParts['registry'];
  await expect(act({ registry })).rejects.toMatchObject({ code: 'not_the_sample' });
  expect(await readToken(console_.redis, await console_.token('wall'), console_.clock.now())).toBeDefined();
  expect(await console_.redis.hexists(directoryKeys.documents(district), `homes/${bundle.homes[0]?.id}`)).toBe(1);
});

it('goes on with the session of whoever asks, also when it was begun by a token, and leaves nothing that is still to come', async () => {
  const { redis, clock } = console_;
  const now = clock.now();
  const from = held.digest;
  const session = await console_.token('administrator', { begunBy: 'token', from });
  const other = await console_.token('officer');
  await makeCalendarLink(redis, { district, responder: 'wang-g1' }, now);
  await redis.set(directoryKeys.plannedPolicy(district), '{}');
  await redis.hset(directoryKeys.swapRequests(district), 'swap', '{}');
  const account = { login: 'wang', name: '王', role: 'responder', district, responder: 'wang-g1', since: now } as const;
  await putAccount(redis, account);
  expect(await over(session)).toMatchObject({ status: 200 });
  expect(await readToken(redis, session, now)).toBeDefined();
  expect(await readToken(redis, other, now)).toBeUndefined();
  expect(await readAccount(redis, 'wang')).toBeUndefined();
  expect(await calendarLinkOf(redis, { district, responder: 'wang-g1' })).toBeUndefined();
  expect(await redis.exists(directoryKeys.plannedPolicy(district), directoryKeys.swapRequests(district))).toBe(0);
});

it('waits for a backup that is being sent, which it would cut off, and takes its own once that has ended', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'yjt-over-'));
  try {
    await makeBackupKeys(keysFolder(dataDir));
    await checkVersion(console_.redis);
    const { redis, registry, clock } = console_;
    const parts = { redis, registry, clock, dataDir, managed: true, reserveBytes: 0 };
    const { stream } = await recordedBackup(parts as OverParts, held, console_.district);
    await expect(act(parts)).rejects.toMatchObject({ code: 'backup_running' });
    expect(await isSample()).toBe(true);
    stream.destroy();
    await until(async () => {
      const { backup } = await act(parts);
      expect(existsSync(join(backupsFolder(dataDir), backup ?? ''))).toBe(true);
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
