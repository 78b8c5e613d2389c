// What watching 12,000 devices costs a press, to its PUBACK and until the button is told that it was received: two systems beside each other with the same homes, every press in turn at one and at the
// other. In one each home has a device that was heard and is judged each minute, some with faults that stand; in the other only the homes that press have one. In one run, so
// that what else the machine does falls on both alike. `npm run bench:watch`, or with other figures: `npm run bench:watch -- 12000 10` (devices, minutes).
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { CommunityBundle } from '../contracts/office/community.ts';
import type { Login } from '../store/acl.ts';
import { connect } from '../store/connection.ts';
import { readDistricts } from '../store/directory.ts';
import { putLatest } from '../store/latest.ts';
import { sampleBundle } from '../test/sample.ts';
import { System } from '../test/system.ts';
import { filled, quantiles } from './presses.ts';
import { RawClient } from './socket.ts';

const devices = Number(process.argv[2] ?? 12_000);
const minutes = Number(process.argv[3] ?? 10);
/** Homes that press, each once in a while: a second press within seconds would ring nobody. */
const pressing = 600;
const warmUps = 100;
const betweenMs = 50;
/** Of the watched devices one in so many has an empty battery, and one fell silent days ago. */
const faultEvery = 50;
const hourMs = 3_600_000;

type Way = 'watched' | 'alone';
const ways: readonly Way[] = ['watched', 'alone'];
const legs = ['puback', 'told'] as const;
class Figures {
  readonly puback: number[] = [];
  readonly told: number[] = [];
}

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
const load = { YJT_LOG_LEVEL: 'warn', YJT_ACTIONS_A_SECOND: '10000', YJT_PRESSES_A_MINUTE: '60000' };
const systems: Readonly<Record<Way, System>> = {
  watched: await System.start(['--no-sim'], load),
  alone: await System.start(['--no-sim'], load),
};
const clients = new Set<RawClient>();
try {
  await bench();
} finally {
  for (const client of clients) client.close();
  for (const way of ways) await systems[way].stop();
}

async function bench(): Promise<void> {
  const whole = filled(sampleBundle(), devices);
  const surge = { pressesPerMinute: 100_000, forSeconds: 10 }; // this load would be one, in which nobody is told of a single call
  const community: CommunityBundle = { ...whole, policy: { ...whole.policy, surge } };
  await systems.watched.api('/api/v1/import', community);
  await systems.alone.api('/api/v1/import', { ...community, devices: community.devices.slice(0, pressing) });
  await hear(systems.watched);
  const figures = { watched: new Figures(), alone: new Figures() };
  const ends = performance.now() + minutes * 60_000;
  for (let i = 0; i < warmUps || performance.now() < ends; i++) {
    const way = ways[i % ways.length] ?? 'watched';
    const { acknowledged, told } = await press(way, Math.floor(i / ways.length), i);
    await pause(betweenMs);
    if (i < warmUps) continue;
    figures[way].puback.push(acknowledged);
    figures[way].told.push(told);
  }
  for (const leg of legs)
    for (const way of ways) console.log(`press → ${leg}, ${way.padEnd(7)}   ${quantiles(figures[way][leg])}`);
}

/** Every device was heard: most a moment ago, some with a battery that is empty, some days ago. */
async function hear(system: System): Promise<void> {
  const redis: Redis = connect(system.store);
  const [[, shard] = []] = await readDistricts(redis);
  if (shard === undefined) throw new Error('nothing was imported');
  const now = Date.now();
  for (let i = 0; i < devices; i++) {
    const heardAt = i % faultEvery === 1 ? now - 80 * hourMs : now;
    const value = { battery: i % faultEvery === 0 ? 5 : 80, heardAt };
    await putLatest(redis, shard, { kind: 'health', id: `btn-${i}`, value }, 100 * hourMs);
  }
  redis.disconnect();
}

/** @returns ms until the PUBACK, and until the button was told that it is received */
async function press(way: Way, turn: number, i: number): Promise<{ acknowledged: number; told: number }> {
  const device = `btn-${turn % pressing}`;
  const system = systems[way];
  const login = await system.api<Login>('/api/v1/devices', { device });
  let hears: (at: number) => void = () => undefined;
  const client = await RawClient.open(system.mqttPort, login, () => hears(performance.now()));
  clients.add(client);
  client.subscribe(`yjt/v1/d/${device}/state`);
  await pause(betweenMs); // what it was told of a press before
  const heard = new Promise<number>((done) => {
    hears = done;
  });
  const began = performance.now();
  await client.publish(`yjt/v1/d/${device}/press`, JSON.stringify({ id: `b${i}`, kind: 'sos' }));
  const acknowledged = performance.now() - began;
  const told = (await heard) - began;
  client.close();
  clients.delete(client);
  return { acknowledged, told };
}
