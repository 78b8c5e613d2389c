// What a program that watches the system reads: the same counts as on the page of figures, and an answer whatever is away.
import { describe, expect, it } from 'vitest';
import type { FiguresAnswer } from '../../contracts/office/figures.ts';
import { monthAround } from '../../contracts/office/month.ts';
import { usualZone } from '../../contracts/wallClock.ts';
import { ofThisFile } from '../lives.ts';
import { expressions, promtool, promtoolIsHere, seriesIn } from '../monitoring.ts';
import { System, signal, until } from '../system.ts';

const district = 'hongmenjie';
const system = await ofThisFile(System.start(['--no-sim'], { YJT_CANARY_SECONDS: '1' }));
let written = 0;

type Sample = { name: string; labels: Record<string, string>; value: number };
type Metrics = { text: string; types: Map<string, string>; samples: Sample[]; tookMs: number };

async function metrics(): Promise<Metrics> {
  const began = performance.now();
  const answer = await system.call('/metrics');
  const text = await answer.text();
  expect(answer.status).toBe(200);
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
  const samples = [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value = '']) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', is = '']) => [label, is])),
    value: Number(value),
  }));
  return { text, types, samples, tookMs: performance.now() - began };
}

/** The value of the one series with these labels. */
function seriesValue({ samples }: Metrics, name: string, labels: Record<string, string> = {}): number | undefined {
  const fits = samples.filter(
    (one) => one.name === name && Object.entries(labels).every(([label, is]) => one.labels[label] === is),
  );
  expect(fits.length, `${name} ${JSON.stringify(labels)}`).toBeLessThanOrEqual(1);
  return fits[0]?.value;
}

const order = (incident: string, command: object): Promise<unknown> =>
  system.api(`/api/v1/incidents/${incident}/commands`, { id: `order-${++written}`, ...command });

async function press(resident: string, kind = 'sos'): Promise<string> {
  return (await system.api<{ incident: string }>('/api/v1/incidents', { kind, resident })).incident;
}

/** A month of few calls: one helped, one by mistake, one as a test, one that nobody has seen yet. */
async function aFewCalls(): Promise<void> {
  for (const [resident, disposition] of [
    ['res-002', 'helped'],
    ['res-004', 'false_alarm'],
    ['res-010', 'test'],
  ] as const) {
    const incident = await press(resident);
    await order(incident, { command: 'acknowledge' });
    await order(incident, { command: 'close', disposition, text: '已处理' });
  }
  await press('res-020');
}

async function figures(): Promise<FiguresAnswer> {
  const { from, until: end } = monthAround(usualZone, Date.now());
  const [first, last] = [from, end].map((ms) => new Date(ms).toISOString());
  return system.api<FiguresAnswer>(`/api/v1/office/figures?from=${first}&until=${last}`);
}

/** Every number of the answer that the metrics carry, with its series. */
function seriesOf({ opened, merged, tests, drills, open, steps, byCall, byDisposition }: FiguresAnswer): Sample[] {
  const one = (name: string, value: number, labels: Record<string, string> = {}): Sample => ({
    name: `yjt_month_${name}`,
    labels: { district, ...labels },
    value,
  });
  return [
    one('incidents', opened - merged - tests - drills),
    one('open_incidents', open),
    one('left_out_incidents', merged, { because: 'merged' }),
    one('left_out_incidents', tests, { because: 'test' }),
    one('left_out_incidents', drills, { because: 'drill' }),
    ...byCall.map(({ call, n }) => one('call_incidents', n, { call })),
    ...byDisposition.map(({ disposition, n }) => one('outcome_incidents', n, { disposition })),
    ...steps.flatMap(({ step, n, done, within }) => [
      one('step_incidents', n, { step }),
      one('step_reached_incidents', done, { step }),
      ...within.flatMap(({ seconds, n: soon, target }) => {
        const labels = { step, within_seconds: String(seconds) };
        return [
          one('step_within_incidents', soon, labels),
          ...(target === undefined ? [] : [one('step_target_ratio', target, labels)]),
        ];
      }),
    ]),
  ];
}

const inOrder = (all: readonly Sample[]): string[] =>
  all.map(({ name, labels, value }) => `${name} ${JSON.stringify(Object.entries(labels).sort())} ${value}`).sort();
const ofTheMonth = ({ samples }: Metrics): Sample[] =>
  samples.filter(({ name }) => name.startsWith('yjt_month_') && name !== 'yjt_month_counted_timestamp_seconds');

describe('the metrics', () => {
  it('carry the numbers of the figures of this month, and no others', async () => {
    await aFewCalls();
    await until(async () => {
      const expected = await figures();
      expect(expected).toMatchObject({ opened: 4, tests: 1, open: 1 });
      expect(inOrder(ofTheMonth(await metrics()))).toEqual(inOrder(seriesOf(expected)));
    }, 120);
    const now = await metrics();
    expect(seriesValue(now, 'yjt_office_up')).toBe(1);
    expect(seriesValue(now, 'yjt_month_incidents', { district })).toBe(3);
    expect(seriesValue(now, 'yjt_month_step_reached_incidents', { step: 'acknowledged' })).toBe(2);
    const age = Date.now() / 1000 - (seriesValue(now, 'yjt_month_counted_timestamp_seconds') ?? 0);
    expect(age).toBeLessThan(120);
  }, 180_000);

  it('say how things are now', async () => {
    await until(async () => {
      const now = await metrics();
      expect(seriesValue(now, 'yjt_ready')).toBe(1);
      expect(seriesValue(now, 'yjt_open_incidents', { district })).toBe(1);
      expect(seriesValue(now, 'yjt_unacknowledged_incidents', { district })).toBe(1);
      expect(seriesValue(now, 'yjt_store_memory_ratio')).toBeGreaterThan(0);
      expect(seriesValue(now, 'yjt_disk_free_bytes')).toBeGreaterThan(0);
      expect(seriesValue(now, 'yjt_alarms', { code: 'books_away' })).toBe(0);
      expect(seriesValue(now, 'yjt_canary_decided_seconds_count', { district })).toBeGreaterThan(0);
    }, 90);
  }, 120_000);

  it('have everything that rules and dashboard ask for, with its labels', async () => {
    const { types, samples } = await metrics();
    for (const { where, expr } of expressions())
      for (const { name, labels } of seriesIn(expr)) {
        const whole = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '');
        expect(types.get(whole), `${where}: ${name}`).toBe(
          whole === name ? (name.endsWith('_total') ? 'counter' : 'gauge') : 'histogram',
        );
        const some = samples.find((one) => one.name === name);
        if (some) for (const label of Object.keys(labels)) expect(Object.keys(some.labels), where).toContain(label);
      }
  });

  it('name nobody: the labels are these', async () => {
    const { samples } = await metrics();
    const labels = new Set(
      samples.filter(({ name }) => !name.startsWith('yjt_console_')).flatMap((one) => Object.keys(one.labels)),
    );
    const allowed = [
      'because',
      'call',
      'code',
      'disposition',
      'district',
      'hop',
      'le',
      'severity',
      'step',
      'within_seconds',
    ];
    expect([...labels].filter((one) => !allowed.includes(one))).toEqual([]);
  });

  it.runIf(promtoolIsHere)('are written as promtool wants them', async () => {
    const ours = (await metrics()).text.replace(/^.*yjt_console_(?!pages).*\n/gm, ''); // those are named by prom-client
    expect(promtool(['check', 'metrics'], ours)).toMatchObject({ code: 0, says: '' });
  });
});

describe('while the office', () => {
  it('hangs, the metrics do not wait for it, and leave the month out', async () => {
    const pid = system.kill('office/main', 'SIGSTOP');
    try {
      await until(async () => {
        const now = await metrics();
        expect(seriesValue(now, 'yjt_office_up')).toBe(0);
        expect(now.tookMs).toBeLessThan(2_000);
        expect(now.samples.filter(({ name }) => name.startsWith('yjt_month_'))).toEqual([]);
        expect(seriesValue(now, 'yjt_open_incidents', { district })).toBe(1);
      });
    } finally {
      signal(pid, 'SIGCONT');
    }
    await until(async () => expect(seriesValue(await metrics(), 'yjt_office_up')).toBe(1));
  }, 90_000);

  it('is killed, they answer all the same, tell of it, and have the month again when it is back', async () => {
    process.kill(system.pid, 'SIGSTOP'); // nobody starts it again meanwhile
    try {
      system.kill('office/main');
      await until(async () => {
        const now = await metrics();
        expect(seriesValue(now, 'yjt_office_up')).toBe(0);
        expect(seriesValue(now, 'yjt_ready')).toBe(1);
        expect(now.samples.filter(({ name }) => name.startsWith('yjt_month_'))).toEqual([]);
      });
    } finally {
      process.kill(system.pid, 'SIGCONT');
    }
    await until(async () => {
      const now = await metrics();
      expect(inOrder(ofTheMonth(now))).toEqual(inOrder(seriesOf(await figures())));
      expect(seriesValue(now, 'yjt_alarms_raised_total', { code: 'process_down' })).toBeGreaterThan(0);
    }, 90);
  }, 150_000);
});
