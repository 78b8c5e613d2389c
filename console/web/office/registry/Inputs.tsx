// A field of a form by its kind, with its label, its hint and what is wrong with it. What is typed stays as it was typed.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { RegistryProblem } from '../../../../contracts/office/registry.ts';
import { dateOf, minuteOf } from '../../look/time.ts';
import { instantOf } from '../../look/timeFields.ts';
import { language } from '../../words/language.ts';
import type { Field, Fields, Says } from './fields.ts';
import { Reference, References } from './Reference.tsx';
import { type Document, emptyOf, textOf, typed, withField } from './values.ts';
import { registryWords } from './words.ts';

type Props = {
  name: string;
  field: Field;
  value: unknown;
  /** by the way to the field: `contacts/0/phone` */
  wrong: ReadonlyMap<string, RegistryProblem>;
  set: (value: unknown) => void;
};

const say = ({ zh, en }: Says): string => (language.value === 'en' ? en : zh);

/** All fields of a document, or of a part of it. */
export function Inputs(props: {
  fields: Fields;
  at?: string;
  document: Document;
  wrong: Props['wrong'];
  locked?: readonly string[] | undefined;
  set: (document: Document) => void;
}) {
  const { fields, at = '', document, wrong, locked = [], set } = props;
  return (
    <>
      {Object.entries(fields)
        .filter(([name]) => !locked.includes(name))
        .map(([name, field]) => (
          <Input
            key={name}
            name={at === '' ? name : `${at}/${name}`}
            field={field}
            value={document[name]}
            wrong={wrong}
            set={(value) => set(withField(document, name, value))}
          />
        ))}
    </>
  );
}

function Input(props: Props) {
  const { name, field, value, wrong, set } = props;
  if (field.type === 'group') return <Group {...props} fields={field.fields} />;
  if (field.type === 'many') return <Many {...props} fields={field.fields} begins={field.begins} />;
  const problem = wrong.get(name);
  const label = say(field.label);
  return (
    <div class="field">
      <Label field={field} name={name}>
        {field.type === 'yes' ? (
          <input
            type="checkbox"
            name={name}
            checked={value === true}
            onChange={({ currentTarget }) => set(currentTarget.checked)}
          />
        ) : null}
      </Label>
      {field.type === 'choice' && <Choice {...props} of={field.of} as={field.as} />}
      {field.type === 'choices' && <ManyOf {...props} of={field.of} />}
      {field.type === 'ref' && (
        <Reference
          name={name}
          label={label}
          kind={field.kind}
          value={value as string | undefined}
          choose={set}
          wrong={problem !== undefined}
        />
      )}
      {field.type === 'refs' && <References {...props} kind={field.kind} label={label} />}
      {field.type === 'moment' && <When {...props} />}
      {isTyped(field) && <Typed {...props} />}
      {field.hint && <small class="hint">{say(field.hint)}</small>}
      {problem && (
        <small class={`problem ${problem.severity}`} id={`wrong-${name}`} role="alert">
          {problem.reason}
        </small>
      )}
    </div>
  );
}

const keyboards: Readonly<Partial<Record<Field['type'], 'tel' | 'numeric'>>> = { phone: 'tel', number: 'numeric' };
const isTyped = ({ type }: Field): boolean =>
  ['text', 'phone', 'number', 'numbers', 'lines', 'place', 'ring'].includes(type);

function Label({ field, name, children }: { field: Field; name: string; children: ComponentChildren }) {
  return (
    <label for={`field-${name}`}>
      {children}
      {say(field.label)}
      {field.needed && <i aria-hidden="true"> *</i>}
    </label>
  );
}

function Typed({ name, field, value, wrong, set }: Props) {
  // Half of a number is no number yet: what stands in the field is what was typed, as long as it means what the document says.
  const [text, setText] = useState(textOf(field, value));
  const shown = JSON.stringify(typed(field, text)) === JSON.stringify(value) ? text : textOf(field, value);
  const parts = {
    id: `field-${name}`,
    name,
    value: shown,
    autocomplete: 'off',
    'aria-invalid': wrong.has(name),
    'aria-describedby': wrong.has(name) ? `wrong-${name}` : undefined,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => {
      setText(currentTarget.value);
      set(typed(field, currentTarget.value));
    },
  } as const;
  if (field.type === 'lines' || field.type === 'ring')
    return <textarea rows={field.type === 'ring' ? 6 : 3} {...parts} />;
  return <input type="text" inputMode={keyboards[field.type]} maxLength={200} {...parts} />;
}

const chosenAs = {
  text: (chosen: string): unknown => chosen,
  number: Number,
  yes: (chosen: string): unknown => chosen === 'true',
} as const;

function Choice(props: Props & { of: Readonly<Record<string, Says>>; as: 'number' | 'yes' | undefined }) {
  const { name, field, value, of, as = 'text', wrong, set } = props;
  return (
    <select
      id={`field-${name}`}
      name={name}
      value={String(value ?? '')}
      aria-invalid={wrong.has(name)}
      onChange={({ currentTarget }) => set(currentTarget.value === '' ? undefined : chosenAs[as](currentTarget.value))}
    >
      {(value === undefined || !field.needed) && <option value="">{registryWords.value.unset}</option>}
      {Object.entries(of).map(([id, says]) => (
        <option key={id} value={id}>
          {say(says)}
        </option>
      ))}
    </select>
  );
}

function ManyOf({ name, field, value, of, set }: Props & { of: Readonly<Record<string, Says>> }) {
  const chosen = (value as readonly string[] | undefined) ?? [];
  function turn(id: string, on: boolean): void {
    const next = Object.keys(of).filter((one) => (one === id ? on : chosen.includes(one)));
    set(next.length === 0 && !field.needed ? undefined : next);
  }
  return (
    <span class="choices" id={`field-${name}`}>
      {Object.entries(of).map(([id, says]) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={({ currentTarget }) => turn(id, currentTarget.checked)}
          />
          {say(says)}
        </label>
      ))}
    </span>
  );
}

function When({ name, value, set }: Props) {
  return (
    <input
      id={`field-${name}`}
      name={name}
      type="datetime-local"
      value={typeof value === 'number' ? `${dateOf(value)}T${minuteOf(value)}` : ''}
      onInput={({ currentTarget }) =>
        set(currentTarget.value === '' ? undefined : Date.parse(instantOf(currentTarget.value)))
      }
    />
  );
}

function Group({ name, field, fields, value, wrong, set }: Props & { fields: Fields }) {
  const document = (value as Document | undefined) ?? {};
  // An empty group is none, except where the schema asks for it.
  const put = (next: Document): void => set(Object.keys(next).length === 0 && name !== 'access' ? undefined : next);
  return (
    <fieldset>
      <legend>{say(field.label)}</legend>
      <Inputs fields={fields} at={name} document={document} wrong={wrong} set={put} />
    </fieldset>
  );
}

function Many(props: Props & { fields: Fields; begins: Document | undefined }) {
  const { name, field, fields, begins, value, wrong, set } = props;
  const r = registryWords.value;
  const all = (value as readonly Document[] | undefined) ?? [];
  return (
    <fieldset>
      <legend>{say(field.label)}</legend>
      {field.hint && <small class="hint">{say(field.hint)}</small>}
      {all.map((one, i) => (
        <div class="one" key={i}>
          <Inputs
            fields={fields}
            at={`${name}/${i}`}
            document={one}
            wrong={wrong}
            set={(next) => set(all.with(i, next))}
          />
          <button class="button" type="button" onClick={() => set(all.toSpliced(i, 1))}>
            {r.take}
          </button>
        </div>
      ))}
      <button class="button" type="button" onClick={() => set([...all, { ...emptyOf(fields), ...begins }])}>
        {r.add}
      </button>
    </fieldset>
  );
}
