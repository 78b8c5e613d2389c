// Its press came. Whoever stands there says that it is this door, where it hangs, and that the answer was heard; then it is installed.
import { useState } from 'preact/hooks';
import type { PairingConfirm, PairingView } from '../../../../contracts/device/pairing.ts';
import { call, newId } from '../../live/api.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { callNames } from './callNames.ts';
import { said } from './Press.tsx';
import { pairWords } from './words.ts';

/** `since`: when the last test window was opened here. */
type Props = {
  view: PairingView;
  since: string | undefined;
  done: (view: PairingView) => void;
  retry: (since: string) => void;
};

export function Confirm({ view, since, done, retry }: Props) {
  const p = pairWords.value;
  const [here, setHere] = useState(false);
  const [place, setPlace] = useState(view.place ?? '');
  const [told, setTold] = useState(false);
  const [wrong, setWrong] = useState('');
  // Who asked for another press waits for it: else it would be the resident's first one that answers.
  const came = view.answered !== undefined && Date.parse(view.answered.at) >= Date.parse(since ?? view.answered.at);
  const ready = here && place.trim() !== '' && view.home !== undefined && told && came;
  async function confirm(): Promise<void> {
    const body: PairingConfirm = {
      home: view.home ?? '',
      place: place.trim(),
      answer: view.shows ? 'heard' : 'told',
    };
    const answer = await call<PairingView>(`/api/v1/pairing/${view.device}/installed`, body);
    if (answer.ok) done(answer.value);
    else setWrong(answer.message || words.value.notSent);
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <Came view={view} />
      <fieldset class="checks">
        <legend>{p.steps.confirm}</legend>
        <label class="check">
          <input
            type="checkbox"
            name="here"
            checked={here}
            onChange={({ currentTarget }) => setHere(currentTarget.checked)}
          />
          <span>
            {p.here} <b>{view.says}</b>
          </span>
        </label>
        <Place place={place} set={setPlace} />
        <Heard shows={view.shows} told={told} set={setTold} />
      </fieldset>
      <Trouble says={wrong} />
      <footer class="acts">
        <button class="button strong" type="submit" disabled={!ready}>
          {p.confirm}
        </button>
        <Again device={view.device} retry={retry} />
      </footer>
    </form>
  );
}

function Place({ place, set }: { place: string; set: (place: string) => void }) {
  const p = pairWords.value;
  return (
    <label>
      {p.place}
      <input
        name="place"
        list="usual-places"
        autocomplete="off"
        maxLength={80}
        value={place}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
      <datalist id="usual-places">
        {p.places.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </label>
  );
}

/** The answer: of what can show it that it was there, of any other that the resident knows what happens instead. */
function Heard({ shows, told, set }: { shows: boolean; told: boolean; set: (told: boolean) => void }) {
  const p = pairWords.value;
  const [silent, setSilent] = useState(false);
  return (
    <>
      {!shows && (
        <>
          <p>{p.cannotShow}</p>
          <blockquote>{said.value.toldInstead}</blockquote>
        </>
      )}
      <label class="check">
        <input
          type="checkbox"
          name="answer"
          checked={told}
          onChange={({ currentTarget }) => set(currentTarget.checked)}
        />
        <span>{shows ? p.wasHeard : p.wasTold}</span>
      </label>
      {shows && !told && (
        <button class="button" type="button" onClick={() => setSilent(true)}>
          {p.notHeard}
        </button>
      )}
      {silent && !told && <p role="alert">{p.notHeardSays}</p>}
    </>
  );
}

function Came({ view: { answered, press, battery, signal, source, hints } }: Pick<Props, 'view'>) {
  const p = pairWords.value;
  const facts: [string, string | undefined][] = [
    [p.facts.word, press && [callNames.value[press.kind], press.word].filter(Boolean).join(' · ')],
    [p.facts.took, answered && p.seconds(answered.tookMs)],
    [p.facts.at, answered && momentOf(Date.parse(answered.at))],
    [p.facts.battery, battery === undefined ? p.unknown : `${battery}%`],
    [p.facts.signal, signal === undefined ? undefined : String(signal)],
    [p.facts.source, source?.name],
  ];
  return (
    <section class="came" role="status">
      <h2>{p.came}</h2>
      <dl>
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {hints.map((hint) => (
        <p key={hint} class="warning">
          {said.value.hints[hint]}
        </p>
      ))}
    </section>
  );
}

/** Nobody heard it the first time: another test, in a window of its own. */
function Again({ device, retry }: { device: string; retry: (since: string) => void }) {
  const p = pairWords.value;
  const [says, setSays] = useState('');
  async function again(): Promise<void> {
    const answer = await call<{ until?: string }>(`/api/v1/devices/${device}/test-window`, { id: newId(), minutes: 5 });
    if (!answer.ok) return setSays(answer.message || words.value.notSent);
    setSays(p.pressAgain);
    if (answer.value.until !== undefined) retry(new Date(Date.parse(answer.value.until) - 5 * 60_000).toISOString());
  }
  return (
    <>
      <button class="button" type="button" onClick={() => void again()}>
        {p.tryAgain}
      </button>
      {says !== '' && <span role="status">{says}</span>}
    </>
  );
}
