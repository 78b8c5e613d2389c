// What the health desk does about a need: calls the person back, hands over to the ambulance, takes back what is wanted no more.
import { useState } from 'preact/hooks';
import type { IncidentView, NeedView } from '../../../contracts/incident/views.ts';
import { actionsDisabled, now } from '../live/page.ts';
import { elapsed } from '../look/time.ts';
import { needSentence } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { order, ownNeeds } from './state.ts';

type Props = { incident: IncidentView; leave: () => void };

export function Needs({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const needs = ownNeeds(incident);
  if (needs.length === 0) return null;
  return (
    <section class="own-needs" aria-label={w.needsTitle}>
      <h2>{w.needsTitle}</h2>
      {needs.map((need) => (
        <Need key={need.need} need={need} incident={incident} />
      ))}
    </section>
  );
}

function Need({ need, incident }: { need: NeedView; incident: IncidentView }) {
  const w = words.value;
  const [why, setWhy] = useState<string>();
  const left = need.until === undefined || need.state === 'met' ? undefined : Date.parse(need.until) - now.value;
  const mayEnd = need.need === 'doctor' || need.need === 'call_120';
  return (
    <div class={`own-need ${need.state}`} data-need={need.need}>
      <p>
        <b>{w.needNames[need.need]}</b>
        <span>{needSentence(need, incident, w)}</span>
        {left !== undefined && <time>{left > 0 ? elapsed(left) : w.now}</time>}
      </p>
      {mayEnd &&
        (why === undefined ? (
          <button class="wide-button" type="button" disabled={actionsDisabled.value} onClick={() => setWhy('')}>
            {w.noLongerNeeded}…
          </button>
        ) : (
          <form
            class="own"
            onSubmit={async (event) => {
              event.preventDefault();
              if (await order(incident.id, { command: 'end_need', need: need.need, text: why.trim() }))
                setWhy(undefined);
            }}
          >
            <input
              aria-label={w.noLongerNeededWhy(w.needNames[need.need])}
              placeholder={w.noLongerNeededWhy(w.needNames[need.need])}
              maxLength={200}
              value={why}
              onInput={(event) => setWhy(event.currentTarget.value)}
            />
            <button type="submit" disabled={why.trim() === '' || actionsDisabled.value}>
              {w.noLongerNeeded}
            </button>
          </form>
        ))}
    </div>
  );
}

export function CallBack({ incident, leave }: Props) {
  const w = words.value;
  return (
    <section class="sheet">
      <p>{w.callBackSays}</p>
      {(['spoke', 'no_answer', 'cannot_speak'] as const).map((outcome) => (
        <button
          class="wide-button"
          key={outcome}
          type="button"
          disabled={actionsDisabled.value}
          onClick={async () => {
            if (await order(incident.id, { command: 'call_back', outcome })) leave();
          }}
        >
          {w.outcomes[outcome]}
        </button>
      ))}
      <button class="wide-button" type="button" onClick={leave}>
        {w.cancel}
      </button>
    </section>
  );
}

export function HandOver({ incident, leave }: Props) {
  const w = words.value;
  const [fields, setFields] = useState({ gate: '', hospital: '', companion: '' });
  const given = Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]])),
  );
  const lines: [keyof typeof fields, string][] = [
    ['gate', w.ambulanceGate],
    ['hospital', w.ambulanceHospital],
    ['companion', w.ambulanceCompanion],
  ];
  return (
    <form
      class="sheet"
      onSubmit={async (event) => {
        event.preventDefault();
        if (await order(incident.id, { command: 'ambulance_hand_over', ...given })) leave();
      }}
    >
      {lines.map(([name, label]) => (
        <input
          key={name}
          aria-label={label}
          placeholder={label}
          maxLength={200}
          value={fields[name]}
          onInput={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
        />
      ))}
      <button class="wide-button" type="submit" disabled={actionsDisabled.value || Object.keys(given).length === 0}>
        {w.save}
      </button>
      <button class="wide-button" type="button" onClick={leave}>
        {w.cancel}
      </button>
    </form>
  );
}
