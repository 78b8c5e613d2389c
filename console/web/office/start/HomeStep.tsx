// 老人和住址: a home, who lives there, and what they have agreed to.
import { nothingListed } from '../address.ts';
import { Link } from '../Link.tsx';
import { Consents } from './Consents.tsx';
import { HomeForm } from './HomeForm.tsx';
import { Have } from './Parts.tsx';
import type { StepProps } from './stepProps.ts';
import { startWords } from './words.ts';

export function HomeStep(props: StepProps) {
  const s = startWords.value;
  const { home } = props.beginning;
  const [resident] = home?.residents ?? [];
  return (
    <>
      <p>{s.home.says}</p>
      {home && resident ? (
        <>
          <Have>
            {s.home.lives(resident.name, home.says)}{' '}
            <Link to={{ ...nothingListed, kind: 'residents', id: resident.id }}>{s.edit}</Link>
          </Have>
          <Consents id={resident.id} given={resident.consents} saved={props.saved} />
        </>
      ) : (
        <HomeForm {...props} />
      )}
    </>
  );
}
