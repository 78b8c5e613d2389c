// What was done to a document: when, by whom, why, each field as it was and as it became; and the way back to before it.
import { useState } from 'preact/hooks';
import type { DoorCard } from '../../../../contracts/office/doorCard.ts';
import type { RegistryEdit, RegistryHistory } from '../../../../contracts/office/registry.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { language } from '../../words/language.ts';
import { cardSays } from '../cards/cardSays.ts';
import { cardWords } from '../cards/words.ts';
import { pairWords } from '../pair/words.ts';
import { undo } from './changes.ts';
import type { Fields, FormKind } from './fields.ts';
import { said } from './said.ts';
import { registryWords } from './words.ts';

export function Past(props: {
  kind: FormKind;
  id: string;
  fields: Fields;
  version: number;
  changed: (says: string) => void;
}) {
  const { kind, id, fields, version, changed } = props;
  const r = registryWords.value;
  const { value, wrong } = useRead<RegistryHistory>(`/api/v1/office/registry/${kind}/${id}/history`, version);
  const [trouble, setTrouble] = useState('');
  async function back(to: RegistryEdit): Promise<void> {
    const outcome = await undo(kind, id, { version: to.version, standing: version });
    setTrouble(outcome.ok ? '' : [outcome.message, ...outcome.problems.map(({ reason }) => reason)].join(' '));
    if (outcome.ok) changed([r.undone, ...outcome.problems.map(({ reason }) => reason)].join(' '));
  }
  return (
    <section class="past" aria-label={r.past}>
      <h3>{r.past}</h3>
      <Trouble says={wrong || trouble} />
      {value?.edits.length === 0 && <p>{r.noPast}</p>}
      <ol>
        {value?.edits.map((edit) => (
          <li key={edit.version}>
            <b>{r.byWhom(momentOf(Date.parse(edit.at)), edit.by, r.how[edit.how])}</b>
            {edit.why !== undefined && <q>{r.because(edit.why)}</q>}
            <dl>
              {edit.how !== 'made' &&
                edit.fields.map(({ field, before, after }) => (
                  <div key={field}>
                    <dt>{ownActs[field]?.() ?? fields[field]?.label[language.value] ?? field}</dt>
                    <dd>
                      <del>{saidOf(fields, field, before)}</del> → <ins>{saidOf(fields, field, after)}</ins>
                    </dd>
                  </div>
                ))}
            </dl>
            <button class="button" type="button" onClick={() => void back(edit)}>
              {r.undo}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** No fields of a form: made and ended by acts of their own. */
const ownActs: Readonly<Record<string, () => string>> = {
  doorCard: () => cardWords.value.inForm,
  installing: () => pairWords.value.inForm,
};
function saidOf(fields: Fields, field: string, value: unknown): string {
  if (field === 'doorCard') return cardSays(value as DoorCard | undefined);
  const p = pairWords.value;
  if (field === 'installing') return value === undefined ? p.installed : p.notInstalled;
  return said(fields[field], value);
}
