// Whom each name of the file means: those that nobody knows come first, and are chosen.
import type { SheetAnswer } from '../../../../contracts/office/sheet.ts';
import { Reference } from './Reference.tsx';
import type { Meant } from './sheetMeant.ts';
import { registryWords } from './words.ts';

type People = NonNullable<SheetAnswer['people']>;

export function SheetPeople({ told, mean }: { told: People; mean: (next: Meant) => void }) {
  const r = registryWords.value;
  const unknown = told.filter(({ id }) => id === undefined).length;
  const sorted = told.toSorted((a, b) => Number(a.id !== undefined) - Number(b.id !== undefined));
  return (
    <details open={unknown > 0}>
      <summary>{r.sheet.people(told.length, unknown)}</summary>
      <table class="columns people">
        <tbody>
          {sorted.map(({ text, id }) => (
            <tr key={text}>
              <th scope="row">{text}</th>
              <td>
                <Reference
                  name={`person-${told.findIndex((one) => one.text === text)}`}
                  label={`${r.sheet.whoIs}: ${text}`}
                  kind="responders"
                  value={id}
                  choose={(next) => mean({ [text]: next ?? '' })}
                  wrong={id === undefined}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
