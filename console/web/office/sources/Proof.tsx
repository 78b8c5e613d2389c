// How the vendor proves who it is: where that stands was pointed at, how it is made the server finds out by trying over what came.
import { useState } from 'preact/hooks';
import type { Algorithm, Mapping, MappingDraft } from '../../../../contracts/office/mapping.ts';
import { algorithms } from '../../../../contracts/office/mapping.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { without } from './clicking.ts';
import type { Making } from './useMapping.ts';
import { tried } from './useTrial.ts';
import { sourceWords } from './words.ts';

type Check = NonNullable<Mapping['check']>;
type Props = {
  source: string;
  draft: MappingDraft;
  set: (draft: MappingDraft) => void;
  making: Pick<Making, 'secret' | 'setSecret' | 'keepsSecret'>;
};

const hashed = (check: Check | undefined): check is Exclude<Check, { by: 'none' | 'token' }> =>
  check !== undefined && check.by !== 'none' && check.by !== 'token';

export function Proof({ source, draft, set, making }: Props) {
  const s = sourceWords.value;
  const { secret, setSecret, keepsSecret } = making;
  const { check } = draft;
  return (
    <section class="part" aria-label={s.proof}>
      <h4>{s.proof}</h4>
      {check === undefined || check.by === 'none' ? (
        <p>
          {s.proofNone} <span class="pick">{s.pick}</span>
        </p>
      ) : (
        <>
          <span class="path">
            <code>{check.at}</code>
            <button type="button" aria-label={s.remove(s.roles.proof)} onClick={() => set(without(draft, 'check'))}>
              ×
            </button>
          </span>
          <label class="row">
            {s.secret}
            <input
              name="secret"
              type="password"
              autocomplete="off"
              maxLength={400}
              placeholder={keepsSecret ? s.secretKept : ''}
              value={secret}
              onInput={({ currentTarget }) => setSecret(currentTarget.value)}
            />
            <small>{s.secretSays}</small>
          </label>
          <Finding
            source={source}
            draft={draft}
            set={set}
            at={check.at}
            secret={secret}
            off={secret === '' && !keepsSecret}
          />
          <Algorithms draft={draft} set={set} check={check} />
        </>
      )}
    </section>
  );
}

type FindingProps = Omit<Props, 'making'> & { at: string; secret: string; off: boolean };

function Finding({ source, draft, set, at, secret, off }: FindingProps) {
  const s = sourceWords.value;
  const [says, setSays] = useState('');
  const [trouble, setTrouble] = useState('');
  async function find(): Promise<void> {
    setSays(s.finding);
    setTrouble('');
    const answer = await tried(source, { mapping: draft, proves: at, ...(secret === '' ? {} : { secret }) });
    setSays('');
    if (!answer.ok) return setTrouble(answer.message || words.value.notSent);
    const { proof } = answer.value;
    if (!proof) return setTrouble(s.noProof);
    setSays(s.foundProof);
    const { by, over, encoding } = proof;
    set({ ...draft, check: by === 'token' ? { by, at } : { by: by as Algorithm, over, encoding, at } });
  }
  return (
    <p class="acts">
      <button class="button" type="button" disabled={off} onClick={() => void find()}>
        {s.findProof}
      </button>
      <span role="status">{says}</span>
      <Trouble says={trouble} />
    </p>
  );
}

const pieces = ['{secret}', '{raw}', '{pairs}', '{unix}', '&', ':'];

function Algorithms({ draft, set, check }: Pick<Props, 'draft' | 'set'> & { check: Exclude<Check, { by: 'none' }> }) {
  const s = sourceWords.value;
  const { at } = check;
  return (
    <>
      <label class="row">
        {s.by}
        <select
          value={check.by}
          onChange={({ currentTarget: { value } }) =>
            set({
              ...draft,
              check:
                value === 'token'
                  ? { by: 'token', at }
                  : {
                      ...(hashed(check) ? check : { over: '{pairs}{secret}', encoding: 'hex', at }),
                      by: value as Algorithm,
                    },
            })
          }
        >
          <option value="token">{s.byToken}</option>
          {algorithms.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      {hashed(check) && <Over draft={draft} set={set} check={check} />}
    </>
  );
}

type OverProps = Pick<Props, 'draft' | 'set'> & { check: Exclude<Check, { by: 'none' | 'token' }> };

/** The text that is hashed, and how the hash is written. */
function Over({ draft, set, check }: OverProps) {
  const s = sourceWords.value;
  return (
    <>
      <label class="row">
        {s.over}
        <input
          name="over"
          maxLength={1_000}
          autocomplete="off"
          value={check.over}
          onInput={({ currentTarget }) =>
            currentTarget.value !== '' && set({ ...draft, check: { ...check, over: currentTarget.value } })
          }
        />
        <small>{s.overSays}</small>
      </label>
      <p class="pieces">
        {pieces.map((piece) => (
          <button
            key={piece}
            class="button"
            type="button"
            onClick={() => set({ ...draft, check: { ...check, over: check.over + piece } })}
          >
            {piece}
          </button>
        ))}
      </p>
      <label class="row">
        {s.encoding}
        <select
          value={check.encoding}
          onChange={({ currentTarget }) =>
            set({ ...draft, check: { ...check, encoding: currentTarget.value as 'hex' | 'base64' } })
          }
        >
          <option value="hex">hex</option>
          <option value="base64">base64</option>
        </select>
      </label>
    </>
  );
}
