// The MQTT door. aedes with the cures that it needs (each in a file of its own, with its reason); every decision about who
// may do what is here, and what comes in is stored before it is acknowledged.
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { Aedes, type Client, type PublishPacket } from 'aedes';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { ulid } from 'ulid';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { at } from '../contracts/ids.ts';
import type { Input } from '../contracts/inputs.ts';
import type { DutySwitch } from '../contracts/messages.ts';
import { checkPassword } from '../store/directory.ts';
import { appendInTime, intakeTimeoutMs } from '../store/inTime.ts';
import { putLatest, tellLatest } from '../store/latest.ts';
import type { Limits } from '../store/limits.ts';
import { within } from '../store/patience.ts';
import { changeDocument, type Registry } from '../store/registry.ts';
import { makeHarmless } from './connectPacket.ts';
import { Delivery } from './delivery.ts';
import { neverCallDuplicate } from './duplicates.ts';
import { againstFrozen } from './frozen.ts';
import { readCanary, readDuty, readHealth, readPosition, readReply } from './message.ts';
import { limitPacketSize } from './packetSize.ts';
import { readPress } from './press.ts';
import { type Session, Sessions } from './sessions.ts';
import { maySubscribe, publishChannel } from './topics.ts';
import { malformed } from './wellFormed.ts';

const connectTimeoutMs = 10_000;
/** Beyond this new connections are closed at once; a device comes back later. Some 17 KB each (facts). */
const connectionsInAll = 15_000;
/** Connections waiting to be accepted, for a storm of reconnects after a power cut. */
const backlog = 4_096;
/** An older position or heartbeat says nothing any more. */
const positionKeptMs = 120_000;
/** Longer than any policy calls a device silent (31 days at most), so that silence can be told from never. */
const healthKeptMs = 32 * 24 * 3_600_000;
const answeredKeptMs = 32 * 24 * 3_600_000;

/** Port or unix socket to listen on. */
export type Address = { host: string; port: number } | { path: string };

export type BrokerParts = {
  redis: Redis;
  blocking: Redis;
  registry: Registry;
  log: Pick<Logger, 'info' | 'warn'>;
  tcp: Address;
  webSockets: readonly Address[];
  replicas: number;
  /** asked before a press is taken */
  limits: Pick<Limits, 'admitPress' | 'sparing'>;
  monotonic?: () => number;
};

export type Broker = { stop(): Promise<void>; connected(): number };

/** @throws with code EADDRINUSE when an address is taken */
export async function startBroker(parts: BrokerParts): Promise<Broker> {
  const { log } = parts;
  const sessions = new Sessions();
  const aedes = await Aedes.createBroker({
    ...againstFrozen,
    connectTimeout: connectTimeoutMs,
    preConnect: (_client, packet, done) => {
      makeHarmless(packet);
      done(null, true);
    },
    authenticate: (client, username, password, done) => {
      logIn(parts, sessions, client, username, password).then(
        (in_) => done(in_ ? null : refused(4, 'bad user name or password'), in_),
        (error: unknown) => {
          log.warn({ login: username, error: String(error) }, 'broker: a login could not be checked');
          // No CONNACK: "server unavailable" is an answer after which some clients (MQTT.js) never come back.
          client.conn.destroy();
        },
      );
    },
    authorizePublish: (client, packet, done) => {
      const session = client && sessions.of(client);
      if (!session) return done(new Error('nobody may publish here')); // also aedes' own wills, which we do not keep
      take(parts, session, packet).then(
        () => done(null),
        (error: unknown) => {
          // No PUBACK and the connection closed: the sender knows, and sends again.
          log.warn({ login: session.credential.id, topic: packet.topic, error: String(error) }, 'broker: refused');
          done(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
    authorizeSubscribe: (client, subscription, done) => {
      const session = sessions.of(client);
      if (session && maySubscribe(session.credential, subscription.topic)) return done(null, subscription);
      log.warn({ login: session?.credential.id, topic: subscription.topic }, 'broker: subscription refused');
      done(null, null);
    },
  });
  const delivery = new Delivery({ ...parts, sessions });

  aedes.on('client', neverCallDuplicate);
  aedes.on('clientReady', (client) => {
    for (const ended of sessions.begin(client))
      log.info({ login: ended.credential.id }, 'broker: an older connection of this login ended');
    tell(sessions.of(client), true);
  });
  aedes.on('clientDisconnect', (client) => {
    const session = sessions.of(client);
    sessions.end(client);
    if (session && sessions.byLogin(session.credential.id).length === 0) tell(session, false);
  });
  aedes.on('subscribe', (_subscriptions, client) => {
    const session = sessions.of(client);
    if (session) delivery.serve(session);
  });
  for (const event of ['clientError', 'connectionError'] as const)
    aedes.on(event, (client, error) => {
      log.info({ login: sessions.of(client)?.credential.id, error: error.message }, 'broker: a connection ended');
    });

  function tell(session: Session | undefined, connected: boolean): void {
    if (!session) return;
    delivery.present(session, connected).catch((error: unknown) => {
      log.warn({ error: String(error) }, 'broker: presence not stored, the sweep tries again');
    });
  }

  const tcp = createServer({ noDelay: true }, (socket) => limitPacketSize(aedes.handle(socket)));
  tcp.maxConnections = connectionsInAll;
  const servers: { close(): unknown }[] = [];
  try {
    await listen(tcp, parts.tcp);
    servers.push(tcp);
    for (const address of parts.webSockets) servers.push(await listenWebSocket(aedes, address));
  } catch (error) {
    delivery.stop();
    for (const server of servers) server.close();
    await new Promise<void>((done) => aedes.close(done));
    throw error;
  }
  return {
    connected: () => aedes.connectedClients,
    stop: async () => {
      delivery.stop();
      for (const server of servers) server.close();
      await new Promise<void>((done) => aedes.close(done));
    },
  };
}

const refused = (returnCode: 4, message: string) => Object.assign(new Error(message), { returnCode });

async function logIn(
  parts: BrokerParts,
  sessions: Sessions,
  client: Client,
  username: string | undefined,
  password: Buffer | undefined,
): Promise<boolean> {
  const { redis, registry, log } = parts;
  const login = username ?? '';
  const credential = await within(intakeTimeoutMs, checkPassword(redis, login, password?.toString('utf8') ?? ''));
  const district = registry.district(credential?.district ?? '') ?? registry.defaultDistrict();
  if (!credential || !district) {
    log.warn({ login: login.slice(0, 64) }, 'broker: login refused');
    return false;
  }
  sessions.admit({ client, credential: { ...credential, district: district.id }, shard: district.shard });
  return true;
}

/** Stores what was published. @throws when it may not be published, or is not on disk in time */
async function take(parts: BrokerParts, session: Session, packet: PublishPacket): Promise<void> {
  const { credential, shard } = session;
  const wrong = malformed(packet);
  if (wrong) throw new Error(wrong);
  const channel = publishChannel(credential, packet.topic);
  if (!channel) throw new Error('not a topic of this login');
  packet.retain = false; // a live message, whatever the sender wished (facts/devices.md, trap 1)
  const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
  // aedes acknowledges before it hands a message on: the only place to store it is ahead of that (facts: killing a broker lost
  // acknowledged presses in 15 of 22 kills).
  const keep = (input: Input): Promise<void> => appendInTime(parts.redis, { shard, input, replicas: parts.replicas });
  const heardAt = at(Date.now());
  const from = { device: credential.id, district: credential.district };
  switch (channel) {
    case 'press':
      parts.limits.admitPress();
      return keep({ ...readPress(payload, from), heardAt });
    case 'canary': {
      parts.limits.admitPress(); // it tells how a press would fare
      const press = readCanary(payload);
      if (!press) throw new Error('a canary sends its id and nothing else');
      return keep({ v: 1, kind: 'canary', ...from, id: press.id, heardAt });
    }
    case 'reply': {
      const reply = readReply(payload);
      // Sent again it would be no more readable: it is acknowledged, and said.
      if (!reply) return parts.log.warn({ login: credential.id }, 'broker: a reply is not readable and was dropped');
      await keep({ v: 1, kind: 'reply', district: credential.district, responder: credential.id, reply });
      return answered(parts, session);
    }
    case 'duty': {
      const order = readDuty(payload);
      if (!order)
        return parts.log.warn({ login: credential.id }, 'broker: a duty switch is not readable and was dropped');
      return switchDuty(parts, session, order, keep);
    }
    case 'health':
    case 'position': {
      const value = channel === 'health' ? readHealth(payload) : readPosition(payload);
      if (!value) return parts.log.warn({ login: credential.id, channel }, 'broker: not readable and dropped');
      const latest = { kind: channel, id: credential.id, value: { ...value, heardAt: at(Date.now()) } };
      await within(
        intakeTimeoutMs,
        parts.limits.sparing()
          ? tellLatest(parts.redis, shard, latest)
          : putLatest(parts.redis, shard, latest, channel === 'health' ? healthKeptMs : positionKeptMs),
      );
    }
  }
}

/** When somebody last answered: readiness asks whether a channel to them works. Their answer is stored whatever becomes of it. */
function answered({ redis, log }: BrokerParts, { credential, shard }: Session): void {
  const latest = { kind: 'answered' as const, id: credential.id, value: { at: Date.now() } };
  putLatest(redis, shard, latest, answeredKeptMs).catch((error: unknown) => {
    log.warn({ error: String(error) }, 'broker: the time of an answer was not kept');
  });
}

/** The person's own switch: first the registry, so that the decision finds it there, then the incidents that they are on. */
async function switchDuty(
  { redis }: BrokerParts,
  { credential }: Session,
  { id, onDuty, until }: DutySwitch,
  keep: (input: Input) => Promise<void>,
): Promise<void> {
  const { district, id: responder } = credential;
  const dutyUntil = until === undefined ? Number.NaN : Date.parse(until);
  await within(
    intakeTimeoutMs,
    changeDocument(redis, { district, kind: 'responders', id: responder }, ({ dutyUntil: _, ...one }) => ({
      ...one,
      onDuty,
      ...(Number.isNaN(dutyUntil) ? {} : { dutyUntil: at(dutyUntil) }),
    })),
  );
  await keep({
    v: 1,
    kind: 'duty',
    district,
    responder,
    by: `responder/${responder}`,
    id: id ?? ulid(),
    onDuty,
  });
}

function listen(server: Server, address: Address): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen({ ...address, backlog }, () => done());
  });
}

async function listenWebSocket(aedes: Aedes, address: Address): Promise<{ close(): unknown }> {
  const server = createHttpServer({ noDelay: true }, (_request, response) => response.writeHead(426).end());
  const sockets = new WebSocketServer({ server, maxPayload: 64 * 1024, perMessageDeflate: false });
  sockets.on('connection', (socket, request) => {
    const stream = createWebSocketStream(socket);
    stream.on('error', () => stream.destroy()); // aedes hears of the end by itself
    limitPacketSize(aedes.handle(stream, request));
  });
  sockets.on('error', () => {}); // the same error reaches `listen` through the server
  await listen(server, address);
  return server;
}
