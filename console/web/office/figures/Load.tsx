// The load curve: a row of bars for each day of the week, all of one scale, so that a busy hour stands out; and as a table.
import './Load.css';
import { useId } from 'preact/hooks';
import type { FiguresAnswer } from '../../../../contracts/office/figures.ts';
import { ownWords } from '../language.ts';
import { Chart, Pictured } from './Chart.tsx';
import { barsIn } from './scale.ts';
import { reportWords } from './words.ts';

const row = { width: 720, height: 40, left: 40, right: 8, top: 4, bottom: 4 } as const;
const foot = 18;

export function Load({ figures }: { figures: Pick<FiguresAnswer, 'load' | 'byQuarter'> }) {
  const r = reportWords.value;
  const { load, byQuarter } = figures;
  return (
    <>
      <Pictured title={r.load} picture={<Rows load={load} />} table={<Hours load={load} />} />
      {byQuarter ? (
        <Chart
          title={r.quarters}
          of={r.quarterOf}
          counts={byQuarter.map((n, i) => ({ label: spanOf(i), tick: tickOf(i), n }))}
        />
      ) : (
        <p class="says on-screen">{r.oneDay}</p>
      )}
    </>
  );
}

const clock = (quarter: number): string =>
  `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
const spanOf = (quarter: number): string => `${clock(quarter)}–${clock(quarter + 1)}`;
const tickOf = (quarter: number): string | undefined =>
  quarter % 12 === 0 ? ownWords.value.hour(quarter / 4) : undefined;

function Rows({ load }: { load: FiguresAnswer['load'] }) {
  const r = reportWords.value;
  const [titleId, saysId] = [useId(), useId()];
  const all = load.flatMap((hours, day) =>
    hours.map((n, hour) => ({ n, says: r.atHour(r.weekdays[day] ?? '', hour) })),
  );
  const most = all.reduce((highest, one) => (one.n > highest.n ? one : highest), all[0] ?? { n: 0, says: '' });
  const total = all.reduce((sum, { n }) => sum + n, 0);
  const height = row.height * load.length + foot;
  return (
    <svg class="load" viewBox={`0 0 ${row.width} ${height}`} role="img" aria-labelledby={`${titleId} ${saysId}`}>
      <title id={titleId}>{r.load}</title>
      <desc id={saysId}>{r.loadSays(total, most.says, most.n)}</desc>
      {load.map((hours, day) => (
        <g key={r.weekdays[day]} transform={`translate(0 ${day * row.height})`}>
          <text class="day" x={row.left - 6} y={row.height - 8}>
            {r.weekdays[day]}
          </text>
          <path class="ground" d={`M${row.left} ${row.height - row.bottom}H${row.width - row.right}`} />
          {barsIn(row, hours, Math.max(1, most.n)).map((bar, hour) => {
            const n = hours[hour] ?? 0;
            return (
              <g key={hour} class={n > 0 && n === most.n ? 'bar most' : 'bar'}>
                <title>{r.presses(r.atHour(r.weekdays[day] ?? '', hour), n)}</title>
                <rect x={bar.x} y={bar.y} width={bar.width} height={bar.height} />
              </g>
            );
          })}
        </g>
      ))}
      {barsIn(row, load[0] ?? [], 1).map(
        (bar, hour) =>
          hour % 3 === 0 && (
            <text key={hour} x={bar.x + bar.width / 2} y={height - 4}>
              {ownWords.value.hour(hour)}
            </text>
          ),
      )}
    </svg>
  );
}

function Hours({ load }: { load: FiguresAnswer['load'] }) {
  const r = reportWords.value;
  const hours = (load[0] ?? []).map((_, hour) => hour);
  return (
    <table class="load">
      <caption class="unseen">{r.load}</caption>
      <thead>
        <tr>
          <th scope="col">{r.hour}</th>
          {r.weekdays.map((day) => (
            <th key={day} scope="col" class="figure">
              {day}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {hours.map((hour) => (
          <tr key={hour}>
            <th scope="row">{ownWords.value.hourSpan(hour)}</th>
            {r.weekdays.map((day, i) => (
              <td key={day} class="figure">
                {load[i]?.[hour] ?? 0}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
