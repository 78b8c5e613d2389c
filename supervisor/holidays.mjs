// `npm run data:holidays`: the public holidays that the State Council has published, from the package that follows it, as the data of this
// program (contracts/office/publicHolidays.ts). A year that the package does not name in full is not published: it is left out.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { enter, root } from './bootstrap.mjs';

/** Older ones nobody plans for. */
const firstYear = 2025;
/** Of each published year: 元旦, 春节, 清明, 劳动节, 端午, 中秋 (which may fall into 国庆), 国庆. */
const holidaysAtLeast = 6;

/** @param {Record<string, string>} days `2026-01-01` → `New Year's Day,元旦,1` @returns {[day: string, en: string, zh: string][]} */
const rowsOf = (days) =>
  Object.entries(days)
    .map(([day, text]) => /** @type {[string, string, string]} */ ([day, ...text.split(',').slice(0, 2)]))
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** @param {string} day @param {number} n */
const dayAfter = (day, n) => new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

/** @param {{ holidays: Record<string, string>, workdays: Record<string, string> }} source */
function holidaysOf({ holidays, workdays }) {
  /** @type {{ zh: string[], en: string[], from: string, to: string, worked: string[] }[]} */
  const all = [];
  for (const [day, en, zh] of rowsOf(holidays)) {
    const last = all.at(-1);
    if (!last || dayAfter(last.to, 1) !== day) all.push({ zh: [zh], en: [en], from: day, to: day, worked: [] });
    else if (last.zh.includes(zh)) last.to = day;
    else Object.assign(last, { zh: [...last.zh, zh], en: [...last.en, en], to: day }); // 中秋 inside 国庆 is one stretch
  }
  for (const [day, , zh] of rowsOf(workdays)) {
    const near = all
      .filter((one) => one.zh.includes(zh))
      .sort(
        (a, b) => Math.abs(Date.parse(a.from) - Date.parse(day)) - Math.abs(Date.parse(b.from) - Date.parse(day)),
      )[0];
    if (!near) throw new Error(`${day} is worked for ${zh}, which is no holiday`);
    near.worked.push(day);
  }
  return all.map((one) => ({ ...one, zh: one.zh.join('、'), en: one.en.join(', ') }));
}

await enter(async () => {
  const require = createRequire(import.meta.url);
  const folder = join(root, 'node_modules', 'chinese-days');
  const { version } = require(join(folder, 'package.json'));
  const all = holidaysOf(JSON.parse(readFileSync(join(folder, 'dist', 'chinese-days.json'), 'utf8')));
  const years = [...new Set(all.map(({ from }) => Number(from.slice(0, 4))))].filter((year) => year >= firstYear);
  const published = years.filter(
    (year) => all.filter(({ from }) => Number(from.slice(0, 4)) === year).length >= holidaysAtLeast,
  );
  const rows = all.filter(({ from, to }) =>
    published.some((year) => from.startsWith(`${year}`) || to.startsWith(`${year}`)),
  );
  const file = join(root, 'contracts', 'office', 'publicHolidays.ts');
  writeFileSync(
    file,
    `// Written by \`npm run data:holidays\` from chinese-days ${version} (MIT), which follows the notices of the State Council. What asks for them:
// holidays.ts. Do not edit.

/** Days as \`2026-10-01\`, both included. \`worked\`: days of a weekend on which one works instead (调休). */
export type PublicHoliday = { zh: string; en: string; from: string; to: string; worked: readonly string[] };

export const publishedYears: readonly number[] = ${JSON.stringify(published)};
export const publicHolidays: readonly PublicHoliday[] = ${JSON.stringify(rows)};
`,
  );
  execFileSync(join(root, 'node_modules', '.bin', 'biome'), ['check', '--write', '--colors=off', file], { cwd: root });
  console.log(`${rows.length} holidays of ${published.join(', ')} from chinese-days ${version}`);
});
