import type { FiguresAnswer } from '../../../../contracts/office/figures.ts';
import { dateOf, minuteOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { nothingAsked } from '../address.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { Counts } from './Counts.tsx';
import { secondsOf } from './Tile.tsx';
import { reportWords } from './words.ts';

/** Drills by themselves: how fast each was answered. They are in no other figure. */
export function Drills({ drillList }: Pick<FiguresAnswer, 'drillList'>) {
  const w = words.value;
  const o = ownWords.value;
  const r = reportWords.value;
  return (
    <Counts
      title={r.drills}
      columns={[
        o.columns.number,
        o.columns.opened,
        o.columns.call,
        o.steps.acknowledged,
        o.steps.accepted,
        o.steps.on_scene,
      ]}
      none={r.drillsNone}
      lines={drillList.map(({ id, number, openedAt, call, acknowledged, accepted, on_scene }) => {
        const at = Date.parse(openedAt);
        return {
          key: id,
          name: <Link to={{ ...nothingAsked, q: `#${number}`, incident: id }}>{w.number(number)}</Link>,
          figures: [
            `${dateOf(at)} ${minuteOf(at)}`,
            w.kinds[call],
            ...[acknowledged, accepted, on_scene].map(secondsOf),
          ],
        };
      })}
    />
  );
}
