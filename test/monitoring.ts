// The alert rules and the dashboard that ship, as the tests read them.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './system.ts';

export const folder = join(root, 'docs/monitoring');
export const rulesFile = join(folder, 'prometheus-rules.yml');
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

export type AlertRule = {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity: string };
  annotations: { summary: string; description: string };
};
export const alertRules = (): AlertRule[] =>
  (parse(textOf('prometheus-rules.yml')) as { groups: { rules: AlertRule[] }[] }).groups.flatMap(({ rules }) => rules);

export type Panel = {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string }[];
};
export type Dashboard = {
  panels: Panel[];
  templating: { list: { name: string; query: string | { query: string } }[] };
};
export const dashboardText = (): string => textOf('grafana-dashboard.json');
export const dashboard = (): Dashboard => JSON.parse(dashboardText()) as Dashboard;
export const readme = (): string => textOf('README.md');

/** Everything that rules and dashboard ask Prometheus. */
export function expressions(): { where: string; expr: string }[] {
  const { panels } = dashboard();
  return [
    ...alertRules().map(({ alert, expr }) => ({ where: alert, expr })),
    ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ where: title, expr }))),
  ];
}

/** The series of an expression: name, and its labels with what is asked of them. */
export function seriesIn(expr: string): { name: string; labels: Record<string, string> }[] {
  return [...expr.matchAll(/\b(yjt_\w+)(?:\{([^}]*)\})?/g)].map(([, name = '', asked = '']) => ({
    name,
    labels: Object.fromEntries(
      [...asked.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"/g)].map(([, label = '', value = '']) => [label, value]),
    ),
  }));
}

/** Prometheus's own checker; Debian's package `prometheus` has it, and is too large to be installed for this. */
export const promtoolIsHere = spawnSync('promtool', ['--version']).status === 0;

/** @param input what it reads from its input @returns what it says, with its exit code */
export function promtool(args: readonly string[], input = ''): { code: number | null; says: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8', cwd: folder });
  return { code: status, says: stdout + stderr };
}
