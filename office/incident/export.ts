// History and figures as tables, for files.
import type { FiguresAnswer } from '../../contracts/office/figures.ts';
import type { HistoryFilter, HistoryRow } from '../../contracts/office/history.ts';
import type { Review } from '../../contracts/office/reviews.ts';
import { everybody } from '../../contracts/session/audit.ts';
import { secondIn } from '../../contracts/wallClock.ts';
import { callNames } from '../../wording/calls.ts';
import { dispositionsInChinese, dispositionsInEnglish } from '../../wording/dispositions.ts';
import { verdictNames } from '../../wording/reviews.ts';
import { cutSays, figureNames, figuresHead, historyHead, historyStates, sheetNames } from '../../wording/sheets.ts';
import type { BooksKeeper } from '../books.ts';
import type { Sheet } from '../office/sheet.ts';
import { workbookLinesAtMost } from '../office/workbook.ts';
import { type HistoryParts, type Question, readHistoryPage } from './history.ts';

type Language = 'zh' | 'en';

/** More than a city has in fifty years; whoever wants more takes a shorter time. */
export const csvRowsAtMost = 10_000_000;
/** As many as a sheet of Excel has beside its head. */
export const xlsxRowsAtMost = workbookLinesAtMost - 1;
const pageOf = 200;
/** So many rows are read before the first leaves: whom they show is said in front. Beyond, everybody counts as shown. */
const namedRowsAtMost = 2_000;
const dispositions = { zh: dispositionsInChinese, en: dispositionsInEnglish };

export type ExportParts = Pick<HistoryParts, 'district'> & { books: Pick<BooksKeeper, 'use'> };
/** @property question of `filter`, as the registry understands it */
export type AskedFile = { question: Question; filter: HistoryFilter; language: Language; rowsAtMost: number };

/** Lines of a table as they are read, some at a time: nothing is read before it is asked for, and nothing after its reader has left. */
type Lines = AsyncGenerator<string[][], void>;

/**
 * Everything that fits, the newest first.
 * @property shown ids of residents in it, or everybody where there are too many to name
 */
export async function historyTable(
  parts: ExportParts,
  asked: AskedFile,
): Promise<{ name: string; head: readonly string[]; lines: Lines; shown: readonly string[] }> {
  const { language } = asked;
  const pages = historyPages(parts, asked);
  const first: string[][] = [];
  const shown = new Set<string>();
  let ended = false;
  while (!ended && first.length < namedRowsAtMost) {
    const { done, value } = await pages.next();
    ended = done === true;
    if (!value) continue;
    first.push(...value.rows);
    for (const id of value.shown) shown.add(id);
  }
  return {
    name: sheetNames[language].history,
    head: historyHead[language],
    lines: linesOf(first, pages),
    shown: ended ? [...shown] : [everybody],
  };
}

async function* linesOf(first: string[][], pages: AsyncGenerator<PageOfFile, void>): Lines {
  yield first;
  for await (const { rows } of pages) yield rows;
}

type PageOfFile = { rows: string[][]; shown: string[] };

async function* historyPages(
  { books, district }: ExportParts,
  { question, filter, language, rowsAtMost }: AskedFile,
): AsyncGenerator<PageOfFile, void> {
  const { timeZone } = district.bundle.district;
  let before: HistoryRow['id'] | undefined;
  let count = 0;
  do {
    const query = { ...filter, limit: pageOf, ...(before ? { before } : {}) };
    const page = await books.use((db) => readHistoryPage({ db, district }, question, query));
    yield { rows: page.incidents.map((row) => lineOf(row, timeZone, language)), shown: page.shown };
    count += page.incidents.length;
    before = page.next;
  } while (before !== undefined && count < rowsAtMost);
  if (before !== undefined)
    yield { rows: [historyHead[language].map((_, i) => (i === 0 ? cutSays[language](rowsAtMost) : ''))], shown: [] };
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

/** One line a figure, with what was found where an incident was listened to again. */
export function figuresSheet(
  figures: FiguresAnswer,
  reviews: readonly Review[],
  { timeZone, language }: { timeZone: string; language: Language },
): Sheet {
  const w = figureNames[language];
  const counts = (['opened', 'merged', 'tests', 'drills', 'open', 'owed'] as const).map((name) => [
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
  const further = [...loadLines(figures, language), ...incidentLines(figures, reviews, { timeZone, language })];
  const rows = [...counts, ...steps, ...further].map((row) => figuresHead[language].map((_, i) => row[i] ?? ''));
  return { name: sheetNames[language].figures, head: figuresHead[language], rows };
}

function loadLines({ load, byQuarter = [] }: FiguresAnswer, language: Language): string[][] {
  const w = figureNames[language];
  const two = (n: number): string => String(n).padStart(2, '0');
  return [
    ...load.flatMap((hours, day) => hours.map((n, hour) => [w.load(day, hour), String(n), w.count])),
    ...byQuarter.map((n, i) => [w.quarter(`${two(Math.floor(i / 4))}:${two((i % 4) * 15)}`), String(n), w.count]),
  ];
}

/** What is said of single incidents: which were late and why, which were drills, what was found about those drawn by lot. */
function incidentLines(
  { late, drillList, sample }: FiguresAnswer,
  reviews: readonly Review[],
  { timeZone, language }: { timeZone: string; language: Language },
): string[][] {
  const w = figureNames[language];
  const when = (at: string): string => secondIn(timeZone, Date.parse(at));
  const line = (name: string, seconds: number, note = ''): string[] => [
    name,
    seconds.toFixed(1),
    w.seconds,
    '',
    '',
    note,
  ];
  return [
    ...late.map(({ number, openedAt, seconds, given, reason }) => {
      const note = reason ?? (given ? w.erased : w.noReason);
      const name = w.late(number, when(openedAt));
      return seconds === undefined ? [name, w.notAcknowledged, '', '', '', note] : line(name, seconds, note);
    }),
    ...drillList.flatMap((one) =>
      (['acknowledged', 'accepted', 'on_scene'] as const).flatMap((step) => {
        const seconds = one[step];
        return seconds === undefined ? [] : [line(w.drill(one.number, when(one.openedAt), w.steps[step]), seconds)];
      }),
    ),
    ...sample.flatMap(({ month, officer, incidents, of }) =>
      incidents.flatMap(({ id, number }) => {
        const name = w.sample(month, officer, number);
        const found = reviews.filter(({ incident }) => incident === id);
        if (found.length === 0) return [[name, w.notReviewed, '', String(of)]];
        return found.map(({ verdict, by, words = '' }) => [
          name,
          verdictNames[language][verdict],
          '',
          String(of),
          '',
          `${by} ${words}`.trim(),
        ]);
      }),
    ),
  ];
}
