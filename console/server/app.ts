// The console's HTTP server: REST, /live, the web pages, OpenAPI. Each concern adds its own routes.
import { existsSync } from 'node:fs';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import serveStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry as Metrics } from 'prom-client';
import { errors } from '../../contracts/errors.ts';
import { addAccounts } from './accounts.ts';
import { type AlarmParts, addAlarms } from './alarms.ts';
import { addBackup, type BackupParts } from './backup.ts';
import { addCandidates } from './candidates.ts';
import { addCoverage } from './coverage.ts';
import { addGatewayReplies, type GatewayParts } from './gatewayReplies.ts';
import { addHandover } from './handover.ts';
import { addHealth, type HealthParts } from './health.ts';
import { addIncidents } from './incidents.ts';
import { addMqttProxy } from './mqttProxy.ts';
import { addMy } from './my.ts';
import { addOutbox } from './outbox.ts';
import { addPresses } from './presses.ts';
import { Refused, refusal } from './refusal.ts';
import { addRegistry, type RegistryParts } from './registry.ts';
import { addSearch } from './search.ts';
import { addSessions } from './session.ts';
import { tileHosts } from './tiles.ts';

/** Far more than any command or reply. The import has a limit of its own. */
const bodyAtMostBytes = 64 * 1024;
const notFound =
  '<!doctype html><meta charset="utf-8"><title>一键通</title><p>控制台页面尚未构建：请运行 npm start。</p>';

export type AppParts = AlarmParts &
  RegistryParts &
  HealthParts &
  BackupParts &
  GatewayParts & {
    /** where the built pages lie */
    webRoot: string;
    /** the broker's WebSocket listener */
    mqttWebSocket: string;
    log: FastifyBaseLogger;
  };

export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: parts.log,
    bodyLimit: bodyAtMostBytes,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  });
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  // The schemas of answers are for the documentation: what a view holds is decided in views.ts.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  sayRefusals(app);

  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...contentRules, 'img-src': ["'self'", 'data:', ...tileHosts(parts.tiles)] },
    },
    strictTransportSecurity: false,
  });
  await app.register(cookie);
  await app.register(swagger, {
    openapi: {
      info: {
        title: '一键通 yijiantong',
        version: '1',
        description: 'Emergency call and dispatch. Sign in with `Authorization: Bearer`.',
      },
    },
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs' });
  await app.register(websocket, { options: { maxPayload: bodyAtMostBytes, perMessageDeflate: false } });

  addSessions(app, parts);
  addAccounts(app, parts);
  addIncidents(app, parts);
  addPresses(app, parts);
  addCandidates(app, parts);
  addMy(app, parts);
  addGatewayReplies(app, parts);
  addOutbox(app, parts);
  addSearch(app, parts);
  addHandover(app, parts);
  addCoverage(app, parts);
  addAlarms(app, parts);
  addRegistry(app, parts);
  addHealth(app, parts);
  addBackup(app, parts);
  addMqttProxy(app, parts.mqttWebSocket);
  addLive(app, parts);
  addMetrics(app, parts);
  if (existsSync(parts.webRoot)) await servePages(app, parts.webRoot);
  else
    app.get('/', { schema: { hide: true } }, async (_request, reply) =>
      reply.type('text/html').code(503).send(notFound),
    );
  return app;
}

/** `/h` is h.html and so on. Scripts and styles have their digest in their names: they never change. */
async function servePages(app: FastifyInstance, root: string): Promise<void> {
  await app.register(serveStatic, {
    root,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.setHeader('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const page of ['h', 'r', 'b', 'wall'])
    app.get(`/${page}`, { schema: { hide: true } }, (_request, reply) => reply.sendFile(`${page}.html`));
}

const contentRules = {
  'default-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'connect-src': ["'self'", 'ws:', 'wss:'],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
};

function sayRefusals(app: FastifyInstance): void {
  app.setErrorHandler(
    (
      error: Error & { statusCode?: number; validation?: { instancePath?: string; message?: string }[] },
      request,
      reply,
    ) => {
      const language = request.headers['accept-language'];
      if (error instanceof Refused)
        return reply.code(errors[error.code].status).send(refusal(error.code, language, fieldOf(error.field)));
      const { validation } = error;
      if (validation !== undefined || (error.statusCode ?? 500) < 500) {
        const field = validation?.[0]?.instancePath || undefined;
        const answer = refusal('bad_request', language, fieldOf(field));
        return reply
          .code(error.statusCode ?? 400)
          .send({ ...answer, message: `${answer.message} ${validation?.[0]?.message ?? error.message}` });
      }
      request.log.error({ error: error.stack }, 'console: a request failed');
      return reply.code(503).send(refusal('store_unavailable', language));
    },
  );
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send(
        refusal(
          'not_found',
          request.headers['accept-language'],
          fieldOf(request.method === 'GET' ? undefined : request.url),
        ),
      ),
  );
}

function addLive(app: FastifyInstance, { live }: AppParts): void {
  app.get('/live', { websocket: true, schema: { hide: true } }, (socket, request) => {
    const { me } = request;
    // 4401, 4403: the page shows the sign-in instead of reconnecting for ever.
    if (!me) return socket.close(4401, 'not_signed_in');
    const after = Number((request.query as { after?: string }).after);
    socket.on('close', () => live.leave(socket));
    socket.on('error', () => live.leave(socket));
    live.join(socket, me, Number.isInteger(after) && after > 0 ? after : undefined);
  });
}

function addMetrics(app: FastifyInstance, { live, registry, system }: AppParts): void {
  const metrics = new Metrics();
  system.measure(metrics);
  collectDefaultMetrics({ register: metrics, prefix: 'yjt_console_' });
  new Gauge({
    name: 'yjt_open_incidents',
    help: 'open incidents by district',
    labelNames: ['district'],
    registers: [metrics],
    collect() {
      for (const { id } of registry.all()) this.set({ district: id }, live.open(id).length);
    },
  });
  new Gauge({
    name: 'yjt_console_pages',
    help: 'duty pages connected',
    registers: [metrics],
    collect() {
      this.set(live.pages);
    },
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
}

const fieldOf = (field: string | undefined): { field?: string } => (field === undefined ? {} : { field });
