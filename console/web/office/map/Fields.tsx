// A labelled field with what is wrong with it.
import type { InputHTMLAttributes } from 'preact';
import { type Datum, datums } from '../../../../contracts/office/datum.ts';
import { positionWords } from './positionWords.ts';

type LineProps = {
  name: string;
  label: string;
  value: string;
  set: (value: string) => void;
  hint?: string | undefined;
  wrong?: string | undefined;
  more?: InputHTMLAttributes;
};

export function Line({ name, label, value, set, hint, wrong, more }: LineProps) {
  const id = `place-${name}`;
  const beside = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        value={value}
        autocomplete="off"
        maxLength={200}
        aria-invalid={wrong !== undefined}
        aria-describedby={beside === '' ? undefined : beside}
        onInput={({ currentTarget }) => set(currentTarget.value)}
        {...(more as object)}
      />
      {hint && (
        <small class="hint" id={`${id}-hint`}>
          {hint}
        </small>
      )}
      <Wrong id={`${id}-wrong`} says={wrong} />
    </div>
  );
}

export function Wrong({ id, says }: { id?: string; says: string | undefined }) {
  if (says === undefined || says === '') return null;
  return (
    <small class="problem error" id={id} role="alert">
      {says}
    </small>
  );
}

type ChoiceProps = {
  name: string;
  label: string;
  value: string;
  of: readonly (readonly [id: string, says: string])[];
  set: (value: string) => void;
  wrong?: string | undefined;
};
export function Choice({ name, label, value, of, set, wrong }: ChoiceProps) {
  const id = `place-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name} value={value} onChange={({ currentTarget }) => set(currentTarget.value)}>
        {of.map(([one, says]) => (
          <option key={one} value={one}>
            {says}
          </option>
        ))}
      </select>
      <Wrong says={wrong} />
    </div>
  );
}

export function DatumChoice({ name, value, set }: { name: string; value: Datum; set: (datum: Datum) => void }) {
  const s = positionWords.value;
  const of = datums.map((one) => [one, s.datums[one]] as const);
  return <Choice name={name} label={s.datum} value={value} of={of} set={(datum) => set(datum as Datum)} />;
}
