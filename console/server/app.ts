// The console's HTTP server: REST, /live, the web pages, OpenAPI. Each concern adds its own routes.
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import serveStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Served } from '../../certificates/served.ts';
import { errors } from '../../contracts/errors.ts';
import { defined } from '../../contracts/shapes.ts';
import type { Role } from '../../contracts/terms.ts';
import { zoneHeader } from '../../contracts/wallClock.ts';
import { readNetworks } from '../../store/addresses.ts';
import type { Readings } from '../../store/readings.ts';
import { NoKey } from '../../store/secrets/keyRing.ts';
import { addCertificates } from './device/certificates.ts';
import { addCheckIns } from './device/checkIns.ts';
import { addFaultClosing } from './device/faults.ts';
import { addFoundDevice } from './device/foundDevice.ts';
import { addDeviceLogin, addLoginEnd, addResponderLogin } from './device/logins.ts';
import { addPairing } from './device/pairing.ts';
import { addReceiverProxy } from './device/receiverProxy.ts';
import { addSources } from './device/sources.ts';
import { addTestWindow } from './device/testWindow.ts';
import { addUpkeep } from './device/upkeep.ts';
import { addWeatherWarnings } from './device/weatherWarnings.ts';
import { addAftercare } from './incident/aftercare.ts';
import { addBreakGlass } from './incident/breakGlass.ts';
import { addCandidates } from './incident/candidates.ts';
import { addFamily } from './incident/family.ts';
import { addGatewayReplies, type GatewayParts } from './incident/gatewayReplies.ts';
import { addHandover } from './incident/handover.ts';
import { addIncidents } from './incident/incidents.ts';
import { addMy } from './incident/my.ts';
import { addPresses } from './incident/presses.ts';
import { addProviderReceipts, type ReceiptParts } from './incident/providerReceipts.ts';
import { addReasons } from './incident/reasons.ts';
import { addReviews } from './incident/reviews.ts';
import { addSearch } from './incident/search.ts';
import { addMqttProxy } from './live/mqttProxy.ts';
import { addAccess } from './office/access.ts';
import { addBooks, type BooksParts } from './office/books.ts';
import { addCalendar } from './office/calendar.ts';
import { addCards } from './office/cards.ts';
import { addCoverage } from './office/coverage.ts';
import { addCustody } from './office/custody.ts';
import { addDutyPhone } from './office/dutyPhone.ts';
import { addFoundCard, foundStyle } from './office/foundCard.ts';
import { addImport, addUndoImport } from './office/import.ts';
import { addMap } from './office/map.ts';
import { addNightDesk } from './office/nightDesk.ts';
import { addResidentList, addResponderList } from './office/people.ts';
import { addPolicy } from './office/policy.ts';
import { addRegistry } from './office/registry.ts';
import { addRoster } from './office/roster.ts';
import { addStart } from './office/start.ts';
import { addSwaps } from './office/swaps.ts';
import { tileHosts } from './office/tiles.ts';
import { addToMend } from './office/toMend.ts';
import type { RegistryParts } from './parts.ts';
import { Refused, refusal } from './refusal.ts';
import { addAccounts } from './session/accounts.ts';
import { addAudit } from './session/audit.ts';
import { callerOf } from './session/caller.ts';
import { boundStrangers, cutSlowBodies, httpTimeouts, Pages } from './session/door.ts';
import { guardDoors } from './session/doors.ts';
import { addFamilyLinks } from './session/familyLinks.ts';
import { addLinks, linkStyle } from './session/link.ts';
import { addLock, type Locks, meAt } from './session/lock.ts';
import { addMySignIn } from './session/mySignIn.ts';
import { endedCode, type OpenSockets } from './session/openSockets.ts';
import { addProvider, type Provider } from './session/provider.ts';
import { addSessions } from './session/session.ts';
import { addSessionList } from './session/sessions.ts';
import { logReadings } from './session/shown.ts';
import { newReception } from './session/signIn.ts';
import { addTokens } from './session/tokens.ts';
import { type AlarmParts, addAlarms } from './system/alarms.ts';
import { addBackup, type BackupParts } from './system/backup.ts';
import { addHandbooks, type HandbooksParts } from './system/handbooks.ts';
import { addHealth, type HealthParts, type Readiness, watchReadiness } from './system/health.ts';
import { type Secure, serveSecurely } from './system/https.ts';
import { addKeys, type KeysParts } from './system/keys.ts';
import { addMetrics, type MetricsParts } from './system/metrics.ts';
import { addOutbox } from './system/outbox.ts';
import { paperStyle } from './system/paper.ts';
import { addResidents, type ResidentsParts } from './system/residents.ts';

/** Far more than any command or reply. The import has a limit of its own. */
const bodyAtMostBytes = 64 * 1024;
const notFound =
  '<!doctype html><meta charset="utf-8"><title>一键通</title><p>控制台页面尚未构建：请运行 npm start。</p>';

export type AppParts = AlarmParts &
  RegistryParts &
  HealthParts &
  Omit<MetricsParts, keyof Readiness> &
  BackupParts &
  KeysParts &
  ResidentsParts &
  BooksParts &
  HandbooksParts &
  GatewayParts &
  ReceiptParts & {
    /** where the built pages lie */
    webRoot: string;
    /** where the receiver listens; undefined: there is none */
    receiverSocket: string | undefined;
    /** the broker's WebSocket listener */
    mqttWebSocket: string;
    /** addresses and networks, separated by commas */
    trustedProxies: string | undefined;
    metricsToken: string | undefined;
    weatherToken?: string | undefined;
    /** HTTPS is made too, of this; it listens when it is told to */
    secure?: Served;
    /** roles that must have a second factor */
    secondFactorFor: readonly Role[];
    provider: Provider | undefined;
    sockets: OpenSockets;
    readings: Readings;
    locks: Locks;
    log: FastifyBaseLogger;
  };

declare module 'fastify' {
  interface FastifyInstance {
    secure: Secure | undefined;
  }
}

/** What each adds its routes with; the interface's description lists them in this order. */
const resources = [
  addSessions,
  addLinks,
  addProvider,
  addMySignIn,
  addLock,
  addSessionList,
  addAccounts,
  addAudit,
  addAccess,
  addIncidents,
  addBreakGlass,
  addPresses,
  addCandidates,
  addMy,
  addFamily,
  addGatewayReplies,
  addProviderReceipts,
  addOutbox,
  addSearch,
  addHandover,
  addBooks,
  addReviews,
  addCoverage,
  addNightDesk,
  addAftercare,
  addReasons,
  addAlarms,
  addMap,
  addResidentList,
  addResponderList,
  addDeviceLogin,
  addResponderLogin,
  addLoginEnd,
  addSources,
  addTokens,
  addFamilyLinks,
  addImport,
  addUndoImport,
  addRegistry,
  addPolicy,
  addRoster,
  addSwaps,
  addDutyPhone,
  addCalendar,
  addToMend,
  addUpkeep,
  addCheckIns,
  addWeatherWarnings,
  addFaultClosing,
  addTestWindow,
  addPairing,
  addFoundDevice,
  addCustody,
  addCards,
  addFoundCard,
  addStart,
  addCertificates,
  addHealth,
  addBackup,
  addKeys,
  addResidents,
  addHandbooks,
];

/** `closeTimeout`: a page answers a close at once; whoever does not would hold a socket that is nobody's for half a minute. Unknown to the types of ws. */
const webSockets = { maxPayload: bodyAtMostBytes, perMessageDeflate: false, closeTimeout: 2_000 };

export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: parts.log,
    bodyLimit: bodyAtMostBytes,
    ...httpTimeouts,
    ...defined({ trustProxy: parts.trustedProxies }),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    // Addresses that no route can be looked up by.
    frameworkErrors: ({ statusCode = 400 }, { headers, raw: { socket } }, { raw }) => {
      if (headers.upgrade !== undefined) raw.once('finish', () => socket.destroySoon()); // nobody else would end it
      const answer = JSON.stringify(refusal('bad_request', headers['accept-language']));
      raw.writeHead(statusCode, { 'content-type': 'application/json; charset=utf-8' }).end(answer);
    },
  });
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  // The schemas of answers are for the documentation: what a view holds is decided in views.ts.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  sayRefusals(app);
  await guard(app, parts);
  await describe(app);
  await app.register(websocket, { options: webSockets });
  const secure =
    parts.secure &&
    serveSecurely(app, parts.secure, { ...httpTimeouts.http, requestTimeout: httpTimeouts.requestTimeout });
  app.decorate('secure', secure);
  boundStrangers(app, readNetworks(parts.trustedProxies), secure?.server);
  const all = { ...parts, turns: new Map(), reception: newReception(parts), notReady: watchReadiness(app, parts) };
  for (const add of resources) add(app, all);
  addMqttProxy(app, parts.mqttWebSocket);
  addReceiverProxy(app, parts);
  addLive(app, parts);
  addMetrics(app, all);
  if (existsSync(parts.webRoot)) await servePages(app, parts.webRoot);
  else
    app.get('/', { config: { right: 'page.read' }, schema: { hide: true } }, async (_request, reply) =>
      reply.type('text/html').code(503).send(notFound),
    );
  return app;
}

/** What every request passes, in this order. */
async function guard(app: FastifyInstance, parts: AppParts): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...contentRules, 'img-src': ["'self'", 'data:', ...tileHosts(parts.tiles)] },
    },
    strictTransportSecurity: false,
  });
  pinToTls(app);
  await app.register(cookie);
  cutSlowBodies(app); // ahead of who is refused: their body may hold the connection as well
  guardDoors(app, {
    ...parts,
    whoAsks: (request) => callerOf(parts, request),
    meOfHeld: (held) => meAt(held, parts.locks),
  });
  sayZone(app, parts);
  logReadings(app, parts);
}

async function describe(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      info: {
        title: '一键通 yijiantong',
        version: '1',
        description: 'Emergency call and dispatch. Sign in with `Authorization: Bearer`.',
      },
    },
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', uiConfig: { validatorUrl: null } });
}

/** `/h` is h.html and so on; a page with addresses of its own is the same file at each of them. Scripts and styles have their digest in their names: they never change. */
async function servePages(app: FastifyInstance, root: string): Promise<void> {
  await app.register(serveStatic, {
    root,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.setHeader('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  for (const path of [
    'h',
    'r',
    'b',
    'wall',
    'family',
    'office',
    'office/history',
    'office/figures',
    'office/registry',
    'office/map',
    'office/readiness',
    'office/policy',
    'office/access',
    'office/checkins',
    'office/keys',
    'office/cards',
    'office/pair',
    'office/sources',
    'office/start',
    'office/rosters',
  ])
    app.get(`/${path}`, { config: { right: 'page.read' }, schema: { hide: true } }, (_request, reply) =>
      reply.sendFile(`${path.split('/')[0]}.html`),
    );
}

/** The one style that the page of the interface's description brings in by itself; another version of @fastify/swagger-ui may bring another (test/browser/policy.test.ts). */
const descriptionStyle = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";
const contentRules = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", linkStyle, foundStyle, paperStyle, descriptionStyle],
  'connect-src': ["'self'"], // covers wss of this origin (CSP 3)
  'object-src': ["'none'"],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
};

/** A year, for browsers that came by TLS to a name. Addresses cannot be pinned (RFC 6797), and `localhost` is shared by every program here. */
function pinToTls(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ protocol, hostname }, reply) => {
    const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && !/(^|\.)localhost$/.test(hostname);
    if (protocol === 'https' && named) reply.header('strict-transport-security', 'max-age=31536000');
  });
}

/** In which zone whoever asked reads times. */
function sayZone(app: FastifyInstance, { registry }: AppParts): void {
  app.addHook('onRequest', async ({ me }, reply) => {
    const zone = me && registry.district(me.district)?.bundle.district.timeZone;
    if (zone) reply.header(zoneHeader, zone);
  });
}

function sayRefusals(app: FastifyInstance): void {
  app.setErrorHandler(
    (
      error: Error & { statusCode?: number; validation?: { instancePath?: string; message?: string }[] },
      request,
      reply,
    ) => {
      const language = request.headers['accept-language'];
      if (error instanceof Refused) {
        // What would still come of a large body is not waited for.
        if (Number(request.headers['content-length'] ?? 0) > bodyAtMostBytes && request.body === undefined)
          reply.header('connection', 'close');
        const second = defined({ second: error.second });
        return reply
          .code(errors[error.code].status)
          .send(refusal(error.code, language, { ...fieldOf(error.field), ...second }));
      }
      if (error instanceof NoKey) return reply.code(errors.keys_missing.status).send(refusal('keys_missing', language));
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

function addLive(app: FastifyInstance, { live, sockets, locks }: AppParts): void {
  const pages = new Pages();
  app.get('/live', { websocket: true, config: { right: 'live.open' }, schema: { hide: true } }, (socket, request) => {
    const { me, held } = request;
    // 4401: the page shows the sign-in instead of reconnecting for ever.
    if (!me || !held || held.grant.enrolFirst) return socket.close(endedCode, 'not_signed_in');
    const closed = pages.open(me);
    if (!closed) return socket.close(4429, 'too_many_pages'); // the page tries again, and comes in when another is closed
    socket.once('close', closed);
    const after = Number((request.query as { after?: string }).after);
    const leave = (): void => {
      sockets.release(socket);
      live.leave(socket);
    };
    socket.on('close', leave);
    socket.on('error', leave);
    sockets.hold(
      socket,
      held,
      () => live.leave(socket),
      (locked, grant) => live.lock(socket, meAt({ ...held, grant, locked }, locks)),
    );
    live.join(socket, me, Number.isInteger(after) && after > 0 ? after : undefined, held);
  });
}

const fieldOf = (field: string | undefined): { field?: string } => defined({ field });
