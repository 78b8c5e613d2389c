// The canary of a district: presses through the real path, over a real connection, and waits for its answer. After a miss
// it presses again soon: two misses in a row are an alarm.
import { setTimeout as wait } from 'node:timers/promises';
import { connectAsync, type MqttClient } from 'mqtt';
import { Compile } from 'typebox/compile';
import { ulid } from 'ulid';
import type { CanaryTrace } from '../contracts/device/canary.ts';
import { at } from '../contracts/ids.ts';
import { DeviceState } from '../contracts/incident/messages.ts';
import { deviceTopic } from '../contracts/topics.ts';

/** An answer later than this is a miss: ten times the worst that a healthy system shows under load. */
export const answerWithinMs = 10_000;
export const againAfterMissMs = 5_000;

const StateCheck = Compile(DeviceState);

export type CanaryParts = {
  district: string;
  /** mqtt://host:port of the broker */
  url: string;
  login: { username: string; password: string };
  everyMs: number;
  /** told of every press, come back or not */
  told(trace: CanaryTrace): void;
};

/** Presses until it is stopped. */
export function startCanary(parts: CanaryParts): { stop(): Promise<void> } {
  const ending = new AbortController();
  let client: MqttClient | undefined;
  const work = (async () => {
    while (!ending.signal.aborted) {
      const pressedAt = at(Date.now());
      const id = ulid();
      try {
        client ??= await open(parts);
      } catch {
        client = undefined; // the miss below says so
      }
      const found: Found = client ? await press(client, parts.login.username, id) : { why: 'not_connected' };
      if (ending.signal.aborted) return;
      parts.told({ district: parts.district, id, pressedAt, ...found });
      if (found.why !== undefined) {
        client?.end(true); // a new connection: the old one may be half dead
        client = undefined;
      }
      await wait(found.why !== undefined ? againAfterMissMs : parts.everyMs, undefined, {
        signal: ending.signal,
      }).catch(
        () => undefined, // the end cuts the pause short
      );
    }
  })();
  return {
    stop: async () => {
      ending.abort();
      client?.end(true);
      await work;
    },
  };
}

async function open({ url, login }: CanaryParts): Promise<MqttClient> {
  const client = await connectAsync(url, {
    ...login,
    reconnectPeriod: 0,
    connectTimeout: answerWithinMs,
    keepalive: 30,
  });
  client.on('error', () => undefined); // the next press finds it closed, and is a miss
  await client.subscribeAsync(deviceTopic(login.username, 'state'), { qos: 1 });
  return client;
}

/** The hops of one that came back, or why it did not. */
type Found = Omit<CanaryTrace, 'district' | 'id' | 'pressedAt'>;

async function press(client: MqttClient, login: string, id: string): Promise<Found> {
  let acknowledged = false;
  const answer = new Promise<Found>((resolve) => {
    client.on('message', (_topic, payload) => {
      const state: unknown = JSON.parse(payload.toString('utf8'));
      // An answer to an earlier press may still be on its way.
      if (!StateCheck.Check(state) || !state.trace || state.trace.id !== id) return;
      const { heardAt, storedAt, decidedAt, sentAt } = state.trace;
      resolve({
        heardAt: at(heardAt),
        storedAt: at(storedAt),
        decidedAt: at(decidedAt),
        ...(sentAt === undefined ? {} : { sentAt: at(sentAt) }),
        backAt: at(Date.now()),
      });
    });
  });
  const ending = new AbortController();
  const late = wait(answerWithinMs, 'late' as const, { signal: ending.signal });
  try {
    client
      .publishAsync(deviceTopic(login, 'press'), JSON.stringify({ id }), { qos: 1 })
      .then(() => {
        acknowledged = true;
      })
      .catch(() => undefined); // closed meanwhile: a miss
    const found = await Promise.race([answer, late]);
    if (found !== 'late') return found;
    return { why: acknowledged ? 'not_answered' : 'not_acknowledged' };
  } finally {
    ending.abort();
    late.catch(() => undefined);
    client.removeAllListeners('message');
  }
}
