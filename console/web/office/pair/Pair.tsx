// 装机: a device comes into a home, step by step, on the phone of whoever stands there. How far it is lies with the server: a reload, another person and the
// command line go on where it stands (docs/decisions/046).
import './Pair.css';
import { useState } from 'preact/hooks';
import type { PairingView } from '../../../../contracts/device/pairing.ts';
import { picture } from '../../live/page.ts';
import { Trouble } from '../../look/Trouble.tsx';
import type { AskedPair } from '../address.ts';
import { changeAllowed } from '../district.ts';
import { ownWords } from '../language.ts';
import { Notice } from '../Notice.tsx';
import { Confirm } from './Confirm.tsx';
import { Done } from './Done.tsx';
import { Homes } from './Homes.tsx';
import { Labels } from './Labels.tsx';
import { Press } from './Press.tsx';
import { Steps } from './Steps.tsx';
import { usePolled } from './usePolled.ts';
import { What } from './What.tsx';
import { pairWords } from './words.ts';

const lookEveryMs = 1_200;

export function Pair({ asked }: { asked: AskedPair }) {
  const p = pairWords.value;
  if (!changeAllowed.value && picture.value.me) return <Notice says={p.notYours} />;
  if (asked.labels !== undefined) return <Labels devices={asked.labels.split(',')} />;
  return (
    <main class="pair">
      <h1 class="unseen">{ownWords.value.pages.pair}</h1>
      {asked.device !== undefined ? (
        <One key={asked.device} device={asked.device} />
      ) : asked.home !== undefined ? (
        <>
          <Steps at="what" />
          <What key={asked.home} home={asked.home} />
        </>
      ) : (
        <>
          <Steps at="home" />
          <Homes />
        </>
      )}
    </main>
  );
}

/** A device with a number: at whichever step it is. */
function One({ device }: { device: string }) {
  const o = ownWords.value;
  const [since, setSince] = useState<string>();
  const [turn, setTurn] = useState(0);
  const [given, setGiven] = useState<PairingView>();
  const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
  const done = given?.step === 'installed';
  const path = done ? undefined : `/api/v1/pairing/${device}${query}`;
  const { value, wrong } = usePolled<PairingView>(path, lookEveryMs, turn);
  const view = done ? given : value;
  if (!view) return wrong === '' ? <p role="status">{o.loading}</p> : <Trouble says={`${o.failed}${wrong}`} />;
  return (
    <>
      <Steps at={view.step === 'press' ? 'press' : view.step === 'confirm' ? 'confirm' : 'label'} />
      <Trouble says={wrong} />
      {view.step === 'press' && <Press view={view} since={since} wait={setSince} again={() => setTurn((n) => n + 1)} />}
      {view.step === 'confirm' && (
        <Confirm view={view} since={since} done={setGiven} retry={(at) => [setSince(at), setTurn((n) => n + 1)]} />
      )}
      {view.step === 'installed' && <Done view={view} fresh={done} />}
    </>
  );
}
