// A week by grid and person: a column a day, a bar a stretch of duty. A bar is dragged, or moved by the keyboard.
import type { PlannedGap, RosterPerson, RosterShift, RosterWeek } from '../../../../contracts/office/roster.ts';
import { dayOf } from '../../look/time.ts';
import { fieldOf, instantOf } from '../../look/timeFields.ts';
import { language } from '../../words/language.ts';
import { words } from '../../words/words.ts';
import { today } from '../asked.ts';
import { district } from '../district.ts';
import { type Draft, movedTo, newShift, type Open, type ShiftDraft } from './draft.ts';
import { type Change, keyOf, ms, placeIn, type Stretch } from './place.ts';
import { Row } from './Row.tsx';
import { type Dragging, useDrag } from './useDrag.ts';
import { rosterWords } from './words.ts';

type Props = {
  week: RosterWeek;
  gaps: readonly PlannedGap[];
  open: Open | undefined;
  /** both undefined: whoever looks may change nothing */
  begin: ((draft: Draft) => void) | undefined;
  change: Change | undefined;
  adjust: (draft: Draft) => void;
};

export function Week({ week, gaps, open, begin, change, adjust }: Props) {
  const r = rosterWords.value;
  const span = ms(week);
  const drag = useDrag(span, (to, was) => {
    const [start, end] = [fieldOf(to.from), fieldOf(to.to)];
    const one = week.shifts.find((shift) => keyOf(shift) === was.key);
    if (one) change?.(one, { person: to.person === was.person ? one.holder : to.person, start, end });
    else begin?.({ ...newShift(to.person, today.value), start, end });
  });
  const ghost = drag.now ?? ghostOf(open);
  /** From the keyboard: what is open already is moved on; else it is opened as it would be. */
  const shift = (one: RosterShift, move: (was: Stretch, person: string) => Stretch & { person: string }): void => {
    const draft =
      open?.draft.kind === 'shift' && open.draft.was && keyOf(open.draft.was) === keyOf(one) ? open.draft : undefined;
    const was = draft ? ms({ from: instantOf(draft.start), to: instantOf(draft.end) }) : ms(one);
    const to = move(was, draft?.responder ?? one.holder);
    const [start, end] = [fieldOf(to.from), fieldOf(to.to)];
    if (draft) adjust({ ...movedTo(draft, start, end), responder: to.person });
    else change?.(one, { person: to.person, start, end });
  };
  const order = week.people.map(({ id }) => id);
  return (
    <div class="week" onPointerMove={drag.move} onPointerUp={drag.up} onPointerCancel={drag.cancel}>
      {change && <p class="hint">{r.hint}</p>}
      <section class="scroll" aria-label={r.week}>
        <div class="line head">
          <span />
          <div class="track">
            {week.days.map(({ on, from }) => (
              <b key={on} class={on === today.value ? 'today' : ''}>
                {dayOf(Date.parse(from), language.value)}
              </b>
            ))}
          </div>
        </div>
        <GapLine grid="*" name={r.district} gaps={gaps} span={span} />
        {groupsOf(week.people).map(([grid, people]) => (
          <section key={grid} aria-label={nameOf(grid)}>
            <GapLine grid={grid} name={nameOf(grid)} gaps={gaps} span={span} />
            {people.map((person) => (
              <Row
                key={person.id}
                person={person}
                week={week}
                ghost={ghost?.person === person.id ? ghost : undefined}
                drag={change && drag}
                add={begin && (() => begin(newShift(person.id, week.days[0]?.on ?? today.value)))}
                change={change}
                shift={shift}
                order={order}
              />
            ))}
          </section>
        ))}
      </section>
      {week.left > 0 && <p>{r.left(week.left)}</p>}
    </div>
  );
}

const nameOf = (grid: string): string =>
  district.value?.grids.find(({ id }) => id === grid)?.name ?? (grid === '' ? rosterWords.value.noGrid : grid);

function groupsOf(people: readonly RosterPerson[]): [grid: string, people: RosterPerson[]][] {
  const groups = new Map<string, RosterPerson[]>();
  for (const one of people) groups.set(one.grid ?? '', [...(groups.get(one.grid ?? '') ?? []), one]);
  return [...groups];
}

/** Where what is being filled in would lie. */
function ghostOf(open: Open | undefined): Dragging | undefined {
  if (open === undefined || open.draft.start === '' || open.draft.end === '') return undefined;
  const { draft } = open;
  const was = (draft as Partial<ShiftDraft>).was;
  return {
    key: was && keyOf(was),
    person: draft.responder,
    ...ms({ from: instantOf(draft.start), to: instantOf(draft.end) }),
  };
}

/** The name of a grid, and in its line the holes that it has. */
function GapLine({
  grid,
  name,
  gaps,
  span,
}: {
  grid: string;
  name: string;
  gaps: readonly PlannedGap[];
  span: Stretch;
}) {
  const r = rosterWords.value;
  const w = words.value;
  const mine = gaps.filter((gap) => gap.grid === grid && gap.reason === 'nobody_on_duty');
  const shown = mine.flatMap((gap) => {
    const place = placeIn(span, ms(gap));
    return place ? [{ gap, place }] : [];
  });
  if (grid === '*' && shown.length === 0) return null;
  return (
    <div class="line group">
      <h3>{name}</h3>
      <div class="track">
        {shown.map(({ gap, place }) => (
          <span
            key={`${gap.from}/${gap.tiers[0]?.name}`}
            class="gap"
            style={place}
            title={`${w.nobodyOnDuty} ${r.lacks(gap.tiers.map((tier) => tier.name).join('、'))}`}
          >
            {r.gap}
          </span>
        ))}
      </div>
    </div>
  );
}
