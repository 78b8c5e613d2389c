// Entry of the broker process.
import { rmSync } from 'node:fs';
import { authorityFiles } from '../certificates/files.ts';
import { readServed, type ServedFiles, watchServed } from '../certificates/served.ts';
import { type Settings, settingsTable } from '../contracts/settings.ts';
import { clearHost } from '../contracts/system/doors.ts';
import { readNetworks } from '../store/addresses.ts';
import { type Limits, limitPartsOf, startLimits } from '../store/limits.ts';
import { pressRuleOf } from '../store/pressDoor.ts';
import { beginProcess, whyNotListening } from '../store/process.ts';
import { openRegistry } from '../store/registry.ts';
import { type Broker, type BrokerParts, startBroker, type TlsAddress } from './broker.ts';
import type { Address } from './listen.ts';

let broker: Broker | undefined;
let limits: Limits | undefined;
let unwatch: (() => void) | undefined;
const { settings, log, open, ours, ready, cannotRun } = beginProcess('broker', async () => {
  unwatch?.();
  limits?.stop();
  await broker?.stop();
});

const redis = open();
await ours(redis);
const registry = await openRegistry(redis, open({ blocking: true }), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
limits = await startLimits(limitPartsOf(settings, redis));
const webSockets: Address[] = [];
if (settings.YJT_MQTT_WS_SOCKET !== undefined) {
  rmSync(settings.YJT_MQTT_WS_SOCKET, { force: true }); // left behind by a broker that was killed
  webSockets.push({ path: settings.YJT_MQTT_WS_SOCKET });
}
if (settings.MQTT_WS_PORT !== undefined) webSockets.push({ host: clearHost(settings), port: settings.MQTT_WS_PORT });

const files = servedFiles(settings);
const parts: BrokerParts = {
  redis,
  blocking: open({ blocking: true }),
  registry,
  log,
  tcp: { host: clearHost(settings), port: settings.MQTT_PORT },
  webSockets,
  replicas: settings.YJT_REPLICAS,
  limits,
  pressRule: pressRuleOf(settings),
  actionsPerSecond: settings.YJT_ACTIONS_A_SECOND,
  loginsAtOnce: settings.YJT_LOGINS_AT_ONCE,
  trusted: readNetworks(settings.YJT_TRUSTED_PROXIES),
};
try {
  const tls = tlsAddress();
  broker = await startBroker(tls ? { ...parts, tls } : parts).catch((error: unknown) => {
    // Nobody has asked for this port by name: a second system on one machine goes on without it.
    if (!tls || tls.port !== settingsTable.MQTTS_PORT.default || !isTaken(error, tls.port)) throw error;
    log.warn({ port: tls.port }, 'broker: the port of MQTT over TLS is taken, it is not opened');
    return startBroker(parts);
  });
  unwatch = watchServed(
    files,
    (served) => {
      broker?.serve(served);
      log.info({}, 'broker: the certificate has changed, it is served from now on');
    },
    (error) => log.error({ error: String(error) }, 'broker: the new certificate cannot be used, the one before is'),
  );
  ready();
} catch (error) {
  const tls = isTaken(error, settings.MQTTS_PORT);
  await cannotRun(
    whyNotListening(error, tls ? 'MQTTS_PORT' : 'MQTT_PORT', tls ? settings.MQTTS_PORT : settings.MQTT_PORT),
  );
}

/** Undefined when it is not to be opened. What cannot be read closes this door alone: the others are needed all the more. */
function tlsAddress(): TlsAddress | undefined {
  if (settings.MQTTS_PORT === 0) return undefined;
  try {
    return {
      host: settings.YJT_BIND,
      port: settings.MQTTS_PORT,
      served: readServed(files),
      certificateNeeded: settings.YJT_MQTTS_LOGIN === 'certificate',
    };
  } catch (error) {
    log.error({ error: String(error) }, 'broker: MQTT over TLS is not opened, its certificate cannot be used');
    return undefined;
  }
}

/** Certificates of devices are always checked against our own authority. */
function servedFiles({ DATA_DIR, YJT_MQTTS_CERT, YJT_MQTTS_KEY }: Settings): ServedFiles {
  const { server, trusted } = authorityFiles(DATA_DIR);
  return { certificate: YJT_MQTTS_CERT ?? server, key: YJT_MQTTS_KEY ?? server, trusted };
}

function isTaken(error: unknown, port: number): boolean {
  return (
    error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error && error.port === port
  );
}
