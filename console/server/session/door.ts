// Who may keep the HTTP server waiting, and for how long: headers and bodies must come on, connections of whom nobody knows are few for
// each address, and one person has so many pages at most.

import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';
import type { Server as TlsServer } from 'node:tls';
import type { Me } from '../../../contracts/session/session.ts';
import type { Networks } from '../../../store/addresses.ts';
import { Strangers } from '../../../store/strangers.ts';
import type { App } from '../resource.ts';
import { personOf } from './rates.ts';

/** A request's head is one packet. */
const headersAtMostMs = 8_000;
/** An import of 64 MB from a slow line; a body that hardly moves is cut much sooner. */
const requestAtMostMs = 300_000;
const lookEveryMs = 1_000;
/** A command or reply has come long before; from then on a body must move. */
const bodyAtMostMs = 8_000;
const bytesPerSecondAtLeast = 512;
/** A hall behind one address: fifty people with a browser's six connections each, before they have signed in. */
const strangersOfOrigin = 500;
const connectionsInAll = 10_000;
/** A duty desk with all its screens, and as many that were left open. */
export const pagesOfPerson = 20;

/** What Fastify is made with. */
export const httpTimeouts = {
  requestTimeout: requestAtMostMs,
  http: { headersTimeout: headersAtMostMs, connectionsCheckingInterval: lookEveryMs },
};

/** Ends requests whose body hardly moves, answered or not: who was refused before their body came may hold a connection no longer for it. */
export function cutSlowBodies(app: App): void {
  const arriving = new Map<IncomingMessage, { since: number; bytesBefore: number }>();
  app.addHook('onRequest', async ({ raw }) => {
    if (raw.headers['content-length'] === undefined && raw.headers['transfer-encoding'] === undefined) return;
    arriving.set(raw, { since: performance.now(), bytesBefore: raw.socket.bytesRead });
  });
  const look = setInterval(() => {
    for (const [raw, { since, bytesBefore }] of arriving) {
      if (raw.complete || raw.socket.destroyed) {
        arriving.delete(raw);
        continue;
      }
      const ms = performance.now() - since;
      const enough = ((raw.socket.bytesRead - bytesBefore) * 1000) / ms >= bytesPerSecondAtLeast;
      if (ms <= bodyAtMostMs || enough) continue;
      if (raw.destroyed) raw.socket.destroy();
      else raw.destroy(Object.assign(new Error('the body does not come on'), { statusCode: 408 }));
    }
  }, lookEveryMs);
  app.addHook('onClose', async () => clearInterval(look));
}

/**
 * Bounds connections by address until one of their requests says who it is. Call it once it is known who asks (session.ts).
 * @param secure HTTPS: a connection is counted from its first packet on, before its handshake
 */
export function boundStrangers(app: App, trusted: Networks, secure?: TlsServer): void {
  // What a request knows is the connection above TLS, what was counted is the one below.
  const below = new WeakMap<Socket, Socket>();
  const counted = (socket: Socket): Socket => below.get(socket) ?? socket;
  const known = new Set<Socket>();
  const strangers = new Strangers<Socket>({
    perOrigin: strangersOfOrigin,
    inAll: connectionsInAll,
    known: () => known.size,
    trusted,
  });
  const enter = (socket: Socket): void => {
    if (!strangers.enter(socket, socket.remoteAddress)) return;
    socket.once('close', () => {
      strangers.leave(socket);
      known.delete(socket);
    });
  };
  (app.server as Server).on('connection', enter);
  if (secure) {
    const coming = new Map<string, Socket>();
    secure.on('connection', (socket) => {
      const peer = peerOf(socket);
      coming.set(peer, socket);
      socket.once('close', () => {
        if (coming.get(peer) === socket) coming.delete(peer);
      });
      enter(socket);
    });
    secure.on('secureConnection', (socket) => {
      const under = coming.get(peerOf(socket));
      if (under) below.set(socket, under);
      else socket.destroy(); // it has ended meanwhile
    });
  }
  app.addHook('onRequest', async ({ me, raw, url }) => {
    // What goes through /mqtt is bounded by the broker, which is told for whom we speak.
    if (me === null && !(raw.headers.upgrade !== undefined && url.startsWith('/mqtt'))) return;
    const socket = counted(raw.socket);
    strangers.leave(socket);
    if (!socket.destroyed) known.add(socket);
  });
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/** How many pages each person has open. */
export class Pages {
  readonly #open = new Map<string, number>();

  /** @returns how to say that it was closed; undefined when they have too many */
  open(me: Me): (() => void) | undefined {
    const person = personOf(me);
    const open = this.#open.get(person) ?? 0;
    if (open >= pagesOfPerson) return undefined;
    this.#open.set(person, open + 1);
    return () => {
      const left = (this.#open.get(person) ?? 1) - 1;
      if (left > 0) this.#open.set(person, left);
      else this.#open.delete(person);
    };
  }
}
