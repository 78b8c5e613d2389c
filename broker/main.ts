// Entry of the broker process.
import { rmSync } from 'node:fs';
import { pino } from 'pino';
import { readSettings } from '../contracts/settings.ts';
import { connect, whereOf } from '../store/connection.ts';
import { openRegistry } from '../store/registry.ts';
import { type Address, type Broker, startBroker } from './broker.ts';

const read = readSettings(process.env);
if (!read.ok) {
  console.error(read.problems.map(({ name, reason }) => `${name}: ${reason}`).join('\n'));
  process.exit(78);
}
const { settings } = read;
const log = pino({ name: 'broker', level: settings.YJT_LOG_LEVEL });
const where = whereOf(settings);
const open = (blocking = false) =>
  connect(where, { blocking }).on('error', (error) => log.debug({ error: error.message }, 'redis: away'));

let broker: Broker | undefined;
let ending = false;
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(code), 2_500).unref(); // a client that never reads must not hold the system
  await broker?.stop();
  process.exit(code);
}
process.on('SIGTERM', () => void end(0));
process.on('SIGINT', () => void end(0));
process.on('disconnect', () => void end(0));

const redis = open();
const registry = await openRegistry(redis, open(true), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
const webSockets: Address[] = [];
if (settings.YJT_MQTT_WS_SOCKET !== undefined) {
  rmSync(settings.YJT_MQTT_WS_SOCKET, { force: true }); // left behind by a broker that was killed
  webSockets.push({ path: settings.YJT_MQTT_WS_SOCKET });
}
if (settings.MQTT_WS_PORT !== undefined) webSockets.push({ host: settings.YJT_BIND, port: settings.MQTT_WS_PORT });

try {
  const tcp = { host: settings.YJT_BIND, port: settings.MQTT_PORT };
  broker = await startBroker({
    redis,
    blocking: open(true),
    registry,
    log,
    tcp,
    webSockets,
    replicas: settings.YJT_REPLICAS,
  });
  process.send?.({ kind: 'ready' });
  log.info({ port: settings.MQTT_PORT }, 'broker: listening');
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const says = taken
    ? `Port ${settings.MQTT_PORT} is taken by another program: stop it, or choose another with MQTT_PORT=1884 npm start.`
    : `The broker cannot listen on ${settings.YJT_BIND}:${settings.MQTT_PORT}: ${String(error)}`;
  log.error(says);
  process.send?.({ kind: 'failed', says });
  await end(78);
}
