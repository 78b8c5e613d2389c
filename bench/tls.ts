// What transport and locks cost a press, to its PUBACK and to the responder: two systems beside each other, every press in turn at one and at
// the other. One speaks MQTT in clear, to a store without logins; the other has TLS and a login for each process. Personal fields are sealed in
// both: nothing of them is opened between a press and its offer. In one run, so that what else the machine does falls on both alike.
// `npm run bench:tls`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResidentView } from '../contracts/office/residents.ts';
import type { Login } from '../store/acl.ts';
import { startServer } from '../store/server.ts';
import { System } from '../test/system.ts';
import { largeCommunity, openPhone, quantiles, wordsOf } from './presses.ts';
import { RawClient } from './socket.ts';

const warmUps = 200;
const measured = 1_200;
const stride = 7;
const betweenMs = 3;

type Way = 'plain' | 'guarded';
const ways: readonly Way[] = ['plain', 'guarded'];
const legs = ['puback', 'responder'] as const;

const clients: RawClient[] = [];
const load = {
  YJT_LOG_LEVEL: 'warn',
  YJT_ACTIONS_A_SECOND: '10000', // one desk confirms it all
  YJT_PRESSES_A_MINUTE: '60000',
};
const folder = mkdtempSync(join(tmpdir(), 'yjt-bench-plain-'));
const store = await startServer(join(folder, 'redis.sock'), join(folder, 'redis'));
const systems: Readonly<Record<Way, System>> = {
  plain: await System.start(['--no-sim'], { ...load, REDIS_URL: store.socket }),
  guarded: await System.start(['--no-sim'], load),
};
try {
  await bench();
} finally {
  for (const client of clients) client.close();
  for (const way of ways) await systems[way].stop();
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function bench(): Promise<void> {
  const community = largeCommunity();
  // This load would be a surge, in which nobody is told of a single call.
  const surge = { pressesPerMinute: 100_000, forSeconds: 10 };
  for (const way of ways)
    await systems[way].api('/api/v1/import', { ...community, policy: { ...community.policy, surge } });
  const { residents } = await systems.guarded.api<{ residents: ResidentView[] }>('/api/v1/residents');
  const homes = [...new Map(residents.map((one) => [one.home, one])).values()];
  let arrived: (way: Way, place: string) => void = () => undefined;
  for (const way of ways) await connectResponders(way, (place) => arrived(way, place));
  const figures = {
    plain: { puback: [] as number[], responder: [] as number[] },
    guarded: { puback: [] as number[], responder: [] as number[] },
  };
  for (let i = 0; i < warmUps + measured; i++) {
    const way = ways[i % ways.length] ?? 'plain';
    const home = homes[(i * stride) % homes.length];
    if (!home) continue;
    const { device, place, client } = await connectButton(home, way);
    const heard = new Promise<number>((done) => {
      arrived = (by, where) => {
        if (by === way && where === place) done(performance.now());
      };
    });
    const began = performance.now();
    await client.publish(`yjt/v1/d/${device}/press`, JSON.stringify({ id: `b${i}`, kind: 'sos' }));
    const acknowledged = performance.now() - began;
    const reached = (await heard) - began;
    client.close();
    await new Promise((done) => setTimeout(done, betweenMs)); // the receipts are inputs of their own
    if (i < warmUps) continue;
    figures[way].puback.push(acknowledged);
    figures[way].responder.push(reached);
  }
  for (const leg of legs) {
    for (const way of ways) console.log(`press → ${leg}, ${way.padEnd(7)}   ${quantiles(figures[way][leg])}`);
    const above = (share: number): string => {
      const [plain, guarded] = [quantileOf(figures.plain[leg], share), quantileOf(figures.guarded[leg], share)];
      return `${(((guarded - plain) / plain) * 100).toFixed(1)} %`;
    };
    console.log(`press → ${leg}: guarded is above plain by ${above(0.5)} at the median, ${above(0.99)} at p99`);
  }
}

function quantileOf(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}

function portOf(way: Way): number {
  return way === 'guarded' ? systems.guarded.mqttsPort : systems.plain.mqttPort;
}

function authority(way: Way): Buffer | undefined {
  return way === 'guarded' ? readFileSync(join(systems.guarded.folder, 'certs', 'ca.crt')) : undefined;
}

/** Every responder is connected, and confirms what arrives. */
async function connectResponders(way: Way, arrived: (place: string) => void): Promise<void> {
  const system = systems[way];
  const { responders } = await system.api<{ responders: { id: string }[] }>('/api/v1/responders');
  for (const { id } of responders) {
    const login = await system.api<Login>(`/api/v1/responders/${id}/credential`, {});
    const client = await openPhone({ port: portOf(way), login, ca: authority(way) }, ({ message, say }) => {
      arrived(message.place ?? '');
      void say('receipt');
    });
    clients.push(client);
  }
}

async function connectButton(
  resident: ResidentView,
  way: Way,
): Promise<{ device: string; place: string; client: RawClient }> {
  const [device = ''] = resident.devices;
  const login = await systems[way].api<Login>('/api/v1/devices', { device });
  const client = await RawClient.open(portOf(way), login, () => undefined, authority(way));
  return { device, client, place: wordsOf(resident) };
}
