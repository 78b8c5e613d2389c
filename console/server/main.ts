// Entry of the console process.
import type { FastifyInstance } from 'fastify';
import { archiveFolder } from '../../store/archive/month.ts';
import { ArchiveReader } from '../../store/archive/reader.ts';
import { removeExpiredTokens } from '../../store/directory.ts';
import { type Limits, limitPartsOf, startLimits } from '../../store/limits.ts';
import { beginProcess, whyNotListening } from '../../store/process.ts';
import { openRegistry } from '../../store/registry.ts';
import { buildApp } from './app.ts';
import { ServerClock } from './clock.ts';
import { Live } from './live.ts';
import { warmSearch } from './search.ts';
import { SystemState } from './systemState.ts';
import { tilesOf } from './tiles.ts';

const expiredEveryMs = 3_600_000;

let live: Live | undefined;
let app: FastifyInstance | undefined;
let system: SystemState | undefined;
let limits: Limits | undefined;
let expiry: NodeJS.Timeout | undefined;
const { settings, log, open, ready, cannotRun } = beginProcess('console', async () => {
  clearInterval(expiry);
  limits?.stop();
  live?.stop();
  system?.stop();
  await app?.close();
});

const redis = open();
const registry = await openRegistry(redis, open({ blocking: true }), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
for (const district of registry.all()) warmSearch(district);
registry.onChange(warmSearch);
const clock = await ServerClock.start(redis);
system = await SystemState.start({
  redis,
  subscriber: open({ blocking: true }),
  log,
  changed: () => live?.tellSystem(),
});
const state = system;
// Sessions of the past would otherwise stay in the store for ever.
expiry = setInterval(() => {
  removeExpiredTokens(redis, clock.now()).catch((error: unknown) => {
    log.warn({ error: String(error) }, 'console: expired tokens not removed, again in an hour');
  });
}, expiredEveryMs);
limits = await startLimits(limitPartsOf(settings, redis));
live = await Live.start({
  redis,
  blocking: open({ blocking: true }),
  subscriber: open({ blocking: true }),
  registry,
  clock,
  limits,
  log,
  system: (district) => state.view(district),
});
app = await buildApp({
  redis,
  archive: new ArchiveReader(archiveFolder(settings.DATA_DIR), (line) =>
    log.error(line, 'archive: a line is damaged and was skipped'),
  ),
  registry,
  live,
  system,
  clock,
  replicas: settings.YJT_REPLICAS,
  limits,
  publicUrl: settings.YJT_PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
  mqtt: { host: settings.YJT_BIND === '0.0.0.0' ? '127.0.0.1' : settings.YJT_BIND, port: settings.MQTT_PORT },
  tiles: tilesOf({ provider: settings.YJT_TILES, key: settings.YJT_TILES_KEY }),
  dataDir: settings.DATA_DIR,
  gatewaySecret: settings.YJT_WEBHOOK_SECRET,
  managed: settings.YJT_REDIS_SOCKET !== undefined,
  keepClosedMs: settings.YJT_KEEP_CLOSED,
  reserveBytes: settings.YJT_DISK_RESERVE_MB * 1024 * 1024,
  webRoot: new URL('../web', import.meta.url).pathname,
  mqttWebSocket: settings.YJT_MQTT_WS_SOCKET
    ? `ws+unix:${settings.YJT_MQTT_WS_SOCKET}:/mqtt`
    : `ws://127.0.0.1:${settings.MQTT_WS_PORT ?? 8083}/mqtt`,
  log,
});

try {
  await app.listen({ port: settings.PORT, host: settings.YJT_BIND });
  ready();
} catch (error) {
  await cannotRun(whyNotListening(error, 'PORT', settings.PORT));
}
