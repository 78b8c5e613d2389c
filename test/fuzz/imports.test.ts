// Districts that nobody should import: documents of the wrong type, references to nothing, times that are none, roads to another continent; files
// with broken bytes. Refused with a place and a reason, or accepted: and what was accepted must be of use to everything that works with it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { afterAll, describe, expect, it } from 'vitest';
import { readCommunity } from '../../community/reader.ts';
import { tryDistrict } from '../../console/server/office/duty.ts';
import { mapSource, residentView } from '../../console/server/office/views.ts';
import { at, type ShardId } from '../../contracts/ids.ts';
import { CommunityBundle, wholeBundle } from '../../contracts/office/community.ts';
import type { Problem } from '../../contracts/office/problem.ts';
import { checkDistrict } from '../../dispatcher/domain/checkDistrict.ts';
import { Knowledge } from '../../dispatcher/domain/knowledge.ts';
import { findGaps } from '../../dispatcher/domain/roster/gaps.ts';
import { DistrictRegistry } from '../../store/district.ts';
import { type Chance, pick } from '../chance.ts';
import { District } from '../district.ts';
import { sampleBundle } from '../sample.ts';
import { casesOf, chanceOf, eachCase, fuzzTimeoutMs, seed, Tally } from './cases.ts';
import { changed, Strange } from './strange.ts';

const strange = new Strange(seed);
const now = Date.UTC(2026, 10, 28, 4);
const BundleCheck = Compile(CommunityBundle);
const folder = mkdtempSync(join(tmpdir(), 'yjt-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A few of each kind from the sample, so that a case takes milliseconds. */
function small(): CommunityBundle {
  const whole = sampleBundle();
  const homes = whole.homes.slice(0, 4);
  const ids = new Set(homes.map(({ id }) => id));
  const residents = whole.residents.filter(({ home }) => ids.has(home));
  const carried = new Set(residents.map(({ id }) => id));
  // One of each role: a policy that nobody could carry out is refused.
  const responders = [...new Map(whole.responders.map((one) => [one.role, one])).values()];
  const people = new Set(responders.map(({ id }) => id));
  const ofPeople = <T extends { responder: string }>(all: readonly T[]): T[] =>
    all.filter(({ responder }) => people.has(responder)).slice(0, 6);
  const shifts = ofPeople(whole.shifts);
  return {
    ...whole,
    homes,
    residents,
    responders,
    devices: whole.devices.filter(({ home, resident }) => ids.has(home ?? '') || carried.has(resident ?? '')),
    roads: whole.roads.slice(0, 30),
    blocks: whole.blocks.slice(0, 3),
    servicePoints: whole.servicePoints.slice(0, 3),
    shifts,
    leaves: whole.leaves.filter(({ responder }) => people.has(responder)).slice(0, 3),
    swaps: whole.swaps.filter(({ shift }) => shifts.some(({ id }) => id === shift)),
    ...ownOf(whole, people),
  };
}

/** One of each of what a community has of its own, with the people who are left. */
function ownOf({ teams, bicycles, gateHouses, boards }: CommunityBundle, people: ReadonlySet<string>) {
  const left = (ids: readonly string[] = []): string[] => ids.filter((id) => people.has(id));
  return {
    teams: teams.slice(0, 2).map(({ leader: _, ...team }) => ({ ...team, members: left(team.members) })),
    bicycles: bicycles.slice(0, 2).map(({ holder: _, ...one }) => one),
    gateHouses: gateHouses.slice(0, 2).map((one) => ({ ...one, keepers: left(one.keepers) })),
    boards: boards.slice(0, 2),
  };
}
const right = small();
const kinds = Object.keys(right) as (keyof CommunityBundle)[];

/** Values that have the right shape more often than not, and mean something else. */
const plausible = [
  '2026-02-30T08:00',
  '1900-01-01T00:00',
  '9999-12-31T23:59',
  '2026-03-01T08:00',
  '00:00',
  '24:00',
  'FREQ=DAILY',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=WEEKLY;BYDAY=MO,MO,MO',
  'FREQ=DAILY;INTERVAL=100000',
  'FREQ=DAILY;COUNT=0',
  'FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=-1',
  'FREQ=DAILY;UNTIL=20200101',
  'Asia/Shanghai',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'UTC',
  'wang',
  'home-001',
  'btn-001',
  'grid_coordinator',
  'community',
  0,
  -1,
  1,
  1e-9,
  1e9,
  180,
  -90,
  90,
  [104, 30],
  [0, 0],
  [180, 90],
  [
    [104, 30],
    [104, 30],
  ],
  true,
  false,
  null,
] as const;

/** A right bundle in which some documents mean something else, or are strange. */
function bundle(random: Chance): unknown {
  const wrong: Record<string, unknown> = structuredClone(right);
  for (let n = 1 + random(3); n > 0; n--) {
    const kind = pick(random, kinds);
    const part = wrong[kind];
    const documents: unknown[] = Array.isArray(part) ? part : [part];
    if (documents.length === 0) continue;
    const place = random(documents.length);
    const before: unknown = documents[place];
    const after = random(3) === 0 ? madeStrange(random, before) : bent(random, before);
    const how = random(12);
    if (how === 0) documents.splice(place, 1);
    else if (how === 1) documents.push(after);
    else documents[place] = after;
    if (!Array.isArray(part)) wrong[kind] = documents[0];
  }
  return wrong;
}

function madeStrange(random: Chance, document: unknown): unknown {
  const text = strange.like(random, document, 8);
  if (/[[{]{50}/.test(text.replaceAll('"a":', ''))) return []; // so deep that no clone of ours holds: the doors try those
  try {
    return JSON.parse(text);
  } catch {
    return document; // no JSON at all is what the files try
  }
}

/** One value somewhere inside is another plausible one, or is moved from a neighbouring field. */
function bent(random: Chance, document: unknown): unknown {
  const whole: unknown = structuredClone(document);
  let at_: unknown = whole;
  for (let depth = 0; depth < 6; depth++) {
    if (typeof at_ !== 'object' || at_ === null) break;
    const holder = at_ as Record<string, unknown>;
    const name = pick(random, Object.keys(holder));
    if (name === undefined) break;
    const inner = holder[name];
    if (typeof inner === 'object' && inner !== null && random(4) > 0) {
      at_ = inner;
      continue;
    }
    holder[name] =
      random(4) === 0 ? holder[pick(random, Object.keys(holder)) ?? name] : structuredClone(pick(random, plausible));
    break;
  }
  return whole;
}

/** As the import checks: shape, references, roster, roads. */
function problemsOf(value: unknown): Problem[] | 'shape' {
  if (!BundleCheck.Check(value)) {
    const [first] = [...BundleCheck.Errors(value)];
    if (!first?.message) throw new Error('refused for its shape without a reason');
    return 'shape';
  }
  const problems = checkDistrict(wholeBundle(value), at(now));
  for (const { path, reason } of problems)
    if (!path.startsWith('/') || reason === '')
      throw new Error(`a problem without a place or a reason: ${path} ${reason}`);
  return problems.filter(({ severity }) => severity === 'error');
}

/** Everything that works with documents works with these. */
function use(accepted: CommunityBundle): void {
  const district = new DistrictRegistry(accepted, 's00' as ShardId);
  tryDistrict(district, now);
  mapSource(district, true);
  for (const resident of accepted.residents) residentView(resident, district);
  const knows = new Knowledge(accepted);
  const reachable = (): boolean => true;
  const neighbours = new Map(accepted.grids.map(({ id }) => [id, knows.neighbours(id)]));
  findGaps({ bundle: accepted, roster: knows.roster, neighbours, reachable }, at(now), at(now + 2 * 24 * 3_600_000));
  const d = new District();
  d.policy = accepted.policy;
  for (const one of accepted.responders) d.people.set(one.id, one);
  const place = [...knows.places.values()][0];
  for (const one of accepted.responders) {
    const seconds = place ? knows.travelSeconds(one, one.base, place.position) : 1;
    if (Number.isNaN(seconds)) throw new Error(`${one.id} is NaN seconds away`);
    d.seconds[one.id] = seconds;
  }
  knows.minuteOfDay(at(now));
  d.press('btn-1', 'sos').press('btn-2', 'service').press('btn-3', 'smoke').pass(3_600);
  if ([...d.open.all()].length < 3) throw new Error('a press is in no incident');
}

describe('an import', () => {
  it(
    `${casesOf('imports')} strange districts are refused with a reason, or can be used`,
    async () => {
      const tally = new Tally();
      expect(problemsOf(right)).toEqual([]);
      use(right);
      await eachCase('imports', { tally }, (random) => {
        const value = random(20) === 0 ? right : bundle(random);
        try {
          const problems = problemsOf(value);
          if (problems === 'shape') return 'refused for its shape';
          if (problems.length > 0) return 'refused for what it says';
          use(wholeBundle(value as CommunityBundle));
          return 'accepted';
        } catch (error) {
          const wrong = kinds.filter(
            (kind) => JSON.stringify((value as CommunityBundle)[kind]) !== JSON.stringify(right[kind]),
          );
          throw new Error(
            `${error instanceof Error ? error.stack : error}\n${JSON.stringify(Object.fromEntries(wrong.map((kind) => [kind, (value as CommunityBundle)[kind]]))).slice(0, 3_000)}`,
          );
        }
      });
      expect(tally.get('accepted')).toBeGreaterThan(0);
      expect(tally.get('refused for what it says')).toBeGreaterThan(0);
    },
    fuzzTimeoutMs,
  );

  it(
    'from a file with broken bytes is read, or refused with its line',
    () => {
      const file = join(folder, 'bundle.json');
      const whole = Buffer.from(JSON.stringify(right));
      const tally = new Tally();
      const count = Math.max(20, Math.round(casesOf('imports') / 20));
      for (let number = 0; number < count; number++) {
        const random = chanceOf('imports', number + 1e9);
        writeFileSync(file, changed(random, whole));
        const { bundle: read, problems } = readCommunity(file);
        const errors = problems.filter(({ severity }) => severity === 'error');
        if ((read === undefined) === (errors.length === 0) || problems.some(({ reason }) => !reason))
          throw new Error(`file ${number} of seed ${seed}: neither read nor refused`);
        tally.add(read ? 'read' : 'refused');
      }
      expect(tally.get('refused')).toBeGreaterThan(0);
    },
    fuzzTimeoutMs,
  );
});
