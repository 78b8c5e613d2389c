// Whoever stands beside a resident tries their button: the number is on the button itself, so nobody tries one that they do not see.
import { useState } from 'preact/hooks';
import type { TestWindowAnswer } from '../../../contracts/device/testWindow.ts';
import { call, newId } from '../live/api.ts';
import { Button } from '../look/Button.tsx';
import { Trouble } from '../look/Trouble.tsx';
import { momentOf } from '../look/time.ts';
import { tryWords } from './tryWords.ts';

export function TryButton() {
  const w = tryWords.value;
  const [device, setDevice] = useState('');
  const [said, setSaid] = useState('');
  const [wrong, setWrong] = useState('');
  async function begin(): Promise<void> {
    const path = `/api/v1/devices/${encodeURIComponent(device.trim().toLowerCase())}/test-window`;
    const answer = await call<TestWindowAnswer>(path, { id: newId() });
    setWrong(answer.ok ? '' : answer.message || w.notSent);
    const until = answer.ok ? answer.value.until : undefined;
    setSaid(!answer.ok ? '' : until === undefined ? w.stored : w.until(momentOf(Date.parse(until))));
  }
  return (
    <section class="swaps">
      <h2>{w.title}</h2>
      <p>{w.says}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void begin();
        }}
      >
        <label>
          {w.number}
          <input value={device} autocapitalize="off" onInput={(event) => setDevice(event.currentTarget.value)} />
        </label>
        <Trouble says={wrong} />
        <p role="status">{said}</p>
        <Button class="yes" submit off={device.trim() === ''} says={w.begin} />
      </form>
    </section>
  );
}
