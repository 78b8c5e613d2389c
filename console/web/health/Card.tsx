// What must not be overlooked comes first and large. Without a track of the desk's own it is behind glass.
import './Card.css';
import { useState } from 'preact/hooks';
import type { IncidentDetail } from '../../../contracts/incident/views.ts';
import type { BehindGlass } from '../../../contracts/office/residents.ts';
import type { BreakGlassReason } from '../../../contracts/terms.ts';
import { call } from '../live/api.ts';
import { GlassReasons } from '../live/GlassReasons.tsx';
import { words } from '../words/words.ts';
import { Contacts } from './Contacts.tsx';
import { conditionsOf, mobilityOf, withGlass } from './conditions.ts';
import { deskWords } from './language.ts';
import { complain } from './state.ts';

export function Card({ incident, detail, asked }: { incident: string; detail: IncidentDetail; asked: boolean }) {
  const h = deskWords.value;
  const [behind, setBehind] = useState<BehindGlass>();
  const shown = withGlass(detail, behind);
  const { persons, access = {}, withheld } = shown;
  const hidden = withheld.includes('conditions');
  const tap = async (reason: BreakGlassReason): Promise<void> => {
    const answer = await call<BehindGlass>(`/api/v1/incidents/${incident}/conditions`, { reason });
    if (answer.ok) setBehind(answer.value);
    else complain(answer.message || words.value.notSent);
  };
  const { urgent, rest } = conditionsOf(persons);
  const lines = [
    ...rest.map((line, i) => [i === 0 ? h.conditions : '', line]),
    ...(rest.length + urgent.length === 0 && !hidden ? [[h.conditions, h.noConditions]] : []),
    [h.mobility, mobilityOf(shown)],
    [h.wayIn, [access.gate, access.key, access.note].filter((one) => one !== undefined).join('；')],
  ].filter(([, line]) => line !== '');
  return (
    <>
      {urgent.map((line) => (
        <p class="urgent" key={line}>
          {line}
        </p>
      ))}
      {hidden &&
        (asked ? (
          <p class="says">{h.afterYes}</p>
        ) : (
          <GlassReasons says={h.behindGlass} style="wide-button" onReason={(reason) => void tap(reason)} />
        ))}
      <dl class="card-lines">
        {lines.map(([name, line]) => [<dt key={`${line}-name`}>{name}</dt>, <dd key={line}>{line}</dd>])}
        <Contacts
          incident={incident}
          persons={persons}
          open={behind !== undefined && detail.withheld.includes('phones')}
        />
      </dl>
    </>
  );
}
