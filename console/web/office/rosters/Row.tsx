// One person's week: bars of what they do, for whom, and what they are away from.
import type { RosterPerson, RosterShift, RosterWeek } from '../../../../contracts/office/roster.ts';
import { dateOf, minuteOf, momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { nothingListed } from '../address.ts';
import { responders } from '../district.ts';
import { Link } from '../Link.tsx';
import { type Change, type Grab, keyOf, ms, placeIn, type Stretch, stepMs } from './place.ts';
import type { Dragging, useDrag } from './useDrag.ts';
import { rosterWords } from './words.ts';

type Move = (was: Stretch, person: string) => Stretch & { person: string };
type Props = {
  person: RosterPerson;
  week: RosterWeek;
  ghost: Dragging | undefined;
  drag: ReturnType<typeof useDrag> | undefined;
  add: (() => void) | undefined;
  change: Change | undefined;
  shift: (one: RosterShift, move: Move) => void;
  /** everybody who is shown, from the top */
  order: readonly string[];
};

/** `how`: whose it is; `nobody`: theirs, and nobody does it. */
type Bar = Stretch & { one: RosterShift; how: 'own' | 'swapped' | 'stands_in' | 'nobody' };

const nameOf = (id: string): string => responders.value.find((one) => one.id === id)?.name ?? id;

export function Row({ person, week, ghost, drag, add, change, shift, order }: Props) {
  const r = rosterWords.value;
  const span = ms(week);
  const { id, name, role, rostered, duty } = person;
  const away = week.leaves.filter(({ responder }) => responder === id);
  return (
    <div class="line">
      <div class="name">
        <span>
          {name} <small>{words.value.roles[role]}</small>
        </span>
        {change &&
          away.slice(0, 1).map((leave) => (
            <Link key={leave.id} to={{ ...nothingListed, kind: 'leaves', id: leave.id }}>
              {r.away}
            </Link>
          ))}
        {add && (
          <button class="plus" type="button" aria-label={r.add(name)} onClick={add}>
            ＋
          </button>
        )}
      </div>
      <div
        class="track"
        data-person={id}
        onPointerDown={(event) => drag?.down(event, 'make', { key: undefined, person: id })}
      >
        {duty.map((one) => (
          <i key={one.from} class="duty" style={placeIn(span, ms(one))} />
        ))}
        {!rostered && <span class="always">{r.always}</span>}
        {away.map((leave) => (
          <span key={leave.id} class="away" style={placeIn(span, ms(leave))}>
            {r.away}
          </span>
        ))}
        {barsOf(person, week).map((bar) => (
          <ShiftBar
            key={`${keyOf(bar.one)}/${bar.from}/${bar.how}`}
            bar={bar}
            name={name}
            span={span}
            isOpen={ghost?.key === keyOf(bar.one)}
            down={
              drag && ((event, grab) => drag.down(event, grab, { key: keyOf(bar.one), person: id, ...ms(bar.one) }))
            }
            open={change && (() => change(bar.one))}
            move={(move) => shift(bar.one, move)}
            order={order}
          />
        ))}
        {ghost && <span class="ghost" style={placeIn(span, ghost)} />}
      </div>
    </div>
  );
}

/** What lies in somebody's line: what they do, and of theirs what nobody does. */
function barsOf({ id }: RosterPerson, { shifts }: RosterWeek): Bar[] {
  return shifts.flatMap((one): Bar[] => {
    const how = one.holder !== id ? 'stands_in' : one.owner !== id ? 'swapped' : 'own';
    const mine = one.done.filter(({ by }) => by === id).map((part): Bar => ({ one, how, ...ms(part) }));
    if (one.holder !== id) return mine;
    let left = [ms(one)];
    for (const { from, to } of one.done.map(ms))
      left = left.flatMap((part) => [
        ...(part.from < Math.min(from, part.to) ? [{ from: part.from, to: Math.min(from, part.to) }] : []),
        ...(Math.max(to, part.from) < part.to ? [{ from: Math.max(to, part.from), to: part.to }] : []),
      ]);
    return [...mine, ...left.map((part): Bar => ({ one, how: 'nobody', ...part }))];
  });
}

function ShiftBar(props: {
  bar: Bar;
  name: string;
  span: Stretch;
  isOpen: boolean;
  down: ((event: PointerEvent, grab: Grab) => void) | undefined;
  open: (() => unknown) | undefined;
  move: (move: Move) => void;
  order: readonly string[];
}) {
  const { bar, name, span, isOpen, down, open, move, order } = props;
  const r = rosterWords.value;
  const place = placeIn(span, bar);
  if (!place) return null;
  const { one, how } = bar;
  const why =
    how === 'own'
      ? ''
      : how === 'nobody'
        ? r.nobody
        : how === 'swapped'
          ? r.swapped(nameOf(one.owner))
          : r.standsIn(nameOf(one.holder));
  const says = `${r.shift(name, momentOf(bar.from), momentOf(bar.to))} ${why}`.trim();
  const keys = (event: KeyboardEvent): void => {
    const step = moveOf(event, order);
    if (!step || !open) return;
    event.preventDefault();
    move(step);
  };
  return (
    <button
      type="button"
      class={`bar ${how}`}
      style={place}
      aria-pressed={isOpen}
      title={says}
      disabled={!open}
      onClick={open}
      onKeyDown={keys}
      onPointerDown={down && ((event) => down(event, 'move'))}
    >
      {down && <i class="edge start" onPointerDown={(event) => down(event, 'start')} />}
      <span class="unseen">
        {name} {dateOf(bar.from)}{' '}
      </span>
      <span>
        {minuteOf(bar.from)}–{minuteOf(bar.to)} {why}
      </span>
      {down && <i class="edge end" onPointerDown={(event) => down(event, 'end')} />}
    </button>
  );
}

/** Alt and an arrow: half an hour earlier or later, or to whoever stands above or below; with Shift the end only. */
function moveOf({ altKey, shiftKey, key }: KeyboardEvent, order: readonly string[]): Move | undefined {
  if (!altKey) return undefined;
  const by = key === 'ArrowLeft' ? -stepMs : key === 'ArrowRight' ? stepMs : 0;
  if (by !== 0)
    return ({ from, to }, person) => ({
      from: shiftKey ? from : from + by,
      to: shiftKey ? Math.max(to + by, from + stepMs) : to + by,
      person,
    });
  const rows = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
  if (rows === 0) return undefined;
  return (was, person) => ({ ...was, person: order[order.indexOf(person) + rows] ?? person });
}
