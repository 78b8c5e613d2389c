import type { Handover } from '../../../../contracts/office/responders.ts';
import { picture } from '../../live/page.ts';
import { clockOf, momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';

/** So many devices are named; the others are counted. */
const devicesNamed = 8;

/** What is open, what was noted, what is broken, who is there. */
export function HandoverState({ state }: { state: Handover }) {
  const w = words.value;
  const { last, open, notes, devices, onDuty } = state;
  return (
    <div class="handover-state">
      {last && <p class="says">{w.lastHandover(momentOf(Date.parse(last.at)), last.from, last.to)}</p>}
      <h3>{w.openIncidents(open.length)}</h3>
      <ul>
        {open.map((one) => {
          const known = picture.value.incidents.get(one.id);
          return (
            <li key={one.id}>
              {w.number(one.number)} P{one.priority} {known?.residents.map(({ name }) => name).join('、')}{' '}
              {one.state === 'unacknowledged' ? w.notAcknowledged : ''}
            </li>
          );
        })}
      </ul>
      <h3>{w.notesLeft(notes.length)}</h3>
      <ul>
        {notes.map((one) => (
          <li key={`${one.incident}${one.at}`}>
            {w.number(one.number)} {clockOf(Date.parse(one.at))} {one.by}：{one.text}
          </li>
        ))}
      </ul>
      <h3>{w.devicesWrong(devices.length)}</h3>
      <ul>
        {devices.slice(0, devicesNamed).map((one) => (
          <li key={one.home}>
            {one.says} {w.reasons[one.reason] ?? one.reason}
          </li>
        ))}
        {devices.length > devicesNamed && <li>{w.andMore(devices.length - devicesNamed)}</li>}
      </ul>
      <h3>{w.peopleOnDuty(onDuty.length)}</h3>
      <p class="says">
        {onDuty.map(({ name, connected }) => (connected ? name : `${name}（${w.offline}）`)).join('、')}
      </p>
    </div>
  );
}
