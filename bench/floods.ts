// What one sender does who means harm, each as fast as the machine takes it. Runs in a thread of its own (flood.ts starts it), so that what is
// measured is the system and not this process.
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { IncidentView } from '../contracts/incident/views.ts';
import { deviceTopic, responderTopic } from '../contracts/topics.ts';
import type { Login } from '../store/acl.ts';
import { Flooder } from './flooder.ts';

export const floodNames = ['button', 'responder', 'address', 'session', 'import'] as const;
export type FloodName = (typeof floodNames)[number];
export type FloodTask = {
  name: FloodName;
  seconds: number;
  port: number;
  mqttPort: number;
  /** of the stolen button, of the responder */
  button: Login;
  responder: Login;
  /** of an officer's page, of an administrator */
  officer: string;
  administrator: string;
  /** what the responder writes notes on, what the officer orders on */
  incident: IncidentView;
  /** a district as JSON */
  bundle: string;
};

/** A login may have so many connections. */
const connections = 4;
const sentAtOnce = 1_000;
/** So many requests of one flood are under way at once. */
const requestsAtOnce = 32;
/** The attacker's own address. */
const elsewhere = '127.0.0.66';

/** Answers how many things it has sent, and what became of them. */
type Flood = (task: FloodTask, goesOn: () => boolean) => Promise<Record<string, number>>;

const floods: Readonly<Record<FloodName, Flood>> = {
  button: ({ mqttPort, button }, goesOn) =>
    overMqtt(mqttPort, button, deviceTopic(button.username, 'press'), (n) => `{"id":"f${n}","kind":"sos"}`, goesOn),

  responder: ({ mqttPort, responder, incident }, goesOn) =>
    overMqtt(
      mqttPort,
      responder,
      responderTopic(responder.username, 'reply'),
      (n) =>
        JSON.stringify({
          id: `f${n}`,
          incident: incident.id,
          leg: incident.legs[0]?.id ?? 'L1',
          reply: n % 2 === 0 ? 'note' : 'en_route',
          ...(n % 2 === 0 ? { text: 'x'.repeat(2_000) } : {}),
        }),
      goesOn,
    ),

  /** A third silent, a third with half a packet, a third that try passwords, at MQTT and HTTP. */
  address: async ({ mqttPort, port }, goesOn) => {
    const sent: Record<string, number> = {};
    await many(200, async () => {
      while (goesOn()) {
        const kind = Math.floor(Math.random() * 3);
        const outcome =
          kind === 2
            ? await ask({
                port,
                path: '/api/v1/session',
                localAddress: elsewhere,
                body: '{"login":"duty","password":"guess"}',
              })
            : await open(
                kind === 0 ? mqttPort : port,
                kind === 0 ? Buffer.from([0x10, 0x7f]) : Buffer.from('GET / HT'),
              );
        sent[outcome] = (sent[outcome] ?? 0) + 1;
      }
    });
    return sent;
  },

  /** An officer's session: everything that is large to answer, and orders in between. */
  session: async ({ port, officer, incident }, goesOn) => {
    const agent = new Agent({ keepAlive: true, maxSockets: requestsAtOnce });
    const sent: Record<string, number> = {};
    const paths = [
      '/api/v1/incidents?state=open&limit=500',
      '/api/v1/residents',
      '/api/v1/responders',
      '/api/v1/map',
      '/api/v1/search?text=a',
    ];
    let n = 0;
    await many(requestsAtOnce, async () => {
      while (goesOn()) {
        const number = n++;
        const order = number % 4 === 0;
        const outcome = await ask({
          agent,
          port,
          token: officer,
          path: order ? `/api/v1/incidents/${incident.id}/commands` : (paths[number % paths.length] ?? ''),
          ...(order ? { body: JSON.stringify({ id: `f${number}`, command: 'note', text: 'x'.repeat(500) }) } : {}),
        });
        sent[outcome] = (sent[outcome] ?? 0) + 1;
      }
    });
    agent.destroy();
    return sent;
  },

  import: async ({ port, administrator, bundle }, goesOn) => {
    const sent: Record<string, number> = {};
    await many(4, async () => {
      while (goesOn()) {
        const outcome = await ask({ port, token: administrator, path: '/api/v1/import', body: bundle });
        sent[outcome] = (sent[outcome] ?? 0) + 1;
      }
    });
    return sent;
  },
};

const many = (count: number, work: () => Promise<void>): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, work));

async function overMqtt(
  port: number,
  login: Login,
  topic: string,
  payload: (n: number) => string,
  goesOn: () => boolean,
): Promise<Record<string, number>> {
  let sent = 0;
  let acknowledged = 0;
  let ended = 0;
  await many(connections, async () => {
    while (goesOn()) {
      const one = await Flooder.open(port, login);
      while (goesOn() && !one.closed) {
        const from = sent;
        sent += sentAtOnce;
        await one.send(sentAtOnce, topic, (n) => payload(from + n));
      }
      acknowledged += one.acknowledged;
      if (one.closed) ended += 1;
      one.close();
    }
  });
  return { sent, acknowledged, ended };
}

function ask(options: {
  port: number;
  path: string;
  token?: string;
  body?: string;
  localAddress?: string;
  agent?: Agent;
}): Promise<string> {
  const { port, path, token, body, localAddress, agent } = options;
  return new Promise((done) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: body === undefined ? 'GET' : 'POST',
        ...(agent ? { agent } : {}),
        ...(localAddress === undefined ? {} : { localAddress }),
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (answer) => {
        answer.resume();
        answer.on('close', () => done(String(answer.statusCode)));
      },
    );
    asked.on('error', () => done('cut'));
    asked.end(body);
  });
}

/** Opens a connection, says something that is no whole message, and leaves it to the other side. */
function open(port: number, bytes: Buffer): Promise<string> {
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: elsewhere });
    socket.on('error', () => undefined); // being cut is what it is about
    socket.once('connect', () => {
      socket.write(bytes);
      setTimeout(() => socket.destroy(), 10_000).unref();
      done('opened');
    });
    socket.once('close', () => done('cut'));
  });
}

if (parentPort) {
  const task = workerData as FloodTask;
  const end = performance.now() + task.seconds * 1000;
  parentPort.postMessage(await floods[task.name](task, () => performance.now() < end));
}
