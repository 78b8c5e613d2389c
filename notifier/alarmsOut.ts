// The system's alarms go out too: whoever is responsible hears of a dead canary without a page open. Each beginning and each
// end is told once; a marker in the store says how far, so that a restart neither loses nor repeats one. What concerns
// this gateway itself cannot go through it and would never end: it is told on the console.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { AlarmChange } from '../contracts/alarms.ts';
import { alarmRecordEnd, markAlarmsTold, readAlarmRecord, readAlarms, readAlarmsTold } from '../store/alarms.ts';
import { onOtherServer } from '../store/connection.ts';
import type { Registry } from '../store/registry.ts';
import { gatewayAlarm } from '../wording/outside.ts';
import type { Gateway } from './gateway.ts';
import { pause } from './pause.ts';

const waitMs = 1_000;

export type AlarmsOutParts = {
  redis: Redis;
  blocking: Redis;
  gateway: Gateway;
  registry: Registry;
  publicUrl: string;
  log: Pick<Logger, 'info' | 'warn'>;
};

export class AlarmsOut {
  readonly #parts: AlarmsOutParts;
  readonly #ending = new AbortController();
  #otherServer = false;

  constructor(parts: AlarmsOutParts) {
    this.#parts = parts;
    onOtherServer(parts.redis, () => {
      this.#otherServer = true;
    });
    void this.#follow();
  }

  stop(): void {
    this.#ending.abort();
  }

  async #follow(): Promise<void> {
    const { redis, blocking, gateway, log } = this.#parts;
    const { signal } = this.#ending;
    const { gateway: name } = gateway.channel;
    while (!signal.aborted) {
      try {
        this.#otherServer = false; // another server has a marker and a record of its own
        let after = (await readAlarmsTold(redis, name)) ?? (await this.#begin(name));
        while (!signal.aborted && !this.#otherServer)
          for (const { entry, change } of await readAlarmRecord(blocking, after, waitMs)) {
            await this.#tell(change);
            if (signal.aborted) return;
            await markAlarmsTold(redis, name, entry);
            after = entry;
          }
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ error: String(error) }, 'notifier: the alarms could not be read, again in a second');
        await pause(waitMs, signal);
      }
    }
  }

  /** A gateway that was never told anything hears of what stands now, not of months gone by. */
  async #begin(name: string): Promise<string> {
    const { redis } = this.#parts;
    const end = await alarmRecordEnd(redis);
    for (const alarm of await readAlarms(redis)) await this.#tell({ ...alarm, at: alarm.since, change: 'raised' });
    if (!this.#ending.signal.aborted) await markAlarmsTold(redis, name, end);
    return end;
  }

  async #tell(change: AlarmChange): Promise<void> {
    const { gateway, registry, publicUrl, log } = this.#parts;
    const { channel } = gateway;
    if (change.code === 'gateway_failing' && change.subject === channel.name) return;
    const concerned = registry.all().filter(({ id }) => change.district === undefined || id === change.district);
    const demo = concerned.length > 0 && concerned.every(({ bundle }) => bundle.district.demo);
    const delivery = `alarm/${idOf(change)}/${change.change}`;
    const message = gatewayAlarm(change, { channel: channel.name, demo, publicUrl, delivery });
    const settled = await gateway.carry(message, 'alarms', this.#ending.signal);
    if (settled?.kind === 'refused')
      log.warn({ code: change.code, why: settled.why }, 'notifier: an alarm was refused');
    else if (settled) log.info({ code: change.code, change: change.change }, 'notifier: an alarm was told');
  }
}

/** The same for whoever tells it, and again after a crash. */
const idOf = ({ code, subject, since }: AlarmChange): string =>
  createHash('sha256').update(`${code}/${subject}/${since}`).digest('hex').slice(0, 16);
