// Strange messages and broken bytes at every door of a running system, over real sockets. Whatever comes: an answer or an end within seconds, a
// refusal that says why, never a 5xx, no process that dies, and memory back. `npm run test:fuzz` sends a million.
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { generate, type Packet, parser } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { errors } from '../../contracts/errors.ts';
import { deviceTopic, responderTopic } from '../../contracts/topics.ts';
import { type Chance, pick } from '../chance.ts';
import { ofThisFile } from '../lives.ts';
import { casesOf, eachCase, fuzzTimeoutMs, seed, Tally } from './cases.ts';
import { type Login, OpenDoors } from './doorsOpen.ts';
import { rightText, rightValue, type Schema } from './schema.ts';
import { changed, noise, Strange } from './strange.ts';

/** Nobody waits longer for an answer or an end. */
const patienceMs = 20_000;

const strange = new Strange(seed);
const doors = await ofThisFile(OpenDoors.open());

/** Somewhere on this machine: who comes from one address only would soon wait in its queue. */
const address = (random: Chance): string => `127.${1 + random(250)}.${random(250)}.${1 + random(250)}`;

/** So long a sender waits for a first word, and after a word for another, before it ends its side. */
const firstWordMs = 500;
const quietMs = 40;

/**
 * Sends bytes on a connection of its own, and ends it when nothing more is said. `waits`: it does not end it; it is answered, or cut.
 * @returns what came back
 */
function exchange(port: number, from: string, parts: readonly Buffer[], waits = false): Promise<Buffer> {
  return new Promise((done, failed) => {
    const heard: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', localAddress: from, noDelay: true });
    let quiet = setTimeout(() => !waits && socket.end(), firstWordMs);
    const tooLong = setTimeout(() => {
      socket.destroy();
      failed(new Error(`no end within ${patienceMs} ms after ${Buffer.concat(parts).toString('base64')}`));
    }, patienceMs);
    socket.on('data', (bytes) => {
      heard.push(bytes);
      clearTimeout(quiet);
      quiet = setTimeout(() => (waits ? socket.destroy() : socket.end()), quietMs);
    });
    socket.on('error', () => undefined); // being cut is an answer: `close` follows
    socket.on('close', () => {
      clearTimeout(quiet);
      clearTimeout(tooLong);
      done(Buffer.concat(heard));
    });
    for (const part of parts) socket.write(part);
  });
}

// ── MQTT ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const hello = ({ username, password }: Login, clientId: string): Packet => ({
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  clientId,
  keepalive: 30,
  username,
  password: Buffer.from(password),
});

const pressOf = (random: Chance): object => ({
  id: `p${random(1_000)}`,
  kind: pick(random, ['sos', 'fall', 'smoke', 'cancel', 'service', 'test', 'checkin']),
  at: '2026-11-28T08:00:00+08:00',
  battery: random(101),
  location: { lon: 104.06, lat: 30.64, accuracy: 10, at: '2026-11-28T08:00:00+08:00' },
});
const replyOf = (random: Chance): object => ({
  id: `r${random(1_000)}`,
  incident: rightText(random, doors.known, 'incident'),
  leg: rightText(random, doors.known, 'leg'),
  reply: pick(random, [
    'receipt',
    'accept',
    'decline',
    'en_route',
    'on_scene',
    'done',
    'help',
    'called',
    'help_withdrawn',
  ]),
  needs: 'doctor',
  reason: 'busy',
  findings: ['safe'],
  at: '2026-11-28T08:00:00+08:00',
});
const said = {
  device: [
    { channel: 'press', right: pressOf },
    { channel: 'health', right: () => ({ battery: 80, signal: -70, tamper: false, firmware: '1.0' }) },
  ],
  responder: [
    { channel: 'reply', right: replyOf },
    { channel: 'position', right: () => ({ lon: 104.06, lat: 30.64, accuracy: 10, at: '2026-11-28T08:00:00+08:00' }) },
    {
      channel: 'duty',
      right: (random: Chance) => ({ id: `d${random(1_000)}`, onDuty: true, until: '2027-01-01T08:00' }),
    },
  ],
} as const;

/** A login, and a message that is right for it. */
function sender(random: Chance): { login: Login; topic: string; right: object } {
  if (random(2) === 0) {
    const login = pick(random, doors.devices);
    const { channel, right } = pick(random, said.device);
    return { login, topic: deviceTopic(login.username, channel), right: right(random) };
  }
  const login = pick(random, doors.responders);
  const { channel, right } = pick(random, said.responder);
  return { login, topic: responderTopic(login.username, channel), right: right(random) };
}

function packetOf(random: Chance, topic: string, right: object): Buffer {
  const packets: Packet[] = [
    {
      cmd: 'publish',
      topic,
      payload: JSON.stringify(right),
      qos: 1,
      dup: false,
      retain: false,
      messageId: 1 + random(9),
    },
    { cmd: 'publish', topic, payload: '{"kind":"sos"}', qos: 0, dup: false, retain: true },
    { cmd: 'publish', topic, payload: '{}', qos: 2, dup: true, retain: false, messageId: 3 },
    { cmd: 'subscribe', messageId: 1 + random(9), subscriptions: [{ topic: topic.replace(/\w+$/, 'state'), qos: 1 }] },
    {
      cmd: 'subscribe',
      messageId: 4,
      subscriptions: [
        { topic: '#', qos: 2 },
        { topic: '$SYS/#', qos: 0 },
      ],
    },
    { cmd: 'unsubscribe', messageId: 5, unsubscriptions: [topic, '+/+'] },
    { cmd: 'puback', messageId: random(65_536) },
    { cmd: 'pubrec', messageId: random(65_536) },
    { cmd: 'pubrel', messageId: random(65_536) },
    { cmd: 'pubcomp', messageId: random(65_536) },
    { cmd: 'pingreq' },
    { cmd: 'disconnect' },
  ];
  return generate(pick(random, packets));
}

describe('MQTT', () => {
  it(
    `${casesOf('MQTT bytes')} connections that say broken packets are answered or ended`,
    async () => {
      const tally = new Tally();
      const one = async (random: Chance, number: number): Promise<string> => {
        const { login, topic, right } = sender(random);
        const first = generate(hello(login, `fuzz-${number}`));
        const packets = Array.from({ length: 1 + random(4) }, () => packetOf(random, topic, right));
        const parts =
          random(3) === 0
            ? [changed(random, first), ...packets]
            : [
                first,
                ...packets.map((packet) =>
                  random(4) === 0 ? packet : random(12) === 0 ? noise(random, 200) : changed(random, packet),
                ),
              ];
        const answer = await exchange(doors.system.mqttPort, address(random), parts);
        return answer.length === 0 ? 'ended' : answer[0] === 0x20 && answer[3] === 0 ? 'let in' : 'refused';
      };
      await doors.isWell();
      doors.warm();
      await eachCase('MQTT bytes', { atOnce: 64, tally }, one);
      expect(tally.get('let in')).toBeGreaterThan(0);
      await doors.isWell();
    },
    fuzzTimeoutMs,
  );

  it(
    `${casesOf('MQTT messages')} strange messages are acknowledged, or end the connection`,
    async () => {
      const tally = new Tally();
      const lines = new Map<string, Promise<Line>>();
      const lineOf = (login: Login): Promise<Line> => {
        const line = lines.get(login.username) ?? Line.open(doors.system.mqttPort, login);
        lines.set(login.username, line);
        return line;
      };
      await eachCase('MQTT messages', { atOnce: 64, tally }, async (random) => {
        const { login, topic, right } = sender(random);
        const outcome = await (await lineOf(login)).publish(topic, strange.bytesLike(random, right));
        if (outcome === 'ended') lines.delete(login.username);
        return outcome;
      });
      for (const line of lines.values()) (await line).close();
      expect(tally.get('acknowledged')).toBeGreaterThan(casesOf('MQTT messages') / 2);
      await doors.isWell();
    },
    fuzzTimeoutMs,
  );
});

/** A connection of a login that stays. */
class Line {
  readonly #waiting = new Map<number, (outcome: 'acknowledged' | 'ended') => void>();
  readonly #socket;
  #next = 0;

  private constructor(port: number, login: Login, ready: (line: Line) => void, failed: (error: Error) => void) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const reader = parser();
    reader.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connack') ready(this);
      if (packet.cmd === 'puback') this.#settle(packet.messageId ?? 0, 'acknowledged');
    });
    this.#socket.on('data', (bytes) => reader.parse(bytes));
    this.#socket.on('error', () => undefined); // `close` follows
    this.#socket.on('close', () => {
      failed(new Error(`${login.username} was not let in`));
      for (const id of this.#waiting.keys()) this.#settle(id, 'ended');
    });
    this.#socket.write(generate(hello(login, `line-${login.username}`)));
  }

  static open(port: number, login: Login): Promise<Line> {
    return new Promise((done, failed) => new Line(port, login, done, failed));
  }

  publish(topic: string, payload: Buffer): Promise<'acknowledged' | 'ended'> {
    this.#next = (this.#next % 65_535) + 1;
    const messageId = this.#next;
    return new Promise((done, failed) => {
      const tooLong = setTimeout(() => failed(new Error(`no PUBACK for ${payload.toString('base64')}`)), patienceMs);
      this.#waiting.set(messageId, (outcome) => {
        clearTimeout(tooLong);
        done(outcome);
      });
      if (this.#socket.destroyed) return this.#settle(messageId, 'ended');
      this.#socket.write(generate({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false, messageId }));
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #settle(messageId: number, outcome: 'acknowledged' | 'ended'): void {
    this.#waiting.get(messageId)?.(outcome);
    this.#waiting.delete(messageId);
  }
}

// ── HTTP ────────────────────────────────────────────────────────────────────────────────────────────────────────────

type Operation = { method: string; path: string; body?: Schema; query: { name: string; schema: Schema }[] };
/** They take long or end the others' sessions when they are right: their refusals are tried by the bytes. */
const leftOut = new Set(['POST /api/v1/backup', 'POST /api/v1/import/undo']);
const operations = await readOperations();
/** Says that the system is not ready; never an answer to what was sent. */
const mayBe503 = new Set(['/readyz']);

async function readOperations(): Promise<Operation[]> {
  type Described = {
    parameters?: { in: string; name: string; schema: Schema }[];
    requestBody?: { content: Record<string, { schema: Schema }> };
  };
  const { paths } = await doors.system.api<{ paths: Record<string, Record<string, Described>> }>('/api/docs/json');
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([name, { parameters = [], requestBody }]): Operation[] => {
      const method = name.toUpperCase();
      if (leftOut.has(`${method} ${path}`)) return [];
      const body = requestBody?.content['application/json']?.schema;
      return [{ method, path, query: parameters.filter((one) => one.in === 'query'), ...(body ? { body } : {}) }];
    }),
  );
}

function ask(
  agent: Agent,
  options: { method: string; path: string; headers: Record<string, string>; body?: Buffer },
): Promise<{ status: number; text: string }> {
  const { method, path, headers, body } = options;
  return new Promise((done, failed) => {
    const asked = request(
      { agent, host: '127.0.0.1', port: doors.system.port, method, path, headers, timeout: patienceMs },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => done({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
        answer.on('error', failed);
      },
    );
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${patienceMs} ms`)));
    asked.on('error', failed);
    asked.end(body);
  });
}

/** A refusal is one of the table, in words. */
function isClear(path: string, status: number, text: string, what: string): void {
  if (status >= 500 && !mayBe503.has(path)) throw new Error(`${status} ${text.slice(0, 300)} for ${what}`);
  if (status < 400 || !path.startsWith('/api/v1/')) return;
  const { error, message } = JSON.parse(text) as { error?: string; message?: string };
  if (!Object.hasOwn(errors, error ?? '') || !message)
    throw new Error(`${status} without a reason (${text.slice(0, 300)}) for ${what}`);
}

describe('HTTP', () => {
  it(
    `${casesOf('HTTP requests')} strange requests are done, or refused with a reason`,
    async () => {
      const tally = new Tally();
      const agent = new Agent({ keepAlive: true, maxSockets: 12 });
      try {
        await eachCase('HTTP requests', { atOnce: 12, tally }, async (random) => {
          const { method, path, query, body } = pick(random, operations);
          const who =
            random(20) === 0
              ? undefined
              : random(2) === 0
                ? doors.tokens.find(({ role }) => role === 'administrator')
                : pick(random, doors.tokens);
          const inPath = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
            const right = rightText(random, doors.known, name === 'id' ? pick(random, Object.keys(doors.known)) : name);
            return encodeURIComponent(random(4) === 0 ? wellFormed(strange.text(random)) : right);
          });
          const asked = query
            .filter(() => random(3) > 0)
            .map(
              ({ name, schema }) =>
                `${name}=${encodeURIComponent(random(3) === 0 ? wellFormed(strange.text(random)) : String(rightValue(random, schema, doors.known, name)))}`,
            );
          if (random(10) === 0)
            asked.push(pick(random, ['__proto__=1', 'a[b]=1', '%', '=', '&&', 'limit=1&limit=2', 'constructor=x']));
          const sent = body
            ? strange.bytesLike(random, rightValue(random, body, doors.known), random(4) === 0 ? 0 : 5)
            : undefined;
          const headers: Record<string, string> = {
            ...(who ? { authorization: `Bearer ${who.token}` } : {}),
            ...(random(8) === 0 ? { 'x-yjt-screen': headerText(strange.text(random)) } : {}),
            ...(random(8) === 0
              ? { cookie: headerText(`yjt_session=${strange.text(random)}; ${strange.text(random)}=1`) }
              : {}),
            ...(random(8) === 0
              ? { 'accept-language': pick(random, ['en', 'zh', headerText(strange.text(random))]) }
              : {}),
            ...(sent
              ? {
                  'content-type':
                    random(20) === 0
                      ? pick(random, [
                          'text/plain',
                          'application/json; charset=utf-16',
                          'x',
                          'application/x-www-form-urlencoded',
                        ])
                      : 'application/json',
                }
              : {}),
          };
          const full = asked.length > 0 ? `${inPath}?${asked.join('&')}` : inPath;
          const { status, text } = await ask(agent, { method, path: full, headers, ...(sent ? { body: sent } : {}) });
          isClear(
            path,
            status,
            text,
            `${method} ${full} as ${who?.role} ${sent?.subarray(0, 2_000).toString('base64') ?? ''} ${JSON.stringify({ ...headers, authorization: '' })}`,
          );
          return String(status);
        });
      } finally {
        agent.destroy();
      }
      expect(tally.get('200')).toBeGreaterThan(0);
      await doors.isWell();
    },
    fuzzTimeoutMs,
  );

  it(
    `${casesOf('HTTP bytes')} broken requests are answered below 500, or cut`,
    async () => {
      const tally = new Tally();
      await eachCase('HTTP bytes', { atOnce: 64, tally }, async (random) => {
        const { method, path, body } = pick(random, operations);
        const sent = body ? Buffer.from(strange.like(random, rightValue(random, body, doors.known), 0)) : undefined;
        const token = pick(random, doors.tokens).token;
        const head = [
          `${method} ${path.replaceAll(/\{\w+\}/g, 'none')} HTTP/1.1`,
          'Host: 127.0.0.1',
          `Authorization: Bearer ${token}`,
          pick(random, [
            'Connection: close',
            'Connection: keep-alive',
            'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
            'Expect: 100-continue',
            'Transfer-Encoding: chunked',
          ]),
          ...(sent ? ['Content-Type: application/json', `Content-Length: ${sent.length}`] : []),
          '',
          '',
        ].join('\r\n');
        const whole = Buffer.concat([Buffer.from(head), sent ?? Buffer.alloc(0)]);
        const bytes = changed(random, whole);
        const waits = !/upgrade/i.test(bytes.toString('latin1')) && random(100) === 0;
        const answer = (await exchange(doors.system.port, address(random), [bytes], waits)).toString('latin1');
        const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));
        const wrong = statuses.find((status) => status >= 500);
        if (wrong !== undefined && !/readyz/.test(head))
          throw new Error(`${wrong} ${answer.slice(0, 500)} for ${bytes.toString('base64')}`);
        return String(statuses[0] ?? 'cut');
      });
      await doors.isWell();
    },
    fuzzTimeoutMs,
  );
});

/** Lone surrogates have no place in an address. */
const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '?').slice(0, 400);
/** Node sends nothing else in a head; what it would not send is tried by the bytes. */
const headerText = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?');

// ── WebSocket ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A frame as a browser sends it. */
function frame(random: Chance, opcode: number, payload: Buffer): Buffer {
  const mask = noise(random, 4);
  const length =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 0xff]);
  const masked = payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, mask, masked]);
}

describe('WebSocket', () => {
  it(
    `${casesOf('WebSocket frames')} connections that say broken frames are ended, and no page hears of it`,
    async () => {
      const tally = new Tally();
      const officer = doors.tokens.find(({ role }) => role === 'officer')?.token ?? '';
      const page = new WebSocket(`ws://127.0.0.1:${doors.system.port}/live`, {
        headers: { authorization: `Bearer ${officer}` },
      });
      let frames = 0;
      let closed = false;
      page.on('message', (text) => {
        JSON.parse(String(text));
        frames += 1;
      });
      page.on('close', () => {
        closed = true;
      });
      await eachCase('WebSocket frames', { atOnce: 64, tally }, async (random, number) => {
        const path = pick(random, ['/live', '/live?after=1', '/mqtt']);
        const { login, topic, right } = sender(random);
        const { token } = pick(random, doors.tokens);
        const upgrade = `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`;
        const payloads =
          path === '/mqtt'
            ? [generate(hello(login, `ws-${number}`)), packetOf(random, topic, right)]
            : [strange.bytesLike(random, { type: 'hello', after: 1 }), Buffer.from('{"type":"pong"}')];
        const all = payloads.map((payload) => frame(random, pick(random, [1, 2, 2, 2, 8, 9, 10, 0, 3, 15]), payload));
        const parts = all.map((one) => (random(3) === 0 ? one : changed(random, one)));
        const answer = (await exchange(doors.system.port, address(random), [Buffer.from(upgrade), ...parts])).toString(
          'latin1',
        );
        const [, status] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
        if (Number(status) >= 500)
          throw new Error(`${answer.slice(0, 300)} for ${Buffer.concat(parts).toString('base64')}`);
        return status ?? 'cut';
      });
      expect(tally.get('101')).toBeGreaterThan(0);
      expect([frames > 0, closed]).toEqual([true, false]);
      page.close();
      await doors.isWell();
    },
    fuzzTimeoutMs,
  );
});
