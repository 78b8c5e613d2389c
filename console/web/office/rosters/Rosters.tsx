// 值班表: a week of duty, its gaps four weeks ahead with who could fill them, and what may be done about it (docs/decisions/032).
import './Rosters.css';
import type { CouldFill, PlannedGap, PlannedGaps, RosterWeek } from '../../../../contracts/office/roster.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { fieldOf } from '../../look/timeFields.ts';
import type { AskedRosters } from '../address.ts';
import { askRosters, today } from '../asked.ts';
import { dayAfter, mondayOf } from '../days.ts';
import { boundTo, changeAllowed, district, registryTold } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { DraftPanel } from './DraftPanel.tsx';
import { DutyPhone } from './DutyPhone.tsx';
import type { Draft, LeaveDraft, ShiftDraft } from './draft.ts';
import { Gaps } from './Gaps.tsx';
import { HolidayPanel } from './HolidayPanel.tsx';
import { Swaps } from './Swaps.tsx';
import { useForm } from './useForm.ts';
import { Week } from './Week.tsx';
import { rosterWords } from './words.ts';

const dayMs = 24 * 3_600_000;

export function Rosters({ asked }: { asked: AskedRosters }) {
  const form = useForm();
  const { open } = form;
  const monday = mondayOf(asked.week ?? today.value);
  const again = `${registryTold.value}/${form.times}`;
  const grid = asked.grid === undefined ? '' : `&grid=${asked.grid}`;
  const week = useRead<RosterWeek>(`/api/v1/office/roster?from=${monday}${grid}`, again);
  const gaps = useRead<PlannedGaps>('/api/v1/office/roster/gaps', again);
  const allowed = changeAllowed.value;

  const fill = (gap: PlannedGap, { responder }: CouldFill): void => form.begin(fillOf(gap, responder));
  return (
    <main class={open ? 'rosters with-form' : 'rosters'}>
      <div class="sheet">
        <h1 class="unseen">{ownWords.value.pages.rosters}</h1>
        <Tools asked={asked} monday={monday} begin={allowed ? form.begin : undefined} free={form.free} />
        <p class="said" role="status">
          {form.said}
        </p>
        <Trouble says={form.wrong || week.wrong || gaps.wrong} />
        {!week.value && week.wrong === '' && <p>{ownWords.value.loading}</p>}
        {gaps.value && <Gaps gaps={gaps.value} fill={allowed ? fill : undefined} />}
        {!boundTo.value && <DutyPhone again={again} />}
        {week.value && (
          <Week
            week={week.value}
            gaps={gaps.value?.gaps ?? []}
            open={open?.draft && open}
            begin={allowed ? form.begin : undefined}
            change={allowed ? form.change : undefined}
            adjust={form.set}
          />
        )}
        <Swaps again={again} />
      </div>
      {open && !open.draft && week.value && <HolidayPanel week={week.value} close={form.close} done={form.done} />}
      {open?.draft && (
        <DraftPanel key={keyOf(open.draft)} open={open} set={form.set} close={form.close} done={form.done} />
      )}
    </main>
  );
}

const keyOf = (draft: Draft): string =>
  draft.kind === 'shift' && draft.was ? `${draft.was.shift}/${draft.was.on}` : draft.kind;

/** A shift for a hole, of a day at most: whoever fills a longer one says how it repeats. */
function fillOf(gap: PlannedGap, responder: string): ShiftDraft {
  const from = Math.floor(Date.parse(gap.from) / 60_000) * 60_000;
  const to = Math.min(Date.parse(gap.to), from + dayMs);
  return { kind: 'shift', responder, start: fieldOf(from), end: fieldOf(to), repeat: { kind: 'once' }, except: [] };
}

function Tools({
  asked,
  monday,
  begin,
  free,
}: {
  asked: AskedRosters;
  monday: string;
  begin: ((draft: Draft) => void) | undefined;
  free: () => unknown;
}) {
  const r = rosterWords.value;
  const { week: _, ...thisWeek } = asked;
  const tomorrow = dayAfter(today.value, 1);
  const leave: LeaveDraft = {
    kind: 'leave',
    responder: '',
    start: `${tomorrow}T00:00`,
    end: `${dayAfter(tomorrow, 1)}T00:00`,
    standIn: '',
  };
  return (
    <div class="tools">
      <Link to={{ ...asked, week: dayAfter(monday, -7) }} aria-label={r.before}>
        ‹
      </Link>
      <b>
        {monday} – {dayAfter(monday, 6).slice(5)}
      </b>
      <Link to={{ ...asked, week: dayAfter(monday, 7) }} aria-label={r.after}>
        ›
      </Link>
      <Link to={thisWeek}>{r.thisWeek}</Link>
      <label>
        {r.who}
        <select
          value={asked.grid ?? ''}
          onChange={(event) => askRosters(asked, { grid: event.currentTarget.value || undefined })}
        >
          <option value="">{r.everybody}</option>
          {district.value?.grids.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value="-">{r.noGrid}</option>
        </select>
      </label>
      {begin && (
        <button class="button" type="button" onClick={() => begin(leave)}>
          {r.newLeave}
        </button>
      )}
      {begin && (
        <button class="button" type="button" onClick={free}>
          {r.holidays}
        </button>
      )}
      {begin && (
        <a class="button" href="/api/v1/office/roster.ics" download>
          {r.exportAll}
        </a>
      )}
    </div>
  );
}
