// How long the office takes to answer when the books are a city's: a million incidents in a file of SQLite, or in DATABASE_URL. `npm run
// bench:books`; `-- --postgres` for a server of its own, a smaller number of incidents may follow. The rows are made up; the code that writes and asks is the product's.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { incidentIdOf, type ShardId, shards } from '../contracts/ids.ts';
import { CallKind, Disposition } from '../contracts/terms.ts';
import { figuresOf } from '../office/incident/figures.ts';
import { answersWithin, handledWithin, incidentsWithin, pressesWithin } from '../records/incident/counted.ts';
import { findIncidents, type Meanings, type Wanted } from '../records/incident/history.ts';
import { type IncidentRows, replaceIncidents } from '../records/incident/write.ts';
import { replacePlaces } from '../records/office/places.ts';
import { type BooksAt, openBooks } from '../records/open.ts';
import type { Db } from '../records/tables.ts';
import { TestPostgres } from '../test/postgres.ts';

const args = process.argv.slice(2);
const onServer = args.includes('--postgres');
const incidents = Number(args.find((one) => !one.startsWith('--')) ?? 1_000_000);
const [homes, courtyards, grids, responders] = [12_000, 200, 8, 200];
const years = 10;
const together = 1_000;
const rounds = 30;
const begin = Date.parse('2016-12-01T00:00:00+08:00');
const everyMs = Math.floor((years * 365.25 * 24 * 3_600_000) / incidents);
const district = 'd';
const shard = shards[0] as ShardId;
const words = ['摔倒', '误按', '胸闷', '头晕', '测血压', '家属已到', '燃气', '听不清', '已送医', '邻居看过'];
const calls = CallKind.enum;
const dispositions = Disposition.enum;

/** Numbers from 0 to 1 that are the same in each run. */
let state = 7;
const chance = (): number => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  return state / 2_147_483_648;
};
const upTo = (n: number): number => Math.floor(chance() * n);

const folder = mkdtempSync(join(tmpdir(), 'yjt-books-'));
/** A cluster of its own, as the tests have one: without it DATABASE_URL, or a file. */
const server = onServer ? await TestPostgres.start() : undefined;
const url = server === undefined ? process.env.DATABASE_URL : await server.database('books');
const at: BooksAt = url === undefined ? { file: join(folder, 'records.db') } : { url };
try {
  const books = await openBooks(at);
  const began = performance.now();
  await fill(books.db);
  const seconds = (performance.now() - began) / 1000;
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${books.engine}`);
  console.log(
    `${incidents} incidents written in ${seconds.toFixed(0)} s (${((1000 * seconds) / incidents).toFixed(2)} ms each)`,
  );
  if ('file' in at) console.log(`file: ${(statSync(at.file).size / 1024 / 1024).toFixed(0)} MB`);
  await ask(books.db);
  await books.close();
} finally {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function fill(db: Db): Promise<void> {
  await replacePlaces(
    db,
    district,
    Array.from({ length: homes }, (_, n) => ({
      district,
      home: `h${n}`,
      courtyard: `c${n % courtyards}`,
      grid: `g${(n % courtyards) % grids}`,
    })),
  );
  for (let from = 0; from < incidents; from += together)
    await replaceIncidents(
      db,
      Array.from({ length: Math.min(together, incidents - from) }, (_, i) => made(from + i)),
    );
}

/** As an incident of the sample leaves its rows: a press, three who were asked, twelve events, a note for two of three. */
function made(n: number): IncidentRows {
  const received = begin + n * everyMs;
  const id = incidentIdOf(`${received}-0`, shard);
  const seen = received + 5_000 + upTo(120_000);
  const leg = (name: string, comes: number, answer: 'accepted' | 'silent') => ({
    incident: id,
    leg: name,
    track: 'grid',
    tier: 0,
    responder: `r${upTo(responders)}`,
    need: 'door',
    purpose: 'comes',
    by_hand: 0,
    comes,
    asked: 1,
    offered_at: received + 50,
    received_at: received + 300,
    accepted_at: answer === 'accepted' ? received + 20_000 : null,
    en_route_at: null,
    on_scene_at: null,
    done_at: null,
    declined_at: null,
    ended_at: null,
    answer,
  });
  return {
    incident: {
      id,
      district,
      number: n + 1,
      seq: 12,
      state: 'closed',
      call: calls[upTo(calls.length)] ?? 'sos',
      priority: 1 + upTo(3),
      received_at: received,
      opened_at: received + 40,
      acknowledged_at: chance() < 0.02 ? null : seen,
      accepted_at: received + 20_000,
      on_scene_at: received + 300_000 + upTo(900_000),
      closed_at: received + 3_600_000,
      disposition: dispositions[upTo(dispositions.length)] ?? 'helped',
      home: `h${upTo(homes)}`,
      device: `btn-${upTo(homes)}`,
      merged_into: null,
      presses: 1,
      reason: null,
      reasoned: 0,
    },
    presses: [{ incident: id, n: 0, press: `p${n}`, device: 'btn', kind: 'sos', received_at: received, times: 1 }],
    legs: [leg('L1', 1, 'accepted'), leg('L2', 0, 'accepted'), leg('L3', 1, 'silent')],
    events: Array.from({ length: 12 }, (_, i) => ({
      incident: id,
      seq: i + 1,
      at: received + i * 1_000,
      type: 'leg_offered',
      by: 'policy',
      leg: 'L1',
    })),
    hops: [{ incident: id, hop: 'shown', at: received + 80 }],
    commands: [
      {
        incident: id,
        order_id: `zhou/${n}`,
        at: seen,
        command: 'acknowledge',
        by: 'officer/周敏',
        actor: 'zhou',
        outcome: 'applied',
        code: null,
      },
    ],
    texts: n % 3 === 2 ? {} : { t1: `${words[upTo(words.length)]}，第${upTo(1_000)}次，${words[upTo(words.length)]}` },
  };
}

async function ask(db: Db): Promise<void> {
  const middle = begin + (incidents / 2) * everyMs;
  const nothing: Meanings = { lived: [], courtyards: [], responders: [], text: '' };
  const pages: Record<string, () => Partial<Wanted>> = {
    'the newest': () => ({}),
    'the middle of the years': () => ({ until: middle }),
    'one kind, one outcome, one grid': () => ({ call: 'smoke', disposition: 'died', grid: `g${upTo(grids)}` }),
    'a courtyard in a month': () => ({
      courtyard: `c${upTo(courtyards)}`,
      from: middle,
      until: middle + 30 * 86_400_000,
    }),
    'a person who never moved': () => ({ words: [{ ...nothing, lived: [{ home: `h${upTo(homes)}` }] }] }),
    'forty who share a name': () => ({
      words: [{ ...nothing, lived: Array.from({ length: 40 }, () => ({ home: `h${upTo(homes)}` })) }],
    }),
    'a responder': () => ({ responder: `r${upTo(responders)}` }),
    'a word of a note': () => ({ words: [{ ...nothing, text: '摔倒' }] }),
    'a rare word of a note': () => ({ words: [{ ...nothing, text: `第${upTo(1_000)}次，胸闷` }] }),
    'a word that nobody wrote': () => ({ words: [{ ...nothing, text: '地震' }] }),
    'a number': () => ({ words: [{ ...nothing, number: 1 + upTo(incidents) }] }),
  };
  for (const [name, wanted] of Object.entries(pages)) {
    const took: number[] = [];
    let found = 0;
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      found = (await findIncidents(db, { district, words: [], limit: 51, ...wanted() })).length;
      took.push(performance.now() - began);
    }
    say(`page of ${name} (${found} found)`, took);
  }
  const took: number[] = [];
  for (let round = 0; round < 5; round++) {
    const from = middle + round * 31 * 86_400_000;
    const stretch = { district, from, until: from + 31 * 86_400_000 };
    const began = performance.now();
    const counted = {
      incidents: await incidentsWithin(db, stretch),
      answers: await answersWithin(db, stretch),
      presses: await pressesWithin(db, stretch),
      handled: await handledWithin(db, stretch),
    };
    const { opened } = figuresOf(counted, {
      ...stretch,
      timeZone: 'Asia/Shanghai',
      gridName: (id) => id,
      responderName: (id) => id,
      now: Date.now(),
    });
    took.push(performance.now() - began);
    if (round === 0) console.log(`a month has ${opened} incidents`);
  }
  say('report of a month', took);
}

function say(what: string, took: number[]): void {
  took.sort((a, b) => a - b);
  const [median, slowest] = [took[Math.floor(took.length / 2)] ?? 0, took.at(-1) ?? 0];
  console.log(`${what}: median ${median.toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms`);
}
