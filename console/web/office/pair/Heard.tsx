// 它在发什么: addresses that were heard of late and that no device has. Whoever stands there presses it, and what has just come is on top.
import type { HeardAddresses, PairingList } from '../../../../contracts/device/pairing.ts';
import { now } from '../../live/page.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { usePolled } from './usePolled.ts';
import { pairWords } from './words.ts';

export type Chosen = { address?: string; model?: string };
type Props = { chosen: Chosen; choose: (chosen: Chosen) => void; list: PairingList };

const lookEveryMs = 1_500;
const shownAtMost = 20;
/** Marked as what has just been pressed. */
const justMs = 30_000;

export function Heard({ chosen, choose, list }: Props) {
  const p = pairWords.value;
  const { value, wrong } = usePolled<HeardAddresses>('/api/v1/pairing/heard', lookEveryMs);
  const sources = list.families.flatMap((one) => one.sources);
  if (sources.length === 0) return <p class="warning">{p.noSources}</p>;
  return (
    <section aria-label={p.ways.heard}>
      <p class="warning">{p.realPress}</p>
      <Trouble says={wrong} />
      {value?.heard.length === 0 && <p role="status">{p.nothingHeard}</p>}
      <ul class="choices" aria-live="polite">
        {value?.heard.slice(0, shownAtMost).map(({ source, address, name, at, pressed, battery }) => {
          const ago = (text: string): string => p.ago(Math.max(0, now.value - Date.parse(text)));
          const just = pressed !== undefined && now.value - Date.parse(pressed.at) < justMs;
          return (
            <li key={`${source.id}/${address}`} class={just ? 'just' : ''}>
              <label>
                <input
                  type="radio"
                  name="address"
                  checked={chosen.address === address}
                  onChange={() => choose({ ...chosen, address })}
                />
                <b>{name === undefined ? address : `${name} · ${address}`}</b>
                <span>
                  {source.name} · {pressed ? p.pressed(ago(pressed.at), pressed.word ?? '') : p.spoke(ago(at))}
                  {battery !== undefined && ` · ${p.battery(battery)}`}
                </span>
              </label>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
