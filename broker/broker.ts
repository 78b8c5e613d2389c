// The MQTT door. aedes with the cures that it needs (each in a file of its own, with its reason); every decision about who
// may do what is here, and what comes in is stored before it is acknowledged.

import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Aedes, type Client, type PublishPacket } from 'aedes';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { Served } from '../certificates/served.ts';
import { errors } from '../contracts/errors.ts';
import { at } from '../contracts/ids.ts';
import { byResponder } from '../contracts/incident/actor.ts';
import type { Input } from '../contracts/incident/inputs.ts';
import type { Reply } from '../contracts/incident/messages.ts';
import type { DutySwitch } from '../contracts/office/dutySwitch.ts';
import { switchEndsOf } from '../dispatcher/domain/roster/switchEnds.ts';
import type { Networks } from '../store/addresses.ts';
import type { BucketRule } from '../store/buckets.ts';
import { checkCertificate, checkPassword } from '../store/directory.ts';
import { switchDuty } from '../store/dutySwitch.ts';
import { appendInTime, intakeTimeoutMs } from '../store/inTime.ts';
import { putLatest } from '../store/latest.ts';
import { type LatestDoor, openLatestDoor } from '../store/latestDoor.ts';
import type { Limits } from '../store/limits.ts';
import { Merging, type Taken } from '../store/merging.ts';
import { within } from '../store/patience.ts';
import { noteKey, openPersonRates, type PersonRates } from '../store/personRates.ts';
import { openPressDoor, type PressDoor } from '../store/pressDoor.ts';
import { readCanary, readDuty, readHealth, readPosition, readReply } from '../store/readMessage.ts';
import { readPress } from '../store/readPress.ts';
import type { Registry } from '../store/registry.ts';
import { makeHarmless } from './connectPacket.ts';
import { Delivery } from './delivery.ts';
import { neverCallDuplicate } from './duplicates.ts';
import { againstFrozen } from './frozen.ts';
import { LateAcks } from './lateAck.ts';
import { limitPacketSize } from './packetSize.ts';
import { MadeIds } from './redelivered.ts';
import { type Session, Sessions } from './sessions.ts';
import { type Proof, TlsDoor } from './tlsDoor.ts';
import { maySubscribe, publishChannel } from './topics.ts';
import { connectTimeoutMs, silentAtMostMs, WaitingRoom } from './waitingRoom.ts';
import { malformed } from './wellFormed.ts';

/** Beyond this one that has said nothing is closed, or the new one; a device comes back later. Some 17 KB each (facts). */
const connectionsInAll = 15_000;
/** Connections waiting to be accepted, for a storm of reconnects after a power cut. */
const backlog = 4_096;
const answeredKeptMs = 32 * 24 * 3_600_000;
/** Nobody goes on and off duty faster; each switch is read by every process, and the last one is what counts. */
const dutyRule: BucketRule = { atOnce: 10, everyMs: 1_000 };

/** Port or unix socket to listen on. */
export type Address = { host: string; port: number } | { path: string };

/** Where TLS is spoken, with what, and whether a certificate is needed to come in. */
export type TlsAddress = { host: string; port: number; served: Served; certificateNeeded: boolean };

export type BrokerParts = {
  redis: Redis;
  blocking: Redis;
  registry: Registry;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  tcp: Address;
  /** MQTT over TLS */
  tls?: TlsAddress;
  webSockets: readonly Address[];
  replicas: number;
  /** asked before a press is taken */
  limits: Pick<Limits, 'admitPress' | 'sparing'>;
  /** how many presses of one kind a device may send before they are merged */
  pressRule: BucketRule;
  /** how many replies of one person are taken in a second */
  actionsPerSecond: number;
  /** how many connections of one address may log in at once, and whom that does not concern */
  loginsAtOnce: number;
  trusted: Networks;
  monotonic?: () => number;
};

type Switched = { session: Session; order: DutySwitch };
type Doors = BrokerParts & {
  presses: PressDoor;
  latest: LatestDoor;
  duty: Merging<Switched>;
  rates: PersonRates;
  madeIds: MadeIds;
};

export type Broker = {
  stop(): Promise<void>;
  connected(): number;
  /** Serves another certificate at the TLS door from now on; connections that stand go on. */
  serve(served: Served): void;
};

/** @throws with code EADDRINUSE when an address is taken */
export async function startBroker(parts: BrokerParts): Promise<Broker> {
  const { log } = parts;
  const sessions = new Sessions();
  const lateAcks = new LateAcks();
  const doors: Doors = {
    ...parts,
    presses: openPressDoor({ ...parts, rule: parts.pressRule }),
    latest: openLatestDoor(parts),
    rates: openPersonRates({ ...parts, perSecond: parts.actionsPerSecond }),
    madeIds: new MadeIds(),
    duty: new Merging<Switched>({
      ...parts,
      rule: dutyRule,
      merge: (_older, newer) => newer,
      store: (switched) => turnSwitch(parts, switched),
    }),
  };
  const aedes = await Aedes.createBroker({
    ...againstFrozen,
    connectTimeout: connectTimeoutMs,
    preConnect: (_client, packet, done) => {
      makeHarmless(packet);
      done(null, true);
    },
    authenticate: (client, username, password, done) => {
      logIn(parts, sessions, { client, proof: proofs.get(client.conn) }, username, password).then(
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
      const { topic } = packet;
      // No PUBACK and the connection closed: the sender knows, and sends again.
      const refuse = (error: unknown): Error => {
        log.warn({ login: session.credential.id, topic, error: String(error) }, 'broker: refused');
        return error instanceof Error ? error : new Error(String(error));
      };
      take(doors, session, packet)
        .then(async (taken) => {
          if (!taken) return;
          const { waits, stored } = taken;
          const failed = (error: unknown): void => void (client.closed || client.conn.destroy(refuse(error)));
          const pauseMs = waits ? lateAcks.takeOver(session, packet, stored, failed) : undefined;
          if (pauseMs === undefined) await stored;
          else if (pauseMs > 0) await pause(pauseMs);
        })
        .then(
          () => done(null),
          (error: unknown) => done(refuse(error)),
        );
    },
    authorizeSubscribe: (client, subscription, done) => {
      const session = sessions.of(client);
      if (session && maySubscribe(session.credential, subscription.topic)) return done(null, subscription);
      log.warn({ login: session?.credential.id, topic: subscription.topic }, 'broker: subscription refused');
      done(null, null);
    },
  });
  const room = new WaitingRoom({ ...parts, inAll: connectionsInAll, loggedIn: () => aedes.connectedClients });
  const admit = (connection: Duplex, address: string | undefined, request?: IncomingMessage): void =>
    room.enter(connection, address, () => limitPacketSize(aedes.handle(connection, request)));
  // What the waiting room knows is the connection below TLS.
  const below = new WeakMap<Duplex, Duplex>();
  const proofs = new WeakMap<Duplex, Proof>();
  const tls =
    parts.tls &&
    new TlsDoor({
      ...parts.tls,
      log,
      handshakeWithinMs: connectTimeoutMs,
      entered: (raw, socket, proof) => {
        below.set(socket, raw);
        if (proof) proofs.set(socket, proof);
        limitPacketSize(aedes.handle(socket));
      },
    });
  const delivery = new Delivery({ ...parts, sessions });

  aedes.on('client', neverCallDuplicate);
  aedes.on('clientReady', (client) => {
    room.leave(below.get(client.conn) ?? client.conn);
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

  const tcp = createServer({ noDelay: true }, (socket) => admit(socket, socket.remoteAddress));
  const servers: { close(): unknown }[] = [];
  try {
    await listen(tcp, parts.tcp);
    servers.push(tcp);
    if (tls && parts.tls) {
      const { host, port } = parts.tls;
      const secure = createServer({ noDelay: true }, (socket: Socket) =>
        room.enter(socket, socket.remoteAddress, () => tls.admit(socket)),
      );
      await listen(secure, { host, port });
      servers.push(secure);
    }
    for (const address of parts.webSockets) servers.push(await listenWebSocket(admit, address));
  } catch (error) {
    await stop();
    throw error;
  }
  return { connected: () => aedes.connectedClients, serve: (served) => tls?.serve(served), stop };

  async function stop(): Promise<void> {
    await delivery.stop();
    for (const server of servers) server.close();
    await new Promise<void>((done) => aedes.close(done));
    for (const door of [doors.presses, doors.latest, doors.duty, doors.rates]) door.stop();
  }
}

const refused = (returnCode: 4, message: string) => Object.assign(new Error(message), { returnCode });

async function logIn(
  parts: BrokerParts,
  sessions: Sessions,
  { client, proof }: { client: Client; proof: Proof | undefined },
  username: string | undefined,
  password: Buffer | undefined,
): Promise<boolean> {
  const { redis, registry, log } = parts;
  const login = username ?? proof?.login ?? '';
  const refuse = (more: object = {}): false => {
    log.warn({ login: login.slice(0, 64), ...more }, 'broker: login refused');
    return false;
  };
  // A user name beside a certificate may only say the same: nobody is two.
  if (proof && login !== proof.login) return refuse({ certificate: proof.login });
  const checked = proof
    ? checkCertificate(redis, login, proof.fingerprint)
    : checkPassword(redis, login, password?.toString('utf8') ?? '');
  const credential = await within(intakeTimeoutMs, checked);
  if (!credential) return refuse(proof ? { error: 'this certificate is not, or no longer, of this login' } : {});
  const district = registry.district(credential.district) ?? registry.defaultDistrict();
  if (!district) return refuse({ error: 'there is no district' });
  sessions.admit({
    client,
    credential: { ...credential, district: district.id },
    shard: district.shard,
    ...(proof ? { certificate: proof.fingerprint } : {}),
  });
  return true;
}

/**
 * Stores what was published, or says what will be stored with others of its kind.
 * @throws when it may not be published, or is not on disk in time
 */
async function take(parts: Doors, session: Session, packet: PublishPacket): Promise<Taken | undefined> {
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
  const dropped = (says: string): undefined => {
    parts.log.warn({ login: credential.id, channel }, says);
  };
  /** What could not be read of a message that counts all the same. */
  const taken = <T>(read: { odd: readonly string[]; value: T }): T => {
    if (read.odd.length > 0)
      parts.log.warn(
        { login: credential.id, channel, fields: read.odd },
        'broker: fields that are not readable count as unknown',
      );
    return read.value;
  };
  const heardAt = at(Date.now());
  const from = { device: credential.id, district: credential.district };
  switch (channel) {
    case 'press': {
      parts.limits.admitPress();
      const made = (): string => parts.madeIds.idFor(credential.id, packet, payload);
      const input = taken(readPress(payload, from, made));
      return parts.presses.take({ shard, input: { ...input, heardAt } });
    }
    case 'canary': {
      parts.limits.admitPress(); // it tells how a press would fare
      const press = readCanary(payload);
      if (!press) throw new Error('a canary sends its id and nothing else');
      await keep({ v: 1, kind: 'canary', ...from, id: press.value.id, heardAt });
      return;
    }
    case 'reply': {
      const reply = readReply(payload);
      // Sent again it would be no more readable: it is acknowledged, and said.
      if (!reply) return dropped('broker: a reply is not readable and was dropped');
      return takeReply(parts, session, taken(reply));
    }
    case 'duty': {
      const order = readDuty(payload);
      if (!order) return dropped('broker: a duty switch is not readable and was dropped');
      return parts.duty.take(credential.id, channel, { session, order: taken(order) });
    }
    case 'health': {
      const health = readHealth(payload);
      if (!health) return dropped('broker: a heartbeat is not readable and was dropped');
      return parts.latest.take({ shard, id: credential.id, kind: channel, value: { ...taken(health), heardAt } });
    }
    case 'position': {
      const position = readPosition(payload);
      if (!position) return dropped('broker: a position is not readable and was dropped');
      return parts.latest.take({ shard, id: credential.id, kind: channel, value: { ...taken(position), heardAt } });
    }
  }
}

/** An answer waits for its turn, and so does whatever this person says behind it; only a note lets the others by. */
async function takeReply(parts: Doors, session: Session, reply: Reply): Promise<Taken> {
  const { district, id: responder } = session.credential;
  const turn = parts.rates.actions.take(responder);
  if (!turn) throw new Error('too many replies wait already');
  await turn.come;
  const keep = async (): Promise<void> => {
    const input: Input = { v: 1, kind: 'reply', district, responder, reply };
    const { shard } = session;
    try {
      // "There" before the yes that was given up on would be decided the wrong way round: both are sent again.
      await appendInTime(parts.redis, { shard, input, replicas: parts.replicas, follows: () => session.gap !== true });
    } catch (error) {
      session.gap = true;
      throw error;
    }
    answered(parts, session);
  };
  if (reply.reply !== 'note') return { waits: false, stored: keep() };
  const place = parts.rates.notes.take(noteKey(responder, reply.incident));
  if (!place) throw new Error('too many notes wait already');
  return { waits: !place.now, stored: place.come.then(keep) };
}

/** When somebody last answered: readiness asks whether a channel to them works. Their answer is stored whatever becomes of it. */
function answered({ redis, log }: BrokerParts, { credential, shard }: Session): void {
  const latest = { kind: 'answered' as const, id: credential.id, value: { at: Date.now() } };
  putLatest(redis, shard, latest, answeredKeptMs).catch((error: unknown) => {
    log.warn({ error: String(error) }, 'broker: the time of an answer was not kept');
  });
}

/** The person's own switch. MQTT has no answer but PUBACK: what is refused is acknowledged, for sent again it would be no better, and said. */
async function turnSwitch(
  { redis, registry, replicas, log }: BrokerParts,
  { session: { credential, shard }, order }: Switched,
): Promise<void> {
  const keep = (input: Input): Promise<void> => appendInTime(redis, { shard, input, replicas });
  const { id: responder } = credential;
  const district = registry.district(credential.district);
  if (!district) throw new Error(`district ${credential.district} is not in the registry`);
  const { bundle } = district;
  const turned = await switchDuty(redis, district, {
    responder,
    order,
    by: {
      actor: byResponder(responder),
      id: responder,
      name: district.responders.get(responder)?.name ?? responder,
      role: 'responder',
    },
    switchEnds: (id, now) => switchEndsOf({ ...bundle, timeZone: bundle.district.timeZone }, id, now),
    keep,
  });
  if (turned.ok) return;
  const code = turned.why === 'unknown_responder' ? 'not_found' : turned.why;
  log.warn(
    { login: responder, error: code, until: order.until, says: errors[code].en },
    'broker: a duty switch was refused',
  );
}

function listen(server: Server, address: Address): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen({ ...address, backlog }, () => done());
  });
}

type Admit = (connection: Duplex, address: string | undefined, request: IncomingMessage) => void;

async function listenWebSocket(admit: Admit, address: Address): Promise<{ close(): unknown }> {
  const timeouts = {
    headersTimeout: silentAtMostMs,
    requestTimeout: silentAtMostMs,
    connectionsCheckingInterval: 1_000,
  };
  const server = createHttpServer({ noDelay: true, ...timeouts }, (_request, response) =>
    response.writeHead(426).end(),
  );
  server.maxConnections = connectionsInAll;
  const sockets = new WebSocketServer({ server, maxPayload: 64 * 1024, perMessageDeflate: false });
  sockets.on('connection', (socket, request) => {
    const stream = createWebSocketStream(socket);
    // Only our own console reaches the unix socket: it says for whom it speaks.
    const behind = 'path' in address ? request.headers['x-forwarded-for'] : undefined;
    admit(stream, typeof behind === 'string' ? behind : request.socket.remoteAddress, request);
  });
  sockets.on('error', () => {}); // the same error reaches `listen` through the server
  await listen(server, address);
  return server;
}
