// A notifier at work: each outside channel with its gateway, the alarms, the heartbeat, and the watch over them.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { defined } from '../contracts/shapes.ts';
import { readAlarms } from '../store/alarms.ts';
import type { Registry } from '../store/registry.ts';
import { type AlarmRules, AlarmsOut } from './alarmsOut.ts';
import type { OutsideChannel } from './channel.ts';
import { CheckInsOut } from './checkInsOut.ts';
import { Delivery } from './delivery.ts';
import { Gateway, type GatewayRules, gatewayRules } from './gateway.ts';
import { Heartbeat, whatIsNotWell } from './heartbeat.ts';
import { SwapsOut } from './swapsOut.ts';
import { Watch } from './watch.ts';

export type NotifierParts = {
  redis: Redis;
  /** opens a connection that may wait */
  openBlocking: () => Redis;
  registry: Registry;
  replicas: number;
  publicUrl: string;
  channels: readonly OutsideChannel[];
  /** the channel that carries the system's alarms */
  alarmsThrough: OutsideChannel['name'];
  heartbeat?: { url: string; everyMs: number; readyUrl: string };
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  rules?: GatewayRules;
  alarmRules?: AlarmRules;
};

export type Notifier = { stop(): void };

export function startNotifier(parts: NotifierParts): Notifier {
  const { redis, registry, publicUrl, log } = parts;
  const gateways = parts.channels.map((channel) => new Gateway(channel, log, parts.rules ?? gatewayRules));
  const delivery = new Delivery({ ...parts, blocking: parts.openBlocking(), gateways });
  const alarms = gateways
    .filter(({ channel }) => channel.name === parts.alarmsThrough)
    .map((gateway) => {
      const blocking = parts.openBlocking();
      const rules = defined({ rules: parts.alarmRules });
      return new AlarmsOut({ redis, blocking, gateway, registry, publicUrl, log, ...rules });
    });
  const swaps = new SwapsOut({ redis, gateways, registry, publicUrl, log });
  const checkIns = new CheckInsOut({ redis, gateways, registry, publicUrl, log });
  const { heartbeat: wanted } = parts;
  const standing = async () => (await readAlarms(redis)).map(({ code }) => code);
  const heartbeat =
    wanted && new Heartbeat({ ...wanted, notWell: (signal) => whatIsNotWell(wanted.readyUrl, standing, signal), log });
  const watch = new Watch({ redis, gateways, alarms, heartbeat, refused: (channel) => delivery.refused(channel), log });
  return {
    stop: () => {
      for (const part of [watch, delivery, swaps, checkIns, ...alarms, ...(heartbeat ? [heartbeat] : [])]) part.stop();
    },
  };
}
