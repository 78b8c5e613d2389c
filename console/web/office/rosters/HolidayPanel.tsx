// Days on which shifts that repeat do not take place: for all that are chosen in one set of changes.
import '../registry/Registry.css';
import { useState } from 'preact/hooks';
import { holidaysFrom, unknownYears } from '../../../../contracts/office/holidays.ts';
import type { PublicHoliday } from '../../../../contracts/office/publicHolidays.ts';
import type { RosterWeek } from '../../../../contracts/office/roster.ts';
import { call } from '../../live/api.ts';
import { Close } from '../../look/Close.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { minuteOf } from '../../look/time.ts';
import { language } from '../../words/language.ts';
import { words } from '../../words/words.ts';
import { today } from '../asked.ts';
import { countOf, dayAfter } from '../days.ts';
import { responders } from '../district.ts';
import type { Standing } from './draft.ts';
import { holidayChanges, isOfWorkdays, type Worked, workedIn } from './holiday.ts';
import { readShift } from './read.ts';
import { useSaving } from './Saving.tsx';
import { rosterWords } from './words.ts';

/** The longest that the State Council has ever given are nine. */
const daysAtMost = 31;
const knownListed = 7;
const yearDays = 365;

/** A shift that repeats, of the week that is shown. */
type Offered = { id: string; says: string; repeats: string };

type Props = { week: RosterWeek; close: () => void; done: (says: string) => void };

/** What somebody has chosen so far: the days, the shifts with their documents, and the weekends that are worked instead. */
function useHoliday(offered: readonly Offered[]) {
  const [days, setDays] = useState({ from: today.value, to: today.value });
  const [chosen, setChosen] = useState<ReadonlyMap<string, Standing>>(new Map());
  const [weekends, setWeekends] = useState<readonly string[]>([]);
  const [there, setThere] = useState<ReadonlySet<string>>(new Set());
  const [wrong, setWrong] = useState('');
  const worked = workedIn([...chosen.values()], weekends);
  const long = days.from === '' || days.to === '' ? 0 : countOf(days);

  async function choose(ids: readonly string[], on = weekends): Promise<void> {
    const read = await Promise.all(ids.map(async (id) => [id, chosen.get(id) ?? (await readShift(id))] as const));
    const failed = read.map(([, one]) => one).find((one) => typeof one === 'string');
    setWrong(typeof failed === 'string' ? failed : '');
    const known = new Map(read.flatMap(([id, one]) => (typeof one === 'string' ? [] : [[id, one] as const])));
    const made = await thereOf(workedIn([...known.values()], on));
    if (typeof made === 'string') return setWrong(made);
    setThere(made);
    setWeekends(on);
    setChosen(known);
  }
  /** One press: its days, the shifts of workdays, and the weekends that are worked for it. */
  function take({ from, to, worked: on }: PublicHoliday): void {
    setDays({ from, to });
    void choose(
      offered.filter(({ repeats }) => isOfWorkdays(repeats)).map(({ id }) => id),
      on,
    );
  }
  const free = Array.from({ length: Math.min(long, daysAtMost) }, (_, n) => dayAfter(days.from, n));
  const ready = chosen.size > 0 && long >= 1 && long <= daysAtMost;
  const changes = ready ? holidayChanges([...chosen.values()], free, worked, there) : undefined;
  return { days, setDays, chosen, choose, take, weekends, worked, wrong, changes };
}

export function HolidayPanel({ week, close, done }: Props) {
  const r = rosterWords.value;
  const offered = repeatingIn(week);
  const { days, setDays, chosen, choose, take, weekends, worked, wrong, changes } = useHoliday(offered);
  const saving = useSaving({ changes, close, done });
  const field = (name: 'from' | 'to', says: string) => (
    <div class="field">
      <label for={`holiday-${name}`}>{says}</label>
      <input
        id={`holiday-${name}`}
        type="date"
        required
        value={days[name]}
        onChange={({ currentTarget: { value } }) =>
          setDays(
            name === 'from'
              ? { from: value, to: countOf({ from: value, to: days.to }) < 1 ? value : days.to }
              : { ...days, to: value },
          )
        }
      />
    </div>
  );
  return (
    <section class="document draft" aria-label={r.holidays}>
      <header>
        <h2>{r.holidays}</h2>
        <Close says={r.cancel} onClose={close} />
      </header>
      <form onSubmit={saving.submit}>
        <p>{r.holidaysSay}</p>
        <Known take={take} />
        {field('from', r.firstDay)}
        {field('to', r.lastDay)}
        <Shifts offered={offered} chosen={chosen} choose={choose} wrong={wrong} />
        {weekends.length > 0 && <p role="status">{r.worked(weekends, worked.length)}</p>}
        {saving.end}
      </form>
    </section>
  );
}

function Shifts(props: {
  offered: readonly Offered[];
  chosen: ReadonlyMap<string, Standing>;
  choose: (ids: readonly string[]) => unknown;
  wrong: string;
}) {
  const { offered, chosen, choose, wrong } = props;
  const r = rosterWords.value;
  const turned = (id: string): string[] =>
    chosen.has(id) ? [...chosen.keys()].filter((one) => one !== id) : [...chosen.keys(), id];
  return (
    <fieldset>
      <legend>{r.whichShifts}</legend>
      <Trouble says={wrong} />
      <button class="button" type="button" onClick={() => choose(offered.map(({ id }) => id))}>
        {r.allOf}
      </button>
      <div class="choices">
        {offered.map(({ id, says }) => (
          <label key={id}>
            <input type="checkbox" checked={chosen.has(id)} onChange={() => choose(turned(id))} />
            {says}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The coming public holidays, each one press; and which years nobody has published. */
function Known({ take }: { take: (one: PublicHoliday) => void }) {
  const r = rosterWords.value;
  const coming = holidaysFrom(today.value).slice(0, knownListed);
  const unknown = unknownYears(
    coming.length === 0 ? `${dayAfter(today.value, yearDays).slice(0, 4)}-01-01` : today.value,
  );
  return (
    <fieldset class="known">
      <legend>{r.publicHolidays}</legend>
      {coming.length > 0 && <p>{r.publicHolidaysSay}</p>}
      <div class="choices">
        {coming.map((one) => (
          <button key={one.from} class="button" type="button" onClick={() => take(one)}>
            {one[language.value]} {one.from} – {one.to.slice(5)}
            {one.worked.length > 0 && ` · ${r.workedInstead(one.worked.map((day) => day.slice(5)))}`}
          </button>
        ))}
      </div>
      {unknown.map((year) => (
        <p key={year}>{r.unpublished(year)}</p>
      ))}
    </fieldset>
  );
}

/** Which of them an earlier time has made. @returns why that is not known, in the server's words */
async function thereOf(worked: readonly Worked[]): Promise<ReadonlySet<string> | string> {
  const read = await Promise.all(
    worked.map(async ({ id }) => ({ id, answer: await call<unknown>(`/api/v1/office/registry/shifts/${id}`) })),
  );
  for (const { answer } of read) if (!answer.ok && answer.status !== 404) return answer.message || words.value.notSent;
  return new Set(read.flatMap(({ id, answer }) => (answer.ok ? [id] : [])));
}

/** Those of the week that is shown, each once. */
function repeatingIn({ shifts }: RosterWeek): Offered[] {
  const known = new Map<string, Offered>();
  for (const { shift, owner, repeats, from, to } of shifts) {
    if (repeats === undefined || known.has(shift)) continue;
    const name = responders.value.find(({ id }) => id === owner)?.name ?? owner;
    const says = `${name} ${minuteOf(Date.parse(from))}–${minuteOf(Date.parse(to))}`;
    known.set(shift, { id: shift, says, repeats });
  }
  return [...known.values()];
}
