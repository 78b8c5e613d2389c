// The rows of the page of check-ins: whoever somebody should look at first.
import type { Redis } from 'ioredis';
import type { Static } from 'typebox';
import { CheckInListKind, type CheckInTick, isOn, type KeptCheckIn } from '../../../contracts/device/checkIns.ts';
import {
  type CheckInListView,
  type CheckInRow,
  type CheckInsAnswer,
  type CheckInsAsked,
  checkInRowsAtMost,
} from '../../../contracts/device/checkInViews.ts';
import { iso } from '../../../contracts/iso.ts';
import { checkInRuleOf, graceMinutesOf } from '../../../contracts/office/checkIn.ts';
import type { Resident } from '../../../contracts/office/community.ts';
import { lineOf, placeOf } from '../../../contracts/office/district.ts';
import { defined } from '../../../contracts/shapes.ts';
import { dayIn } from '../../../contracts/wallClock.ts';
import { mustBeAsked } from '../../../dispatcher/domain/device/checkIn.ts';
import { emptyList, membersOf } from '../../../dispatcher/domain/device/checkInList.ts';
import { type CheckInLists, readCheckIns, readLists, readTicks } from '../../../store/checkIns.ts';
import type { DistrictRegistry } from '../../../store/district.ts';

type Asked = { now: number; asked: Static<typeof CheckInsAsked> };
type List = { kind: CheckInListKind; isOn: boolean; isMember: (resident: Resident) => boolean };

/** How it stands now, as far as the rights of whoever asks reach. */
export async function checkInsOf(
  redis: Redis,
  district: DistrictRegistry,
  { now, asked }: Asked,
): Promise<CheckInsAnswer> {
  const where = { shard: district.shard, district: district.id };
  const [{ of: kept }, ticks, lists] = await Promise.all([
    readCheckIns(redis, where),
    readTicks(redis, where),
    readLists(redis, where),
  ]);
  const { timeZone } = district.bundle.district;
  const day = dayIn(timeZone, now);
  const known = { district, now, day, ticks, lists: listsOf(lists, district, now) };
  const all = district.bundle.residents.flatMap((resident) => rowOf(resident, kept.get(resident.id), known));
  const wanted = all.filter((row) => fits(row, asked)).sort(byUrgency);
  return {
    at: iso(now),
    day,
    grids: gridsOf(all),
    states: counted(all),
    lists: known.lists.map((list) => listView(list, lists, { district, day, ticks })),
    rows: wanted.slice(0, checkInRowsAtMost),
    left: Math.max(0, wanted.length - checkInRowsAtMost),
  };
}

/** Has somebody agreed to it, or are they on a list that is on? */
export async function isWatched(
  redis: Redis,
  district: DistrictRegistry,
  { now, resident }: { now: number; resident: Resident },
): Promise<boolean> {
  if (resident.checkIn !== undefined || resident.locked?.includes('checkIn')) return true;
  const lists = await readLists(redis, { shard: district.shard, district: district.id });
  return listsOf(lists, district, now).some((list) => list.isOn && list.isMember(resident));
}

function listsOf(lists: CheckInLists, { bundle }: DistrictRegistry, now: number): List[] {
  const year = Number(dayIn(bundle.district.timeZone, now).slice(0, 4));
  return CheckInListKind.enum.map((kind) => {
    const list = lists[kind] ?? emptyList;
    return { kind, isOn: isOn(list, now), isMember: membersOf(kind, list, year) };
  });
}

type Known = {
  district: DistrictRegistry;
  now: number;
  day: string;
  ticks: ReadonlyMap<string, CheckInTick>;
  lists: readonly List[];
};

/** None for whoever has agreed to nothing and is on no list that is on. */
function rowOf(
  resident: Resident,
  state: KeptCheckIn | undefined,
  { district, now, day, ticks, lists }: Known,
): CheckInRow[] {
  const { id, name, home, checkIn, phone, locked } = resident;
  const on = lists.filter((list) => list.isOn && list.isMember(resident)).map(({ kind }) => kind);
  const isAgreed = checkIn !== undefined || locked?.includes('checkIn') === true;
  if (!isAgreed && on.length === 0) return [];
  const place = placeOf(home, district);
  const rule = checkInRuleOf(district.bundle.policy);
  const tick = ticks.get(id);
  const graceMs = graceMinutesOf(checkIn ?? {}) * 60_000;
  const isToday = tick !== undefined && dayIn(district.bundle.district.timeZone, tick.at) === day;
  return [
    {
      ...{ id, name, home: lineOf(place), lists: on, callable: phone !== undefined },
      mustAsk: isAgreed && state !== undefined && mustBeAsked(state, rule, { graceMs, tickedAt: tick?.at, now }),
      ...defined({
        grid: place.grid,
        state: isAgreed ? (state?.state ?? 'due') : undefined,
        since: isAgreed && state ? iso(state.at) : undefined,
        due: isAgreed && state && state.state !== 'away' ? iso(state.due) : undefined,
        seenAt: state?.seenAt === undefined ? undefined : iso(state.seenAt),
        by: state?.by,
        why: state?.why,
        tick: isToday && tick ? { at: iso(tick.at), outcome: tick.outcome, by: tick.by } : undefined,
      }),
    },
  ];
}

/** What somebody should look at now: before it, whoever is missed; after it, whoever is well. */
const urgency = ['missed', 'unknown', 'asked', 'late', 'due', 'seen', 'away'] as const;
const open: ReadonlySet<string | undefined> = new Set(['missed', 'unknown', 'asked', 'late']);
const isToCall = ({ lists, tick, state }: CheckInRow): boolean =>
  lists.length > 0 && tick?.outcome !== 'reached' && state !== 'away';

const rankOf = (row: CheckInRow): number =>
  row.mustAsk ? -1 : open.has(row.state) || !isToCall(row) ? urgency.indexOf(row.state ?? 'due') : 4;
const byUrgency = (a: CheckInRow, b: CheckInRow): number =>
  rankOf(a) - rankOf(b) || (a.due ?? '').localeCompare(b.due ?? '') || a.id.localeCompare(b.id);

const fits = (row: CheckInRow, { grid, state, list }: Asked['asked']): boolean =>
  (grid === undefined || row.grid?.id === grid) &&
  (list === undefined || row.lists.includes(list)) &&
  (state === undefined || (state === 'open' ? open.has(row.state) || isToCall(row) : row.state === state));

function counted(rows: readonly CheckInRow[]): Record<string, number> {
  const states: Record<string, number> = {};
  for (const { state } of rows) if (state !== undefined) states[state] = (states[state] ?? 0) + 1;
  return states;
}

function gridsOf(rows: readonly CheckInRow[]): CheckInsAnswer['grids'] {
  const byGrid = new Map<string, { name: string; rows: CheckInRow[] }>();
  for (const row of rows) {
    if (!row.grid) continue;
    const known = byGrid.get(row.grid.id) ?? { name: row.grid.name, rows: [] };
    known.rows.push(row);
    byGrid.set(row.grid.id, known);
  }
  return [...byGrid]
    .map(([id, { name, rows: mine }]) => ({ id, name, states: counted(mine) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh', { numeric: true }));
}

function listView(
  { kind, isOn: on, isMember }: List,
  lists: CheckInLists,
  { district, day, ticks }: Pick<Known, 'district' | 'day' | 'ticks'>,
): CheckInListView {
  const { byHand, at, from, until, warning } = lists[kind] ?? emptyList;
  const members = district.bundle.residents.filter(isMember);
  const { timeZone } = district.bundle.district;
  const isReached = ({ id }: Resident): boolean => {
    const tick = ticks.get(id);
    return tick?.outcome === 'reached' && dayIn(timeZone, tick.at) === day;
  };
  return {
    ...{ list: kind, on, byHand, people: members.length, reached: members.filter(isReached).length },
    ...defined({
      at: at > 0 ? iso(at) : undefined,
      from: from === undefined ? undefined : iso(from),
      until: until === undefined ? undefined : iso(until),
      warning: warning && { event: warning.event, level: warning.level, ...defined({ area: warning.area }) },
    }),
  };
}
