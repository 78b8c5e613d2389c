// The roster by the week, its gaps four weeks ahead with who could fill them, and what a set of changes would do to them. It is changed as all of
// the registry is (registry.ts): docs/decisions/032.
import { Temporal } from 'temporal-polyfill';
import { at, type EpochMs } from '../../../contracts/ids.ts';
import { iso } from '../../../contracts/iso.ts';
import type { CommunityBundle, Leave, Responder } from '../../../contracts/office/community.ts';
import { unsoundLeave } from '../../../contracts/office/recurrence.ts';
import {
  PlannedGaps,
  type RosterPerson,
  RosterTrial,
  RosterTried,
  RosterWeek,
  RosterWeekQuery,
  weekDays,
  weekPeopleAtMost,
} from '../../../contracts/office/roster.ts';
import { defined } from '../../../contracts/shapes.ts';
import { findGaps } from '../../../dispatcher/domain/roster/gaps.ts';
import { gapsOnlyIn } from '../../../dispatcher/domain/roster/newGaps.ts';
import type { HeldShift, Roster } from '../../../dispatcher/domain/roster/roster.ts';
import { instantOf } from '../../../dispatcher/domain/roster/shifts.ts';
import type { Stretch } from '../../../dispatcher/domain/roster/stretch.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import type { RegistryParts } from '../parts.ts';
import { answers, languageOf, Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { gapPartsOf, planOf, weeksAhead } from './duty.ts';
import { after, tryOn, withCarried } from './registryChange.ts';
import { change } from './registryOrder.ts';
import { gapsWithin, plannedGaps } from './rosterGaps.ts';

const dayMs = 24 * 3_600_000;
/** Nobody plans further than that, or looks further back. */
const furthestDays = 400;

export function addRoster(app: App, parts: RegistryParts): void {
  addWeek(app, parts);
  addPlannedGaps(app, parts);
  addTrial(app, parts);
}

function addWeek(app: App, parts: RegistryParts): void {
  const asks = narrowed(
    route('roster.read', 'a week of the roster: who is on duty when, by which shift, swap, leave and stand-in', {
      querystring: RosterWeekQuery,
      response: answers(RosterWeek),
    }),
  );
  app.get('/api/v1/office/roster', asks, async (request) => {
    const { district, whole } = whoAsksHere(parts, request);
    const { from, grid } = request.query;
    const days = daysFrom(from, district.bundle.district.timeZone, parts.clock.now());
    return weekOf(district.bundle, await planOf(whole, parts.clock.now()), { days, ...defined({ grid }) });
  });
}

/** The days of a week and the end of the last. @throws Refused for what is no day, or too far away */
function daysFrom(from: string, timeZone: string, now: number): { on: string; from: EpochMs }[] {
  const first = dayIn(from);
  if (!first) throw new Refused('bad_request', 'from');
  const days = Array.from({ length: weekDays + 1 }, (_, n) => first.add({ days: n })).map((day) => ({
    on: day.toString(),
    from: instantOf(day.toPlainDateTime(), timeZone),
  }));
  if (days.some((day) => Math.abs(day.from - now) > furthestDays * dayMs)) throw new Refused('bad_request', 'from');
  return days;
}

function dayIn(text: string): Temporal.PlainDate | undefined {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) ? Temporal.PlainDate.from(text) : undefined;
}

const span = ({ from, to }: Stretch) => ({ from: iso(from), to: iso(to) });

function weekOf(
  bundle: CommunityBundle,
  roster: Roster,
  { days, grid }: { days: { on: string; from: EpochMs }[]; grid?: string },
): RosterWeek {
  const [from, to] = [days[0]?.from ?? at(0), days.at(-1)?.from ?? at(0)];
  const rostered = new Set(bundle.shifts.map(({ responder }) => responder));
  const all = bundle.responders.filter((one) => grid === undefined || (one.grid ?? '-') === grid).sort(inOrder(bundle));
  const people = all.slice(0, weekPeopleAtMost);
  const ids = new Set(people.map(({ id }) => id));
  const person = (one: Responder): RosterPerson => ({
    id: one.id,
    name: one.name,
    role: one.role,
    ...defined({ grid: one.grid }),
    rostered: rostered.has(one.id),
    duty: roster.stretches(one, from, to).map(span),
  });
  const shown = ({ holder, done }: HeldShift): boolean => ids.has(holder) || done.some(({ by }) => ids.has(by));
  return {
    ...span({ from, to }),
    days: days.slice(0, -1).map((day) => ({ on: day.on, from: iso(day.from) })),
    people: people.map(person),
    left: all.length - people.length,
    shifts: roster.held(from, to).filter(shown).map(occurrence),
    leaves: leavesIn(bundle, { from, to }).filter(({ responder }) => ids.has(responder)),
  };
}

const occurrence = ({ shift, on, holder, from, to, done }: HeldShift) => ({
  ...span({ from, to }),
  shift: shift.id,
  on,
  owner: shift.responder,
  holder,
  ...defined({ repeats: shift.repeats }),
  done: done.map((part) => ({ ...span(part), by: part.by })),
});

/** By grid as they are listed, whoever has none last; those who come first by trade first. */
function inOrder({ grids }: CommunityBundle): (a: Responder, b: Responder) => number {
  const places = new Map(grids.map(({ id }, n) => [id, n]));
  const placeOf = ({ grid = '' }: Responder): number => places.get(grid) ?? grids.length;
  const rankOf = ({ role }: Responder): number => (role === 'grid_coordinator' ? 0 : 1);
  return (a, b) => placeOf(a) - placeOf(b) || rankOf(a) - rankOf(b);
}

function leavesIn({ leaves, district }: CommunityBundle, { from, to }: Stretch): RosterWeek['leaves'] {
  const instant = (local: string): EpochMs => instantOf(Temporal.PlainDateTime.from(local), district.timeZone);
  return leaves
    .filter((leave) => unsoundLeave(leave).length === 0)
    .map((leave: Leave) => ({ leave, from: instant(leave.start), to: instant(leave.end) }))
    .filter((one) => one.to > from && one.from < to)
    .map(({ leave: { id, responder, standIn }, ...stretch }) => ({
      ...span(stretch),
      id,
      responder,
      ...defined({ standIn }),
    }));
}

function addPlannedGaps(app: App, parts: RegistryParts): void {
  const asks = narrowed(
    route('roster.read', 'holes of the roster in the four weeks ahead, and who could fill each', {
      response: answers(PlannedGaps),
    }),
  );
  app.get('/api/v1/office/roster/gaps', asks, async (request) => {
    const { district, whole } = whoAsksHere(parts, request);
    const { from, to } = weeksAhead(parts.clock.now());
    const gapParts = await gapPartsOf(parts.redis, whole.bundle, await planOf(whole, from));
    const gaps = gapsWithin(district, findGaps(gapParts, from, to));
    return { ...plannedGaps(gapParts, gaps, district), until: iso(to) };
  });
}

function addTrial(app: App, parts: RegistryParts): void {
  const asks = narrowed(
    route('roster.try', 'what a set of changes would be refused for, and which gaps it would open and close', {
      body: RosterTrial,
      response: answers(RosterTried),
    }),
  );
  app.post('/api/v1/office/roster/trial', asks, async (request) => {
    const asked = whoAsksHere(parts, request);
    const { changes } = request.body;
    if (changes.some(({ kind }) => !planned.has(kind))) throw new Refused('bad_request', 'changes');
    const language = languageOf(request.headers['accept-language']);
    const done = await change(parts, asked, { changes, dry: true }, language);
    if (done.refused) throw new Refused('changed_meanwhile', done.refused.field);
    const { problems } = done.answer;
    if (problems.some(({ severity }) => severity === 'error')) return { problems, opens: [], closes: [] };
    const { tried } = await tryOn(parts.redis, asked.district.id, withCarried(asked.district, changes));
    const effect = await effectOf(parts, asked.whole, after(asked.whole.bundle, tried), asked.district);
    return { problems, ...effect };
  });
}
/** What a roster is made of. */
const planned: ReadonlySet<string> = new Set(['shifts', 'leaves', 'swaps', 'responders']);

/** Which gaps a district that is so instead has in the four weeks ahead, and which not any more. @param seen of it, as far as rights reach */
export async function effectOf(
  { redis, clock }: Pick<RegistryParts, 'redis' | 'clock'>,
  district: DistrictRegistry,
  next: CommunityBundle,
  seen = district,
): Promise<Pick<RosterTried, 'opens' | 'closes'>> {
  const { from, to } = weeksAhead(clock.now());
  const before = await gapPartsOf(redis, district.bundle, await planOf(district, from));
  const then = await gapPartsOf(redis, next, await planOf(district, from, next));
  const [was, will] = [gapsWithin(seen, findGaps(before, from, to)), gapsWithin(seen, findGaps(then, from, to))];
  return {
    opens: plannedGaps(then, gapsOnlyIn(will, was), seen).gaps,
    closes: plannedGaps(before, gapsOnlyIn(was, will), seen).gaps,
  };
}
