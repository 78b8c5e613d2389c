// What is wrong on the map, in words; a click looks there.
import type { Fault } from '../../../../geography/faults.ts';
import { type Change, type Named, type Placed, placeOf } from './draft.ts';
import { mapWords } from './words.ts';

/** The rest is mended one by one. */
const listedAtMost = 50;
/** By name; of more it is said how many. */
const namedAtMost = 4;

type Props = {
  faults: readonly Fault[];
  looking: boolean;
  placed: Placed;
  chosen: Fault | undefined;
  choose: (fault: Fault) => void;
  apply: ((changes: readonly Change[]) => void) | undefined;
};

export function Faults({ faults, looking, placed, chosen, choose, apply }: Props) {
  const m = mapWords.value;
  return (
    <section class="faults" aria-label={m.faults} aria-busy={looking}>
      <h2>{faults.length > 0 ? `${m.faults} · ${faults.length}` : m.faults}</h2>
      <p role="status">{looking ? m.checking : faults.length === 0 ? m.faultless : ''}</p>
      <ul>
        {faults.slice(0, listedAtMost).map((fault, i) => (
          <li key={`${fault.kind}/${fault.of.map(({ id }) => id)}/${i}`} class={fault.severity}>
            <button type="button" aria-pressed={fault === chosen} onClick={() => choose(fault)}>
              <b>{m.severities[fault.severity]}</b> {faultSays(fault, placed)}
            </button>
            {fault.kind === 'outside' && fault.belongs !== undefined && apply && (
              <Rehome fault={fault} placed={placed} apply={apply} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A border that was moved took a courtyard along: then it is the other grid's. */
function Rehome({
  fault,
  placed,
  apply,
}: {
  fault: Fault & { kind: 'outside' };
  placed: Placed;
  apply: (changes: readonly Change[]) => void;
}) {
  const m = mapWords.value;
  const [yard] = fault.of;
  const place = yard && placeOf(placed, yard);
  const grid = placed.grids.find(({ id }) => id === fault.belongs);
  if (!yard || !place || !grid) return null;
  return (
    <button class="button" type="button" onClick={() => apply([{ ...yard, now: { ...place, grid: grid.id } }])}>
      {m.moveTo(grid.name)}
    </button>
  );
}

function faultSays(fault: Fault, placed: Placed): string {
  const m = mapWords.value;
  const name = (one: Named): string => placeOf(placed, one)?.name ?? one.id;
  const names = fault.of.slice(0, namedAtMost).map(name).join(m.joiner);
  const all = fault.of.length > namedAtMost ? m.few(names, fault.of.length) : names;
  if (fault.kind === 'unseen') return m.says.unseen;
  if (fault.kind === 'outside')
    return m.says.outside(all, placed.grids.find(({ id }) => id === fault.belongs)?.name ?? '');
  if (fault.kind === 'overlap' || fault.kind === 'gap')
    return m.says[fault.kind](all, m.area(Math.round(fault.squareMetres)));
  return m.says[fault.kind](all);
}
