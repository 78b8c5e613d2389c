// What somebody is about to change, with what it would do to the gaps; saved as one set of changes.
import '../registry/Registry.css';
import { useState } from 'preact/hooks';
import type { RegistryChange } from '../../../../contracts/office/registry.ts';
import { Close } from '../../look/Close.tsx';
import { nothingListed } from '../address.ts';
import { responders } from '../district.ts';
import { Link } from '../Link.tsx';
import { idFor } from '../registry/useDocument.ts';
import { changesOf, type Draft, type LeaveDraft, leaveChange, type Open, reaching, removalOf } from './draft.ts';
import { Except, RepeatFields } from './RepeatFields.tsx';
import { useSaving } from './Saving.tsx';
import { rosterWords } from './words.ts';

type Props = { open: Open; set: (draft: Draft) => void; close: () => void; done: (says: string) => void };

export function DraftPanel({ open, set, close, done }: Props) {
  const r = rosterWords.value;
  const { draft, standing } = open;
  const [newId] = useState(() => idFor(draft.kind));
  const was = draft.kind === 'shift' ? draft.was : undefined;
  const saving = useSaving({ changes: changesIn(open, newId), close, done, removal: removalIn(open) });
  const title = was ? r.changeShift : draft.kind === 'leave' ? r.newLeave : r.newShift;
  return (
    <section class="document draft" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <Close says={r.cancel} onClose={close} />
      </header>
      <form onSubmit={saving.submit}>
        <Fields draft={draft} set={set} repeats={standing?.document.repeats !== undefined} />
        {saving.end}
        {was && <Link to={{ ...nothingListed, kind: 'shifts', id: was.shift }}>{r.form}</Link>}
      </form>
    </section>
  );
}

function removalIn({ draft, standing }: Open) {
  const r = rosterWords.value;
  if (draft.kind !== 'shift' || !draft.was || !standing) return undefined;
  const all = draft.was.reach === 'following' && standing.document.repeats !== undefined;
  return { says: all ? r.removeFollowing : r.remove, changes: removalOf(draft, standing) };
}

/** What would be sent; undefined while something is missing. */
function changesIn({ draft, standing }: Open, newId: string): RegistryChange[] | undefined {
  if (draft.responder === '' || draft.start === '' || draft.end === '') return undefined;
  return draft.kind === 'leave' ? leaveChange(draft, newId) : changesOf(draft, standing, newId);
}

function Fields({ draft, set, repeats }: { draft: Draft; set: Props['set']; repeats: boolean }) {
  const r = rosterWords.value;
  const time = (name: 'start' | 'end') => (
    <div class="field">
      <label for={`draft-${name}`}>{r[name]}</label>
      <input
        id={`draft-${name}`}
        type="datetime-local"
        required
        value={draft[name]}
        onInput={(event) => set({ ...draft, [name]: event.currentTarget.value })}
      />
    </div>
  );
  const single = draft.kind === 'shift' && draft.was !== undefined && repeats && draft.was.reach === 'one';
  return (
    <>
      {draft.kind === 'shift' && draft.was && repeats && (
        <fieldset>
          <legend>{r.reach}</legend>
          <div class="choices">
            {(['one', 'following'] as const).map((reach) => (
              <label key={reach}>
                <input
                  type="radio"
                  name="reach"
                  checked={draft.was?.reach === reach}
                  onChange={() => set(reaching(draft, reach))}
                />
                {r.reaches[reach]}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <Person
        label={r.responder}
        id="draft-responder"
        value={draft.responder}
        choose={(responder) => set({ ...draft, responder })}
      />
      {time('start')}
      {time('end')}
      {draft.kind === 'leave' && (
        <Person
          label={r.standIn}
          id="draft-stand-in"
          value={draft.standIn}
          empty={r.nobodyStandsIn}
          choose={(standIn) => set({ ...draft, standIn } satisfies LeaveDraft)}
        />
      )}
      {draft.kind === 'shift' && !single && (
        <>
          <RepeatFields draft={draft} set={set} />
          {draft.repeat.kind !== 'once' && <Except draft={draft} set={set} />}
        </>
      )}
    </>
  );
}

function Person({
  label,
  id,
  value,
  empty = '',
  choose,
}: {
  label: string;
  id: string;
  value: string;
  empty?: string;
  choose: (id: string) => void;
}) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} required={empty === ''} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{empty}</option>
        {responders.value.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </div>
  );
}
