// What was drawn and is not saved: step by step back, all of it dropped, or saved with a reason; and why it was not.
import { useState } from 'preact/hooks';
import type { RegistryProblem } from '../../../../contracts/office/registry.ts';
import type { Fault } from '../../../../geography/faults.ts';
import { call } from '../../live/api.ts';
import { words } from '../../words/words.ts';
import { type Edit, nameOf } from './draft.ts';
import type { Drafting, Saved } from './useDraft.ts';
import { mapWords } from './words.ts';

export function Saving({ drafting, faults }: { drafting: Drafting; faults: readonly Fault[] }) {
  const m = mapWords.value;
  const { draft, saving, saved, canGoBack, back, drop, save } = drafting;
  const [why, setWhy] = useState('');
  return (
    <section class="saving" aria-label={m.save}>
      <p role="status">{draft.size > 0 ? m.draft(draft.size) : saved ? m.saved(saved.count) : m.nothingDrawn}</p>
      {saved && draft.size === 0 && <TakeBack key={saved.takesBack?.path} saved={saved} />}
      <Refused drafting={drafting} />
      <Problems problems={drafting.problems} faults={faults} />
      {draft.size > 0 && (
        <form
          onSubmit={async (event) => {
            event.preventDefault();
            if (await save(why.trim())) setWhy('');
          }}
        >
          <ul class="edits">
            {[...draft.values()].map((edit) => (
              <li key={nameOf(edit)}>{editSays(edit)}</li>
            ))}
          </ul>
          <div class="field">
            <label for="map-why">{m.why}</label>
            <input
              id="map-why"
              value={why}
              maxLength={200}
              autocomplete="off"
              onInput={({ currentTarget }) => setWhy(currentTarget.value)}
            />
          </div>
          <p class="acts">
            <button class="button strong" type="submit" disabled={saving}>
              {saving ? m.saving : m.save}
            </button>
            <button class="button" type="button" disabled={!canGoBack} onClick={back}>
              {m.back}
            </button>
            <button class="button" type="button" onClick={drop}>
              {m.drop}
            </button>
          </p>
        </form>
      )}
    </section>
  );
}

function editSays({ kind, was, now, id }: Edit): string {
  const m = mapWords.value;
  const how = was === undefined ? m.how.made : now === null ? m.how.removed : m.how.changed;
  return `${how} · ${m.kinds[kind]} ${(now ?? was)?.name ?? id}`;
}

function Refused({ drafting }: { drafting: Drafting }) {
  const m = mapWords.value;
  const { refused, behind, takeTheirs } = drafting;
  const late = refused && refused.overtaken.length > 0 ? refused.overtaken : behind;
  if (!refused && late.length === 0) return null;
  const what = late.map(({ kind, was, now, id }) => `${m.kinds[kind]} ${(was ?? now)?.name ?? id}`).join(m.joiner);
  return (
    <div class="stale" role="alert">
      <p>{late.length > 0 ? m.overtaken(refused?.who ?? '', what) : `${m.failed}${refused?.message}`}</p>
      {late.length > 0 && (
        <button class="button" type="button" onClick={() => takeTheirs(late)}>
          {m.takeTheirs}
        </button>
      )}
    </div>
  );
}

/** Beyond what the map shows. */
function Problems({ problems, faults }: { problems: readonly RegistryProblem[]; faults: readonly Fault[] }) {
  const m = mapWords.value;
  const shown = new Set(faults.flatMap(({ of }) => of.map(nameOf)));
  const isShown = ({ kind, id, field }: RegistryProblem): boolean =>
    shown.has(`${kind}/${id}`) && /^(ring|line|position)/.test(field);
  const others = problems.filter((one) => !isShown(one));
  if (others.length === 0) return null;
  return (
    <>
      <p>{m.others}</p>
      <ul class="problems">
        {others.map((one) => (
          <li key={`${one.kind}/${one.id}/${one.field}/${one.reason}`} class={`problem ${one.severity}`}>
            {`${one.id}：${one.reason}`}
          </li>
        ))}
      </ul>
    </>
  );
}

function TakeBack({ saved }: { saved: Saved }) {
  const m = mapWords.value;
  const [said, setSaid] = useState('');
  const { takesBack } = saved;
  if (!takesBack) return null;
  async function back(path: string, body: object): Promise<void> {
    const answer = await call(path, body);
    setSaid(answer.ok ? m.takenBack : answer.message || words.value.notSent);
  }
  return said === '' ? (
    <button class="button" type="button" onClick={() => void back(takesBack.path, takesBack.body)}>
      {m.takeBack}
    </button>
  ) : (
    <p role="status">{said}</p>
  );
}
