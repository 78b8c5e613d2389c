import './WayIn.css';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { words } from './language.ts';
import { shortPlace } from './places.ts';

/** Door and key: the server sends them only while the leg is on. */
export function WayIn({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const { access, persons } = leg;
  // Behind a door with two old people it says whose it is.
  const whose = (name: string, says: string): string => (persons.length > 1 ? `${name}：${says}` : says);
  const shared = new Set(persons.map((one) => one.mobility)).size === 1;
  const mobility = shared
    ? persons[0]?.mobility
    : persons.flatMap(({ name, mobility: one }) => (one === undefined ? [] : [whose(name, one)])).join('；');
  const conditions = persons.flatMap(({ name, conditions: own = [] }) =>
    own.length === 0 ? [] : [whose(name, own.join('；'))],
  );
  const lines = [
    [w.gate, access?.gate],
    [w.key, access?.key],
    [w.mobility, mobility],
    [w.note, access?.note],
    [w.conditions, conditions.length > 0 ? conditions.join('\n') : undefined],
  ].filter((line): line is [string, string] => line[1] !== undefined);
  return (
    <>
      {leg.away && (
        <p class="note">
          <strong>{w.notAtHome}</strong> {leg.inexact && <strong>{w.inexact}</strong>}
        </p>
      )}
      {leg.also && (
        <p class="note">
          <strong>{w.also(leg.also.map(shortPlace).join('、'))}</strong>
        </p>
      )}
      {access === undefined && <p class="note">{w.accessLater}</p>}
      <dl class="way-in">
        {lines.map(([name, line]) => [<dt key={name}>{name}</dt>, <dd key={`${name}-line`}>{line}</dd>])}
      </dl>
    </>
  );
}
