// Bars over an axis, as a picture with a name and a summary; the same numbers as a table for whoever reads instead of looking.
import './Chart.css';
import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { ownWords } from '../language.ts';
import { barsIn, linesUpTo } from './scale.ts';

/** `label`: what it counts, in full; `tick`: what stands beneath it, if anything does. */
export type Counted = { label: string; tick?: string | undefined; n: number };

const frame = { width: 720, height: 200, left: 32, right: 12, top: 12, bottom: 24 } as const;

export function Chart({ title, of, counts }: { title: string; of: string; counts: readonly Counted[] }) {
  return (
    <Pictured
      title={title}
      picture={<Picture title={title} counts={counts} />}
      table={<Numbers title={title} of={of} counts={counts} />}
    />
  );
}

/** A picture under its title, or the same numbers as a table. */
export function Pictured({ title, picture, table: numbers }: { title: string; picture: VNode; table: VNode }) {
  const o = ownWords.value;
  const [table, setTable] = useState(false);
  const id = useId();
  return (
    <section class="chart" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        <button class="button on-screen" type="button" aria-pressed={table} onClick={() => setTable(!table)}>
          {o.asTable}
        </button>
      </header>
      {table ? numbers : picture}
    </section>
  );
}

function Picture({ title, counts }: { title: string; counts: readonly Counted[] }) {
  const o = ownWords.value;
  const [titleId, saysId] = [useId(), useId()];
  const total = counts.reduce((sum, { n }) => sum + n, 0);
  const most = counts.reduce((highest, one) => (one.n > highest.n ? one : highest), counts[0] ?? { label: '', n: 0 });
  const lines = linesUpTo(most.n);
  const top = lines.at(-1) ?? 1;
  const bars = barsIn(
    frame,
    counts.map(({ n }) => n),
    top,
  );
  const ground = frame.height - frame.bottom;
  const heightOf = (n: number): number => ground - (n / top) * (ground - frame.top);
  return (
    <svg viewBox={`0 0 ${frame.width} ${frame.height}`} role="img" aria-labelledby={`${titleId} ${saysId}`}>
      <title id={titleId}>{title}</title>
      <desc id={saysId}>{o.chartSays(total, most.label, most.n)}</desc>
      {lines.map((n) => (
        <g key={n} class="line">
          <path d={`M${frame.left} ${heightOf(n)}H${frame.width - frame.right}`} />
          <text x={frame.left - 6} y={heightOf(n) + 4}>
            {n}
          </text>
        </g>
      ))}
      {counts.map(({ label, tick, n }, i) => {
        const bar = bars[i];
        if (!bar) return null;
        return (
          <g key={label} class={n === most.n ? 'bar most' : 'bar'}>
            <title>{o.bar(label, n)}</title>
            <rect x={bar.x} y={bar.y} width={bar.width} height={bar.height} />
            {tick !== undefined && (
              <text x={bar.x + bar.width / 2} y={frame.height - 6}>
                {tick}
              </text>
            )}
          </g>
        );
      })}
      <path class="ground" d={`M${frame.left} ${ground}H${frame.width - frame.right}`} />
    </svg>
  );
}

function Numbers({ title, of, counts }: { title: string; of: string; counts: readonly Counted[] }) {
  return (
    <div class="numbers">
      <table>
        <caption class="unseen">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{of}</th>
            <th scope="col" class="figure">
              {ownWords.value.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {counts.map(({ label, n }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td class="figure">{n}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
