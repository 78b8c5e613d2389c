// What others notice while one sender floods: a stolen button, a responder, an address of nobody's, an officer's session, an import. Each as fast as the
// machine takes it; meanwhile neighbours press (until the PUBACK, until the offer is on a phone), an officer orders, and somebody signs in; afterwards
// memory is looked at. `npm run bench:flood`, or for another number of seconds each: `npm run bench:flood -- 30`, or one: `-- 15 import`.
import { once } from 'node:events';
import { request } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { DeviceState, Dispatch } from '../contracts/incident/messages.ts';
import type { IncidentView } from '../contracts/incident/views.ts';
import type { ResidentView } from '../contracts/office/residents.ts';
import type { ResponderView } from '../contracts/office/responders.ts';
import type { TokenAnswer } from '../contracts/session/session.ts';
import { deviceTopic, responderTopic } from '../contracts/topics.ts';
import type { Login } from '../store/acl.ts';
import { sampleBundle } from '../test/sample.ts';
import { System } from '../test/system.ts';
import { type FloodName, type FloodTask, floodNames } from './floods.ts';
import { megabytesOf } from './processes.ts';
import { RawClient } from './socket.ts';

const floodSeconds = Number(process.argv[2] ?? 15);
const chosen = floodNames.filter((name) => process.argv[3] === undefined || process.argv[3] === name);
/** Time for the flood to be in full swing. */
const beforeMs = 2_000;
const pressEveryMs = 250;
const signInEveryMs = 700;
const orderEveryMs = 300;
/** Nobody waits longer; it counts as this. */
const lostMs = 30_000;
const memoryBackWithinSeconds = 60;
const password = '夜里值班不打瞌睡的人';

/** Samples in ms. */
type Measured = { puback: number[]; offer: number[]; order: number[]; signIn: number[] };

const system = await System.start(['--no-sim'], { YJT_LOG_LEVEL: 'error' });

async function bench(): Promise<void> {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  console.log(
    `${day} · ${cpus().length} × ${cpu?.model.trim()} · Node ${process.versions.node} · load ${loadavg()[0]}`,
  );
  // Calls are followed one by one: a surge would put them together.
  const bundle = sampleBundle();
  const calm = { ...bundle, policy: { ...bundle.policy, surge: { pressesPerMinute: 100_000, forSeconds: 60 } } };
  await system.api('/api/v1/import', calm);
  const { residents } = await system.api<{ residents: ResidentView[] }>('/api/v1/residents');
  const devices = [...new Map(residents.map(({ home, devices: [device] }) => [home, device]))].flatMap(
    ([, device]) => device ?? [],
  );
  const phones = await Phones.open();
  const [stolen = '', ordered = '', ...neighbours] = devices;
  await system.api('/api/v1/presses', { device: ordered, kind: 'sos' });
  const incident = await found(async () =>
    (await system.api<{ incidents: IncidentView[] }>('/api/v1/incidents?state=open')).incidents.find(
      ({ legs }) => legs.length > 0,
    ),
  );
  const token = async (role: string, name: string): Promise<string> =>
    (await system.api<TokenAnswer>('/api/v1/tokens', { role, name })).token;
  const login = await newAccount();
  const responder =
    phones.logins.find(({ username }) => incident.legs.some((leg) => leg.responder.id === username)) ??
    phones.logins[0];
  if (!responder) throw new Error('nobody has a phone');
  const officers = { measured: await token('officer', 'measured'), flooding: await token('officer', 'flooding') };

  const share = Math.floor(neighbours.length / (chosen.length + 2)); // a second press of a home joins the first
  const measure = (n: number, seconds: number): Promise<Measured> =>
    measured({
      phones,
      devices: neighbours.slice(n * share, (n + 1) * share),
      order: { incident: incident.id, token: officers.measured },
      login,
      seconds,
    });
  await measure(0, 5); // warms up
  say('quiet', await measure(1, floodSeconds));
  for (const [n, name] of chosen.entries()) {
    const before = megabytesOf(system);
    const data: FloodTask = {
      name,
      seconds: floodSeconds + beforeMs / 1000,
      port: system.port,
      mqttPort: system.mqttPort,
      button: await system.api<Login>('/api/v1/devices', { device: stolen }),
      responder,
      officer: officers.flooding,
      administrator: system.token,
      incident,
      bundle: JSON.stringify(calm),
    };
    const worker = new Worker(new URL('./floods.js', import.meta.url), { workerData: data });
    const counted = once(worker, 'message');
    const gone = once(worker, 'exit');
    await wait(beforeMs);
    const during = await measure(n + 2, floodSeconds);
    const most = megabytesOf(system);
    console.log(`flood of one ${name}: ${JSON.stringify((await counted)[0])}`);
    await gone;
    say(name, during);
    await sayMemory(name, { before, most });
  }
  phones.close();
}

/** Every responder's phone, listening for offers. */
class Phones {
  readonly logins: readonly Login[];
  /** When the first offer of an incident was on a phone. */
  readonly offered: Map<string, number>;
  readonly #clients: readonly RawClient[];

  private constructor(logins: readonly Login[], clients: readonly RawClient[], offered: Map<string, number>) {
    this.logins = logins;
    this.#clients = clients;
    this.offered = offered;
  }

  static async open(): Promise<Phones> {
    const { responders } = await system.api<{ responders: ResponderView[] }>('/api/v1/responders');
    const offered = new Map<string, number>();
    const heard = (_topic: string, payload: Buffer): void => {
      const { kind, incident } = JSON.parse(payload.toString()) as Dispatch;
      if (kind === 'offer' && !offered.has(incident)) offered.set(incident, performance.now());
    };
    const logins: Login[] = [];
    const clients: RawClient[] = [];
    for (const { id } of responders) {
      const login = await system.api<Login>(`/api/v1/responders/${id}/credential`, {});
      const client = await RawClient.open(system.mqttPort, login, heard);
      client.subscribe(responderTopic(id, 'dispatch'));
      logins.push(login);
      clients.push(client);
    }
    return new Phones(logins, clients, offered);
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }
}

/** An officer's account with a password. */
async function newAccount(): Promise<{ login: string; password: string }> {
  const { link } = await system.api<{ link: string }>('/api/v1/accounts', {
    login: 'bench.officer',
    name: '测量员',
    role: 'officer',
  });
  const entered = await fetch(`http://127.0.0.1:${system.port}/enter`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ token: new URL(link).searchParams.get('token') ?? '' }),
  });
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const { status } = await post('/api/v1/session/password', { password }, { cookie });
  if (status >= 300) throw new Error(`the password was not taken: ${status}`);
  return { login: 'bench.officer', password };
}

/** Everything at once, for so long. */
async function measured(parts: {
  phones: Phones;
  devices: readonly string[];
  order: { incident: string; token: string };
  login: { login: string; password: string };
  seconds: number;
}): Promise<Measured> {
  const { phones, devices, order, login, seconds } = parts;
  const end = performance.now() + seconds * 1000;
  const samples: Measured = { puback: [], offer: [], order: [], signIn: [] };
  const waiting: Promise<void>[] = [];
  await Promise.all([
    each(pressEveryMs, end, async (n) => {
      const device = devices[n % Math.max(1, devices.length)];
      if (device !== undefined && n < devices.length) waiting.push(press(device, phones, samples));
    }),
    each(orderEveryMs, end, async () => {
      const began = performance.now();
      const { status } = await post(
        `/api/v1/incidents/${order.incident}/commands`,
        { id: `m${process.pid}-${Math.random()}`, command: 'call_back', outcome: 'no_answer' }, // what is written is bounded
        { authorization: `Bearer ${order.token}` },
      );
      samples.order.push(status < 300 ? performance.now() - began : lostMs);
    }),
    each(signInEveryMs, end, async () => {
      const began = performance.now();
      const { status } = await post('/api/v1/session', login, {}, '127.0.0.7');
      samples.signIn.push(status < 300 ? performance.now() - began : lostMs);
    }),
  ]);
  await Promise.all(waiting);
  return samples;
}

async function each(everyMs: number, end: number, work: (n: number) => Promise<void>): Promise<void> {
  for (let n = 0; performance.now() < end; n++) {
    const next = performance.now() + everyMs;
    await work(n);
    await wait(Math.max(0, next - performance.now()));
  }
}

/** One neighbour's button, until somebody's phone has the offer. */
async function press(device: string, phones: Phones, samples: Measured): Promise<void> {
  let told: (incident: string) => void = () => undefined;
  const incident = new Promise<string>((done) => {
    told = done;
  });
  const login = await system.api<Login>('/api/v1/devices', { device });
  const client = await RawClient.open(system.mqttPort, login, (_topic, payload) => {
    const { incident: id } = JSON.parse(payload.toString()) as DeviceState;
    if (id !== undefined) told(id);
  });
  client.subscribe(deviceTopic(device, 'state'));
  const began = performance.now();
  await client.publish(deviceTopic(device, 'press'), JSON.stringify({ id: `n${began}`, kind: 'sos' }));
  samples.puback.push(performance.now() - began);
  const id = await incident;
  while (!phones.offered.has(id) && performance.now() - began < lostMs) await wait(5);
  samples.offer.push(Math.max(0, (phones.offered.get(id) ?? began + lostMs) - began));
  client.close();
}

function post(
  path: string,
  body: object,
  headers: Record<string, string> = {},
  localAddress?: string,
): Promise<{ status: number }> {
  const text = JSON.stringify(body);
  return new Promise((done) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: system.port,
        path,
        method: 'POST',
        timeout: lostMs,
        ...(localAddress ? { localAddress } : {}),
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers },
      },
      (answer) => {
        answer.resume();
        answer.on('close', () => done({ status: answer.statusCode ?? 599 }));
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => done({ status: 599 })); // counted as lost
    asked.end(text);
  });
}

async function found<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const one = await look();
    if (one !== undefined) return one;
    await wait(100);
  }
  throw new Error('it does not come');
}

async function sayMemory(
  name: FloodName,
  { before, most }: { before: Map<string, number>; most: Map<string, number> },
): Promise<void> {
  let after = megabytesOf(system);
  const isBack = (): boolean => [...after].every(([process_, mb]) => mb <= (before.get(process_) ?? mb) * 1.1 + 10);
  const began = performance.now();
  while (!isBack() && performance.now() - began < memoryBackWithinSeconds * 1000) {
    await wait(1_000);
    after = megabytesOf(system);
  }
  const line = [...after].map(
    ([process_, mb]) => `${process_} ${before.get(process_)} / ${most.get(process_)} / ${mb}`,
  );
  console.log(
    `${name}: memory MB before / during / ${Math.round((performance.now() - began) / 1000)} s after: ${line.join(' · ')}`,
  );
}

function say(when: string, samples: Measured): void {
  for (const [what, label] of [
    ['puback', 'press → PUBACK'],
    ['offer', 'press → offer on a phone'],
    ['order', "an officer's order"],
    ['signIn', 'sign-in'],
  ] as const)
    console.log(`${when}: ${label} ${quantiles(samples[what])}`);
}

function quantiles(samples: number[]): string {
  const sorted = samples.sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(0);
  return `${at(0.5)} / ${at(0.95)} / ${at(0.99)} ms p50 / p95 / p99 (n = ${samples.length})`;
}

try {
  await bench();
} finally {
  await system.stop();
}
