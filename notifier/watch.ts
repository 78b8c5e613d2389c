// The notifier says how it is: as a status for the doctor, and as alarms that begin and end with their cause. A cause is
// said when it changes, not again and again, so that of several notifiers none undoes what another has said.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { at } from '../contracts/ids.ts';
import { defined } from '../contracts/shapes.ts';
import type { AlarmCode } from '../contracts/system/alarms.ts';
import { clearAlarm, raiseAlarm, readAlarms } from '../store/alarms.ts';
import { putNotifierStatus } from '../store/notifierStatus.ts';
import type { AlarmsOut } from './alarmsOut.ts';
import type { Gateway } from './gateway.ts';
import type { Heartbeat } from './heartbeat.ts';

export type WatchParts = {
  redis: Redis;
  gateways: readonly Gateway[];
  /** Do the alarms get through? */
  alarms: readonly Pick<AlarmsOut, 'subject' | 'verdict'>[];
  heartbeat: Heartbeat | undefined;
  /** What a channel's gateway will not take, by responder. */
  refused(channel: string): ReadonlyMap<string, string>;
  log: Pick<Logger, 'warn'>;
};

const lookEveryMs = 1_000;
const statusEveryMs = 5_000;

export class Watch {
  readonly #parts: WatchParts;
  readonly #timer: NodeJS.Timeout;
  /** The causes that stand, as far as we have said so. */
  readonly #said = new Set<string>();
  #statusAt = Number.NEGATIVE_INFINITY;
  #looking = false;
  #adopted = false;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.#look(), lookEveryMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      if (!this.#adopted) await this.#adopt();
      await this.#sayGateways();
      await this.#sayRefused();
      await this.#sayHeartbeat();
      await this.#status();
    } catch (error) {
      this.#parts.log.warn({ error: String(error) }, 'notifier: could not say how it is, again in a second');
    } finally {
      this.#looking = false;
    }
  }

  /** What a notifier before us has raised is ours to clear. */
  async #adopt(): Promise<void> {
    const ours: ReadonlySet<AlarmCode> = new Set(['gateway_failing', 'delivery_refused', 'heartbeat_failing']);
    for (const { code, subject } of await readAlarms(this.#parts.redis))
      if (ours.has(code)) this.#said.add(`${code}/${subject}`);
    this.#adopted = true;
  }

  async #sayGateways(): Promise<void> {
    for (const { channel, verdict } of this.#parts.gateways) {
      if (verdict.state === 'failing') await this.#raise('gateway_failing', channel.name, verdict.why ?? '');
      if (verdict.state === 'works' || (verdict.state === 'untried' && channel.gateway === 'recorder'))
        await this.#clear('gateway_failing', channel.name);
    }
    for (const { subject, verdict } of this.#parts.alarms) {
      if (verdict.state === 'failing') await this.#raise('gateway_failing', subject, verdict.why ?? '');
      if (verdict.state === 'works') await this.#clear('gateway_failing', subject);
    }
  }

  async #sayRefused(): Promise<void> {
    for (const { channel } of this.#parts.gateways) {
      const refused = this.#parts.refused(channel.name);
      for (const [responder, why] of refused)
        await this.#raise('delivery_refused', `${channel.name}/${responder}`, why);
      const prefix = `delivery_refused/${channel.name}/`;
      for (const key of this.#said)
        if (key.startsWith(prefix) && !refused.has(key.slice(prefix.length)))
          await this.#clear('delivery_refused', key.slice('delivery_refused/'.length));
    }
  }

  async #sayHeartbeat(): Promise<void> {
    const state = this.#parts.heartbeat?.state;
    if (state === 'failing') await this.#raise('heartbeat_failing', '', '');
    if (state === 'taken' || state === undefined) await this.#clear('heartbeat_failing', '');
  }

  async #raise(code: AlarmCode, subject: string, error: string): Promise<void> {
    const key = `${code}/${subject}`;
    if (this.#said.has(key)) return;
    await raiseAlarm(this.#parts.redis, { code, subject, since: at(Date.now()), figures: { error } });
    this.#said.add(key);
  }

  async #clear(code: AlarmCode, subject: string): Promise<void> {
    const key = `${code}/${subject}`;
    if (!this.#said.has(key)) return;
    await clearAlarm(this.#parts.redis, { code, subject }, at(Date.now()));
    this.#said.delete(key);
  }

  async #status(): Promise<void> {
    if (performance.now() - this.#statusAt < statusEveryMs) return;
    const { redis, gateways, heartbeat } = this.#parts;
    await putNotifierStatus(redis, {
      channels: gateways.map(({ channel, verdict, underWay }) => ({
        channel: channel.name,
        gateway: channel.gateway,
        state: verdict.state,
        ...defined({ why: verdict.why }),
        underWay,
      })),
      heartbeat: heartbeat?.state ?? 'off',
    });
    this.#statusAt = performance.now();
  }
}
