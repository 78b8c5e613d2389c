// What TLS costs a press, to its PUBACK and to the responder: every other press goes over TLS, button and responder both, in one run on one
// system, so that what else the machine does falls on both alike. `npm run bench:tls`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dispatch } from '../contracts/incident/messages.ts';
import type { ResidentView } from '../contracts/office/residents.ts';
import { largeCommunity, quantiles } from './presses.ts';
import { RawClient } from './socket.ts';
import { BenchSystem } from './system.ts';

const warmUps = 200;
const measured = 800;
const stride = 7;
const betweenMs = 3;

type Login = { username: string; password: string };
type Way = 'clear' | 'tls';
const ways: readonly Way[] = ['clear', 'tls'];

const clients: RawClient[] = [];
const system = await BenchSystem.start(['--no-sim'], {
  YJT_LOG_LEVEL: 'warn',
  YJT_ACTIONS_A_SECOND: '10000', // one desk confirms it all
  YJT_PRESSES_A_MINUTE: '60000',
});
try {
  await bench();
} finally {
  for (const client of clients) client.close();
  await system.stop();
}

async function bench(): Promise<void> {
  const community = largeCommunity();
  // This load would be a surge, in which nobody is told of a single call.
  const surge = { pressesPerMinute: 100_000, forSeconds: 10 };
  await system.api('/api/v1/import', { ...community, policy: { ...community.policy, surge } });
  const { residents } = await system.api<{ residents: ResidentView[] }>('/api/v1/residents');
  const homes = [...new Map(residents.map((one) => [one.home, one])).values()];
  let arrived: (way: Way, place: string) => void = () => undefined;
  await connectResponders((way, place) => arrived(way, place));
  const figures = {
    clear: { puback: [] as number[], responder: [] as number[] },
    tls: { puback: [] as number[], responder: [] as number[] },
  };
  for (let i = 0; i < warmUps + measured; i++) {
    const way = ways[i % ways.length] ?? 'clear';
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
  for (const leg of ['puback', 'responder'] as const) {
    for (const way of ways) console.log(`press → ${leg}, ${way.padEnd(5)}   ${quantiles(figures[way][leg])}`);
    const [clear, tls] = [middleOf(figures.clear[leg]), middleOf(figures.tls[leg])];
    console.log(`press → ${leg}: the median over TLS is ${(((tls - clear) / clear) * 100).toFixed(1)} % above`);
  }
}

function middleOf(samples: number[]): number {
  return samples.sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0;
}

function portOf(way: Way): number {
  return way === 'tls' ? system.mqttsPort : system.mqttPort;
}

function authority(way: Way): Buffer | undefined {
  return way === 'tls' ? readFileSync(join(system.folder, 'certs', 'ca.crt')) : undefined;
}

/** Each responder has a connection of either kind; one of them confirms. */
async function connectResponders(arrived: (way: Way, place: string) => void): Promise<void> {
  const { responders } = await system.api<{ responders: { id: string }[] }>('/api/v1/responders');
  for (const { id } of responders) {
    const login = await system.api<Login>(`/api/v1/responders/${id}/credential`, {});
    let replies = 0;
    for (const way of ways) {
      const client = await RawClient.open(
        portOf(way),
        login,
        (_topic, payload) => {
          const { place, delivery, incident, leg } = JSON.parse(payload.toString()) as Dispatch;
          arrived(way, place ?? '');
          if (way === 'tls') return;
          const receipt = { id: `${id}-${replies++}`, delivery, incident, leg, reply: 'receipt' };
          void client.publish(`yjt/v1/r/${id}/reply`, JSON.stringify(receipt));
        },
        authority(way),
      );
      client.subscribe(`yjt/v1/r/${id}/dispatch`);
      clients.push(client);
    }
  }
}

async function connectButton(
  { devices, place }: ResidentView,
  way: Way,
): Promise<{ device: string; place: string; client: RawClient }> {
  const [device = ''] = devices;
  const login = await system.api<Login>('/api/v1/devices', { device });
  const client = await RawClient.open(portOf(way), login, () => undefined, authority(way));
  return { device, client, place: [place.courtyard?.name, place.building, place.unit, place.door].join(' ') };
}
