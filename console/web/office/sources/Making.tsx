// The mapping as it is being made: what was pointed at, what each word means, how the vendor proves itself, and saving it.
import type { SourceView } from '../../../../contracts/device/sources.ts';
import type { SourceTrial } from '../../../../contracts/device/sourceTrial.ts';
import type { MappingDraft } from '../../../../contracts/office/mapping.ts';
import { isAmiss } from '../../../../wording/sourceTrial.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { Answer } from './Answer.tsx';
import { AsText } from './AsText.tsx';
import { Besides } from './Besides.tsx';
import { lacking } from './clicking.ts';
import { Meanings } from './Meanings.tsx';
import { Proof } from './Proof.tsx';
import type { Making as Made } from './useMapping.ts';
import { sourceWords } from './words.ts';

type Props = { source: SourceView; making: Made; draft: MappingDraft; trial: SourceTrial | undefined };

export function Making({ source, making, draft, trial }: Props) {
  const s = sourceWords.value;
  const { set } = making;
  return (
    <section class="making" aria-label={s.mapping}>
      <h3>{s.mapping}</h3>
      <p class="says">{s.mappingSays}</p>
      <Device draft={draft} set={set} />
      <Meanings draft={draft} set={set} words={trial?.words ?? []} />
      <Besides draft={draft} set={set} messages={trial?.messages ?? []} />
      <Proof source={source.id} draft={draft} set={set} making={making} />
      <Answer draft={draft} set={set} />
      <AsText draft={draft} set={set} />
      <Saving making={making} draft={draft} trial={trial} />
    </section>
  );
}

export type Part = { draft: MappingDraft; set: (draft: MappingDraft) => void };

function Device({ draft, set }: Part) {
  const s = sourceWords.value;
  return (
    <section class="part" aria-label={s.roles.device}>
      <h4>{s.roles.device}</h4>
      {draft.device.length === 0 && <p class="pick">{s.pick}</p>}
      {draft.device.map((path) => (
        <span class="path" key={path}>
          <code>{path}</code>
          <button
            type="button"
            aria-label={s.remove(path)}
            onClick={() => set({ ...draft, device: draft.device.filter((one) => one !== path) })}
          >
            ×
          </button>
        </span>
      ))}
    </section>
  );
}

function Saving({ making, draft, trial }: Pick<Props, 'making' | 'draft' | 'trial'>) {
  const s = sourceWords.value;
  const { isChanged, isStale, isSaved, trouble, save, reread } = making;
  const wanting = lacking(draft);
  const amiss = (trial?.messages ?? []).filter(({ outcome }) => isAmiss(outcome)).length;
  return (
    <footer class="saving">
      {trial && (
        <p class="tally" role="status">
          {s.outcome}: <b>{s.good(trial.messages.length - amiss)}</b>
          {amiss > 0 && <b class="amiss">{s.bad(amiss)}</b>}
        </p>
      )}
      {wanting.map((one) => (
        <p class="pick" key={one}>
          {s.lacking[one]}
        </p>
      ))}
      <p class="acts">
        <button
          class="button strong"
          type="button"
          disabled={!isChanged || wanting.length > 0}
          onClick={() => void save()}
        >
          {isChanged ? s.save : s.nothingToSave}
        </button>
        {isChanged && (
          <button class="button" type="button" onClick={reread}>
            {isStale ? s.reread : s.drop}
          </button>
        )}
      </p>
      {isSaved && !isChanged && <p role="status">{s.saved}</p>}
      <Trouble says={isStale ? s.stale : trouble} />
    </footer>
  );
}
