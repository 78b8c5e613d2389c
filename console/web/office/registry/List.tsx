// The rows: what each is called, and a few of its fields. Some of them can be chosen, to be changed at once.
import type { RegistryRow } from '../../../../contracts/office/registry.ts';
import { language } from '../../words/language.ts';
import type { AskedRegistry } from '../address.ts';
import { changeAllowed } from '../district.ts';
import { Link } from '../Link.tsx';
import { bulk, columns, type Field, type FormKind, forms } from './fields.ts';
import { registryWords } from './words.ts';

type Props = {
  asked: AskedRegistry;
  kind: FormKind;
  rows: readonly RegistryRow[];
  chosen: ReadonlySet<string>;
  choose: (ids: ReadonlySet<string>) => void;
};

export function List({ asked, kind, rows, chosen, choose }: Props) {
  const r = registryWords.value;
  if (rows.length === 0) return null;
  const fields: Readonly<Record<string, Field>> = forms[kind];
  const shown: readonly string[] = columns[kind];
  const many = changeAllowed.value && bulk[kind].length > 0;
  const all = rows.every(({ id }) => chosen.has(id));
  function pick(id: string): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  }
  return (
    <table class="rows">
      <caption class="unseen">{r.kinds[kind]}</caption>
      <thead>
        <tr>
          {many && (
            <th class="pick">
              <input
                type="checkbox"
                aria-label={r.pickAll}
                checked={all}
                onChange={() => choose(new Set(all ? [] : rows.map(({ id }) => id)))}
              />
            </th>
          )}
          <th>{r.called}</th>
          {shown.map((name) => (
            <th key={name}>{fields[name]?.label[language.value]}</th>
          ))}
          <th>{r.id}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} class={asked.id === row.id ? 'open' : ''}>
            {many && (
              <td class="pick">
                <input
                  type="checkbox"
                  aria-label={`${r.pick}: ${row.says}`}
                  checked={chosen.has(row.id)}
                  onChange={() => pick(row.id)}
                />
              </td>
            )}
            <td>
              {changeAllowed.value ? (
                <Link to={{ ...asked, id: row.id }} aria-current={asked.id === row.id}>
                  {row.says}
                </Link>
              ) : (
                <b>{row.says}</b>
              )}
            </td>
            {shown.map((name) => (
              <td key={name}>{row.names[name] ?? cell(fields[name], row.document[name])}</td>
            ))}
            <td class="id">{row.id}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cell(field: Field | undefined, value: unknown): string {
  const r = registryWords.value;
  if (field === undefined || value === undefined) return '';
  if (field.type === 'yes') return value ? r.yes : r.no;
  if (field.type === 'choice') return field.of[String(value)]?.[language.value] ?? String(value);
  return String(value);
}
