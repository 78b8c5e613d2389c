// /in/…: what vendors' clouds post goes to the receiver as it comes, so that one address serves everything. Who it is, the receiver asks.
import { request as ask } from 'node:http';
import type { App } from '../resource.ts';

/** The receiver has answered before; this one is away. */
const answersWithinMs = 950;
const bodyAtMost = 256 * 1024;

/** @param socket where the receiver listens; undefined: there is none */
export function addReceiverProxy(app: App, { receiverSocket }: { receiverSocket: string | undefined }): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyAtMost }, (_request, body, done) =>
      done(null, body),
    );
    scope.route({
      method: ['GET', 'POST'],
      url: '/in/*',
      config: { right: 'source.post' },
      schema: { hide: true },
      bodyLimit: bodyAtMost,
      handler: (request, reply) => {
        reply.hijack();
        const { raw } = reply;
        const away = (error: unknown): void => {
          request.log.warn({ error: String(error) }, 'console: the receiver does not answer');
          if (raw.headersSent) return void raw.destroy();
          raw.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '5' }).end('not kept, send it again');
        };
        if (receiverSocket === undefined) return away('there is none');
        const { connection: _connection, 'transfer-encoding': _encoding, ...headers } = request.headers;
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const inner = ask(
          {
            socketPath: receiverSocket,
            method: request.method,
            path: request.url,
            headers: { ...headers, 'content-length': body.length },
            timeout: answersWithinMs,
          },
          (answer) => {
            const { 'content-type': type = 'text/plain', 'retry-after': again } = answer.headers;
            raw.writeHead(answer.statusCode ?? 503, { 'content-type': type, ...(again && { 'retry-after': again }) });
            answer.pipe(raw);
            answer.on('error', away);
          },
        );
        inner.on('timeout', () => inner.destroy(new Error('no answer in time')));
        inner.on('error', away);
        inner.end(body);
        return undefined;
      },
    });
  });
}
