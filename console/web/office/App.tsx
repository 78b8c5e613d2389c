// The office: looking back. What was asked lies in the address (address.ts).
import { LinkBanner } from '../live/LinkBanner.tsx';
import { signedOut } from '../live/page.ts';
import { Demo } from '../look/Demo.tsx';
import { OwnSignIn } from '../sign-in/OwnSignIn.tsx';
import { SignIn } from '../sign-in/SignIn.tsx';
import { asked } from './asked.ts';
import { Bar } from './bar/Bar.tsx';
import { district, locked, lookAllowed } from './district.ts';
import { Figures } from './figures/Figures.tsx';
import { History } from './history/History.tsx';
import { ownWords } from './language.ts';
import { keeping } from './later.ts';
import { Notice } from './Notice.tsx';

export function App() {
  const o = ownWords.value;
  if (signedOut.value) return <SignIn title={o.signIn} />;
  return (
    <div class="page office">
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
  if (value.page === 'history') return <History asked={value} />;
  if (value.page === 'figures') return <Figures asked={value} />;
  const later = keeping.value;
  if (!later) return <Notice says={o.loading} />;
  return value.page === 'registry' ? <later.Registry asked={value} /> : <later.Readiness asked={value} />;
}
