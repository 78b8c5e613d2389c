// The MQTT door. aedes with the cures that it needs (each in a file of its own, with its reason); every decision about who
// may do what is here, and what comes in is stored before it is acknowledged.

import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Aedes, type AedesOptions, type PublishPacket } from 'aedes';
import type { Redis } from 'ioredis';
import type { Served } from '../certificates/served.ts';
import type { Networks } from '../store/addresses.ts';
import { makeHarmless } from './connectPacket.ts';
import { Delivery } from './delivery.ts';
import { neverCallDuplicate } from './duplicates.ts';
import { againstFrozen } from './frozen.ts';
import { HomeAssistants } from './homeAssistants.ts';
import { LateAcks } from './lateAck.ts';
import { type Address, type Admit, listen, listenWebSocket } from './listen.ts';
import { logIn } from './logIn.ts';
import { allowGateway, limitPacketSize } from './packetSize.ts';
import { type Doors, openDoors, type PublishedParts, take } from './published.ts';
import { type Session, Sessions } from './sessions.ts';
import { type Proof, TlsDoor } from './tlsDoor.ts';
import { maySubscribe } from './topics.ts';
import { connectTimeoutMs, WaitingRoom } from './waitingRoom.ts';

/** Beyond this one that has said nothing is closed, or the new one; a device comes back later. Some 17 KB each (facts). */
const connectionsInAll = 15_000;

/** Where TLS is spoken, with what, and whether a certificate is needed to come in. */
export type TlsAddress = { host: string; port: number; served: Served; certificateNeeded: boolean };

export type BrokerParts = PublishedParts & {
  blocking: Redis;
  tcp: Address;
  /** MQTT over TLS */
  tls?: TlsAddress;
  webSockets: readonly Address[];
  /** how many connections of one address may log in at once, and whom that does not concern */
  loginsAtOnce: number;
  trusted: Networks;
};

export type Broker = {
  stop(): Promise<void>;
  connected(): number;
  /** Serves another certificate at the TLS door from now on; connections that stand go on. */
  serve(served: Served): void;
};

/** A broker in the making. `proofs`: by what a connection over TLS came; `below`: what the waiting room knows of it. */
type Making = {
  parts: BrokerParts;
  doors: Doors;
  sessions: Sessions;
  proofs: WeakMap<Duplex, Proof>;
  below: WeakMap<Duplex, Duplex>;
};

/** @throws with code EADDRINUSE when an address is taken */
export async function startBroker(parts: BrokerParts): Promise<Broker> {
  const sessions = new Sessions();
  const doors = openDoors(parts);
  const making: Making = { parts, doors, sessions, proofs: new WeakMap(), below: new WeakMap() };
  const aedes = await Aedes.createBroker(rulesOf(making));
  const room = new WaitingRoom({ ...parts, inAll: connectionsInAll, loggedIn: () => aedes.connectedClients });
  const tls = parts.tls && tlsDoorOf(parts.tls, making, aedes);
  const delivery = new Delivery({ ...parts, sessions });
  const homes = new HomeAssistants(parts);
  follow(aedes, making, room, { delivery, homes });

  const servers: { close(): unknown }[] = [];
  try {
    for await (const server of listening(parts, aedes, room, tls)) servers.push(server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { connected: () => aedes.connectedClients, serve: (served) => tls?.serve(served), stop };

  async function stop(): Promise<void> {
    await delivery.stop();
    homes.stop();
    for (const server of servers) server.close();
    await new Promise<void>((done) => aedes.close(done));
    for (const door of [doors.presses, doors.latest, doors.duty, doors.rates, doors.foreign]) door.stop();
  }
}

/** Who may do what. */
function rulesOf({ parts, doors, sessions, proofs }: Making): AedesOptions {
  const { log } = parts;
  const lateAcks = new LateAcks();
  return {
    ...againstFrozen,
    connectTimeout: connectTimeoutMs,
    preConnect: (_client, packet, done) => {
      makeHarmless(packet);
      done(null, true);
    },
    authenticate: (client, username, password, done) => {
      logIn({ ...parts, sessions }, { client, proof: proofs.get(client.conn) }, username, password).then(
        (in_) => {
          if (in_ && sessions.of(client)?.credential.kind === 'source') allowGateway(client);
          done(in_ ? null : refused(4, 'bad user name or password'), in_);
        },
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
      store({ doors, lateAcks, refuse }, session, packet).then(
        () => done(null),
        (error: unknown) => done(refuse(error)),
      );
    },
    // What a source publishes is for us alone: topics of vendors bear no district, and another's gateway would obey. What we say to it ourselves has no sender.
    authorizeForward: (client, packet) =>
      sessions.of(client)?.credential.kind === 'source' && 'clientId' in packet ? null : packet,
    authorizeSubscribe: (client, subscription, done) => {
      const session = sessions.of(client);
      if (session && maySubscribe(session.credential, subscription.topic)) return done(null, subscription);
      log.warn({ login: session?.credential.id, topic: subscription.topic }, 'broker: subscription refused');
      done(null, null);
    },
  };
}

const refused = (returnCode: 4, message: string) => Object.assign(new Error(message), { returnCode });

/** Resolved when the client may be acknowledged and read on. What waits its turn is acknowledged later, by lateAck.ts. */
async function store(
  { doors, lateAcks, refuse }: { doors: Doors; lateAcks: LateAcks; refuse: (error: unknown) => Error },
  session: Session,
  packet: PublishPacket,
): Promise<void> {
  const { client } = session;
  const taken = await take(doors, session, packet);
  if (!taken) return;
  const { waits, stored } = taken;
  const failed = (error: unknown): void => void (client.closed || client.conn.destroy(refuse(error)));
  const pauseMs = waits ? lateAcks.takeOver(session, packet, stored, failed) : undefined;
  if (pauseMs === undefined) await stored;
  else if (pauseMs > 0) await pause(pauseMs);
}

const tlsDoorOf = (tls: TlsAddress, { parts, proofs, below }: Making, aedes: Aedes): TlsDoor =>
  new TlsDoor({
    ...tls,
    log: parts.log,
    handshakeWithinMs: connectTimeoutMs,
    entered: (raw, socket, proof) => {
      below.set(socket, raw);
      if (proof) proofs.set(socket, proof);
      limitPacketSize(aedes.handle(socket));
    },
  });

/** Who comes, listens and goes. */
function follow(
  aedes: Aedes,
  { parts: { log }, sessions, below }: Making,
  room: WaitingRoom,
  { delivery, homes }: { delivery: Delivery; homes: HomeAssistants },
): void {
  const tell = (session: Session | undefined, connected: boolean): void => {
    if (!session) return;
    delivery.present(session, connected).catch((error: unknown) => {
      log.warn({ error: String(error) }, 'broker: presence not stored, the sweep tries again');
    });
  };
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
    homes.end(client);
    if (session && sessions.byLogin(session.credential.id).length === 0) tell(session, false);
  });
  aedes.on('subscribe', (subscriptions, client) => {
    const session = sessions.of(client);
    if (session?.credential.kind === 'source')
      homes.listen(
        session,
        subscriptions.map(({ topic }) => topic).filter((topic) => maySubscribe(session.credential, topic)),
      );
    else if (session) delivery.serve(session);
  });
  for (const event of ['clientError', 'connectionError'] as const)
    aedes.on(event, (client, error) => {
      log.info({ login: sessions.of(client)?.credential.id, error: error.message }, 'broker: a connection ended');
    });
}

/** Every address, as it begins to be listened on. */
async function* listening(
  parts: BrokerParts,
  aedes: Aedes,
  room: WaitingRoom,
  tls: TlsDoor | undefined,
): AsyncGenerator<{ close(): unknown }> {
  const admit: Admit = (connection, address, request) =>
    room.enter(connection, address, () => limitPacketSize(aedes.handle(connection, request)));
  const tcp = createServer({ noDelay: true }, (socket) => admit(socket, socket.remoteAddress));
  await listen(tcp, parts.tcp);
  yield tcp;
  if (tls && parts.tls) {
    const { host, port } = parts.tls;
    const secure = createServer({ noDelay: true }, (socket) =>
      room.enter(socket, socket.remoteAddress, () => tls.admit(socket)),
    );
    await listen(secure, { host, port });
    yield secure;
  }
  for (const address of parts.webSockets) yield await listenWebSocket(admit, address, connectionsInAll);
}
