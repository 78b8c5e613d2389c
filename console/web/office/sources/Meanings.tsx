// The words that a vendor says, and what each means: those that came, and others that its manual names.
import { useState } from 'preact/hooks';
import type { SeenWord } from '../../../../contracts/device/sourceTrial.ts';
import type { MappedWords, MappingDraft, Meaning } from '../../../../contracts/office/mapping.ts';
import { meaningNames } from '../../../../wording/sourceTrial.ts';
import { language } from '../../words/language.ts';
import { meant, without } from './clicking.ts';
import { sourceWords } from './words.ts';

type Props = { draft: MappingDraft; set: (draft: MappingDraft) => void; words: readonly SeenWord[] };

export function Meanings({ draft, set, words }: Props) {
  const s = sourceWords.value;
  return (
    <section class="part" aria-label={s.roles.word}>
      <h4>{s.roles.word}</h4>
      {draft.words.length === 0 && <p class="pick">{s.pick}</p>}
      {draft.words.map((place) => (
        <Place key={place.at} draft={draft} set={set} place={place} words={words.filter(({ at }) => at === place.at)} />
      ))}
      <div class="row">
        <span aria-hidden="true">{s.wordless}</span>
        <MeaningSelect
          label={s.wordless}
          value={draft.wordless}
          none={s.wordlessNone}
          choose={(wordless) => set(wordless === undefined ? without(draft, 'wordless') : { ...draft, wordless })}
        />
      </div>
      <label class="row">
        {s.callDevices}
        <select
          value={draft.callDevices ? 'yes' : 'no'}
          onChange={({ currentTarget }) => set({ ...draft, callDevices: currentTarget.value === 'yes' })}
        >
          <option value="yes">{s.callsYes}</option>
          <option value="no">{s.callsNo}</option>
        </select>
      </label>
    </section>
  );
}

function Place({ draft, set, place, words }: Props & { place: MappedWords }) {
  const s = sourceWords.value;
  const { at, means } = place;
  const change = (next: MappedWords): void =>
    set({ ...draft, words: draft.words.map((one) => (one.at === at ? next : one)) });
  const named = Object.keys(means).filter(
    (word) => !words.some((one) => one.word.toLowerCase() === word.toLowerCase()),
  );
  return (
    <div class="words" data-words={at}>
      <p class="path">
        <code>{at}</code>
        <button
          type="button"
          aria-label={s.remove(at)}
          onClick={() => set({ ...draft, words: draft.words.filter((one) => one.at !== at) })}
        >
          ×
        </button>
      </p>
      <table>
        <caption>{s.words}</caption>
        <tbody>
          {words.length === 0 && named.length === 0 && (
            <tr>
              <td>{s.wordsNone}</td>
            </tr>
          )}
          {words.map((word) => (
            <Word key={word.word} draft={draft} set={set} word={word} />
          ))}
          {named.map((word) => (
            <Word
              key={word}
              draft={draft}
              set={set}
              word={{ at, word, times: 0, named: true, means: means[word] as Meaning }}
            />
          ))}
        </tbody>
      </table>
      <OwnWord add={(word) => set(meant(draft, at, word, 'health'))} />
      <Ways place={place} change={change} />
    </div>
  );
}

/** What is done with words that nobody has named, and how they stand in their value. */
function Ways({ place, change }: { place: MappedWords; change: (next: MappedWords) => void }) {
  const s = sourceWords.value;
  const { others = 'unknown', state, split } = place;
  return (
    <details>
      <summary>{s.moreWays}</summary>
      <label class="row">
        {s.others}
        <select
          value={others}
          onChange={({ currentTarget }) => change({ ...place, others: currentTarget.value as typeof others })}
        >
          <option value="unknown">{s.othersOf.unknown}</option>
          <option value="silent">{s.othersOf.silent}</option>
        </select>
      </label>
      <label class="row">
        {s.split}
        <select
          value={split ?? ''}
          onChange={({ currentTarget: { value } }) => {
            const { split: _was, ...whole } = place;
            change(value === '' ? whole : { ...whole, split: value });
          }}
        >
          <option value="">{s.noSplit}</option>
          {[',', ';', '|', '/', ' '].map((one) => (
            <option key={one} value={one}>
              {JSON.stringify(one)}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={state === true}
          onChange={({ currentTarget }) => {
            const { state: _was, ...event } = place;
            change(currentTarget.checked ? { ...event, state: true } : event);
          }}
        />
        {s.state}
      </label>
    </details>
  );
}

function Word({ draft, set, word: { at, word, times, means, named } }: Omit<Props, 'words'> & { word: SeenWord }) {
  const s = sourceWords.value;
  const isUnknown = means === undefined;
  const key = Object.keys(draft.words.find((one) => one.at === at)?.means ?? {}).find(
    (one) => one.toLowerCase() === word.toLowerCase(),
  );
  return (
    <tr class={isUnknown ? 'amiss' : ''} data-word={word}>
      <th scope="row">
        <code>{word}</code> {times > 0 && <small>×{times}</small>}
      </th>
      <td>
        <MeaningSelect
          label={word}
          value={means}
          none={s.unmapped}
          choose={(meaning) => set(meant(draft, at, key ?? word, meaning))}
        />
        {!isUnknown && !named && <small>{s.byVocabulary}</small>}
      </td>
    </tr>
  );
}

type SelectProps = {
  value: Meaning | undefined;
  none: string;
  label: string;
  choose: (meaning: Meaning | undefined) => void;
};

function MeaningSelect({ value, none, label, choose }: SelectProps) {
  return (
    <select
      aria-label={label}
      value={value ?? ''}
      onChange={({ currentTarget }) =>
        choose(currentTarget.value === '' ? undefined : (currentTarget.value as Meaning))
      }
    >
      <option value="">{none}</option>
      {Object.entries(meaningNames[language.value]).map(([meaning, says]) => (
        <option key={meaning} value={meaning}>
          {says}
        </option>
      ))}
    </select>
  );
}

/** One that the vendor's manual names and that has not come yet. */
function OwnWord({ add }: { add: (word: string) => void }) {
  const s = sourceWords.value;
  const [word, setWord] = useState('');
  return (
    <form
      class="own-word"
      onSubmit={(event) => {
        event.preventDefault();
        if (word.trim() === '') return;
        add(word.trim());
        setWord('');
      }}
    >
      <input
        aria-label={s.ownWord}
        placeholder={s.ownWord}
        maxLength={200}
        autocomplete="off"
        value={word}
        onInput={({ currentTarget }) => setWord(currentTarget.value)}
      />
      <button class="button" type="submit" disabled={word.trim() === ''}>
        {s.addWord}
      </button>
    </form>
  );
}
