// The way of the canaries as histograms, by district and hop.
import { Counter, Histogram, type Registry as Metrics } from 'prom-client';
import { type CanaryTrace, canaryHops } from '../../../contracts/device/canary.ts';

/** 0.5 ms to 10 s: the answer of a canary is awaited so long. */
const bucketsSeconds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** @returns what to tell of each canary that came back, or did not */
export function canaryMetrics(metrics: Metrics): (trace: CanaryTrace) => void {
  const histogram = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Histogram({ name, help, labelNames, buckets: bucketsSeconds, registers: [metrics] });
  const hops = histogram('yjt_canary_hop_seconds', 'one stretch of the way of a canary press', ['district', 'hop']);
  const decided = histogram('yjt_canary_decided_seconds', 'canary press until it was decided', ['district']);
  const whole = histogram('yjt_canary_seconds', 'canary press until its answer came back', ['district']);
  const missed = new Counter({
    name: 'yjt_canary_missed_total',
    help: 'canary presses that did not come back',
    labelNames: ['district'],
    registers: [metrics],
  });
  return (trace) => {
    const { district, pressedAt, decidedAt, backAt } = trace;
    missed.inc({ district }, backAt === undefined ? 1 : 0);
    if (backAt !== undefined) whole.observe({ district }, seconds(pressedAt, backAt));
    if (decidedAt !== undefined) decided.observe({ district }, seconds(pressedAt, decidedAt));
    for (const [hop, from, to] of canaryHops) {
      const [began, ended] = [trace[from], trace[to]];
      if (typeof began === 'number' && typeof ended === 'number')
        hops.observe({ district, hop }, seconds(began, ended));
    }
  };
}

// Two processes' clocks of one host may differ by a tick: less than nothing is nothing.
const seconds = (from: number, to: number): number => Math.max(0, to - from) / 1000;
