// The access log as tables, for files: of whoever checks it, and of the resident whom it is about.
import type { AccessExtract, AccessFilter, AccessRow } from '../../contracts/office/access.ts';
import { secondIn } from '../../contracts/wallClock.ts';
import {
  accessHead,
  accessWords,
  extractHead,
  noPurpose,
  readingPurposes,
  shownNames,
  shownOfYou,
  whyOfYou,
  whySaid,
} from '../../wording/access.ts';
import { rolesInChinese, rolesInEnglish } from '../../wording/roles.ts';
import { cutSays, sheetNames } from '../../wording/sheets.ts';
import { type AccessParts, askAccess, readAccessPage } from './access.ts';
import type { Sheet } from './sheet.ts';

type Language = 'zh' | 'en';
const roleNames = { zh: rolesInChinese, en: rolesInEnglish };

/** A year of a large community; whoever wants more takes a shorter time. */
const rowsAtMost = 50_000;
const pageOf = 200;

/** Everything that fits, the newest first. @property shown ids of residents in it */
export async function accessSheet(
  parts: AccessParts,
  filter: AccessFilter,
  language: Language,
): Promise<{ sheet: Sheet; shown: string[] }> {
  const { timeZone } = parts.district.bundle.district;
  const question = await askAccess(parts, filter);
  const rows: string[][] = [];
  const shown = new Set<string>();
  let before: string | undefined;
  do {
    const page = await readAccessPage(parts, question, { limit: pageOf, ...(before === undefined ? {} : { before }) });
    for (const row of page.readings) rows.push(lineOf(row, timeZone, language));
    for (const id of page.shown) shown.add(id);
    before = page.next;
  } while (before !== undefined && rows.length < rowsAtMost);
  const head = accessHead[language];
  if (before !== undefined) rows.push(head.map((_, i) => (i === 0 ? cutSays[language](rowsAtMost) : '')));
  return { sheet: { name: sheetNames[language].access, head, rows }, shown: [...shown] };
}

function lineOf(row: AccessRow, timeZone: string, language: Language): string[] {
  const w = accessWords[language];
  const named = row.residents.map(({ id, name }) => name ?? w.erased(id)).join('、');
  return [
    secondIn(timeZone, Date.parse(row.at)),
    row.by.name ?? row.by.id,
    nameIn(roleNames[language], row.role),
    shownNames[language][row.what],
    row.purpose === undefined ? noPurpose[language] : readingPurposes[language][row.purpose],
    whySaid(row, language),
    row.everybody ? w.everybody : row.shown > row.residents.length ? `${named} ${w.andMore(row.shown)}` : named,
    row.everybody ? '' : String(row.shown),
    row.incident?.number === undefined ? (row.incident?.id ?? '') : String(row.incident.number),
  ];
}

/** What the resident is given, a line a reading. */
export function extractSheet(
  { readings, cut }: AccessExtract,
  { timeZone, language }: { timeZone: string; language: Language },
): Sheet {
  const rows = readings.map((row) => [
    secondIn(timeZone, Date.parse(row.at)),
    row.by,
    nameIn(roleNames[language], row.role),
    shownOfYou[language][row.what] + (row.everybody ? accessWords[language].withEverybody : ''),
    row.purpose === undefined ? noPurpose[language] : whyOfYou[language][row.purpose],
    whySaid(row, language),
  ]);
  const head = extractHead[language];
  if (cut) rows.push(head.map((_, i) => (i === 0 ? cutSays[language](readings.length) : '')));
  return { name: sheetNames[language].access, head, rows };
}

/** A code of another time stands for itself. */
const nameIn = (names: Readonly<Record<string, string>>, code: string): string => names[code] ?? code;
