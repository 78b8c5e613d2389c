// What was done to a document: when, by whom, why, each field as it was and as it became; and the way back to before it.
import { useState } from 'preact/hooks';
import type { RegistryEdit, RegistryHistory } from '../../../../contracts/office/registry.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { language } from '../../words/language.ts';
import { undo } from './changes.ts';
import type { Field, Fields, FormKind } from './fields.ts';
import { textOf } from './values.ts';
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
    const outcome = await undo(kind, id, to.version);
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
                    <dt>{fields[field]?.label[language.value] ?? field}</dt>
                    <dd>
                      <del>{said(fields[field], before)}</del> → <ins>{said(fields[field], after)}</ins>
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

/** A value in words; of a part with fields of its own, theirs. */
function said(field: Field | undefined, value: unknown): string {
  const r = registryWords.value;
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return r.nothingBefore;
  if (field?.type === 'yes') return value ? r.yes : r.no;
  if (field?.type === 'choice') return field.of[String(value)]?.[language.value] ?? String(value);
  if (field?.type === 'choices')
    return (value as string[]).map((one) => field.of[one]?.[language.value] ?? one).join('、');
  if (field?.type === 'group') return partsOf(field.fields, value as Record<string, unknown>);
  if (field?.type === 'many')
    return (value as Record<string, unknown>[]).map((one) => partsOf(field.fields, one)).join('；');
  if (typeof value === 'object' && field === undefined) return JSON.stringify(value);
  return field?.type === 'moment' && typeof value === 'number'
    ? momentOf(value)
    : textOf(field ?? { type: 'text', label: { zh: '', en: '' } }, value).replaceAll('\n', '；');
}

const partsOf = (fields: Fields, value: Record<string, unknown>): string =>
  Object.entries(value)
    .map(([name, one]) => said(fields[name], one))
    .join('，') || registryWords.value.nothingBefore;
