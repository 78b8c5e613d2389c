// What a program that watches the system reads of it: counts and times, no person. Nothing here may keep a reader waiting or fail
// because a part of the system does: then it is needed most. What each number is for: docs/monitoring/README.md.
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry as Metrics } from 'prom-client';
import type { Limits } from '../../../store/limits.ts';
import type { Registry } from '../../../store/registry.ts';
import type { Live } from '../live/live.ts';
import type { OfficeSocket } from '../office/askOffice.ts';
import type { Readiness } from './health.ts';
import { monthMetrics } from './monthMetrics.ts';
import type { SystemState } from './systemState.ts';

export type MetricsParts = OfficeSocket &
  Readiness & {
    live: Live;
    registry: Registry;
    system: SystemState;
    limits: Pick<Limits, 'measured'>;
  };

export function addMetrics(app: FastifyInstance, parts: MetricsParts): void {
  const metrics = new Metrics();
  parts.system.measure(metrics);
  collectDefaultMetrics({ register: metrics, prefix: 'yjt_console_' });
  measureNow(metrics, parts);
  measureLimits(metrics, parts);
  const askOffice = monthMetrics(metrics, parts);
  app.get('/metrics', { config: { right: 'metrics.read' }, schema: { hide: true } }, async (_request, reply) => {
    await askOffice();
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
}

function measureNow(metrics: Metrics, { live, registry, notReady }: MetricsParts): void {
  const registers = [metrics];
  new Gauge({
    name: 'yjt_ready',
    help: '1: presses are accepted and acted on, as /readyz says it',
    registers,
    collect() {
      this.set(notReady().length === 0 ? 1 : 0);
    },
  });
  new Gauge({
    name: 'yjt_open_incidents',
    help: 'open incidents by district',
    labelNames: ['district'],
    registers,
    collect() {
      for (const { id } of registry.all()) this.set({ district: id }, live.open(id).length);
    },
  });
  new Gauge({
    name: 'yjt_unacknowledged_incidents',
    help: 'open incidents that no officer has taken in hand, by district',
    labelNames: ['district'],
    registers,
    collect() {
      for (const { id } of registry.all())
        this.set({ district: id }, live.open(id).filter(({ acknowledged }) => acknowledged === undefined).length);
    },
  });
  new Gauge({
    name: 'yjt_console_pages',
    help: 'duty pages connected',
    registers,
    collect() {
      this.set(live.pages);
    },
  });
}

/** As they were last measured: where there is no limit, or the disk is not ours to see, there is no line. */
function measureLimits(metrics: Metrics, { limits }: MetricsParts): void {
  const measured = (name: string, help: string, value: () => number | undefined) =>
    new Gauge({
      name,
      help,
      registers: [metrics],
      collect() {
        const now = value();
        if (now === undefined) this.remove();
        else this.set(now);
      },
    });
  measured(
    'yjt_store_memory_ratio',
    'memory that the store uses, of 1 that it may',
    () => limits.measured().memoryShare,
  );
  measured('yjt_disk_free_bytes', 'what is free on the disk of DATA_DIR', () => limits.measured().disk?.freeBytes);
  measured('yjt_disk_used_ratio', 'what is used of that disk, of 1', () => limits.measured().disk?.usedShare);
}
