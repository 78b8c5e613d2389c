// The outcome of runs as a table for people: what was made, what was found, how long the longest wait was.
import type { Outcome } from './run.ts';
import { count, findingKinds, headings } from './verdict.ts';

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/** One line a kind of fault, then the sums, then what was left out and what was found. */
export function table(outcomes: readonly Outcome[]): string {
  const made = outcomes.flatMap((one) => one.made);
  const kinds = [...new Set(made.map(({ kind }) => kind))].sort();
  const worst = (numbers: number[]): string => seconds(Math.max(0, ...numbers));
  const rows = kinds.map((kind) => {
    const those = made.filter((one) => one.kind === kind);
    return [
      kind,
      String(those.length),
      worst(those.map(({ heldMs }) => heldMs)),
      worst(those.map(({ waitMs }) => waitMs)),
      worst(those.map(({ backMs }) => backMs)),
    ];
  });
  const head = ['fault', 'times', 'lasted ≤ s', 'press waited ≤ s', 'back after ≤ s'];
  const findings = outcomes.flatMap((one) => one.findings);
  const leftOut = new Map(outcomes.flatMap((one) => [...one.leftOut]));
  const notMade = [...new Set(outcomes.flatMap(({ known }) => known))].filter(
    (kind) => !kinds.includes(kind) && !leftOut.has(kind),
  );
  const sum = (pick: (one: Outcome) => number): string =>
    outcomes.reduce((total, one) => total + pick(one), 0).toLocaleString('en');
  return [
    columns([head, ...rows]),
    '',
    `${made.length} faults · ${sum((o) => o.presses)} presses, ${sum((o) => o.replies)} replies and ${sum((o) => o.orders)} orders acknowledged · ` +
      `${sum((o) => o.incidents)} incidents · ${sum((o) => o.deliveries)} messages to phones · at rest after ≤ ${worst(outcomes.map((o) => o.restMs ?? 0))} s`,
    findingKinds.map((kind) => `${headings[kind]} ${count(findings, kind)}`).join(' · '),
    ...[...leftOut].map(([kind, why]) => `left out: ${kind} (${why})`),
    ...(notMade.length > 0 ? [`not made this time: ${notMade.join(', ')}`] : []),
    ...findingKinds.flatMap((kind) => {
      const ofIt = findings.filter((one) => one.kind === kind);
      const more = ofIt.length > 10 ? [`  … and ${ofIt.length - 10} more`] : [];
      return [...ofIt.slice(0, 10).map(({ says }) => `  ${headings[kind]}: ${says}`), ...more];
    }),
  ].join('\n');
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}
