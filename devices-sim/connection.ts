// One simulated login's MQTT connection. It comes back by itself after an outage; a refused password ends it for good:
// then a person has taken this login over.
import { connect, type MqttClient } from 'mqtt';

/** Where the broker is. */
export type Broker = { host: string; port: number };
/** CONNACK codes that mean: this login is somebody else's now. */
const refusedCodes = [4, 5];

/**
 * @param onMessage payloads of the topic it listens to
 * @param onTaken told once when the password is no longer good
 */
export function connectLogin(
  broker: Broker,
  login: { id: string; password: string },
  { topic, onMessage, onTaken }: { topic: string; onMessage: (payload: Buffer) => void; onTaken: () => void },
): MqttClient {
  const client = connect(`mqtt://${broker.host}:${broker.port}`, {
    username: login.id,
    password: login.password,
    clean: true,
    keepalive: 30,
    reconnectPeriod: 1_000 + Math.random() * 1_000, // not all at once after an outage; changes nothing of the story
    reconnectOnConnackError: true,
    queueQoSZero: false,
  });
  client.on('connect', () => client.subscribe(topic, { qos: 1 }));
  client.on('message', (_topic, payload) => onMessage(payload));
  client.on('error', (error) => {
    if (!('code' in error) || !refusedCodes.includes(Number(error.code))) return; // away: it comes back by itself
    client.end(true);
    onTaken();
  });
  return client;
}
