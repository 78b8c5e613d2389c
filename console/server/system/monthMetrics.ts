// The month so far, as the office has counted it last: asked at each reading of the metrics, and left out when it does not say at once.
import { Gauge, type Registry as Metrics } from 'prom-client';
import { Compile } from 'typebox/compile';
import { type MonthCount, MonthCounts } from '../../../contracts/office/monthCounts.ts';
import { askOfficeAtOnce, type OfficeSocket } from '../office/askOffice.ts';

/** It answers from what is known, in a millisecond; a scraper gives up after ten seconds. */
const answersWithinMs = 500;

const Check = Compile(MonthCounts);

/** @returns what to wait for before the metrics are read; it never throws */
export function monthMetrics(metrics: Metrics, parts: OfficeSocket): () => Promise<void> {
  const tell = monthGauges(metrics);
  const up = new Gauge({
    name: 'yjt_office_up',
    help: '1: the office answered within half a second; 0: what it counts is left out',
    registers: [metrics],
  });
  return async () => {
    const counts = await askOfficeAtOnce(parts, '/month', answersWithinMs).then(
      (answer) => Check.Parse(answer),
      () => undefined, // it is away: yjt_office_up says so
    );
    up.set(counts ? 1 : 0);
    tell(counts?.districts ?? []);
  };
}

/** Gauges and no counters: a call that turns out a test is one less, which is no start from nought. */
function monthGauges(metrics: Metrics): (counts: readonly MonthCount[]) => void {
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge({ name: `yjt_month_${name}`, help: `this month so far: ${help}`, labelNames, registers: [metrics] });
  const counted = gauge('counted_timestamp_seconds', 'when it was counted', 'district');
  const incidents = gauge('incidents', 'incidents that are counted: without those merged and tests', 'district');
  const leftOut = gauge(
    'left_out_incidents',
    'incidents merged with another or closed as a test',
    'district',
    'because',
  );
  const open = gauge('open_incidents', 'incidents of it that are not closed', 'district');
  const byCall = gauge('call_incidents', 'counted incidents by kind of call', 'district', 'call');
  const byOutcome = gauge('outcome_incidents', 'counted incidents by outcome, once closed', 'district', 'disposition');
  const had = gauge('step_incidents', 'incidents that had to take the step', 'district', 'step');
  const reached = gauge('step_reached_incidents', 'incidents that took the step', 'district', 'step');
  const within = gauge('step_within_incidents', 'as reached, and soon', 'district', 'step', 'within_seconds');
  const target = gauge(
    'step_target_ratio',
    'the share of 1 that the standard asks',
    'district',
    'step',
    'within_seconds',
  );
  const all = [counted, incidents, leftOut, open, byCall, byOutcome, had, reached, within, target];
  return (counts) => {
    for (const one of all) one.reset();
    for (const { district, ...month } of counts) {
      counted.set({ district }, Date.parse(month.countedAt) / 1000);
      incidents.set({ district }, month.opened - month.merged - month.tests - month.drills);
      leftOut.set({ district, because: 'merged' }, month.merged);
      leftOut.set({ district, because: 'test' }, month.tests);
      leftOut.set({ district, because: 'drill' }, month.drills);
      open.set({ district }, month.open);
      for (const { call, n } of month.byCall) byCall.set({ district, call }, n);
      for (const { disposition, n } of month.byDisposition) byOutcome.set({ district, disposition }, n);
      for (const { step, n, done, within: marks } of month.steps) {
        had.set({ district, step }, n);
        reached.set({ district, step }, done);
        for (const { seconds, n: soon, target: share } of marks) {
          within.set({ district, step, within_seconds: seconds }, soon);
          if (share !== undefined) target.set({ district, step, within_seconds: seconds }, share);
        }
      }
    }
  };
}
