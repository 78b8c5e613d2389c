// The real broker on a port of its own, on the store of a test.
import { type Broker, type BrokerParts, startBroker } from '../broker/broker.ts';
import { readNetworks } from '../store/addresses.ts';
import type { Registry } from '../store/registry.ts';
import type { TestRedis } from './redis.ts';
import { freePort } from './system.ts';

/** @param more what a test wants otherwise than as a system is set up */
export async function brokerOn(
  server: TestRedis,
  registry: Registry,
  more: Partial<BrokerParts> = {},
): Promise<Broker & { port: number }> {
  const port = await freePort();
  const broker = await startBroker({
    redis: server.open(),
    blocking: server.open({ blocking: true }),
    registry,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    tcp: { host: '127.0.0.1', port },
    webSockets: [],
    replicas: 0,
    limits: { admitPress: () => undefined, sparing: () => false },
    pressRule: { atOnce: 10, everyMs: 1_000 },
    actionsPerSecond: 50,
    loginsAtOnce: 50,
    trusted: readNetworks(undefined),
    ...more,
  });
  return { ...broker, port };
}
