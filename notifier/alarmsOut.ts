// The system's alarms go out too: whoever is responsible hears of a dead canary without a page open. Each beginning and each
// end is told once; a marker in the store says how far, so that a restart neither loses nor repeats one. One that the gateway
// does not take in time is put back, and the next ones go first; that it is so stands as an alarm of its own until one is
// taken. What concerns this gateway itself cannot go through it and would never end: it is told on the console.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { AlarmChange } from '../contracts/system/alarms.ts';
import { alarmRecordEnd, markAlarmsTold, readAlarmRecord, readAlarms, readAlarmsTold } from '../store/alarms.ts';
import { onOtherServer } from '../store/connection.ts';
import type { Registry } from '../store/registry.ts';
import { gatewayAlarm } from '../wording/outside.ts';
import type { Gateway, Verdict } from './gateway.ts';
import { pause } from './pause.ts';

const waitMs = 1_000;

/** @property giveUpAfterMs the others wait for one alarm no longer @property againEveryMs what was put back is tried again */
export type AlarmRules = { giveUpAfterMs: number; againEveryMs: number };
export const alarmRules: AlarmRules = { giveUpAfterMs: 30_000, againEveryMs: 30_000 };

export type AlarmsOutParts = {
  redis: Redis;
  blocking: Redis;
  gateway: Gateway;
  registry: Registry;
  publicUrl: string;
  log: Pick<Logger, 'info' | 'warn'>;
  rules?: AlarmRules;
};

export class AlarmsOut {
  readonly #parts: AlarmsOutParts;
  readonly #rules: AlarmRules;
  readonly #ending = new AbortController();
  /** By code and subject: the latest change that was not taken. */
  readonly #putBack = new Map<string, AlarmChange>();
  #againAt = 0;
  #verdict: Verdict = { state: 'untried', why: undefined };
  #otherServer = false;

  constructor(parts: AlarmsOutParts) {
    this.#parts = parts;
    this.#rules = parts.rules ?? alarmRules;
    onOtherServer(parts.redis, () => {
      this.#otherServer = true;
    });
    void this.#follow();
  }

  /** Do alarms get through? `subject` names them among the alarms. */
  get verdict(): Verdict {
    return this.#verdict;
  }

  get subject(): string {
    return `${this.#parts.gateway.channel.name}/alarms`;
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
        this.#putBack.clear();
        let after = (await this.#goOn(name)) ?? (await this.#begin(name));
        while (!signal.aborted && !this.#otherServer) {
          for (const { entry, change } of await readAlarmRecord(blocking, after, waitMs)) {
            if (change) await this.#tell(change); // one that cannot be read cannot be told: what stands still is looked up
            if (signal.aborted) return;
            await markAlarmsTold(redis, name, entry);
            after = entry;
          }
          await this.#tellOneAgain();
        }
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ error: String(error) }, 'notifier: the alarms could not be read, again in a second');
        await pause(waitMs, signal);
      }
    }
  }

  /** Goes on behind what was told. Where some were put back, all that stand are told again: their keys make it harmless. */
  async #goOn(name: string): Promise<string | undefined> {
    const { redis } = this.#parts;
    const told = await readAlarmsTold(redis, name);
    const standing = await readAlarms(redis);
    if (told !== undefined && standing.some((one) => one.code === 'gateway_failing' && one.subject === this.subject))
      for (const alarm of standing) this.#keep({ ...alarm, at: alarm.since, change: 'raised' });
    return told;
  }

  /** A gateway that was never told anything hears of what stands now, not of months gone by. */
  async #begin(name: string): Promise<string> {
    const { redis } = this.#parts;
    const end = await alarmRecordEnd(redis);
    for (const alarm of await readAlarms(redis)) await this.#tell({ ...alarm, at: alarm.since, change: 'raised' });
    if (!this.#ending.signal.aborted) await markAlarmsTold(redis, name, end);
    return end;
  }

  /** One at a time, those that wait longest first; what is new goes before them. */
  async #tellOneAgain(): Promise<void> {
    const [first] = this.#putBack.values();
    if (first && performance.now() >= this.#againAt) await this.#tell(first);
  }

  /** Tells a change, or puts it back when that takes too long. A beginning that was put back is over with its end. */
  async #tell(change: AlarmChange): Promise<void> {
    const { gateway, log } = this.#parts;
    if (this.#isOwn(change)) return;
    this.#putBack.delete(keyOf(change));
    const { giveUpAfterMs, againEveryMs } = this.#rules;
    const late = AbortSignal.timeout(giveUpAfterMs);
    const settled = await gateway.carry(this.#message(change), 'alarms', AbortSignal.any([this.#ending.signal, late]));
    if (this.#ending.signal.aborted) return;
    const { code } = change;
    if (settled === undefined) {
      this.#keep(change);
      this.#againAt = performance.now() + againEveryMs;
      this.#verdict = { state: 'failing', why: gateway.verdict.why ?? `not taken within ${giveUpAfterMs} ms` };
      log.warn({ code, change: change.change }, 'notifier: an alarm was not taken, the next ones go first');
    } else if (settled.kind === 'refused') {
      this.#verdict = { state: 'failing', why: settled.why };
      log.warn({ code, why: settled.why }, 'notifier: an alarm was refused');
    } else {
      this.#againAt = 0; // it takes alarms: those that were put back are tried at once
      this.#verdict = { state: 'works', why: undefined };
      log.info({ code, change: change.change }, 'notifier: an alarm was told');
    }
  }

  #keep(change: AlarmChange): void {
    if (!this.#isOwn(change)) this.#putBack.set(keyOf(change), change);
  }

  #isOwn({ code, subject }: AlarmChange): boolean {
    return code === 'gateway_failing' && (subject === this.#parts.gateway.channel.name || subject === this.subject);
  }

  #message(change: AlarmChange) {
    const { gateway, registry, publicUrl } = this.#parts;
    const concerned = registry.all().filter(({ id }) => change.district === undefined || id === change.district);
    const demo = concerned.length > 0 && concerned.every(({ bundle }) => bundle.district.demo);
    const delivery = `alarm/${idOf(change)}/${change.change}`;
    return gatewayAlarm(change, { channel: gateway.channel.name, demo, publicUrl, delivery });
  }
}

const keyOf = ({ code, subject }: AlarmChange): string => `${code}/${subject}`;

/** The same for whoever tells it, and again after a crash. */
const idOf = ({ code, subject, since }: AlarmChange): string =>
  createHash('sha256').update(`${code}/${subject}/${since}`).digest('hex').slice(0, 16);
