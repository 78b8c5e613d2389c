// What stands, what to do about it, and what has been and healed: killing a process shows here with its times.
import './SystemPanel.css';
import type { AlarmRecord } from '../../../../contracts/system/views.ts';
import { inWords } from '../../live/inWords.ts';
import { system } from '../../live/page.ts';
import { useRead } from '../../live/useRead.ts';
import { Panel } from '../../look/Panel.tsx';
import { Timeline } from '../../look/Timeline.tsx';
import { momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { closePanel } from '../actions.ts';

export function SystemPanel() {
  const w = words.value;
  const standing = system.value?.alarms ?? [];
  const stands = standing.map(({ code, subject }) => `${code}/${subject}`).join(' ');
  const { value: record } = useRead<AlarmRecord>('/api/v1/alarms?limit=50', stands);
  return (
    <Panel title={w.systemTitle} close={closePanel}>
      {standing.length === 0 && <p class="says">{w.systemWellSays}</p>}
      {standing.map((alarm) => (
        <div class="alarm-line" key={`${alarm.code}/${alarm.subject}`}>
          <b>{inWords(alarm).says}</b>
          <span>{inWords(alarm).remedy}</span>
          <time>{w.since(momentOf(Date.parse(alarm.since)))}</time>
        </div>
      ))}
      <h3>{w.systemRecord}</h3>
      <Timeline>
        {(record?.changes ?? []).map((one) => (
          <li key={`${one.at}${one.change}${one.code}${one.subject}`}>
            <time>{momentOf(Date.parse(one.at))}</time>
            <span>{one.change === 'raised' ? inWords(one).says : w.healed(inWords(one).says, lasted(one))}</span>
          </li>
        ))}
      </Timeline>
    </Panel>
  );
}

/** Whole seconds from the beginning to the end. */
const lasted = ({ since, at }: AlarmRecord['changes'][number]): number =>
  Math.max(0, Math.round((Date.parse(at) - Date.parse(since)) / 1000));
