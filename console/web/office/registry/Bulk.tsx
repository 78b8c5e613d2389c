// One field of many documents at once.
import { useState } from 'preact/hooks';
import { Trouble } from '../../look/Trouble.tsx';
import { language } from '../../words/language.ts';
import { send } from './changes.ts';
import { bulk, type Fields, type FormKind, forms } from './fields.ts';
import { Inputs } from './Inputs.tsx';
import type { Document } from './values.ts';
import { registryWords } from './words.ts';

export function Bulk({ kind, ids, done }: { kind: FormKind; ids: readonly string[]; done: (says: string) => void }) {
  const r = registryWords.value;
  const fields: Fields = forms[kind];
  const names: readonly string[] = bulk[kind];
  const [name, setName] = useState(names[0] ?? '');
  const [values, setValues] = useState<Document>({});
  const [trouble, setTrouble] = useState('');
  const field = fields[name];
  async function apply(): Promise<void> {
    const value = values[name] ?? (field?.type === 'yes' ? false : null);
    const outcome = await send(ids.map((id) => ({ kind, id, set: { [name]: value } })));
    setTrouble(
      outcome.ok
        ? ''
        : [outcome.message, ...outcome.problems.slice(0, 3).map((one) => `${one.id}：${one.reason}`)].join(' '),
    );
    if (outcome.ok) done(r.applied(ids.length));
  }
  return (
    <form
      class="bulk"
      aria-label={r.setField}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <b>{r.chosen(ids.length)}</b>
      <label>
        {r.setField}
        <select value={name} onChange={({ currentTarget }) => setName(currentTarget.value)}>
          {names.map((one) => (
            <option key={one} value={one}>
              {fields[one]?.label[language.value]}
            </option>
          ))}
        </select>
      </label>
      {field && (
        <Inputs key={name} fields={{ [name]: field }} at="all" document={values} wrong={new Map()} set={setValues} />
      )}
      <button class="button strong" type="submit" disabled={values[name] === undefined && field?.type !== 'yes'}>
        {r.apply(ids.length)}
      </button>
      <Trouble says={trouble} />
    </form>
  );
}
