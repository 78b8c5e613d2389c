// One of a list, and when: what several pages are narrowed by.
import type { ComponentChildren } from 'preact';
import type { When } from './address.ts';
import { today } from './asked.ts';
import { DayFields } from './DayFields.tsx';
import { type Days, daysOfSpan, spans } from './days.ts';
import { ownWords } from './language.ts';

export function Choice(props: {
  label: string;
  value: string;
  choose: (value: string) => void;
  children: ComponentChildren;
}) {
  const { label, value, choose, children } = props;
  return (
    <select
      aria-label={label}
      class={value === '' ? '' : 'chosen'}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {children}
    </select>
  );
}

export function WhenChoice({ when, choose }: { when: When; choose: (when: When) => void }) {
  const o = ownWords.value;
  function chooseSpan(value: string): void {
    const span = spans.find((one) => one === value);
    // Own days begin with what was asked: the address knows no days that are not chosen.
    const days = daysOfSpan(when.kind === 'span' ? when.span : '30days', today.value);
    const own: When = value === 'days' ? { kind: 'days', days } : { kind: 'any' };
    choose(span ? { kind: 'span', span } : own);
  }
  const chooseDays = (days: Days): void =>
    choose(days.from === '' && days.to === '' ? { kind: 'any' } : { kind: 'days', days });
  return (
    <>
      <Choice
        label={o.when}
        value={when.kind === 'span' ? when.span : when.kind === 'days' ? 'days' : ''}
        choose={chooseSpan}
      >
        <option value="">{o.anyTime}</option>
        {spans.map((one) => (
          <option key={one} value={one}>
            {o.spans[one]}
          </option>
        ))}
        <option value="days">{o.ownDays}</option>
      </Choice>
      {when.kind === 'days' && <DayFields days={when.days} choose={chooseDays} />}
    </>
  );
}
