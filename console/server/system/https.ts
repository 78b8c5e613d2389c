// HTTPS by itself: a second server in front of the same routes, /live and /mqtt. What it serves can be changed while it runs.

import { createServer, type Server } from 'node:https';
import type { Served } from '../../../certificates/served.ts';
import type { App } from '../resource.ts';

/** A handshake is two packets. */
const handshakeWithinMs = 8_000;

/** HTTPS as it must be made, listening nowhere yet. */
export type Secure = {
  server: Server;
  /** Serves another certificate to whoever comes from now on. */
  serve(served: Served): void;
};

/** @param timeouts as the other server has them */
export function serveSecurely(app: App, served: Served, timeouts: object): Secure {
  const server = createServer({ ...served, ...timeouts, handshakeTimeout: handshakeWithinMs });
  for (const event of ['request', 'upgrade'] as const)
    server.on(event, (...all: unknown[]) => void app.server.emit(event, ...all));
  // One that never finishes its handshake, or speaks no TLS: it has said nothing that could be answered.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  app.addHook('preClose', async () => {
    server.close();
    server.closeAllConnections();
  });
  return { server, serve: (next) => server.setSecureContext(next) };
}
