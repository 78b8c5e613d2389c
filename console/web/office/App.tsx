// The office: looking back. What was asked lies in the address (address.ts).
import { useEffect } from 'preact/hooks';
import { LinkBanner } from '../live/LinkBanner.tsx';
import { signedOut } from '../live/page.ts';
import { Demo } from '../look/Demo.tsx';
import { OwnSignIn } from '../sign-in/OwnSignIn.tsx';
import { SignIn } from '../sign-in/SignIn.tsx';
import type { AskedMap, AskedPair, AskedStart } from './address.ts';
import { asked } from './asked.ts';
import { Bar } from './bar/Bar.tsx';
import { accessAllowed, boundTo, district, locked, lookAllowed } from './district.ts';
import { Figures } from './figures/Figures.tsx';
import { History } from './history/History.tsx';
import { ownWords } from './language.ts';
import { beginning, drawing, fetchMap, fetchPair, fetchStart, keeping, pairing } from './later.ts';
import { Notice } from './Notice.tsx';

export function App() {
  const o = ownWords.value;
  if (signedOut.value) return <SignIn title={o.signIn} />;
  return (
    <div class={`page office ${boundTo.value ? 'bound' : ''}`}>
      {district.value?.district.demo && <Demo />}
      <Bar />
      <LinkBanner />
      <OwnSignIn />
      <Content />
    </div>
  );
}

function Content() {
  const o = ownWords.value;
  if (!lookAllowed.value) return <Notice says={o.notYours} />;
  if (locked.value)
    return (
      <Notice says={o.lockedSays}>
        <a class="button strong" href="/">
          {o.toDuty}
        </a>
      </Notice>
    );
  const { value } = asked;
  if (boundTo.value && isOfTheWhole(value)) return <Notice says={o.ofTheWhole} />;
  if (value.page === 'access' && !accessAllowed.value) return <Notice says={o.accessNotYours} />;
  if (value.page === 'history') return <History asked={value} />;
  if (value.page === 'figures') return <Figures asked={value} />;
  if (value.page === 'start') return <First asked={value} />;
  if (value.page === 'map') return <Drawn asked={value} />;
  if (value.page === 'pair') return <Installed asked={value} />;
  const later = keeping.value;
  if (!later) return <Notice says={o.loading} />;
  if (value.page === 'policy') return <later.Policy asked={value} />;
  if (value.page === 'access') return <later.Access asked={value} />;
  if (value.page === 'cards') return <later.Cards asked={value} />;
  if (value.page === 'checkins') return <later.CheckIns asked={value} />;
  if (value.page === 'sources') return <later.Sources asked={value} />;
  if (value.page === 'keys') return <later.Keys asked={value} />;
  if (value.page === 'rosters') return <later.Rosters asked={value} />;
  return value.page === 'registry' ? <later.Registry asked={value} /> : <later.Readiness asked={value} />;
}

/** Of the access log whoever is bound reads what one resident may have of it. */
const isOfTheWhole = (of: typeof asked.value): boolean =>
  of.page === 'policy' || of.page === 'start' || of.page === 'sources' || (of.page === 'access' && !of.extract);

function Drawn({ asked }: { asked: AskedMap }) {
  useEffect(() => void fetchMap(), []);
  const page = drawing.value;
  return page && district.value ? (
    <page.MapPage asked={asked} source={district.value} />
  ) : (
    <Notice says={ownWords.value.loading} />
  );
}

function Installed({ asked }: { asked: AskedPair }) {
  useEffect(() => void fetchPair(), []);
  const page = pairing.value;
  return page ? <page.Pair asked={asked} /> : <Notice says={ownWords.value.loading} />;
}

function First({ asked }: { asked: AskedStart }) {
  useEffect(() => void fetchStart(), []);
  const page = beginning.value;
  return page ? <page.Start asked={asked} /> : <Notice says={ownWords.value.loading} />;
}
