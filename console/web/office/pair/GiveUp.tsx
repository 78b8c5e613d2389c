// Nothing comes of it: the device is none any more, and its login ends.
import { useState } from 'preact/hooks';
import { call } from '../../live/api.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { pairWords } from './words.ts';

export function GiveUp({ device, gone }: { device: string; gone: () => void }) {
  const p = pairWords.value;
  const [sure, setSure] = useState(false);
  const [wrong, setWrong] = useState('');
  async function give(): Promise<void> {
    const answer = await call(`/api/v1/pairing/${device}`, undefined, 'DELETE');
    if (answer.ok) return gone();
    setWrong(answer.message || words.value.notSent);
  }
  return (
    <footer class="acts">
      {sure ? (
        <>
          <span role="alert">{p.giveUpSays}</span>
          <button class="button strong" type="button" onClick={() => void give()}>
            {p.giveUpYes}
          </button>
          <button class="button" type="button" onClick={() => setSure(false)}>
            {p.giveUpNo}
          </button>
        </>
      ) : (
        <button class="button" type="button" onClick={() => setSure(true)}>
          {p.giveUp}
        </button>
      )}
      <Trouble says={wrong} />
    </footer>
  );
}
