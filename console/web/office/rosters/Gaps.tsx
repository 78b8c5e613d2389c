// Holes of the roster in the four weeks ahead, each with who could fill it.
import type { CouldFill, PlannedGap, PlannedGaps } from '../../../../contracts/office/roster.ts';
import { momentOf } from '../../look/time.ts';
import { district } from '../district.ts';
import { rosterWords } from './words.ts';

export const gapKey = ({ from, grid, responder, tiers: [first] }: PlannedGap): string =>
  `${from}/${grid}/${responder}/${first?.plan}/${first?.name}`;

type Fill = (gap: PlannedGap, by: CouldFill) => void;

export function Gaps({ gaps: { total, gaps }, fill }: { gaps: PlannedGaps; fill: Fill | undefined }) {
  const r = rosterWords.value;
  return (
    <section class="gaps" aria-label={r.gaps}>
      <h2>{r.gaps}</h2>
      <p>{r.gapsSay(total)}</p>
      <ol>
        {gaps.map((gap) => (
          <li key={gapKey(gap)}>
            <GapSays gap={gap} />
            {gap.reason === 'nobody_on_duty' && <Could gap={gap} fill={fill} />}
          </li>
        ))}
      </ol>
      {total > gaps.length && <p>{r.more(total - gaps.length)}</p>}
    </section>
  );
}

/** When, where and what is lacking. */
export function GapSays({ gap }: { gap: PlannedGap }) {
  const r = rosterWords.value;
  const where =
    gap.grid === '*' ? r.district : (district.value?.grids.find(({ id }) => id === gap.grid)?.name ?? gap.grid);
  const unreached = gap.could.find(({ responder }) => responder === gap.responder)?.name ?? gap.responder ?? '';
  return (
    <p class="when">
      <b>
        {momentOf(Date.parse(gap.from))} – {momentOf(Date.parse(gap.to))} · {where}
      </b>{' '}
      {gap.reason === 'no_channel'
        ? r.unreached(unreached)
        : r.lacks([...new Set(gap.tiers.map(({ name }) => name))].join('、'))}
    </p>
  );
}

function Could({ gap, fill }: { gap: PlannedGap; fill: Fill | undefined }) {
  const r = rosterWords.value;
  if (gap.could.length === 0) return <p>{r.nobodyCould}</p>;
  return (
    <ul aria-label={r.could}>
      {gap.could.map((one) => {
        const about = [gap.grid === '*' ? '' : r.near[one.near], r.hours(one.hours)]
          .filter((says) => says !== '')
          .join(' · ');
        return (
          <li key={one.responder}>
            {fill ? (
              <button class="button" type="button" onClick={() => fill(gap, one)}>
                {r.fillWith(one.name)} <small>{about}</small>
              </button>
            ) : (
              <>
                {one.name} <small>{about}</small>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
