// Entry of the console process.
import type { FastifyInstance } from 'fastify';
import { authorityFiles } from '../../certificates/files.ts';
import { readServed, type Served, type ServedFiles, watchServed } from '../../certificates/served.ts';
import { clearHost, httpsPortOf, innerHost, publicUrlOf } from '../../contracts/system/doors.ts';
import { archiveFolder } from '../../store/archive/month.ts';
import { ArchiveReader } from '../../store/archive/reader.ts';
import { openLatestDoor } from '../../store/latestDoor.ts';
import { type Limits, limitPartsOf, startLimits } from '../../store/limits.ts';
import { openPersonRates } from '../../store/personRates.ts';
import { openPressDoor, pressRuleOf } from '../../store/pressDoor.ts';
import { beginProcess, whyNotListening } from '../../store/process.ts';
import { Readings } from '../../store/readings.ts';
import { openRegistry } from '../../store/registry.ts';
import { boundOldTokens, removeExpiredTokens } from '../../store/tokens.ts';
import { buildApp } from './app.ts';
import { ServerClock } from './clock.ts';
import { warmSearch } from './incident/search.ts';
import { Live } from './live/live.ts';
import { prepareRoster, tryDistrict } from './office/duty.ts';
import { watchLockedFields } from './office/lockedFields.ts';
import { watchPlanned } from './office/plannedPolicy.ts';
import { soundRegistry } from './office/soundRegistry.ts';
import { tilesOf } from './office/tiles.ts';
import { every } from './repeat.ts';
import { Locks } from './session/lock.ts';
import { rolesOf } from './session/mySignIn.ts';
import { OpenSockets } from './session/openSockets.ts';
import { providerOf } from './session/provider.ts';
import type { Secure } from './system/https.ts';
import { SystemState } from './system/systemState.ts';

const expiredEveryMs = 3_600_000;
const rosterEveryMs = 3_600_000;

let live: Live | undefined;
let app: FastifyInstance | undefined;
let system: SystemState | undefined;
let limits: Limits | undefined;
let sockets: OpenSockets | undefined;
let readings: Readings | undefined;
let unwatch: (() => void) | undefined;
let expiry: NodeJS.Timeout | undefined;
let rosters: NodeJS.Timeout | undefined;
let locked: NodeJS.Timeout | undefined;
let plans: NodeJS.Timeout | undefined;
const { settings, log, keys, open, ours, ready, cannotRun } = beginProcess('console', async () => {
  clearInterval(locked);
  clearInterval(plans);
  unwatch?.();
  clearInterval(expiry);
  clearInterval(rosters);
  sockets?.stop();
  limits?.stop();
  live?.stop();
  system?.stop();
  await app?.close();
  await readings?.stop();
});

const redis = open();
await ours(redis);
const stored = await openRegistry(redis, open({ blocking: true }), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
const clock = await ServerClock.start(redis);
const registry = await soundRegistry(stored, {
  redis,
  clock,
  log,
  trial: (district) => tryDistrict(district, clock.now()),
});
for (const district of registry.all()) warmSearch(district);
registry.onChange(warmSearch);
for (const district of registry.all()) await prepareRoster(district, clock.now());
rosters = every(rosterEveryMs, 'console: rosters', log, async () => {
  for (const district of registry.all()) await prepareRoster(district, clock.now());
});
locked = watchLockedFields({ redis, registry: stored, clock, keys, log });
system = await SystemState.start({
  redis,
  subscriber: open({ blocking: true }),
  log,
  changed: () => live?.tellSystem(),
});
const state = system;
await boundOldTokens(redis, clock.now());
// Sessions of the past would otherwise stay in the store for ever.
expiry = setInterval(() => {
  removeExpiredTokens(redis, clock.now(), (district) => (live?.open(district).length ?? 0) > 0).catch(
    (error: unknown) => {
      log.warn({ error: String(error) }, 'console: expired tokens not removed, again in an hour');
    },
  );
}, expiredEveryMs);
limits = await startLimits(limitPartsOf(settings, redis));
readings = new Readings({ redis, clock: () => performance.now(), log });
live = await Live.start({
  redis,
  readings,
  blocking: open({ blocking: true }),
  subscriber: open({ blocking: true }),
  registry,
  clock,
  limits,
  log,
  system: (district) => state.view(district),
});
const isBusy = (district: string): boolean => (live?.open(district).length ?? 0) > 0;
const locks = new Locks({ redis, clock, lockAfterMs: settings.YJT_LOCK_AFTER, isBusy });
sockets = await OpenSockets.start({ redis, subscriber: open({ blocking: true }), clock, locks, log });
const httpsPort = httpsPortOf(settings);
const files = servedFiles();
const served = httpsPort === undefined ? undefined : servedNow();
const tiles = tilesOf({ provider: settings.YJT_TILES, key: settings.YJT_TILES_KEY });
const publicUrl = publicUrlOf(settings);
plans = watchPlanned({ redis, registry, live, clock, publicUrl, tiles, log });
app = await buildApp({
  redis,
  archive: new ArchiveReader(archiveFolder(settings.DATA_DIR), (line) =>
    log.error(line, 'archive: a line is damaged and was skipped'),
  ),
  registry,
  live,
  system,
  sockets,
  readings,
  locks,
  clock,
  replicas: settings.YJT_REPLICAS,
  limits,
  presses: openPressDoor({ redis, replicas: settings.YJT_REPLICAS, rule: pressRuleOf(settings), log }),
  latest: openLatestDoor({ redis, limits }),
  rates: openPersonRates({ perSecond: settings.YJT_ACTIONS_A_SECOND }),
  publicUrl,
  mqtt: { host: innerHost(settings), port: settings.MQTT_PORT },
  tiles,
  keys,
  officeSocket: settings.YJT_OFFICE_SOCKET,
  receiverSocket: settings.YJT_RECEIVER_SOCKET,
  dataDir: settings.DATA_DIR,
  gatewaySecret: settings.YJT_WEBHOOK_SECRET,
  receiptsSecret: settings.YJT_RECEIPTS_SECRET,
  managed: settings.YJT_REDIS_SOCKET !== undefined,
  keepClosedMs: settings.YJT_KEEP_CLOSED,
  reserveBytes: settings.YJT_DISK_RESERVE_MB * 1024 * 1024,
  webRoot: new URL('../web', import.meta.url).pathname,
  handbooks: new URL('../../../docs/handbooks', import.meta.url).pathname, // as written: from dist/console/server
  mqttWebSocket: settings.YJT_MQTT_WS_SOCKET
    ? `ws+unix:${settings.YJT_MQTT_WS_SOCKET}:/mqtt`
    : `ws://127.0.0.1:${settings.MQTT_WS_PORT ?? 8083}/mqtt`,
  trustedProxies: settings.YJT_TRUSTED_PROXIES,
  metricsToken: settings.YJT_METRICS_TOKEN,
  weatherToken: settings.YJT_WEATHER_TOKEN,
  ...(served ? { secure: served } : {}),
  secondFactorFor: rolesOf(settings.YJT_SECOND_FACTOR_FOR),
  provider: providerOf(settings),
  log,
});

try {
  await app.listen({ port: settings.PORT, host: clearHost(settings) });
  if (app.secure && httpsPort !== undefined) await listenSecurely(app.secure, httpsPort);
  ready();
} catch (error) {
  const https = error instanceof Error && 'port' in error && error.port === httpsPort;
  await cannotRun(
    whyNotListening(error, https ? 'HTTPS_PORT' : 'PORT', https ? (error.port as number) : settings.PORT),
  );
}

async function listenSecurely({ server, serve }: Secure, port: number): Promise<void> {
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen({ host: settings.YJT_BIND, port }, done);
  });
  unwatch = watchServed(
    files,
    (next) => {
      serve(next);
      log.info({}, 'console: the certificate has changed, it is served from now on');
    },
    (error) => log.error({ error: String(error) }, 'console: the new certificate cannot be used, the one before is'),
  );
}

function servedFiles(): ServedFiles {
  const { server } = authorityFiles(settings.DATA_DIR);
  return { certificate: settings.YJT_TLS_CERT ?? server, key: settings.YJT_TLS_KEY ?? server };
}

/** What cannot be read closes HTTPS alone: the officer on this machine still has a console, and the auditor says what is wrong. */
function servedNow(): Served | undefined {
  try {
    return readServed(files);
  } catch (error) {
    log.error({ error: String(error) }, 'console: HTTPS is not opened, its certificate cannot be used');
    return undefined;
  }
}
