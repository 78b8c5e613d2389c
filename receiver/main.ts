// Entry of the receiver process.
import { join } from 'node:path';
import { clearHost } from '../contracts/system/doors.ts';
import { type Limits, limitPartsOf, startLimits } from '../store/limits.ts';
import { pressRuleOf } from '../store/pressDoor.ts';
import { beginProcess } from '../store/process.ts';
import { openRegistry } from '../store/registry.ts';
import { type Receiver, startReceiver } from './receiver.ts';

let receiver: Receiver | undefined;
let limits: Limits | undefined;
const { settings, log, open, ours, ready } = beginProcess('receiver', async () => {
  limits?.stop();
  await receiver?.stop();
});

const redis = open();
await ours(redis);
const registry = await openRegistry(redis, open({ blocking: true }), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
limits = await startLimits(limitPartsOf(settings, redis));
receiver = await startReceiver({
  redis,
  registry,
  replicas: settings.YJT_REPLICAS,
  limits,
  pressRule: pressRuleOf(settings),
  log,
  socket: settings.YJT_RECEIVER_SOCKET ?? join(settings.DATA_DIR, 'run', 'receiver.sock'),
  host: clearHost(settings),
  ownPorts: [settings.PORT, settings.MQTT_PORT, settings.MQTTS_PORT, settings.HTTPS_PORT, settings.MQTT_WS_PORT].filter(
    (port) => port !== undefined,
  ),
});
ready();
