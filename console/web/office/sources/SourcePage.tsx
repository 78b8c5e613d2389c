// One source: how it fares, what it comes in by, what came, and how that is read.
import { useState } from 'preact/hooks';
import type { SourceView } from '../../../../contracts/device/sources.ts';
import type { SourceTry } from '../../../../contracts/device/sourceTrial.ts';
import { sourceDoors, sourceFamilies } from '../../../../wording/sources.ts';
import { call } from '../../live/api.ts';
import { picture } from '../../live/page.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { language } from '../../words/language.ts';
import { words } from '../../words/words.ts';
import { nothingListed } from '../address.ts';
import { changeAllowed, registryTold } from '../district.ts';
import { Link } from '../Link.tsx';
import { begunDraft } from './clicking.ts';
import { Counts, Last } from './Fares.tsx';
import { Login } from './Login.tsx';
import { Making } from './Making.tsx';
import { Messages } from './Messages.tsx';
import { Unclear } from './Unclear.tsx';
import { useMapping } from './useMapping.ts';
import { useTrial } from './useTrial.ts';
import { sourceWords } from './words.ts';

type Props = { source: SourceView; again: () => void };

export function SourcePage({ source, again }: Props) {
  const s = sourceWords.value;
  const of = language.value;
  return (
    <>
      <header class="source-head">
        <Link to={{ page: 'sources' }}>{s.back}</Link>
        <h2>{source.name}</h2>
        <span>
          {sourceFamilies[of][source.family]} · {sourceDoors[of][source.door]}
        </span>
        <span>
          {s.columns.last} <Last source={source} />
        </span>
        <span>
          {s.columns.counts} <Counts source={source} />
        </span>
        {changeAllowed.value && <Link to={{ ...nothingListed, kind: 'sources', id: source.id }}>{s.inRegistry}</Link>}
      </header>
      <Login source={source} again={again} />
      <Unclear source={source} again={again} />
      {changeAllowed.value ? <Bench source={source} again={again} /> : <p>{s.notYours}</p>}
    </>
  );
}

function Bench({ source, again }: Props) {
  const s = sourceWords.value;
  const { id, door, family, messages, refused } = source;
  const [erased, setErased] = useState(0);
  const making = useMapping(id, registryTold.value);
  const { draft, secret } = making;
  const asked: SourceTry = { ...(draft ? { mapping: draft } : {}), ...(secret === '' ? {} : { secret }) };
  const came = `${messages}/${refused}/${erased}/${registryTold.value}`;
  const { trial, wrong } = useTrial(id, asked, came);
  return (
    <div class={`bench ${draft ? 'mapped' : ''}`}>
      <section class="came" aria-label={s.messages}>
        <header>
          <h3>{s.messages}</h3>
          {trial && trial.messages.length > 0 && (
            <>
              {picture.value.me?.role === 'administrator' && (
                <a class="button" href={`/api/v1/sources/${id}/messages.json`} download>
                  {s.exportThem}
                </a>
              )}
              <Erase
                id={id}
                done={() => {
                  setErased(erased + 1);
                  again();
                }}
              />
            </>
          )}
        </header>
        <p class="says">{s.messagesSays}</p>
        <Trouble says={wrong} />
        {trial?.messages.length === 0 && <p role="status">{s.noMessages}</p>}
        {trial && <Messages messages={trial.messages} draft={draft} set={making.set} />}
      </section>
      {draft ? (
        <Making source={source} making={making} draft={draft} trial={trial} />
      ) : (
        door === 'http' &&
        family !== 'mapped' && (
          <section class="making" aria-label={s.mapping}>
            <p class="says">{s.mapItSays}</p>
            <button class="button" type="button" onClick={() => making.set(begunDraft(source.name))}>
              {s.mapIt}
            </button>
          </section>
        )
      )}
    </div>
  );
}

function Erase({ id, done }: { id: string; done: () => void }) {
  const s = sourceWords.value;
  const [trouble, setTrouble] = useState('');
  async function erase(): Promise<void> {
    if (!confirm(s.eraseSure)) return;
    const answer = await call(`/api/v1/sources/${id}/messages`, undefined, 'DELETE');
    setTrouble(answer.ok ? '' : answer.message || words.value.notSent);
    if (answer.ok) done();
  }
  return (
    <>
      <button class="button" type="button" onClick={() => void erase()}>
        {s.erase}
      </button>
      <Trouble says={trouble} />
    </>
  );
}
