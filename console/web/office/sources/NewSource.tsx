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
      <label>
        {s.family}
        <select name="family" value={family} onChange={({ currentTarget }) => setFamily(currentTarget.value as never)}>
          {Object.entries(sourceFamilies[of]).map(([one, says]) => (
            <option key={one} value={one}>
              {says}
            </option>
          ))}
        </select>
        <small>{s.familySays}</small>
      </label>
      <label>
        {s.door}
        <select name="door" value={door} onChange={({ currentTarget }) => setDoor(currentTarget.value as never)}>
          {Object.entries(sourceDoors[of]).map(([one, says]) => (
            <option key={one} value={one}>
              {says}
            </option>
          ))}
        </select>
      </label>
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
