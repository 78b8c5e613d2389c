// Who changed what, when and why; two versions side by side; and the way back to one of them, which is a change like any other.
import { useState } from 'preact/hooks';
import type { RegistryHistory } from '../../../../contracts/office/registry.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { undo } from '../registry/changes.ts';
import type { Document } from '../registry/values.ts';
import { registryWords } from '../registry/words.ts';
import { Compared } from './Compared.tsx';
import { type Version, versionsOf } from './versions.ts';
import { policyWords } from './words.ts';

type Props = { version: number; holds: Document; changed: (says: string) => void };

export function Versions({ version, holds, changed }: Props) {
  const w = policyWords.value;
  const { value, wrong } = useRead<RegistryHistory>('/api/v1/office/registry/policy/policy/history', version);
  const [chosen, setChosen] = useState<readonly [number, number]>();
  const [trouble, setTrouble] = useState('');
  const versions = value ? versionsOf(holds, value.edits) : [];
  async function back(to: Version): Promise<void> {
    const next = versions[versions.indexOf(to) - 1];
    if (!next) return;
    const outcome = await undo('policy', 'policy', { version: next.version, standing: version });
    setTrouble(
      outcome.ok ? '' : [w.failed + outcome.message, ...outcome.problems.map(({ reason }) => reason)].join(' '),
    );
    if (outcome.ok) changed(w.backDone(to.version));
  }
  return (
    <section class="versions" aria-label={w.versions}>
      <h2>{w.versions}</h2>
      <Trouble says={wrong || trouble} />
      {value && versions.length === 0 && <p>{w.noVersions}</p>}
      {versions.length > 1 && <Choose versions={versions} chosen={chosen} choose={setChosen} />}
      <ol>
        {versions.map((one, i) => (
          <li key={one.version}>
            <b>
              {w.version(one.version)}
              {i === 0 && ` · ${w.current}`}
            </b>{' '}
            {one.edit && (
              <span>
                {registryWords.value.byWhom(
                  momentOf(Date.parse(one.edit.at)),
                  one.edit.by,
                  registryWords.value.how[one.edit.how],
                )}
              </span>
            )}
            {one.edit?.why !== undefined && <q>{registryWords.value.because(one.edit.why)}</q>}
            {i > 0 && <Back version={one.version} back={() => void back(one)} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Choose(props: {
  versions: readonly Version[];
  chosen: readonly [number, number] | undefined;
  choose: (chosen: readonly [number, number]) => void;
}) {
  const { versions, chosen, choose } = props;
  const w = policyWords.value;
  const [last, before] = [versions[0]?.version ?? 0, versions[1]?.version ?? 0];
  const [one, other] = chosen ?? [before, last];
  const [a, b] = [one, other].map((n) => versions.find(({ version }) => version === n));
  const pick = (label: string, value: number, set: (next: number) => void) => (
    <select aria-label={label} value={String(value)} onChange={({ currentTarget }) => set(Number(currentTarget.value))}>
      {versions.map(({ version }) => (
        <option key={version} value={version}>
          {w.version(version)}
        </option>
      ))}
    </select>
  );
  return (
    <>
      <p class="acts">
        {w.compare}
        {pick(w.compare, one, (next) => choose([next, other]))}
        {w.with}
        {pick(w.with, other, (next) => choose([one, next]))}
      </p>
      {a && b && <Compared one={a.document} other={b.document} names={[w.version(one), w.version(other)]} />}
    </>
  );
}

function Back({ version, back }: { version: number; back: () => void }) {
  const w = policyWords.value;
  const [sure, setSure] = useState(false);
  return sure ? (
    <span class="acts">
      <button class="button strong" type="button" onClick={back}>
        {w.backSure(version)}
      </button>
      <button class="button" type="button" onClick={() => setSure(false)}>
        {registryWords.value.close}
      </button>
    </span>
  ) : (
    <button class="button" type="button" aria-label={`${w.back} ${version}`} onClick={() => setSure(true)}>
      {w.back}
    </button>
  );
}
