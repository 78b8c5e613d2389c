// The end of every form of this page: why, what it would do to the gaps, and the act that saves it as one set of changes.
import { useState } from 'preact/hooks';
import type { RegistryChange } from '../../../../contracts/office/registry.ts';
import type { PlannedGap } from '../../../../contracts/office/roster.ts';
import { Act } from '../../look/Act.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { ownWords } from '../language.ts';
import { send } from '../registry/changes.ts';
import { registryWords } from '../registry/words.ts';
import { GapSays, gapKey } from './Gaps.tsx';
import { type Trial, useTrial } from './useTrial.ts';
import { rosterWords } from './words.ts';

const gapsListed = 8;

type Props = {
  /** what would be sent; undefined while something is missing */
  changes: readonly RegistryChange[] | undefined;
  close: () => void;
  done: (says: string) => void;
  /** what takes it away instead */
  removal?: { says: string; changes: readonly RegistryChange[] } | undefined;
};

/** @returns what follows the fields, and what the form does when it is sent */
export function useSaving({ changes, close, done, removal }: Props) {
  const r = rosterWords.value;
  const [why, setWhy] = useState('');
  const [trouble, setTrouble] = useState('');
  const trial = useTrial(changes);
  const wrong = trial.state === 'tried' && trial.tried.problems.some(({ severity }) => severity === 'error');

  async function save(of: readonly RegistryChange[]): Promise<void> {
    const outcome = await send(of, { why: why.trim() });
    if (outcome.ok) return done(r.saved);
    const reasons = outcome.problems.map(({ reason }) => reason);
    setTrouble(outcome.stale ? r.stale(outcome.who) : [outcome.message, ...reasons].join(' '));
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (changes && !wrong) void save(changes);
  };
  const end = (
    <>
      <div class="field">
        <label for="draft-why">{r.why}</label>
        <input id="draft-why" maxLength={200} value={why} onInput={(event) => setWhy(event.currentTarget.value)} />
      </div>
      <Effect trial={trial} />
      <Trouble says={trouble} />
      <div class="acts">
        <Act class="button strong" submit off={!changes || wrong} says={r.save} />
        <button class="button" type="button" onClick={close}>
          {r.cancel}
        </button>
        {removal && <Act class="button" does={() => save(removal.changes)} says={removal.says} />}
      </div>
    </>
  );
  return { end, submit };
}

function Effect({ trial }: { trial: Trial }) {
  const r = rosterWords.value;
  if (trial.state === 'none') return null;
  if (trial.state === 'trying') return <p role="status">{r.trying}</p>;
  if (trial.state === 'failed') return <Trouble says={`${ownWords.value.failed}${trial.message}`} />;
  const { problems, opens, closes } = trial.tried;
  const kinds: Readonly<Record<string, string>> = registryWords.value.kinds;
  const wrong = problems.some(({ severity }) => severity === 'error');
  return (
    <div role="status">
      {problems.map(({ severity, kind, id, field, reason }) => (
        <p key={`${kind}/${id}/${field}/${reason}`} class={`problem ${severity}`}>
          {kinds[kind] ?? kind}：{reason}
        </p>
      ))}
      <Some says={r.opens(opens.length)} gaps={opens} look="opens" />
      <Some says={r.closes(closes.length)} gaps={closes} look="closes" />
      {!wrong && opens.length + closes.length === 0 && <p>{r.noEffect}</p>}
    </div>
  );
}

function Some({ says, gaps, look }: { says: string; gaps: readonly PlannedGap[]; look: string }) {
  if (gaps.length === 0) return null;
  return (
    <div class={`effect ${look}`}>
      <b>{says}</b>
      {gaps.slice(0, gapsListed).map((gap) => (
        <GapSays key={gapKey(gap)} gap={gap} />
      ))}
    </div>
  );
}
