// 夜间值守: one switch for a hall in which nobody is awake. It says who has it, hands it over and takes it back.
import { useState } from 'preact/hooks';
import type { NightDeskOrder, ResponderView } from '../../../contracts/office/responders.ts';
import { actionsDisabled, now, picture } from '../live/page.ts';
import { Field } from '../look/Field.tsx';
import { instantOf, nightEnds } from '../look/timeFields.ts';
import { words } from '../words/words.ts';
import { handNightDesk, nightDeskHolders, nightDeskSays } from './nightDesk.ts';
import { Panel } from './Panel.tsx';
import { mayOrder, panel } from './state.ts';

/** So many are offered at once: more of them are found by name. */
const offered = 8;
/** Whose trade it is comes first. */
const first: readonly ResponderView['role'][] = ['street_officer', 'community_officer'];

export function NightDeskPanel() {
  const w = words.value;
  const holders = nightDeskHolders.value;
  const [wrong, setWrong] = useState('');

  async function hand(order: NightDeskOrder): Promise<void> {
    const answer = await handNightDesk(order);
    if (!answer.ok) return setWrong(answer.status === 0 ? w.notSent : answer.message);
    panel.value = undefined; // the top bar says it now
  }

  return (
    <Panel title={w.nightDesk.title}>
      <p class="says strong-words">{holders.length === 0 ? w.nightDesk.hall : nightDeskSays(holders, w)}</p>
      {mayOrder.value && holders.length > 0 && (
        <button class="strong wide-button" type="button" disabled={actionsDisabled.value} onClick={() => void hand({})}>
          {w.nightDesk.back}
        </button>
      )}
      {mayOrder.value && <HandOver onHand={hand} />}
      {wrong !== '' && (
        <p class="trouble" role="alert">
          {wrong}
        </p>
      )}
    </Panel>
  );
}

function HandOver({ onHand }: { onHand: (order: NightDeskOrder) => Promise<void> }) {
  const w = words.value;
  const [typed, setTyped] = useState('');
  const [to, setTo] = useState<ResponderView>();
  const [until, setUntil] = useState(() => nightEnds(now.value));
  const found = foundBy(typed.trim(), [...picture.value.responders.values()]);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (to) void onHand({ responder: to.id, until: instantOf(until) });
      }}
    >
      <p class="says">{w.nightDesk.says}</p>
      <Field
        name="night-desk-name"
        label={w.nightDesk.find}
        value={typed}
        onValue={(value) => {
          setTyped(value);
          setTo(undefined); // nobody is chosen who is not seen
        }}
      />
      <fieldset>
        <legend>{w.nightDesk.who}</legend>
        <div class="choices wide">
          {found.slice(0, offered).map((one) => (
            <label key={one.id} class={to?.id === one.id ? 'chosen' : ''}>
              <input type="radio" name="night-desk" checked={to?.id === one.id} onChange={() => setTo(one)} />
              <span>
                {one.name} <small>{w.roles[one.role]}</small>
              </span>
            </label>
          ))}
        </div>
        {found.length === 0 && <p class="says">{w.nothingFound}</p>}
        {found.length > offered && <p class="says">{w.moreFound}</p>}
      </fieldset>
      <label>
        {w.nightDesk.until}
        <input type="datetime-local" value={until} onInput={(event) => setUntil(event.currentTarget.value)} />
      </label>
      <div class="form-buttons">
        <button class="strong" type="submit" disabled={!to || until === '' || actionsDisabled.value}>
          {to ? w.nightDesk.hand(to.name) : w.nightDesk.choose}
        </button>
      </div>
    </form>
  );
}

function foundBy(name: string, people: readonly ResponderView[]): ResponderView[] {
  const rank = ({ role }: ResponderView): number => (first.includes(role) ? first.indexOf(role) : first.length);
  return people
    .filter((one) => one.name.includes(name))
    .sort((a, b) => rank(a) - rank(b) || Number(b.onDuty) - Number(a.onDuty) || a.name.localeCompare(b.name, 'zh'));
}
