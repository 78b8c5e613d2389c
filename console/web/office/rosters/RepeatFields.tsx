// How a shift repeats, and the days on which it does not take place.
import { useState } from 'preact/hooks';
import type { ShiftDraft } from './draft.ts';
import { everyAtMost, type Repeat, type Weekday, weekdayAt, weekdays, workdays } from './repeats.ts';
import { rosterWords } from './words.ts';

type Props = { draft: ShiftDraft; set: (draft: ShiftDraft) => void };

export function RepeatFields({ draft, set }: Props) {
  const r = rosterWords.value;
  const { repeat, start } = draft;
  const until = repeat.kind === 'once' ? '' : repeat.until;
  const choose = (next: Repeat): void => set({ ...draft, repeat: next });
  const begun: Readonly<Record<string, Repeat>> = {
    once: { kind: 'once' },
    days: { kind: 'days', every: 1, until },
    weekly: { kind: 'weekly', on: [weekdayAt(start.slice(0, 10))], until },
  };
  return (
    <>
      <div class="field">
        <label for="draft-repeat">{r.repeats}</label>
        <select
          id="draft-repeat"
          value={repeat.kind}
          onChange={(event) => choose(begun[event.currentTarget.value] ?? repeat)}
        >
          {(['once', 'days', 'weekly'] as const).map((kind) => (
            <option key={kind} value={kind}>
              {r.repeat[kind]}
            </option>
          ))}
          {repeat.kind === 'other' && <option value="other">{`${r.repeat.other} ${repeat.rule}`}</option>}
        </select>
      </div>
      {repeat.kind === 'days' && (
        <div class="field">
          <label for="draft-every">{r.every}</label>
          <input
            id="draft-every"
            type="number"
            min={1}
            max={everyAtMost}
            value={repeat.every}
            onInput={({ currentTarget: { valueAsNumber: n } }) =>
              choose({ ...repeat, every: Number.isInteger(n) && n >= 1 && n <= everyAtMost ? n : 1 })
            }
          />
        </div>
      )}
      {repeat.kind === 'weekly' && <Weekdays repeat={repeat} choose={choose} />}
      {repeat.kind !== 'once' && (
        <div class="field">
          <label for="draft-until">{r.until}</label>
          <input
            id="draft-until"
            type="date"
            value={repeat.until}
            onChange={(event) => choose({ ...repeat, until: event.currentTarget.value })}
          />
        </div>
      )}
    </>
  );
}

type Weekly = Extract<Repeat, { kind: 'weekly' }>;

function Weekdays({ repeat, choose }: { repeat: Weekly; choose: (next: Weekly) => void }) {
  const r = rosterWords.value;
  /** One of them at least. */
  const turn = (day: Weekday): void => {
    const on = repeat.on.includes(day) ? repeat.on.filter((one) => one !== day) : [...repeat.on, day];
    if (on.length > 0) choose({ ...repeat, on });
  };
  return (
    <fieldset>
      <legend>{r.repeat.weekly}</legend>
      <div class="choices">
        {weekdays.map((day) => (
          <label key={day}>
            <input type="checkbox" checked={repeat.on.includes(day)} onChange={() => turn(day)} />
            {r.weekday[day]}
          </label>
        ))}
        <button class="button" type="button" onClick={() => choose({ ...repeat, on: workdays })}>
          {r.workdays}
        </button>
      </div>
    </fieldset>
  );
}

export function Except({ draft, set }: Props) {
  const r = rosterWords.value;
  const [day, setDay] = useState('');
  const days = (except: readonly string[]): void => set({ ...draft, except: [...new Set(except)].sort() });
  return (
    <fieldset>
      <legend>{r.except}</legend>
      <div class="choices">
        {draft.except.map((one) => (
          <button
            key={one}
            class="button"
            type="button"
            aria-label={r.exceptDrop(one)}
            onClick={() => days(draft.except.filter((each) => each !== one))}
          >
            {one} ✕
          </button>
        ))}
      </div>
      <div class="add-day">
        <input
          type="date"
          aria-label={r.exceptAdd}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <button
          class="button"
          type="button"
          disabled={day === ''}
          onClick={() => [days([...draft.except, day]), setDay('')]}
        >
          {r.exceptAdd}
        </button>
      </div>
    </fieldset>
  );
}
