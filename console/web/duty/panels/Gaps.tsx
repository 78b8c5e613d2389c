import './Gaps.css';
import type { RosterGap } from '../../../../contracts/office/responders.ts';
import { insideOf } from '../../../../geography/rings.ts';
import { picture } from '../../live/page.ts';
import { momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { seek } from '../actions.ts';
import { district } from '../district.ts';

/** Shifts for which nobody is down, or nobody who can be told; a click shows where. */
export function Gaps({ gaps }: { gaps: RosterGap[] | undefined }) {
  const w = words.value;
  if (!gaps) return <p class="says">{w.loading}</p>;
  if (gaps.length === 0) return <p class="says">{w.noGaps}</p>;
  return (
    <ol class="gaps">
      {gaps.map((gap) => {
        const grid = district.value?.grids.find(({ id }) => id === gap.grid);
        const position = grid && (grid.label ?? insideOf(grid.ring));
        const who =
          gap.responder === undefined ? '' : (picture.value.responders.get(gap.responder)?.name ?? gap.responder);
        return (
          <li key={`${gap.from}${gap.plan}${gap.tier}${gap.grid}${who}`}>
            <button
              type="button"
              disabled={position === undefined}
              onClick={() => position && seek(position, grid?.name ?? '')}
            >
              <b>
                {grid?.name ?? w.wholeDistrict} · {gap.name}
              </b>
              <span>
                {momentOf(Date.parse(gap.from))} – {momentOf(Date.parse(gap.to))}
              </span>
              <small>{gap.reason === 'no_channel' ? w.noChannel(who) : w.nobodyOnDuty}</small>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
