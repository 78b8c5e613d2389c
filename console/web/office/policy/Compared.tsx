// Two policies side by side, line by line, only where they differ.
import type { Document } from '../registry/values.ts';
import { differences } from './lines.ts';
import { policyWords } from './words.ts';

export function Compared({ one, other, names }: { one: Document; other: Document; names: readonly [string, string] }) {
  const w = policyWords.value;
  const found = differences(one, other);
  if (found.length === 0) return <p role="status">{w.alike}</p>;
  return (
    <table class="compared">
      <caption>{w.compareOf(...names)}</caption>
      <thead>
        <tr>
          <th>{w.item}</th>
          <th>{names[0]}</th>
          <th>{names[1]}</th>
        </tr>
      </thead>
      <tbody>
        {found.map(({ key, label, one: a, other: b }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            <td>{a === undefined ? w.noPlan : <del>{a}</del>}</td>
            <td>{b === undefined ? w.noPlan : <ins>{b}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
