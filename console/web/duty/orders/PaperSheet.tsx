import './PaperSheet.css';
import type { IncidentDetail, IncidentView } from '../../../../contracts/incident/views.ts';
import type { HandOverFields } from '../../live/useHandOver.ts';
import { momentOf } from '../../look/time.ts';
import { personOf, placeOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { revealed } from '../state.ts';

/** Only on paper. Conditions stand on it for those alone who see them on the screen. */
export function PaperSheet(props: {
  incident: IncidentView;
  detail: IncidentDetail | undefined;
  fields: HandOverFields;
}) {
  const { incident, detail, fields } = props;
  const w = words.value;
  const access = detail?.access ?? {};
  const shown = revealed.value?.incident === incident.id ? revealed.value.lines : [];
  const conditions = [...(detail?.persons ?? []).flatMap((one) => one.conditions ?? []), ...shown];
  const lines: [string, string][] = [
    [w.sheetLines.who, personOf(incident, w)],
    [w.sheetLines.where, placeOf(incident.place, w)],
    [w.sheetLines.access, [access.gate, access.key, access.note].filter((one) => one !== undefined).join('；')],
    [w.sheetLines.calledAt, incident.ambulance ? momentOf(Date.parse(incident.ambulance.at)) : ''],
    [w.ambulanceReference, incident.ambulance?.reference ?? ''],
    [w.sheetLines.conditions, conditions.join('；')],
    [w.ambulanceGate, fields.gate],
    [w.ambulanceHospital, fields.hospital],
    [w.ambulanceCompanion, fields.companion],
  ];
  return (
    <div class="sheet-on-paper">
      <h1>
        {w.ambulanceSheet} {w.number(incident.number)}
      </h1>
      <dl>
        {lines.map(([name, line]) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name}-line`}>{line || '________________'}</dd>,
        ])}
      </dl>
    </div>
  );
}
