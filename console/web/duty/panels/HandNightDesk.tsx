import '../orders/Form.css';
import { useState } from 'preact/hooks';
import type { NightDeskOrder, ResponderView } from '../../../../contracts/office/responders.ts';
import { now, picture } from '../../live/page.ts';
import { Act } from '../../look/Act.tsx';
import { Field } from '../../look/Field.tsx';
import { instantOf, nightEnds } from '../../look/timeFields.ts';
import { words } from '../../words/words.ts';
import { Choices } from '../orders/Choices.tsx';

/** So many are offered at once: more of them are found by name. */
const offered = 8;
/** Whose trade it is comes first. */
const first: readonly ResponderView['role'][] = ['street_officer', 'community_officer'];

/** To whom, and until when. */
export function HandNightDesk({ onHand }: { onHand: (order: NightDeskOrder) => Promise<void> }) {
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
      <Choices
        legend={w.nightDesk.who}
        of={found.slice(0, offered).map((one) => ({
          value: one.id,
          says: (
            <span>
              {one.name} <small>{w.roles[one.role]}</small>
            </span>
          ),
        }))}
        chosen={to?.id}
        onChoose={(id) => setTo(found.find((one) => one.id === id))}
        wide
      >
        {found.length === 0 && <p class="says">{w.nothingFound}</p>}
        {found.length > offered && <p class="says">{w.moreFound}</p>}
      </Choices>
      <label>
        {w.nightDesk.until}
        <input type="datetime-local" value={until} onInput={(event) => setUntil(event.currentTarget.value)} />
      </label>
      <div class="form-buttons">
        <Act class="strong" submit off={!to || until === ''}>
          {to ? w.nightDesk.hand(to.name) : w.nightDesk.choose}
        </Act>
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
