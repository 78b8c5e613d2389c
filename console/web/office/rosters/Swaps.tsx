// Swaps that were asked for on the phones lately, and how they ended.
import type { SwapViews } from '../../../../contracts/office/swaps.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { swapStates } from '../../words/swapStates.ts';
import { rosterWords } from './words.ts';

const listed = 50;

export function Swaps({ again }: { again: string }) {
  const r = rosterWords.value;
  const { value, wrong } = useRead<SwapViews>('/api/v1/office/roster/swaps', again);
  return (
    <section class="swaps" aria-label={r.swaps}>
      <h2>{r.swaps}</h2>
      <p>{r.swapsSay}</p>
      <Trouble says={wrong} />
      {value?.swaps.length === 0 && <p>{r.noSwaps}</p>}
      {value && value.swaps.length > 0 && (
        <table>
          <tbody>
            {value.swaps.slice(0, listed).map(({ id, at, asker, colleague, given, back, state }) => (
              <tr key={id}>
                <td>{momentOf(Date.parse(at))}</td>
                <td>
                  {asker.name} → {colleague.name}
                </td>
                <td>
                  {momentOf(Date.parse(given.from))} – {momentOf(Date.parse(given.to))}
                  {back && ` ⇄ ${momentOf(Date.parse(back.from))} – ${momentOf(Date.parse(back.to))}`}
                </td>
                <td>
                  <b>{swapStates.value[state]}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
