// How the system itself is, as the pages show it: the alarms that stand, the latest canary, whether the store answers. The
// store is asked every second: when it is away nobody can write an alarm, and this process must say so itself.

import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Counter, type Registry as Metrics } from 'prom-client';
import type { CanaryTrace } from '../../../contracts/device/canary.ts';
import { iso } from '../../../contracts/iso.ts';
import type { Alarm, AlarmCode } from '../../../contracts/system/alarms.ts';
import type { AlarmRecord, AlarmView, SystemView } from '../../../contracts/system/views.ts';
import { readAlarmChanges, readAlarms, watchAlarms } from '../../../store/alarms.ts';
import { canariesAfter } from '../../../store/canaries.ts';
import { readMerged } from '../../../store/floods.ts';
import { explainAlarm } from '../../../wording/alarms.ts';
import { every, guarded } from '../repeat.ts';
import { alarmMetrics } from './alarmMetrics.ts';
import { canaryMetrics } from './canaryMetrics.ts';

const lookEveryMs = 1_000;
/** Longer than a slow disk keeps a healthy store busy. */
export const awayAfterMs = 2_000;
/** A press may not come through, or nobody is sent, or somebody is forgotten: shown over everything. */
const severe: ReadonlySet<AlarmCode> = new Set<AlarmCode>([
  'store_down',
  'dispatcher_silent',
  'canary_dead',
  'intake_refused',
  'store_write_errors',
  'store_not_kept',
  'input_undecided',
  'press_unbooked',
  'incident_without_deadline',
  'incident_unreadable',
  'sent_untold',
  'closed_without_human',
]);

export type SystemStateParts = {
  redis: Redis;
  /** a connection that only subscribes */
  subscriber: Redis;
  log: Pick<Logger, 'warn' | 'error'>;
  /** called when a page should be told */
  changed: () => void;
};

export class SystemState {
  readonly #parts: SystemStateParts;
  readonly #timer: NodeJS.Timeout;
  readonly #canaries = new Map<string, CanaryTrace>();
  #merged: ReadonlyMap<string, number> = new Map();
  #observe: ((trace: CanaryTrace) => void) | undefined;
  #raised: ((alarms: readonly Alarm[]) => void) | undefined;
  #alarms: readonly Alarm[] = [];
  #after: string | undefined;
  #answeredAt = performance.now();
  #looking = false;
  #shown = '';

  private constructor(parts: SystemStateParts) {
    this.#parts = parts;
    this.#timer = every(lookEveryMs, 'system: look', parts.log, () => this.#look());
  }

  static async start(parts: SystemStateParts): Promise<SystemState> {
    const state = new SystemState(parts);
    await watchAlarms(parts.subscriber, () => void guarded('system: look', parts.log, () => state.#look()));
    await state.#look();
    return state;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  get storeAway(): boolean {
    return performance.now() - this.#answeredAt > awayAfterMs;
  }

  /** As a page of this district is shown it. */
  view(district: string): SystemView {
    const trace = this.#canaries.get(district);
    return {
      store: this.storeAway ? 'away' : 'here',
      alarms: this.#alarms.filter((one) => concerns(one, district)).map(alarmView),
      ...(trace
        ? {
            canary: {
              at: iso(trace.pressedAt),
              back: trace.backAt !== undefined,
              ...(trace.backAt === undefined ? {} : { ms: Math.max(0, trace.backAt - trace.pressedAt) }),
            },
          }
        : {}),
    };
  }

  /** What stands and what has been, newest first. */
  async record(district: string, limit: number): Promise<AlarmRecord> {
    const changes = await readAlarmChanges(this.#parts.redis, limit);
    return {
      system: this.view(district),
      changes: changes
        .filter((one) => concerns(one, district))
        .map((one) => ({ ...alarmView(one), at: iso(one.at), change: one.change })),
    };
  }

  /** Canaries and alarms as numbers; presses that came too fast to be told apart. */
  measure(metrics: Metrics): void {
    const state = this;
    new Counter({
      name: 'yjt_presses_merged_total',
      help: 'presses that were merged with others because their device sent too many, by district',
      labelNames: ['district'],
      registers: [metrics],
      collect() {
        this.reset(); // the store counts
        for (const [district, merged] of state.#merged) this.inc({ district }, merged);
      },
    });
    this.#observe = canaryMetrics(metrics);
    this.#raised = alarmMetrics(metrics, { standing: () => this.#alarms, isSevere: (code) => severe.has(code) });
  }

  async #look(): Promise<void> {
    this.#tellIfChanged();
    if (this.#looking) return; // the one before still waits for the store
    this.#looking = true;
    try {
      const stood = new Set(this.#alarms.map(nameOf));
      this.#alarms = await readAlarms(this.#parts.redis);
      this.#raised?.(this.#alarms.filter((one) => !stood.has(nameOf(one))));
      this.#merged = await readMerged(this.#parts.redis);
      const { after, traces } = await canariesAfter(this.#parts.redis, this.#after);
      this.#after = after;
      this.#answeredAt = performance.now();
      for (const trace of traces) {
        this.#canaries.set(trace.district, trace);
        this.#observe?.(trace);
      }
    } catch (error) {
      this.#parts.log.warn({ error: String(error) }, 'system: the store did not say how things are');
    } finally {
      this.#looking = false;
    }
    this.#tellIfChanged();
  }

  #tellIfChanged(): void {
    const shows = JSON.stringify([this.storeAway, this.#alarms, [...this.#canaries.values()]]);
    if (shows === this.#shown) return;
    this.#shown = shows;
    this.#parts.changed();
  }
}

const nameOf = ({ code, subject, since }: Alarm): string => `${code}/${subject}/${since}`;

const concerns = ({ district }: Alarm, id: string): boolean => district === undefined || district === id;

function alarmView(alarm: Alarm): AlarmView {
  const { code, subject, since } = alarm;
  return {
    code,
    subject,
    severe: severe.has(code),
    since: iso(since),
    zh: explainAlarm(alarm, 'zh'),
    en: explainAlarm(alarm, 'en'),
  };
}
