// Entry of the broker process.
import { rmSync } from 'node:fs';
import { type Limits, limitPartsOf, startLimits } from '../store/limits.ts';
import { beginProcess, whyNotListening } from '../store/process.ts';
import { openRegistry } from '../store/registry.ts';
import { type Address, type Broker, startBroker } from './broker.ts';

let broker: Broker | undefined;
let limits: Limits | undefined;
const { settings, log, open, ready, cannotRun } = beginProcess('broker', async () => {
  limits?.stop();
  await broker?.stop();
});

const redis = open();
const registry = await openRegistry(redis, open({ blocking: true }), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
limits = await startLimits(limitPartsOf(settings, redis));
const webSockets: Address[] = [];
if (settings.YJT_MQTT_WS_SOCKET !== undefined) {
  rmSync(settings.YJT_MQTT_WS_SOCKET, { force: true }); // left behind by a broker that was killed
  webSockets.push({ path: settings.YJT_MQTT_WS_SOCKET });
}
if (settings.MQTT_WS_PORT !== undefined) webSockets.push({ host: settings.YJT_BIND, port: settings.MQTT_WS_PORT });

try {
  broker = await startBroker({
    redis,
    blocking: open({ blocking: true }),
    registry,
    log,
    tcp: { host: settings.YJT_BIND, port: settings.MQTT_PORT },
    webSockets,
    replicas: settings.YJT_REPLICAS,
    limits,
  });
  ready();
} catch (error) {
  await cannotRun(whyNotListening(error, 'MQTT_PORT', settings.MQTT_PORT));
}
