// A foreign broker that we are a client of. The session persists there, so that what comes while we are away is kept for us; a message is acknowledged
// to it once what it says is on disk. What it had retained is not of now: adapters are told, and take none of it for a press.
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { mqttFamily } from '../adapters/mqttFamilies.ts';
import { inWgs84 } from '../adapters/placed.ts';
import { rawOf } from '../store/foreign/watching.ts';
import { type DoorParts, type OpenDoor, readSafely, type SourceOf } from './parts.ts';

/** A broker that is away is tried again so often. */
const againMs = 5_000;
/** While the store is away a message is held and tried again: one of QoS 0 comes only once. */
const keepAgainMs = 1_000;

/** @throws when the family speaks no MQTT */
export async function subscribeTo(parts: DoorParts, { district, source }: SourceOf): Promise<OpenDoor> {
  const adapter = mqttFamily(source.family);
  if (!adapter || source.url === undefined) throw new Error(`${source.family} is no family that speaks MQTT`);
  const base = source.base ?? adapter.base;
  const { log } = parts;
  const client = connect(source.url, {
    // Of one length whatever they are called: two that begin alike would take the session from each other.
    clientId: `yjt-${createHash('sha256').update(`${district.id}/${source.id}`).digest('hex').slice(0, 18)}`,
    clean: false,
    protocolVersion: 4,
    reconnectPeriod: againMs,
    resubscribe: true,
    ...(source.username === undefined ? {} : { username: source.username }),
    ...(source.secret === undefined ? {} : { password: source.secret }),
  });
  let why: string | undefined = 'not connected';
  client.on('error', (error) => {
    why = error.message;
    log.warn({ source: source.id, error: error.message }, 'receiver: a broker is away');
  });
  client.on('close', () => {
    why ??= 'not connected';
  });
  client.on('connect', () => {
    client.subscribe([...adapter.filters(base)], { qos: 1 }, (error) => {
      why = error ? `not subscribed: ${error.message}` : undefined;
      if (error) log.error({ source: source.id, error: error.message }, 'receiver: not subscribed');
    });
  });
  const take = async (packet: IPublishPacket): Promise<void> => {
    const now = parts.find(district.id, source.id);
    if (!now) return; // it was taken out of the registry a moment ago
    const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
    const message = { topic: packet.topic, payload, retained: packet.retain };
    const read = readSafely(
      () => adapter.read(message, base, now.district.known),
      (readings) => readings,
    );
    if (!read) return;
    const raw = rawOf(packet.topic, payload);
    await parts.door.take({ ...now, readings: inWgs84(read), raw, heardAt: Date.now() });
  };
  const ending = new AbortController();
  acknowledgeAfter(client, take, {
    signal: ending.signal,
    failed: (error) => log.warn({ source: source.id, error: String(error) }, 'receiver: not kept, tried again'),
  });
  return {
    why: () => why,
    stop: () => {
      ending.abort();
      return client.endAsync(true);
    },
  };
}

/** One message after the other; the next is read, and this one acknowledged, once it is kept. Unacknowledged at the end, its broker sends it again. */
function acknowledgeAfter(
  client: MqttClient,
  take: (packet: IPublishPacket) => Promise<void>,
  { signal, failed }: { signal: AbortSignal; failed: (error: unknown) => void },
): void {
  const keep = async (packet: IPublishPacket): Promise<void> => {
    for (;;)
      try {
        return await take(packet);
      } catch (error) {
        failed(error);
        await pause(keepAgainMs, undefined, { signal });
      }
  };
  client.handleMessage = (packet, done) => {
    keep(packet).then(
      () => done(),
      (ended: unknown) => done(ended instanceof Error ? ended : new Error(String(ended))),
    );
  };
}
