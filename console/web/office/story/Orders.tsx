// What was ordered, also what was refused: of that the log has nothing.
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import type { OrdersAnswer } from '../../../../contracts/office/history.ts';
import { commandsInChinese, commandsInEnglish } from '../../../../wording/commands.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { language } from '../../words/language.ts';
import { ownWords } from '../language.ts';

export function Orders({ incident: { id, seq } }: { incident: Pick<IncidentView, 'id' | 'seq'> }) {
  const o = ownWords.value;
  const { value, wrong } = useRead<OrdersAnswer>(`/api/v1/office/history/${id}/orders?language=${language.value}`, seq);
  return (
    <section class="section">
      <h3>{o.orders}</h3>
      <Trouble says={wrong && `${o.failed}${wrong}`} />
      {value?.orders.length === 0 && <p class="says">{o.ordersNone}</p>}
      <ul class="asked">
        {value?.orders.map(({ at, by, command, outcome, why }, i) => (
          <li key={i}>
            <span>{momentOf(Date.parse(at))}</span> <b>{by ?? o.family}</b> <span>{nameOf(command)}</span>{' '}
            {outcome === 'refused' && <span>{o.refused(why ?? '')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Of a later version it stands for itself. */
function nameOf(command: string): string {
  const names: Readonly<Record<string, string>> = language.value === 'en' ? commandsInEnglish : commandsInChinese;
  return names[command] ?? command;
}
