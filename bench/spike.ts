// How long a press takes to its PUBACK and to the responder, and the rate that is held: the running core, warm, durable,
// over raw sockets. `npm run bench`. Beside it stand the figures of the prototype (facts: 0.64/1.14 ms, 18k a second).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ResidentView } from '../contracts/api.ts';
import type { RunningSystem } from '../contracts/fleet.ts';
import type { Dispatch } from '../contracts/messages.ts';
import { RawClient } from './socket.ts';

const warmUps = 400;
const measured = 800;
const betweenMs = 3;
const outstanding = 256;
const heldForMs = 8_000;

type Login = { username: string; password: string };

const folder = mkdtempSync(join(tmpdir(), 'yjt-bench-'));
const [port, mqttPort] = [await freePort(), await freePort()];
const clients: RawClient[] = [];
const system = spawn(process.execPath, [resolve(import.meta.dirname, '../supervisor/main.js'), '--no-sim'], {
  env: { ...process.env, PORT: String(port), MQTT_PORT: String(mqttPort), DATA_DIR: folder, YJT_LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  await ready();
  await bench();
} finally {
  for (const client of clients) client.close();
  const gone = new Promise((done) => system.once('exit', done));
  system.kill('SIGINT');
  await gone;
  rmSync(folder, { recursive: true, force: true });
}

async function bench(): Promise<void> {
  const { residents } = await api<{ residents: ResidentView[] }>('/api/v1/residents');
  const homes = [...new Map(residents.map((one) => [one.home, one])).values()];
  let arrived: (place: string, at: number) => void = () => undefined;
  await connectResponders((place, at) => arrived(place, at));
  const buttons = await Promise.all(homes.map((home) => connectButton(home)));
  const topicOf = (device: string): string => `yjt/v1/d/${device}/press`;

  const toPuback: number[] = [];
  const toResponder: number[] = [];
  for (let i = 0; i < warmUps + measured; i++) {
    const button = buttons[i % buttons.length];
    if (!button) continue;
    const heard = new Promise<number>((done) => {
      arrived = (place, at) => {
        if (place === button.place) done(at);
      };
    });
    const began = performance.now();
    await button.client.publish(topicOf(button.device), JSON.stringify({ id: `b${i}`, kind: 'sos' }));
    const acknowledged = performance.now() - began;
    const reached = (await heard) - began;
    // The receipts that follow are inputs of their own: let them be decided before the next press.
    await new Promise((done) => setTimeout(done, betweenMs));
    if (i < warmUps) continue;
    toPuback.push(acknowledged);
    toResponder.push(reached);
  }

  // Held: so many presses always under way, of a kind that is decided and recorded but opens no incident, so that the
  // figure is the path's and not that of ever longer incidents.
  let answered = 0;
  let numbered = 0;
  const end = performance.now() + heldForMs;
  const keepPressing = async (n: number): Promise<void> => {
    const button = buttons[n % buttons.length];
    while (button && performance.now() < end) {
      await button.client.publish(topicOf(button.device), JSON.stringify({ id: `h${numbered++}`, kind: 'test' }));
      answered++;
    }
  };
  await Promise.all(Array.from({ length: outstanding }, (_, n) => keepPressing(n)));
  const perSecond = answered / (heldForMs / 1000);
  const drainedAt = performance.now();
  await decided();
  const behindMs = performance.now() - drainedAt;

  const [cpu] = cpus();
  console.log(
    `${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${cpu?.model.trim()} · Node ${process.versions.node}`,
  );
  console.log(`press → PUBACK, one at a time      ${quantiles(toPuback)}`);
  console.log(`press → responder, one at a time   ${quantiles(toResponder)}   (prototype 0.64 / 1.14 ms p50 / p99)`);
  console.log(
    `held with ${outstanding} under way           ${Math.round(perSecond)} presses/s acknowledged, all decided ${Math.round(behindMs)} ms later   (prototype 18,000/s)`,
  );
}

async function connectResponders(arrived: (place: string, at: number) => void): Promise<void> {
  const { responders } = await api<{ responders: { id: string }[] }>('/api/v1/responders');
  for (const { id } of responders) {
    const login = await api<Login>(`/api/v1/responders/${id}/credential`, {});
    let replies = 0;
    const client = await RawClient.open(mqttPort, login, (_topic, payload) => {
      const at = performance.now();
      const { place, delivery, incident, leg } = JSON.parse(payload.toString()) as Dispatch;
      arrived(place ?? '', at);
      const receipt = { id: `${id}-${replies++}`, delivery, incident, leg, reply: 'receipt' };
      void client.publish(`yjt/v1/r/${id}/reply`, JSON.stringify(receipt));
    });
    client.subscribe(`yjt/v1/r/${id}/dispatch`);
    clients.push(client);
  }
}

async function connectButton({
  devices,
  place,
}: ResidentView): Promise<{ device: string; place: string; client: RawClient }> {
  const [device = ''] = devices;
  const client = await RawClient.open(mqttPort, await api<Login>('/api/v1/devices', { device }));
  clients.push(client);
  const words = [place.courtyard?.name, place.building, place.unit, place.door].join(' ');
  return { device, client, place: words };
}

/** Waits until nothing is left undecided. */
async function decided(): Promise<void> {
  for (;;) {
    const { checks } = await api<{ checks: { check: string; says: string }[] }>('/api/v1/doctor');
    if (/(^|\D)0 条输入/.test(checks.find(({ check }) => check === 'deadlines')?.says ?? '0 条输入')) return;
  }
}

function quantiles(samples: number[]): string {
  const sorted = samples.sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
  return `${at(0.5)} / ${at(0.95)} / ${at(0.99)} ms p50 / p95 / p99 (n = ${samples.length})`;
}

async function api<T>(path: string, body?: unknown): Promise<T> {
  const { token } = JSON.parse(readFileSync(join(folder, 'run', 'system.json'), 'utf8')) as RunningSystem;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

function ready(): Promise<void> {
  return new Promise((done, failed) => {
    let output = '';
    system.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('/enter?token=')) done();
    });
    system.once('exit', () => failed(new Error(`the system ended: ${output}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
