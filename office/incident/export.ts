// History and figures as tables, for files.
import type { FiguresAnswer } from '../../contracts/office/figures.ts';
import type { HistoryFilter, HistoryRow } from '../../contracts/office/history.ts';
import { secondIn } from '../../contracts/wallClock.ts';
import { callNames } from '../../wording/calls.ts';
import { dispositionsInChinese, dispositionsInEnglish } from '../../wording/dispositions.ts';
import { cutSays, figureNames, figuresHead, historyHead, historyStates, sheetNames } from '../../wording/sheets.ts';
import { askHistory, type HistoryParts, readHistoryPage } from './history.ts';
import type { Sheet } from './sheet.ts';

type Language = 'zh' | 'en';

/** More than a year of a large community; whoever wants more takes a shorter time. */
const rowsAtMost = 50_000;
const pageOf = 200;
const dispositions = { zh: dispositionsInChinese, en: dispositionsInEnglish };

/** Everything that fits, the newest first. @property shown ids of residents in it */
export async function historySheet(
  parts: HistoryParts,
  filter: HistoryFilter,
  language: Language,
): Promise<{ sheet: Sheet; shown: string[] }> {
  const { timeZone } = parts.district.bundle.district;
  const rows: string[][] = [];
  const shown = new Set<string>();
  const question = await askHistory(parts, filter.q);
  let before: HistoryRow['id'] | undefined;
  do {
    const page = await readHistoryPage(parts, question, { ...filter, limit: pageOf, ...(before ? { before } : {}) });
    for (const row of page.incidents) rows.push(lineOf(row, timeZone, language));
    for (const id of page.shown) shown.add(id);
    before = page.next;
  } while (before !== undefined && rows.length < rowsAtMost);
  if (before !== undefined)
    rows.push(historyHead[language].map((_, i) => (i === 0 ? cutSays[language](rowsAtMost) : '')));
  return { sheet: { name: sheetNames[language].history, head: historyHead[language], rows }, shown: [...shown] };
}

function lineOf(row: HistoryRow, timeZone: string, language: Language): string[] {
  const opened = Date.parse(row.openedAt);
  const after = (at: string | undefined): string =>
    at === undefined ? '' : String(Math.round((Date.parse(at) - opened) / 1000));
  const { grid, courtyard, building = '', unit = '', door = '' } = row.place;
  const names = (all: readonly { name: string }[]): string => all.map(({ name }) => name).join('、');
  return [
    String(row.number),
    secondIn(timeZone, opened),
    callNames[language][row.call],
    `P${row.priority}`,
    historyStates[language][row.state],
    grid?.name ?? '',
    courtyard?.name ?? '',
    [building, unit, door].join(''),
    names(row.residents),
    after(row.acknowledgedAt),
    after(row.acceptedAt),
    after(row.onSceneAt),
    row.closedAt === undefined ? '' : secondIn(timeZone, Date.parse(row.closedAt)),
    row.disposition === undefined ? '' : dispositions[language][row.disposition],
    names(row.came),
    String(row.presses),
  ];
}

/** One line a figure. */
export function figuresSheet(figures: FiguresAnswer, language: Language): Sheet {
  const w = figureNames[language];
  const counts = (['opened', 'merged', 'tests', 'open'] as const).map((name) => [
    w[name],
    String(figures[name]),
    w.count,
  ]);
  const steps = figures.steps.flatMap(({ step, n, done, within, ...times }) => {
    const name = w.steps[step];
    const seconds = (['median', 'p90', 'slowest'] as const).flatMap((one) =>
      times[one] === undefined ? [] : [[`${name} ${w[one]}`, times[one].toFixed(1), w.seconds, String(done)]],
    );
    const shares = within.map((one) => [
      w.within(name, one.seconds),
      n === 0 ? '' : (Math.floor((1_000 * one.n) / n) / 10).toFixed(1), // 99.96 % is not all
      w.share,
      String(n),
      one.target === undefined ? '' : String(Math.round(one.target * 1000) / 10),
    ]);
    return [...seconds, ...shares];
  });
  const rows = [...counts, ...steps].map((row) => figuresHead[language].map((_, i) => row[i] ?? ''));
  return { name: sheetNames[language].figures, head: figuresHead[language], rows };
}
