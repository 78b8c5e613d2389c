// Where connections come in: TCP, TLS and WebSocket, each with room for a storm of them.
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { silentAtMostMs } from './waitingRoom.ts';

/** Connections waiting to be accepted, for a storm of reconnects after a power cut. */
const backlog = 4_096;

/** Port or unix socket to listen on. */
export type Address = { host: string; port: number } | { path: string };

/** @throws with code EADDRINUSE when the address is taken */
export function listen(server: Server, address: Address): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen({ ...address, backlog }, () => done());
  });
}

export type Admit = (connection: Duplex, address: string | undefined, request?: IncomingMessage) => void;

export async function listenWebSocket(
  admit: Admit,
  address: Address,
  connectionsAtMost: number,
): Promise<{ close(): unknown }> {
  const timeouts = {
    headersTimeout: silentAtMostMs,
    requestTimeout: silentAtMostMs,
    connectionsCheckingInterval: 1_000,
  };
  const server = createHttpServer({ noDelay: true, ...timeouts }, (_request, response) =>
    response.writeHead(426).end(),
  );
  server.maxConnections = connectionsAtMost;
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
