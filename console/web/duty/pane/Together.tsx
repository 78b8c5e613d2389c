import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { picture } from '../../live/page.ts';
import { Act } from '../../look/Act.tsx';
import { personOf, placeOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { order, select } from '../actions.ts';
import { mayOrder } from '../state.ts';

/** Incidents of the same building, or of the same courtyard at the same time; and what was merged. */
export function Together({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { group, absorbed = [], mergedInto } = incident;
  const { incidents } = picture.value;
  const own = group ?? incident.id;
  const others = [...incidents.values()].filter(
    (one) => one.state === 'open' && one.id !== incident.id && (one.group ?? one.id) === own,
  );
  const into = mergedInto === undefined ? undefined : incidents.get(mergedInto);
  if (others.length === 0 && absorbed.length === 0 && !into) return null;
  const open = (one: IncidentView) => (
    <button class="link" type="button" onClick={() => select(one.id)}>
      {personOf(one, w)} {placeOf(one.place, w)}
    </button>
  );
  return (
    <section class="section together">
      <h3>{w.together}</h3>
      <ul>
        {others.map((one) => (
          <li key={one.id}>{open(one)}</li>
        ))}
        {into && (
          <li>
            {w.mergedInto} {open(into)}
          </li>
        )}
        {absorbed.map(({ incident: id }) => {
          const one = incidents.get(id);
          return (
            <li key={id}>
              {w.absorbed} {one ? open(one) : id}
              {mayOrder.value && incident.state === 'open' && (
                <Act
                  class="small"
                  does={() => void order(incident.id, { command: 'split', incident: id as typeof incident.id })}
                  says={w.split}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
