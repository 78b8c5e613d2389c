import type { EventView, IncidentView } from '../../../../contracts/incident/views.ts';
import { clockOf, dateOf, elapsed } from '../../look/time.ts';
import { nameOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { ownWords } from '../language.ts';
import { stepsOf } from './steps.ts';

/** When it was pressed, and how long after it each step was taken, by whom. */
export function Times({ incident, events }: { incident: IncidentView; events: readonly EventView[] }) {
  const w = words.value;
  const o = ownWords.value;
  const pressed = Date.parse(incident.receivedAt);
  return (
    <section class="section times">
      <h3>{o.times}</h3>
      <table>
        <tbody>
          <tr>
            <th scope="row">{o.pressed}</th>
            <td colSpan={3}>
              <time dateTime={incident.receivedAt}>
                {dateOf(pressed)} {clockOf(pressed)}
              </time>
            </td>
          </tr>
          {stepsOf(incident, events).map(({ step, at, by }) => (
            <tr key={step}>
              <th scope="row">{o.steps[step]}</th>
              <td>
                <time dateTime={at}>{clockOf(Date.parse(at))}</time>
              </td>
              <td class="figure">+{elapsed(Date.parse(at) - pressed)}</td>
              <td>
                {step === 'closed' && incident.closed
                  ? o.byWhom(by, w.dispositions[incident.closed.disposition])
                  : nameOf(by)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
