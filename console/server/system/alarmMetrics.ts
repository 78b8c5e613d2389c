// The standing alarms as numbers. No subject: it may name a person or an incident.
import { Counter, Gauge, type Registry as Metrics } from 'prom-client';
import { type Alarm, AlarmCode } from '../../../contracts/system/alarms.ts';

export type AlarmMetricsOf = { standing(): readonly Alarm[]; isSevere(code: AlarmCode): boolean };

/** @returns what to tell of the alarms that are new */
export function alarmMetrics(
  metrics: Metrics,
  { standing, isSevere }: AlarmMetricsOf,
): (raised: readonly Alarm[]) => void {
  const severity = (code: AlarmCode) => (isSevere(code) ? 'critical' : 'warning');
  new Gauge({
    name: 'yjt_alarms',
    help: 'alarms that stand, by code; district: of those that concern one alone, else empty',
    labelNames: ['code', 'district', 'severity'],
    registers: [metrics],
    collect() {
      this.reset();
      for (const code of AlarmCode.enum) this.set({ code, district: '', severity: severity(code) }, 0);
      for (const { code, district = '' } of standing()) this.inc({ code, district, severity: severity(code) });
    },
  });
  const raised = new Counter({
    name: 'yjt_alarms_raised_total',
    help: 'alarms that were raised while this process ran, by code: also those that stood between two scrapes only',
    labelNames: ['code', 'severity'],
    registers: [metrics],
  });
  // From nought: what appears at one has not increased, as Prometheus counts.
  for (const code of AlarmCode.enum) raised.inc({ code, severity: severity(code) }, 0);
  return (all) => {
    for (const { code } of all) raised.inc({ code, severity: severity(code) });
  };
}
