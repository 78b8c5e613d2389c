// The files for Prometheus and Grafana are whole: what they ask can be asked, and who is woken is told what to do.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canaryHops } from '../../contracts/device/canary.ts';
import { AlarmCode } from '../../contracts/system/alarms.ts';
import {
  alertRules,
  dashboard,
  dashboardText,
  expressions,
  type Panel,
  promtool,
  promtoolIsHere,
  readme,
  rulesFile,
  seriesIn,
} from '../monitoring.ts';

/** What labels may be asked for, where the words are ours. */
const known: Readonly<Record<string, readonly string[]>> = {
  code: AlarmCode.enum,
  severity: ['critical', 'warning'],
  step: ['acknowledged', 'accepted', 'on_scene', 'closed'],
  hop: canaryHops.map(([hop]) => hop),
};

describe('the alert rules', () => {
  it('are there, each under a name of its own', () => {
    const names = alertRules().map(({ alert }) => alert);
    expect(names.length).toBeGreaterThan(10);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(alertRules())('$alert says how grave it is, what is the matter and what to do', (rule) => {
    expect(['critical', 'warning']).toContain(rule.labels.severity);
    expect(rule.annotations.summary).not.toBe('');
    expect(rule.annotations.description).not.toBe('');
    expect(rule.for ?? '0s').toMatch(/^\d+[smh]$/);
    expect(readme()).toContain(`\`${rule.alert}\``);
  });

  it.runIf(promtoolIsHere)('satisfy promtool, and fire when they should', () => {
    expect(promtool(['check', 'rules', rulesFile])).toMatchObject({ code: 0 });
    expect(promtool(['test', 'rules', 'prometheus-rules.test.yml'])).toMatchObject({ code: 0 });
  });
});

describe('the dashboard', () => {
  const { panels, templating } = dashboard();
  const overlap = (a: Panel, b: Panel): boolean =>
    a !== b &&
    a.gridPos.x < b.gridPos.x + b.gridPos.w &&
    b.gridPos.x < a.gridPos.x + a.gridPos.w &&
    a.gridPos.y < b.gridPos.y + b.gridPos.h &&
    b.gridPos.y < a.gridPos.y + a.gridPos.h;

  it('can be imported anywhere: it names no machine, and its source is chosen there', () => {
    expect(dashboardText()).not.toMatch(/https?:|localhost|\d+\.\d+\.\d+\.\d+/);
    expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'district']);
    const sources = [...dashboardText().matchAll(/"uid": "([^"]+)"/g)].map(([, uid]) => uid);
    expect(new Set(sources)).toEqual(new Set(['$' + '{datasource}', 'yijiantong']));
  });

  it('has each panel once and none over another', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.filter((one) => panels.some((other) => overlap(one, other)))).toEqual([]);
  });

  it.each(panels.filter(({ type }) => type !== 'row'))('$title asks something and says what it is for', (panel) => {
    expect(panel.targets?.length).toBeGreaterThan(0);
    expect(panel.description).toBeTruthy();
    expect(readme()).toContain(`**${panel.title}**`);
  });

  it.runIf(promtoolIsHere)('asks what promtool can read', () => {
    const here = mkdtempSync(join(tmpdir(), 'yjt-'));
    try {
      const rules = expressions().map(({ expr }, n) => ({
        record: `yjt:${n}`,
        expr: expr.replaceAll('$district', 'd'),
      }));
      writeFileSync(join(here, 'asked.yml'), JSON.stringify({ groups: [{ name: 'asked', rules }] })); // JSON is YAML
      expect(promtool(['check', 'rules', join(here, 'asked.yml')])).toMatchObject({ code: 0 });
    } finally {
      rmSync(here, { recursive: true });
    }
  });
});

it.each(expressions())('$where asks for words that there are', ({ expr }) => {
  for (const { labels } of seriesIn(expr))
    for (const [label, asked] of Object.entries(labels)) {
      const words = known[label];
      if (words) for (const one of asked.split('|')) expect(words).toContain(one);
    }
});
