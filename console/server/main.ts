// Entry of the console process.
import { pino } from 'pino';
import { readSettings } from '../../contracts/settings.ts';
import { connect, whereOf } from '../../store/connection.ts';
import { openRegistry } from '../../store/registry.ts';
import { buildApp } from './app.ts';
import { ServerClock } from './clock.ts';
import { Live } from './live.ts';

const read = readSettings(process.env);
if (!read.ok) {
  console.error(read.problems.map(({ name, reason }) => `${name}: ${reason}`).join('\n'));
  process.exit(78);
}
const { settings } = read;
const log = pino({ name: 'console', level: settings.YJT_LOG_LEVEL });
const where = whereOf(settings);
const open = (blocking = false) =>
  connect(where, { blocking }).on('error', (error) => log.debug({ error: error.message }, 'redis: away'));

const redis = open();
const registry = await openRegistry(redis, open(true), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
const clock = await ServerClock.start(redis);
const live = await Live.start({ redis, blocking: open(true), subscriber: open(true), registry, clock, log });
const app = await buildApp({
  redis,
  registry,
  live,
  clock,
  replicas: settings.YJT_REPLICAS,
  publicUrl: settings.YJT_PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
  mqtt: { host: settings.YJT_BIND === '0.0.0.0' ? '127.0.0.1' : settings.YJT_BIND, port: settings.MQTT_PORT },
  dataDir: settings.DATA_DIR,
  managed: settings.YJT_REDIS_SOCKET !== undefined,
  webRoot: new URL('../web', import.meta.url).pathname,
  mqttWebSocket: settings.YJT_MQTT_WS_SOCKET
    ? `ws+unix:${settings.YJT_MQTT_WS_SOCKET}:/mqtt`
    : `ws://127.0.0.1:${settings.MQTT_WS_PORT ?? 8083}/mqtt`,
  log,
});

let ending = false;
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(code), 2_500).unref(); // a request that hangs must not hold the whole system
  live.stop();
  await app.close();
  process.exit(code);
}
process.on('SIGTERM', () => void end(0));
process.on('SIGINT', () => void end(0));
process.on('disconnect', () => void end(0));

try {
  await app.listen({ port: settings.PORT, host: settings.YJT_BIND });
  process.send?.({ kind: 'ready' });
  log.info({ port: settings.PORT }, 'console: listening');
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const says = taken
    ? `Port ${settings.PORT} is taken by another program: stop it, or choose another with PORT=8081 npm start.`
    : `The console cannot listen on ${settings.YJT_BIND}:${settings.PORT}: ${String(error)}`;
  log.error(says);
  process.send?.({ kind: 'failed', says });
  await end(78);
}
