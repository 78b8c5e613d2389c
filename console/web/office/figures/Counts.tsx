import type { ComponentChildren } from 'preact';

/** The lines of a table of figures: a name, then figures. */
export type Line = { key: string; name: ComponentChildren; figures: readonly ComponentChildren[] };

export function Counts(props: {
  title: string;
  /** what the names are, then what the figures are */
  columns: readonly string[];
  lines: readonly Line[];
  /** in place of a table without a line */
  none: string;
}) {
  const { title, columns, lines, none } = props;
  return (
    <section class="counts">
      <h2>{title}</h2>
      {lines.length === 0 ? (
        <p class="says">{none}</p>
      ) : (
        <table>
          <caption class="unseen">{title}</caption>
          <thead>
            <tr>
              {columns.map((name, i) => (
                <th key={name} scope="col" class={i === 0 ? '' : 'figure'}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ key, name, figures }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                {figures.map((figure, i) => (
                  <td key={columns[i + 1]} class="figure">
                    {figure}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
