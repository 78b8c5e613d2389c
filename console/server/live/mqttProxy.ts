// /mqtt: the broker's WebSocket listener on this origin, so that one address serves every page.

import WebSocket, { createWebSocketStream } from 'ws';
import type { App } from '../resource.ts';

/** @param target `ws+unix:` or `ws:` address of the broker's listener */
export function addMqttProxy(app: App, target: string): void {
  app.get('/mqtt', { websocket: true, config: { right: 'mqtt.open' }, schema: { hide: true } }, (socket, request) => {
    const headers = { 'x-forwarded-for': request.ip }; // the broker bounds strangers by where they come from
    const inner = new WebSocket(target, 'mqtt', { headers, perMessageDeflate: false, handshakeTimeout: 5_000 });
    const outerStream = createWebSocketStream(socket);
    const innerStream = createWebSocketStream(inner);
    const end = (error?: unknown): void => {
      if (error) request.log.debug({ error: String(error) }, 'console: an MQTT connection through /mqtt ended');
      outerStream.destroy();
      innerStream.destroy();
    };
    // The client sees its connection end and comes back: that is all a proxy can say.
    for (const stream of [outerStream, innerStream]) {
      stream.on('error', end);
      stream.on('close', () => end());
    }
    outerStream.pipe(innerStream);
    innerStream.pipe(outerStream);
  });
}
