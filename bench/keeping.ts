// What an incident costs in memory and on disk, and that a week at twenty times the normal load leaves memory flat: a running
// system with as many incidents as that week would bring, one after the other as fast as it goes, closed ones archived on
// the way. `npm run bench:keeping`. Beside real time only the retention is scaled: 20 s instead of 40 days.
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { shards } from '../contracts/ids.ts';
import type { Dispatch } from '../contracts/incident/messages.ts';
import type { ResidentView } from '../contracts/office/residents.ts';
import type { ResponderView } from '../contracts/office/responders.ts';
import type { ReplyKind } from '../contracts/terms.ts';
import type { Login } from '../store/acl.ts';
import { archiveFolder, monthFile, monthsIn } from '../store/archive/month.ts';
import { ArchiveReader } from '../store/archive/reader.ts';
import { connect } from '../store/connection.ts';
import { readDistricts } from '../store/directory.ts';
import { shardKeys } from '../store/keys.ts';
import { System } from '../test/system.ts';
import { openPhone, wordsOf } from './presses.ts';
import { RawClient } from './socket.ts';

/** Incidents a day among 12,000 homes: ours to assume. The sample's hall reckons with 20 a month from 200 homes: 40 a day. */
const perDay = [40, 200];
const weekTimes = 20;
const days = 7;
const samplesADay = 2;
/** A smaller number may be given, to see whether it runs. */
const inWeek = Number(process.argv[2] ?? (perDay.at(-1) ?? 0) * weekTimes * days);
const atATime = 24;
const stuckAfterMs = 20_000;
const gigabyte = 1024 ** 3;
const keepDays = 40;
/** Growth from the middle of the week to its end below which we call it flat. */
const flatBelow = 0.1;

type Sample = { incidents: number; megabytes: Map<string, number> };

const system = await System.start(['--no-sim'], { YJT_LOG_LEVEL: 'warn', YJT_KEEP_CLOSED: '20s' });
const redis = connect(system.store);
const clients: RawClient[] = [];
try {
  await bench();
} finally {
  for (const client of clients) client.close();
  redis.disconnect();
  await system.stop();
}

async function bench(): Promise<void> {
  const [cpu] = cpus();
  console.log(
    `${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${cpu?.model.trim()} · Node ${process.versions.node}`,
  );
  const people = await startPeople();
  const press = await startButtons();
  const samples = [await sample(0)];
  let begun = 0;
  let closed = 0;
  let stuck = 0;
  const began = performance.now();
  const worker = async (): Promise<void> => {
    while (begun < inWeek) {
      const n = begun++;
      const { place, sent } = press(n);
      const over = people.closed(place);
      await sent;
      if (await over) closed++;
      else stuck++;
      if ((closed + stuck) % (inWeek / days / samplesADay) === 0) samples.push(await sample(closed + stuck));
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${closed} incidents closed in ${Math.round(seconds)} s (${Math.round(closed / seconds)}/s)${stuck > 0 ? `, ${stuck} not closed within ${stuckAfterMs / 1000} s` : ''}: ${days} days at ${weekTimes} × ${perDay.at(-1)} a day`,
  );
  tellSeries(samples);
  await tellBytes();
}

/** Everybody who can be sent, answering at once; the officer closes when somebody has been there. */
async function startPeople(): Promise<{ closed(place: string): Promise<boolean> }> {
  const waiting = new Map<string, (closed: boolean) => void>();
  const closing = new Set<string>();
  const { responders } = await system.api<{ responders: ResponderView[] }>('/api/v1/responders');
  const close = async ({ incident, place = '' }: Dispatch): Promise<void> => {
    if (closing.has(incident)) return;
    closing.add(incident);
    await system.api(`/api/v1/incidents/${incident}/commands`, {
      id: incident,
      command: 'close',
      disposition: 'helped',
    });
    closing.delete(incident);
    waiting.get(place)?.(true);
  };
  for (const { id, role } of responders) {
    const login = await system.api<Login>(`/api/v1/responders/${id}/credential`, {});
    const desk = role === 'health_desk' || role === 'doctor';
    const client = await openPhone({ port: system.mqttPort, login }, ({ message, say }) => {
      const { kind } = message;
      const answers: ReplyKind[] =
        kind !== 'offer'
          ? ['receipt']
          : desk
            ? ['receipt', 'accept']
            : ['receipt', 'accept', 'en_route', 'on_scene', 'done'];
      const answered = Promise.all(answers.map(say));
      if (kind === 'offer' && !desk) void answered.then(() => close(message)).catch(() => undefined); // closed by another's answer
    });
    clients.push(client);
  }
  return {
    closed: (place) =>
      new Promise((done) => {
        const timer = setTimeout(() => done(false), stuckAfterMs);
        waiting.set(place, (is) => {
          clearTimeout(timer);
          done(is);
        });
      }),
  };
}

/** A button in every home. */
async function startButtons(): Promise<(n: number) => { place: string; sent: Promise<void> }> {
  const { residents } = await system.api<{ residents: ResidentView[] }>('/api/v1/residents');
  const homes = [...new Map(residents.map((one) => [one.home, one])).values()];
  const buttons: { device: string; place: string; client: RawClient }[] = [];
  for (const home of homes) {
    const [device] = home.devices;
    if (device === undefined) continue;
    const client = await RawClient.open(system.mqttPort, await system.api<Login>('/api/v1/devices', { device }));
    clients.push(client);
    buttons.push({ device, client, place: wordsOf(home) });
  }
  return (n) => {
    const { device, client, place } = buttons[n % buttons.length] as (typeof buttons)[number];
    return { place, sent: client.publish(`yjt/v1/d/${device}/press`, JSON.stringify({ id: `k${n}`, kind: 'sos' })) };
  };
}

/** Resident memory of each process and what Redis counts, MB. */
async function sample(incidents: number): Promise<Sample> {
  const megabytes = new Map<string, number>();
  const lines = execFileSync('ps', ['-eo', 'ppid=,rss=,args='], { encoding: 'utf8' }).trim().split('\n');
  const names = new Map<string, number>();
  for (const line of lines) {
    const [, parent, rss, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (Number(parent) !== system.pid) continue;
    const name = /dist\/([\w-]+)\//.exec(args)?.[1] ?? 'redis';
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    megabytes.set(count === 1 ? name : `${name} ${count}`, Number(rss) / 1024);
  }
  const used = /^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1];
  megabytes.set('redis used', Number(used) / 1024 / 1024);
  return { incidents, megabytes };
}

function tellSeries(samples: readonly Sample[]): void {
  const names = [...(samples.at(-1)?.megabytes.keys() ?? [])];
  console.log(`MB after       ${names.map((name) => name.padStart(13)).join('')}`);
  for (const { incidents, megabytes } of samples)
    console.log(
      `${String(incidents).padStart(6)} incidents${names.map((name) => (megabytes.get(name) ?? 0).toFixed(0).padStart(13)).join('')}`,
    );
  const middle = samples.slice(Math.ceil(samples.length / 2), -2);
  const verdicts = names.map((name) => {
    const mean = (some: readonly Sample[]): number =>
      some.reduce((sum, { megabytes }) => sum + (megabytes.get(name) ?? 0), 0) / some.length;
    const growth = mean(samples.slice(-2)) / mean(middle) - 1;
    return `${name} ${growth < flatBelow ? 'flat' : 'GROWS'} (${growth >= 0 ? '+' : ''}${(growth * 100).toFixed(0)} %)`;
  });
  console.log(`second half of the week, its end against its middle: ${verdicts.join(' · ')}`);
}

/** What one closed incident takes in Redis and in the archive, and what that means for a community of 12,000. */
async function tellBytes(): Promise<void> {
  const [shard = shards[0]] = (await readDistricts(redis)).values();
  if (!shard) throw new Error('no shard');
  const keys = shardKeys(shard);
  const ids = await redis.zrange(keys.closed, '0', '199');
  const usage = async (key: string): Promise<number> =>
    Number((await redis.call('MEMORY', 'USAGE', key, 'SAMPLES', '0')) ?? 0);
  const states = (await usage(keys.states)) / Math.max(1, await redis.hlen(keys.states));
  const inClosed = (await usage(keys.closed)) / Math.max(1, await redis.zcard(keys.closed));
  let own = 0;
  for (const id of ids)
    own +=
      (await usage(keys.log(id as never))) +
      (await usage(keys.side(id as never))) +
      (await usage(keys.hops(id as never)));
  const inRedis = own / ids.length + states + inClosed;
  const folder = archiveFolder(system.folder);
  let archived = 0;
  for (; archived === 0; archived = await new ArchiveReader(folder).count()) await wait(1_000);
  const bytes = (await monthsIn(folder)).reduce((sum, month) => sum + statSync(monthFile(folder, month)).size, 0);
  const inArchive = bytes / archived;
  const resultsKeys = await redis.keys(keys.results('*').replace(/[{}]/g, '?'));
  const results = await Promise.all(
    resultsKeys.map(async (key) => ({ bytes: await usage(key), count: await redis.hlen(key) })),
  );
  const perResult = results.reduce((sum, one) => sum + one.bytes, 0) / results.reduce((sum, one) => sum + one.count, 0);
  const feed = (await usage(keys.feed)) / Math.max(1, await redis.xlen(keys.feed));
  console.log(
    `an incident: ${Math.round(inRedis)} bytes in Redis (n = ${ids.length}), ${Math.round(inArchive)} bytes in the archive (n = ${archived}); a result ${Math.round(perResult)}, a feed entry ${Math.round(feed)} bytes`,
  );
  for (const count of perDay) {
    const years = gigabyte / (inArchive * count * 365.25);
    const megabytes = (inRedis * count * keepDays) / 1024 / 1024;
    console.log(
      `12,000 homes with ${count} incidents a day: 1 GB of archive holds ${years.toFixed(1)} years; ${keepDays} days of them take ${megabytes.toFixed(0)} MB of Redis, and 1 GB of Redis would hold ${(gigabyte / (inRedis * count * 365.25)).toFixed(1)} years`,
    );
  }
}
