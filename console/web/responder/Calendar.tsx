// The own calendar: a secret link, made, shown once, ended.
import { useState } from 'preact/hooks';
import type { CalendarLink, MyCalendar } from '../../../contracts/office/calendar.ts';
import { call } from '../live/api.ts';
import { useRead } from '../live/useRead.ts';
import { Button } from '../look/Button.tsx';
import { Trouble } from '../look/Trouble.tsx';
import { momentOf } from '../look/time.ts';
import { swapWords } from './swapWords.ts';

const path = '/api/v1/my/calendar';

export function Calendar() {
  const s = swapWords.value;
  const [open, setOpen] = useState(false);
  return (
    <section class="swaps">
      <Button class="no" expanded={open} does={() => setOpen(!open)} says={s.calendar} />
      {open && <OwnLink />}
    </section>
  );
}

function OwnLink() {
  const s = swapWords.value;
  const [times, setTimes] = useState(0);
  const [url, setUrl] = useState('');
  const [wrong, setWrong] = useState('');
  const { value } = useRead<MyCalendar>(path, times);
  async function order(method: 'POST' | 'DELETE'): Promise<void> {
    const answer = await call<CalendarLink | undefined>(path, undefined, method);
    setWrong(answer.ok ? '' : answer.message || s.notSent);
    if (answer.ok) setUrl(answer.value?.url ?? '');
    setTimes((n) => n + 1);
  }
  return (
    <>
      <p>{s.calendarSays}</p>
      {value?.made !== undefined && <p>{s.calendarHas(momentOf(Date.parse(value.made)))}</p>}
      {url !== '' && (
        <label>
          {s.calendarLink}
          <input readOnly value={url} onFocus={(event) => event.currentTarget.select()} />
        </label>
      )}
      <Trouble says={wrong} />
      <div class="pair">
        {value?.made !== undefined && <Button class="no" does={() => order('DELETE')} says={s.calendarDrop} />}
        <Button
          class="no"
          does={() => order('POST')}
          says={value?.made === undefined ? s.calendarMake : s.calendarAgain}
        />
      </div>
    </>
  );
}
