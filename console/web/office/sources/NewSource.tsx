// A new source: what it is called, how it is read, how it comes in.
import { useState } from 'preact/hooks';
import type { Source } from '../../../../contracts/office/source.ts';
import { sourceDoors, sourceFamilies } from '../../../../wording/sources.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { language } from '../../words/language.ts';
import { nothingListed } from '../address.ts';
import { ask } from '../asked.ts';
import { Link } from '../Link.tsx';
import { send } from '../registry/changes.ts';
import { idFor } from '../registry/useDocument.ts';
import { sourceWords } from './words.ts';

export function NewSource({ again }: { again: () => void }) {
  const s = sourceWords.value;
  const of = language.value;
  const [made] = useState(() => idFor('src'));
  const [name, setName] = useState('');
  const [family, setFamily] = useState<Source['family']>('mapped');
  const [door, setDoor] = useState<Source['door']>('http');
  const [trouble, setTrouble] = useState('');
  const needsMore = door === 'mqtt' || door === 'tcp';
  async function save(): Promise<void> {
    const document = { id: made, name: name.trim(), family, door };
    const outcome = await send([{ kind: 'sources', id: made, version: 0, document }]);
    setTrouble(outcome.ok ? '' : outcome.problems[0]?.reason || outcome.message);
    if (!outcome.ok) return;
    again();
    ask({ page: 'sources', id: made });
  }
  return (
    <form
      class="new-source"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label>
        {s.name}
        <input
          name="name"
          required
          maxLength={80}
          autocomplete="off"
          placeholder={s.nameHint}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <Choice
        name="family"
        label={s.family}
        value={family}
        of={sourceFamilies[of]}
        choose={setFamily}
        hint={s.familySays}
      />
      <Choice name="door" label={s.door} value={door} of={sourceDoors[of]} choose={setDoor} />
      {needsMore && (
        <p>
          {s.more}
          <Link to={{ ...nothingListed, kind: 'sources', make: true }}>{s.make}</Link>
        </p>
      )}
      <p class="acts">
        <button class="button strong" type="submit" disabled={needsMore || name.trim() === ''}>
          {s.create}
        </button>
        <Link to={{ page: 'sources' }}>{s.cancel}</Link>
      </p>
      <Trouble says={trouble} />
    </form>
  );
}

type ChoiceProps<K extends string> = {
  name: string;
  label: string;
  hint?: string;
  value: K;
  of: Readonly<Record<K, string>>;
  choose: (one: K) => void;
};

function Choice<K extends string>({ name, label, hint, value, of, choose }: ChoiceProps<K>) {
  return (
    <label>
      {label}
      <select name={name} value={value} onChange={({ currentTarget }) => choose(currentTarget.value as K)}>
        {(Object.entries(of) as [K, string][]).map(([one, says]) => (
          <option key={one} value={one}>
            {says}
          </option>
        ))}
      </select>
      {hint !== undefined && <small>{hint}</small>}
    </label>
  );
}
