// Swaps: what colleagues ask, what was asked of them, and asking.
import './Swaps.css';
import { useState } from 'preact/hooks';
import type { MySwaps, SwapShift, SwapView } from '../../../contracts/office/swaps.ts';
import { Button } from '../look/Button.tsx';
import { Trouble } from '../look/Trouble.tsx';
import { momentOf } from '../look/time.ts';
import { swapStates } from '../words/swapStates.ts';
import { Choice } from './Choice.tsx';
import { answerSwap, askForSwap, mySwaps, newSwapId, readSwaps, useSwaps } from './swaps.ts';
import { swapWords } from './swapWords.ts';

/** So many that are over are listed. */
const overListed = 3;

const when = ({ from, to }: SwapShift): string => `${momentOf(Date.parse(from))} – ${momentOf(Date.parse(to))}`;
const keyOf = ({ shift, on }: Pick<SwapShift, 'shift' | 'on'>): string => `${shift}/${on}`;

export function Swaps() {
  const s = swapWords.value;
  const [wrong, setWrong] = useState<string>();
  const [asking, setAsking] = useState(false);
  useSwaps();
  const mine = mySwaps.value;
  if (!mine) return null;
  const does = (answer: Parameters<typeof answerSwap>[1]) => async (one: SwapView) =>
    setWrong(await answerSwap(one, answer));
  async function begin(): Promise<void> {
    await readSwaps(); // a shift may have been given to them just now
    setAsking(true);
  }
  const open = mine.swaps.filter(({ state }) => state === 'asked');
  const over = mine.swaps.filter(({ state }) => state !== 'asked').slice(0, overListed);
  return (
    <section class="swaps">
      <h2>{s.swaps}</h2>
      <Trouble says={wrong ?? ''} />
      {open.map((one) =>
        one.colleague.id === mine.me ? (
          <AskedOfMe key={one.id} one={one} agree={does('agree')} refuse={does('refuse')} />
        ) : (
          <div key={one.id} class="swap">
            <b>{s.waits(one.colleague.name)}</b>
            <Shifts one={one} mine={false} />
            <Button class="no" does={() => does('withdraw')(one)} says={s.withdraw} />
          </div>
        ),
      )}
      {over.length > 0 && (
        <ul>
          {over.map((one) => (
            <li key={one.id}>
              {when(one.given)} {one.asker.name} → {one.colleague.name}：{swapStates.value[one.state]}
            </li>
          ))}
        </ul>
      )}
      {asking ? (
        <Asking mine={mine} done={() => setAsking(false)} />
      ) : (
        <Button class="no" does={begin} says={s.begin} />
      )}
    </section>
  );
}

function Shifts({ one: { given, back }, mine }: { one: SwapView; mine: boolean }) {
  const s = swapWords.value;
  const [taken, other] = mine ? [s.youTake, s.theyTake] : [s.theyTake, s.youTake];
  return (
    <p>
      {taken(when(given))}
      {back && (
        <>
          <br />
          {other(when(back))}
        </>
      )}
    </p>
  );
}

type Does = (one: SwapView) => Promise<void>;
function AskedOfMe({ one, agree, refuse }: { one: SwapView; agree: Does; refuse: Does }) {
  const s = swapWords.value;
  return (
    <div class="swap asked" role="status">
      <b>{(one.back ? s.asksYouBack : s.asksYou)(one.asker.name)}</b>
      <Shifts one={one} mine />
      <p>{s.until(momentOf(Date.parse(one.expires)))}</p>
      <div class="pair">
        <Button class="no" does={() => refuse(one)} says={s.refuse} />
        <Button class="yes" does={() => agree(one)} says={s.agree} />
      </div>
    </div>
  );
}

function Asking({ mine, done }: { mine: MySwaps; done: () => void }) {
  const s = swapWords.value;
  const [id] = useState(newSwapId);
  const [given, setGiven] = useState('');
  const [to, setTo] = useState('');
  const [back, setBack] = useState('');
  const [wrong, setWrong] = useState('');
  const theirs = mine.colleagues.find((one) => one.id === to)?.shifts ?? [];
  const shift = mine.shifts.find((one) => keyOf(one) === given);
  const inReturn = theirs.find((one) => keyOf(one) === back);
  if (mine.shifts.length === 0) return <p>{s.none}</p>;
  async function send(): Promise<void> {
    if (!shift || to === '') return;
    const place = ({ shift: of, on }: SwapShift) => ({ shift: of, on });
    const no = await askForSwap({ id, ...place(shift), to, ...(inReturn && { back: place(inReturn) }) });
    if (no === undefined) done();
    else setWrong(no);
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Choice
        label={s.which}
        value={given}
        empty={s.choose}
        all={mine.shifts.map((one) => [keyOf(one), when(one)])}
        choose={setGiven}
      />
      <Choice
        label={s.whom}
        value={to}
        empty={s.choose}
        all={mine.colleagues.map((one) => [one.id, one.name])}
        choose={(one) => {
          setTo(one);
          setBack('');
        }}
      />
      {theirs.length > 0 && (
        <Choice
          label={s.back}
          value={back}
          empty={s.noBack}
          all={theirs.map((one) => [keyOf(one), when(one)])}
          choose={setBack}
        />
      )}
      <p>{s.says}</p>
      <Trouble says={wrong} />
      <div class="pair">
        <Button class="no" does={done} says={s.cancel} />
        <Button class="yes" submit off={!shift || to === ''} says={s.ask} />
      </div>
    </form>
  );
}
