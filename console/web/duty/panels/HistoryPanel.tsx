// What has been: closed incidents page by page, back into the archive of years. The live picture holds the latest thirty only.
import { useEffect, useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { call } from '../../live/api.ts';
import { Button } from '../../look/Button.tsx';
import { Panel } from '../../look/Panel.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { instantOf } from '../../look/timeFields.ts';
import { words } from '../../words/words.ts';
import { closePanel } from '../actions.ts';
import { ClosedIncident, closedAt } from './ClosedIncident.tsx';

const pageSize = 40;

export function HistoryPanel() {
  const w = words.value;
  const [shown, setShown] = useState<IncidentView[]>([]);
  const [more, setMore] = useState(true);
  const [trouble, setTrouble] = useState('');

  /** @param before closed before this instant; from now on when left out */
  async function load(known: IncidentView[], before: string | undefined): Promise<void> {
    const query = new URLSearchParams({ state: 'closed', limit: String(pageSize), ...(before ? { before } : {}) });
    const answer = await call<{ incidents: IncidentView[] }>(`/api/v1/incidents?${query}`);
    if (!answer.ok) return setTrouble(answer.message || w.notSent);
    const { incidents } = answer.value;
    const latestFirst = [...incidents].sort((a, b) => (closedAt(a) < closedAt(b) ? 1 : -1));
    setTrouble('');
    setShown([...known, ...latestFirst]);
    setMore(incidents.length === pageSize);
  }
  useEffect(() => void load([], undefined), []);

  const last = shown.at(-1);
  return (
    <Panel title={w.historyTitle} close={closePanel}>
      <label class="history-from">
        {w.historyUntil}{' '}
        <input
          type="date"
          onChange={(event) => {
            const day = event.currentTarget.value;
            void load([], day === '' ? undefined : instantOf(`${day}T23:59:59.999`));
          }}
        />
      </label>
      {/* In a tab of its own: the console goes on ringing. */}
      <p class="says">
        <a class="link" href="/office/history" target="_blank" rel="noreferrer">
          {w.historySearch}
        </a>
      </p>
      <Trouble says={trouble} />
      {shown.length === 0 && !more && <p class="says">{w.historyEmpty}</p>}
      {shown.map((incident) => (
        <ClosedIncident key={incident.id} incident={incident} />
      ))}
      {more && last && <Button does={() => void load(shown, closedAt(last))} says={w.historyEarlier} />}
    </Panel>
  );
}
