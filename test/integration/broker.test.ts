// The MQTT door on real sockets: what aedes would do wrong without our cures (facts/broker-and-redis.md), and who may do what.
import { connect as connectTcp, createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import * as mqttPacket from 'mqtt-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { neverCallDuplicate } from '../../broker/duplicates.ts';
import { againstFrozen } from '../../broker/frozen.ts';
import { at, type IncidentId } from '../../contracts/ids.ts';
import { commit } from '../../store/commit.ts';
import { issueCredential } from '../../store/directory.ts';
import { shardKeys } from '../../store/keys.ts';
import { watchLatest } from '../../store/latest.ts';
import { takeLease } from '../../store/lease.ts';
import { bucketsAt } from '../../store/results.ts';
import { writeDistrict } from '../../store/writeDistrict.ts';
import { brokerOn } from '../broker.ts';
import { ofThisFile } from '../lives.ts';
import { TestRedis } from '../redis.ts';
import { oneHome } from '../sample.ts';
import { until } from '../system.ts';

const bundle = oneHome('d', {
  homes: [{ id: 'home-1', courtyard: 'y1', building: '2栋', unit: '1单元', door: '301', access: { key: '门卫室' } }],
  residents: [
    {
      id: 'res-1',
      home: 'home-1',
      name: '林婆婆',
      invented: true,
      gender: 'female',
      birthYear: 1940,
      livesAlone: true,
      conditions: ['冠心病'],
      contacts: [],
    },
  ],
  responders: [
    {
      id: 'wang',
      name: '王协管员',
      role: 'grid_coordinator',
      grid: 'g1',
      base: [104.05, 30.02],
      means: 'bicycle',
      onDuty: true,
      simulated: false,
    },
    {
      id: 'bai',
      name: '白师傅',
      role: 'gate_keeper',
      courtyard: 'y1',
      base: [104.05, 30.02],
      means: 'foot',
      onDuty: true,
      simulated: false,
    },
    {
      id: 'sun',
      name: '孙医生',
      role: 'doctor',
      base: [104.05, 30.02],
      means: 'bicycle',
      onDuty: true,
      simulated: false,
    },
  ],
});

let sparing = false;
const clients: MqttClient[] = [];
const sockets: Socket[] = [];
const server = await ofThisFile(TestRedis.start());
const redis = server.open();
const shard = await writeDistrict(redis, bundle);
const limits = { admitPress: () => undefined, sparing: () => sparing };
const { port } = await ofThisFile(brokerOn(server, await server.registry(redis), { limits }));
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  for (const socket of sockets.splice(0)) socket.destroy();
  await redis.del(shardKeys(shard).intake);
});

const login = async (kind: 'device' | 'responder', id: string) => ({
  username: id,
  password: await issueCredential(redis, { kind, id, district: 'd', simulated: false }),
});
function client(options: IClientOptions, to = port): MqttClient {
  const made = connect(`mqtt://127.0.0.1:${to}`, { reconnectPeriod: 0, ...options });
  made.on('error', () => undefined); // refusals are what some tests are about; they look at the events
  clients.push(made);
  return made;
}
async function connected(options: IClientOptions, to = port): Promise<MqttClient> {
  const made = client(options, to);
  await until(() => expect(made.connected).toBe(true));
  return made;
}
const stored = async (): Promise<Record<string, unknown>[]> =>
  (await redis.xrange(shardKeys(shard).intake, '-', '+')).map(
    ([, fields]) => JSON.parse(fields[1] ?? '') as Record<string, unknown>,
  );

/** A raw connection: packets by hand, and what comes back. */
function raw(to = port) {
  const socket = connectTcp({ port: to, host: '127.0.0.1', noDelay: true });
  sockets.push(socket);
  const answers: mqttPacket.Packet[] = [];
  const parser = mqttPacket.parser();
  parser.on('packet', (packet) => answers.push(packet));
  socket.on('data', (chunk) => parser.parse(chunk));
  socket.on('error', () => undefined); // being thrown out is what is tested
  let closed = false;
  socket.on('close', () => {
    closed = true;
  });
  return {
    socket,
    answers,
    send: (packet: mqttPacket.Packet) => socket.write(mqttPacket.generate(packet)),
    closed: () => until(() => expect(closed).toBe(true)),
    got: (cmd: string) => until(() => expect(answers.map((one) => one.cmd)).toContain(cmd)),
  };
}
async function rawLogin(id = 'btn-1') {
  const { username, password } = await login('device', id);
  const connection = raw();
  connection.send({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: 'x',
    keepalive: 60,
    username,
    password: Buffer.from(password),
  });
  await connection.got('connack');
  return connection;
}
const pressOf = (id: string, qos: 0 | 1 = 1, messageId = 7): mqttPacket.IPublishPacket => ({
  cmd: 'publish',
  topic: 'yjt/v1/d/btn-1/press',
  payload: `{"id":"${id}","kind":"sos"}`,
  qos,
  dup: false,
  retain: false,
  ...(qos > 0 ? { messageId } : {}),
});

describe('a press is on disk before it is acknowledged', () => {
  it('so a Redis that hangs gives no PUBACK but a closed connection, and the press sent again is stored', async () => {
    const connection = await rawLogin();
    process.kill(server.pid, 'SIGSTOP');
    try {
      connection.send(pressOf('hung'));
      await connection.closed();
      expect(connection.answers.map(({ cmd }) => cmd)).not.toContain('puback');
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    const again = await rawLogin();
    again.send(pressOf('hung'));
    await again.got('puback');
    expect((await stored()).filter(({ id }) => id === 'hung').length).toBeGreaterThan(0);
  });

  it('and a client that comes while the store hangs is not refused: it is back when the store is', async () => {
    const access = await login('device', 'btn-1');
    process.kill(server.pid, 'SIGSTOP');
    let closed = 0;
    const button = connect(`mqtt://127.0.0.1:${port}`, { ...access, reconnectPeriod: 50 }).on('close', () => closed++);
    clients.push(button);
    const errors: Error[] = [];
    button.on('error', (error) => errors.push(error));
    try {
      await until(() => expect(closed).toBeGreaterThan(0));
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    await until(() => expect(button.connected).toBe(true));
    expect(errors).toEqual([]);
  });

  it('and the packet that is sent again after a lost PUBACK is the same press, also without an id of its own', async () => {
    const packet: mqttPacket.IPublishPacket = { ...pressOf('x'), payload: '{"kind":"service"}' };
    for (const dup of [false, true, true]) {
      const connection = await rawLogin(); // whoever was not told comes back
      connection.send({ ...packet, dup });
      await connection.got('puback');
    }
    const next = await rawLogin();
    next.send({ ...packet, dup: false });
    await next.got('puback');
    await until(async () => expect(await stored()).toHaveLength(4));
    const [first, second, third, another] = (await stored()).map(({ id }) => id);
    expect([second, third]).toEqual([first, first]);
    expect(another, 'pressed again').not.toBe(first);
  });

  it('also at QoS 0, and with the retain flag, which is not kept', async () => {
    const button = await connected(await login('device', 'btn-1'));
    button.publish('yjt/v1/d/btn-1/press', '{"id":"q0","kind":"sos"}', { qos: 0 });
    button.publish('yjt/v1/d/btn-1/press', '{"id":"kept","kind":"sos"}', { qos: 1, retain: true });
    await until(async () => expect((await stored()).map(({ id }) => id)).toEqual(['q0', 'kept']));
  });
});

describe('what aedes lets in and we do not', () => {
  it('ends a stranger who announces a huge packet before CONNECT', async () => {
    const connection = raw();
    connection.socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f])); // CONNECT of 256 MB
    await connection.closed();
  });

  it('ends a login that sends more than 64 KiB, and stores nothing of it', async () => {
    const connection = await rawLogin();
    connection.send({ ...pressOf('large'), payload: Buffer.alloc(80 * 1024, 'x') });
    await connection.closed();
    expect(await stored()).toEqual([]);
  });

  it.each([
    { what: 'a reserved topic', topic: '$SYS/x/new/clients' },
    { what: 'the press topic of another', topic: 'yjt/v1/d/btn-2/press' },
    { what: 'its own state topic', topic: 'yjt/v1/d/btn-1/state' },
    { what: 'a topic that is not ours', topic: 'elsewhere' },
  ])('ends a login that publishes on $what', async ({ topic }) => {
    const connection = await rawLogin();
    connection.send({ ...pressOf('forbidden'), topic });
    await connection.closed();
    expect(await stored()).toEqual([]);
  });

  it.each([
    { what: 'NUL in the topic', bytes: Buffer.from('yjt/v1/d/btn-1/press\0') },
    {
      what: 'bad UTF-8 in the topic',
      bytes: Buffer.concat([Buffer.from('yjt/v1/d/btn-1/press'), Buffer.from([0xff])]),
    },
  ])('ends a login with $what', async ({ bytes }) => {
    const connection = await rawLogin();
    const body = Buffer.concat([
      Buffer.from([0, bytes.length]),
      bytes,
      Buffer.from([0, 7]),
      Buffer.from('{"kind":"sos"}'),
    ]);
    connection.socket.write(Buffer.concat([Buffer.from([0x32, body.length]), body]));
    await connection.closed();
    expect(await stored()).toEqual([]);
  });

  it('ends a login that uses message id 0', async () => {
    const connection = await rawLogin();
    const topic = Buffer.from('yjt/v1/d/btn-1/press');
    const body = Buffer.concat([
      Buffer.from([0, topic.length]),
      topic,
      Buffer.from([0, 0]),
      Buffer.from('{"kind":"sos"}'),
    ]);
    connection.socket.write(Buffer.concat([Buffer.from([0x32, body.length]), body]));
    await connection.closed();
    expect(await stored()).toEqual([]);
  });

  it('refuses MQTT 5 with a CONNACK that says so', async () => {
    const refused = client({ ...(await login('device', 'btn-1')), protocolVersion: 5 });
    const error = await new Promise<Error>((done) => refused.once('error', done));
    expect(error.message).toMatch(/protocol/i);
  });

  it('answers a forbidden subscription with 128, and the connection goes on', async () => {
    const connection = await rawLogin();
    const filters = ['yjt/v1/d/btn-2/state', 'yjt/v1/d/+/state', '#', 'yjt/v1/d/btn-1/state'];
    connection.send({
      cmd: 'subscribe',
      messageId: 3,
      subscriptions: filters.map((topic) => ({ topic, qos: 1 as const })),
    });
    await connection.got('suback');
    expect(connection.answers.find(({ cmd }) => cmd === 'suback')).toMatchObject({ granted: [128, 128, 128, 1] });
    connection.send(pressOf('after'));
    await connection.got('puback');
  });
});

describe('a login', () => {
  it('that is given to somebody else ends the session that used the old password', async () => {
    const before = await connected(await login('responder', 'wang'));
    const gone = new Promise<void>((done) => before.once('close', () => done()));
    await connected(await login('responder', 'wang'));
    await gone;
  });

  it('with a wrong password, or that nobody knows, is refused', async () => {
    const { username } = await login('device', 'btn-1');
    for (const options of [{ username, password: 'wrong' }, { username: 'nobody', password: 'x' }, {}]) {
      const error = await new Promise<Error>((done) => client(options).once('error', done));
      expect(error.message).toMatch(/refused/i);
    }
  });

  it('may have several connections at once: each is told', async () => {
    const options = await login('device', 'btn-1');
    const [one, two] = [await connected(options), await connected(options)];
    const told: string[] = [];
    for (const [name, each] of [
      ['one', one],
      ['two', two],
    ] as const) {
      each.on('message', () => told.push(name));
      await each.subscribeAsync('yjt/v1/d/btn-1/state', { qos: 1 });
    }
    const taken = await takeLease(redis, shard, 'test', undefined);
    if (!taken) throw new Error('the lease is held');
    const state = { district: 'd', revision: 1, state: 'received' };
    const deviceStates = [{ device: 'btn-1', message: JSON.stringify(state), lifetimeMs: 60_000 }];
    const feed = JSON.stringify({ events: [], inboxes: [], devices: ['btn-1'] });
    const nothing = { entry: undefined, input: undefined, incident: undefined, followUps: [], inboxes: [] };
    await commit(redis, shard, taken.sequence, [{ ...nothing, deviceStates, feed }], bucketsAt(at(1_800_000_000_000)));
    await until(() => expect(told.sort()).toEqual(['one', 'two']));
  });
});

describe('an inbox', () => {
  const incident = '01ARZ3NDEK-0-s00' as IncidentId;
  const offer = {
    delivery: `${incident}/L1/1`,
    kind: 'offer',
    district: 'd',
    incident,
    number: 1,
    leg: 'L1',
    revision: 1,
    track: 'grid',
    priority: 1,
    call: 'sos',
    home: 'home-1',
    active: false,
  };

  it('is delivered whole to whoever connects, again until it is receipted, with no more than is needed', async () => {
    await redis.hset(shardKeys(shard).inbox('r/wang'), `${incident}/L1`, JSON.stringify(offer));
    const options = await login('responder', 'wang');
    const messages: Record<string, unknown>[] = [];
    const phone = await connected(options);
    phone.on('message', (_topic, payload) => messages.push(JSON.parse(payload.toString()) as Record<string, unknown>));
    await phone.subscribeAsync('yjt/v1/r/wang/dispatch', { qos: 1 });
    await until(() => expect(messages.length).toBeGreaterThanOrEqual(2), 20);
    expect(messages[0]).toEqual(messages[1]);
    expect(messages[0]).toMatchObject({ kind: 'offer', place: '一号院 2栋 1单元 301', delivery: offer.delivery });
    expect(messages[0]).not.toHaveProperty('access');
    expect(messages[0]).not.toHaveProperty('conditions');
    await redis.del(shardKeys(shard).inbox('r/wang'));
  });

  const listenAs = async (id: string) => {
    const phone = await connected(await login('responder', id));
    const messages: Record<string, unknown>[] = [];
    phone.on('message', (_topic, payload) => messages.push(JSON.parse(payload.toString()) as Record<string, unknown>));
    await phone.subscribeAsync(`yjt/v1/r/${id}/dispatch`, { qos: 1 });
    return { phone, messages };
  };

  it.each([
    { who: 'bai', track: 'health', conditions: undefined },
    { who: 'sun', track: 'health', conditions: ['冠心病'] },
    { who: 'sun', track: 'grid', conditions: undefined },
    { who: 'wang', track: 'health', conditions: undefined },
  ])('after the yes of $who on the $track track the door and the key are told, illnesses $conditions', async (row) => {
    const update = { ...offer, track: row.track, kind: 'update', active: true, delivery: `${offer.delivery}/opened` };
    const { phone, messages } = await listenAs(row.who);
    // The yes is decided while they are connected: the feed names the box.
    await redis.hset(shardKeys(shard).inbox(`on/${row.who}`), `${incident}/L1`, JSON.stringify(update));
    await until(() => expect(messages.length).toBeGreaterThan(0), 20);
    expect(messages[0]).toMatchObject({
      kind: 'update',
      place: '一号院 2栋 1单元 301',
      person: expect.stringContaining('林婆婆'),
      access: expect.stringContaining('门卫室'),
    });
    expect(messages[0]?.conditions).toEqual(row.conditions);
    // A pager that was away hears it again, and not once its part has ended.
    await phone.endAsync();
    const again = await listenAs(row.who);
    await until(() => expect(again.messages.length).toBeGreaterThan(0));
    await again.phone.endAsync();
    await redis.del(shardKeys(shard).inbox(`on/${row.who}`));
    const ended = await listenAs(row.who);
    await redis.hset(shardKeys(shard).inbox(`r/${row.who}`), 'a', JSON.stringify({ ...offer, kind: 'stand_down' }));
    await until(() => expect(ended.messages.length).toBeGreaterThan(0), 20);
    expect(JSON.stringify(ended.messages)).not.toMatch(/林婆婆|301|门卫室|冠心病/);
    await redis.del(shardKeys(shard).inbox(`r/${row.who}`));
  });

  it('a volunteer is asked without name and door', async () => {
    await redis.hset(shardKeys(shard).inbox('r/bai'), 'a', JSON.stringify(offer));
    const { messages } = await listenAs('bai');
    await until(() => expect(messages.length).toBeGreaterThan(0));
    expect(messages[0]).toMatchObject({ kind: 'offer', sealed: true, courtyard: '一号院', building: '2栋' });
    expect(JSON.stringify(messages)).not.toMatch(/林婆婆|301|门卫室|冠心病/);
    await redis.del(shardKeys(shard).inbox('r/bai'));
  });
});

describe('aedes with our cures', () => {
  async function cured() {
    const aedes = await Aedes.createBroker(againstFrozen);
    aedes.on('client', neverCallDuplicate);
    const tcp = createServer({ noDelay: true }, (socket) => void aedes.handle(socket));
    await new Promise<void>((done) => tcp.listen(0, '127.0.0.1', () => done()));
    const address = tcp.address();
    const to = typeof address === 'object' && address ? address.port : 0;
    const stop = async (): Promise<void> => {
      tcp.close();
      await new Promise<void>((done) => aedes.close(done));
    };
    return { aedes, to, stop };
  }

  it('drops nothing as a duplicate when QoS 1 and QoS 0 leave in one tick', async () => {
    const { aedes, to, stop } = await cured();
    const listener = await connected({}, to);
    const heard: string[] = [];
    listener.on('message', (_topic, payload) => heard.push(payload.toString()));
    await listener.subscribeAsync('x', { qos: 1 });
    for (let i = 0; i < 200; i++) {
      aedes.publish(
        { cmd: 'publish', topic: 'x', payload: `a${i}`, qos: 1, retain: false, dup: false },
        () => undefined,
      );
      aedes.publish(
        { cmd: 'publish', topic: 'x', payload: `b${i}`, qos: 0, retain: false, dup: false },
        () => undefined,
      );
    }
    await until(() => expect(heard).toHaveLength(400));
    await stop();
  });

  it('drops a subscriber that does not read, while another hears everything', async () => {
    const { aedes, to, stop } = await cured();
    const frozen = raw(to);
    frozen.send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: 'frozen',
      keepalive: 0,
    });
    await frozen.got('connack');
    frozen.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'x', qos: 0 }] });
    await frozen.got('suback');
    frozen.socket.pause();
    const listener = await connected({}, to);
    let heard = 0;
    listener.on('message', () => heard++);
    await listener.subscribeAsync('x', { qos: 0 });
    const left = new Promise((done) =>
      aedes.on('clientDisconnect', (client) => client.id === 'frozen' && done(undefined)),
    );
    const payload = Buffer.alloc(20_000);
    for (let i = 0; i < 2_000; i++)
      aedes.publish({ cmd: 'publish', topic: 'x', payload, qos: 0, retain: false, dup: false }, () => undefined);
    await until(() => expect(heard).toBe(2_000));
    await left;
    await stop();
  });
});

describe('while the reserve of the disk is used', () => {
  it('what can be done without is told and not written; people stay connected for whoever decides', async () => {
    const button = await connected(await login('device', 'btn-1'));
    await connected(await login('responder', 'wang'));
    const key = (kind: 'presence' | 'health', id: string) => shardKeys(shard).latest(kind, id);
    await until(async () => expect(await redis.exists(key('presence', 'btn-1'), key('presence', 'wang'))).toBe(2));
    const watcher = server.open({ blocking: true });
    const told: string[] = [];
    await watchLatest(watcher, [shard], ({ kind, id }) => void told.push(`${kind}/${id}`));
    sparing = true;
    try {
      await button.publishAsync('yjt/v1/d/btn-1/health', '{"battery":80}', { qos: 1 });
      await until(() => expect(told).toContain('health/btn-1'));
      expect(await redis.exists(key('health', 'btn-1'))).toBe(0);
      // Two whole rounds of the sweep, seen by the person's presence coming back: the button's does not.
      await redis.del(key('presence', 'btn-1'));
      for (let round = 0; round < 2; round++) {
        await redis.del(key('presence', 'wang'));
        await until(async () => expect(await redis.exists(key('presence', 'wang'))).toBe(1));
      }
      expect(await redis.exists(key('presence', 'btn-1'))).toBe(0);
    } finally {
      sparing = false;
    }
    await until(async () => expect(await redis.exists(key('presence', 'btn-1'))).toBe(1));
  }, 60_000);
});
