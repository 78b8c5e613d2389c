// Every number of a report, from the core's own logs through the books, against a reckoning that shares nothing with them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../contracts/ids.ts';
import type { Review } from '../../contracts/office/reviews.ts';
import { defined } from '../../contracts/shapes.ts';
import { Disposition } from '../../contracts/terms.ts';
import { answersWithin, handledWithin, incidentsWithin, pressesWithin } from '../../records/incident/counted.ts';
import { type IncidentRows, replaceIncidents } from '../../records/incident/write.ts';
import { replacePlaces } from '../../records/office/places.ts';
import { type Books, openBooks } from '../../records/open.ts';
import { type Chance, chance, pick } from '../../test/chance.ts';
import { District } from '../../test/district.ts';
import { fileOf, reckonedFile } from '../../test/reckonedFile.ts';
import { type RawIncident, type Reckoning, reckon } from '../../test/reckoning.ts';
import { reported } from '../../test/reported.ts';
import { csvOf } from '../office/sheet.ts';
import { figuresSheet } from './export.ts';
import { figuresOf } from './figures.ts';
import { rowsOf } from './rows.ts';

const timeZone = 'Asia/Shanghai';
const wallOf = (said: string): number => Date.parse(`${said}T00:00:00+08:00`);
/** The month that the core's clock begins in (test/district.ts), its quarter, and the first of its days. */
const month = { from: wallOf('2001-09-01'), until: wallOf('2001-10-01') };
const quarter = { from: wallOf('2001-07-01'), until: wallOf('2001-10-01') };
const day = { from: wallOf('2001-09-09'), until: wallOf('2001-09-10') };

/** Some nights of a community: presses of all kinds, people who answer or do not, two officers who are fast, slow, or make slips. */
function nights(seed: number, calls: number, begin?: number): District {
  const random = chance(seed);
  const d = new District();
  if (begin !== undefined) d.now = at(begin);
  for (let n = 0; n < calls; n++) {
    d.press(`btn-${1 + random(12)}`, pick(random, ['sos', 'sos', 'fall', 'smoke', 'service']));
    if (random(4) === 0) d.press(`btn-${1 + random(12)}`, pick(random, ['sos', 'cancel', 'test']));
    peopleAnswer(d, random);
    d.pass(random(300));
    officerActs(d, random);
    d.pass(60 * random(12));
  }
  return d;
}

function peopleAnswer(d: District, random: Chance): void {
  for (const who of ['wang', 'li', 'desk', 'zhao']) {
    d.pass(random(40));
    const words = pick(random, [[], ['decline'], ['accept'], ['accept', 'en_route', 'on_scene'], ['receipt']] as const);
    for (const word of words) {
      if (!d.latest()?.legs.some(({ responder }) => responder === who)) break;
      d.reply(who, word).pass(random(200));
    }
  }
}

function officerActs(d: District, random: Chance): void {
  const open = [...d.open.all()].map(({ id }) => id);
  for (const on of open) {
    const by = pick(random, ['周敏', '陈刚']);
    if (random(8) === 0) continue; // forgotten for now
    d.officer({ command: 'acknowledge' }, { by, on });
    if (random(3) === 0 && open.length > 1) d.officer({ command: 'merge', into: pick(random, open) }, { by, on });
    if (random(3) > 0)
      d.officer(
        { command: 'close', disposition: pick(random, [...Disposition.enum, 'drill']), text: '已处理' },
        { by, on },
      );
    if (random(10) === 0) d.officer({ command: 'reopen', text: '又按了' }, { by, on });
    if (random(2) === 0) d.officer({ command: 'reason', text: '同时来了几起' }, { by, on });
  }
}

const rawOf = (d: District): RawIncident[] =>
  [...d.log].map(([id, events]) => ({ id, events: events as never, texts: textsOf(d.sides.get(id) ?? {}) }));

const textsOf = (side: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(side).flatMap(([id, json]) => {
      const { text } = JSON.parse(json) as { text?: string };
      return text === undefined ? [] : [[id, text]];
    }),
  );

function rowsIn(d: District): IncidentRows[] {
  return [...d.log].map(([id, events]) => {
    const state = d.open.get(id as never) ?? d.over.get(id);
    if (!state) throw new Error(`${id} is nowhere`);
    return rowsOf({ state, events, side: d.sides.get(id) ?? {}, hops: new Map() });
  });
}

const homes = Array.from({ length: 12 }, (_, n) => `home-${n + 1}`);
const gridOf = (home: string): string | undefined => (home === 'home-3' ? undefined : home === 'home-9' ? 'g9' : 'g1');

/** What the books say of a stretch. */
async function countedIn({ db }: Books, { grid, ...span }: { from: number; until: number; grid?: string }) {
  const stretch = { district: 'd', ...span, ...(grid === undefined ? {} : { grid }) };
  return {
    incidents: await incidentsWithin(db, stretch),
    answers: await answersWithin(db, stretch),
    presses: await pressesWithin(db, stretch),
    ...(grid === undefined ? { handled: await handledWithin(db, stretch) } : {}),
  };
}
const names = { gridName: (id: string) => id, responderName: (id: string) => id };

describe('a report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yjt-reckoning-'));
  let books: Books;
  const seen = { merged: 0, owed: 0, given: 0, open: 0, drills: 0, falseAlarms: 0, quarters: 0, drawn: 0 };
  beforeAll(async () => {
    books = await openBooks({ file: join(folder, 'records.db') });
    const places = homes.flatMap((home) => {
      const grid = gridOf(home);
      return grid === undefined ? [] : [{ district: 'd', home, courtyard: 'y', grid }];
    });
    await replacePlaces(books.db, 'd', places);
  });
  afterAll(async () => {
    await books.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function writeDown(all: readonly District[]): Promise<void> {
    await books.db.deleteFrom('incidents').execute();
    for (const part of ['presses', 'legs', 'events', 'grams', 'texts'] as const)
      await books.db.deleteFrom(part).execute();
    for (const d of all) await replaceIncidents(books.db, rowsIn(d));
  }

  /** Some nights of each of three months. */
  const summer = (seed: number): District[] =>
    ['2001-07-03', '2001-07-31', '2001-08-11', '2001-08-25', '2001-09-09', '2001-09-30'].map((begin, n) =>
      nights(10 * seed + n, 12, wallOf(begin) + 20 * 3_600_000),
    );

  it.each([
    { of: 'a month', stretch: month, all: [nights(1, 40)] },
    { of: 'another month', stretch: month, all: [nights(2, 40)] },
    { of: 'one day, by quarters of an hour', stretch: day, all: [nights(3, 60)] },
    { of: 'a quarter', stretch: quarter, all: summer(1) },
    {
      of: 'a stretch that begins and ends within months',
      stretch: { ...quarter, from: day.from - 30 * 86_400_000, until: day.until },
      all: summer(2),
    },
    { of: 'one grid of a quarter', stretch: quarter, all: summer(3), grid: 'g9' },
  ])(
    'of $of says what the raw logs say, number by number, whatever happened; its file too',
    async ({ stretch, all, grid }) => {
      await writeDown(all);
      const now = Math.max(...all.map((d) => d.now));
      const figures = figuresOf(await countedIn(books, { ...stretch, ...defined({ grid }) }), {
        ...{ ...stretch, timeZone, now, ...names },
      });
      const raw = all
        .flatMap(rawOf)
        .filter(({ events: [opened] }) => grid === undefined || gridOf(String(opened?.home)) === grid);
      const reckoned = reckon(raw, { ...stretch, timeZone, now, gridOf, part: grid !== undefined });
      expect(reported(figures)).toEqual(reckoned);
      const reviews = reviewsOf(reckoned);
      const { head, rows } = fileOf(csvOf(figuresSheet(figures, reviews, { timeZone, language: 'zh' })));
      expect(head).toEqual(['项目', '值', '单位', '样本数', '目标', '说明']);
      expect(rows).toEqual(reckonedFile(reckoned, reviews, timeZone));
      for (const what of ['merged', 'owed', 'open'] as const) seen[what] += reckoned[what];
      seen.given += reckoned.late.filter(({ why }) => why !== undefined).length;
      seen.drills += reckoned.drills.length;
      seen.falseAlarms += Object.keys(reckoned.falseAlarms).length;
      seen.quarters += Object.keys(reckoned.quarters ?? {}).length;
      seen.drawn = Math.max(seen.drawn, Object.keys(reckoned.sample).length);
    },
  );

  it('was held against something: some were merged, practised, late, excused, left open, and drawn for each officer and month', () => {
    for (const [what, n] of Object.entries(seen)) expect(n, what).toBeGreaterThan(0);
    expect(seen.drawn).toBe(6);
  });
});

/** Of the incidents that are listened to again every second one was, the third of these twice. */
function reviewsOf({ sample }: Reckoning): Review[] {
  const drawn = Object.values(sample).flatMap((pile) => pile.drawn);
  return drawn.flatMap(({ id }, n): Review[] => {
    const found: Review = { incident: id, at: '2001-10-02T00:00:00.000Z', by: '何主任', verdict: 'good' };
    return n % 2 === 0 ? [] : n % 3 === 0 ? [found, { ...found, verdict: 'improve', words: '应当先回拨' }] : [found];
  });
}
