// The proof of one press: each hop with its time, gaps marked. Asked for by a click: it is for afterwards, not for the alarm.
import '../look/Section.css';
import './Proof.css';
import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import type { Proof as Hops } from '../../../contracts/system/views.ts';
import { Timeline } from '../look/Timeline.tsx';
import { Trouble } from '../look/Trouble.tsx';
import { clockOf } from '../look/time.ts';
import { inLanguage } from '../words/inLanguage.ts';
import { words } from '../words/words.ts';
import { call } from './api.ts';
import { proofWords } from './proofWords.ts';

const own = inLanguage(proofWords);

export function Proof({ incident }: { incident: IncidentView }) {
  const p = own.value;
  const [read, setRead] = useState<Hops>();
  const [trouble, setTrouble] = useState('');
  const proof = read?.incident === incident.id ? read : undefined;
  const ask = async (): Promise<void> => {
    const answer = await call<Hops>(`/api/v1/incidents/${incident.id}/proof`);
    if (answer.ok) setRead(answer.value);
    setTrouble(answer.ok ? '' : answer.message || words.value.notSent);
  };
  return (
    <details
      class="section proof"
      onToggle={(event) => {
        if (event.currentTarget.open) void ask();
      }}
    >
      <summary>
        {p.title} {proof && <span>{p.gaps(proof.gaps)}</span>}
      </summary>
      <Trouble says={trouble} />
      {proof && (
        <Timeline label={p.title}>
          {proof.hops.map((hop, i) => (
            <li key={i} class={hop.state} data-hop={hop.hop}>
              <time>
                {hop.at !== undefined ? preciseClock(hop.at) : p.states[hop.state === 'awaited' ? 'awaited' : 'gap']}
              </time>
              <span>
                {p.hops[hop.hop]}
                {hop.responder && `：${hop.responder.name}`}
                {hop.channel !== undefined && hop.channel !== 'app' && `（${hop.channel}）`}
                {hop.afterMs !== undefined && <em>{p.after(hop.afterMs)}</em>}
              </span>
            </li>
          ))}
        </Timeline>
      )}
    </details>
  );
}

/** `12:03:05.123`. */
const preciseClock = (instant: string): string => `${clockOf(Date.parse(instant))}.${instant.slice(20, 23)}`;
