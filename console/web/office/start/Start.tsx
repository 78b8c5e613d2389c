// 开始使用: from nothing to the first press that somebody sees. What is done is what the registry holds, so a reload, another day and
// another person go on where it stands (docs/decisions/034).
import './Start.css';
import { useState } from 'preact/hooks';
import type { Beginning } from '../../../../contracts/office/start.ts';
import { type StartStep, startSteps } from '../../../../contracts/office/startSteps.ts';
import { picture } from '../../live/page.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import type { AskedStart } from '../address.ts';
import { ask } from '../asked.ts';
import { changeAllowed, district, responders } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { Notice } from '../Notice.tsx';
import { ButtonStep } from './ButtonStep.tsx';
import { Community } from './Community.tsx';
import { Coordinator } from './Coordinator.tsx';
import { Grids } from './Grids.tsx';
import { HomeStep } from './HomeStep.tsx';
import { Over } from './Over.tsx';
import { Own } from './Own.tsx';
import { Press } from './Press.tsx';
import type { StepProps } from './stepProps.ts';
import { startWords } from './words.ts';

const pages: Record<StartStep, (props: StepProps) => ReturnType<typeof Press>> = {
  community: Community,
  grids: Grids,
  coordinator: Coordinator,
  home: HomeStep,
  button: ButtonStep,
  press: Press,
};
/** What must be there before a step can be done. */
const before: Partial<Record<StartStep, StartStep>> = {
  grids: 'community',
  coordinator: 'grids',
  home: 'grids',
  button: 'home',
  press: 'button',
};

export function Start({ asked }: { asked: AskedStart }) {
  const o = ownWords.value;
  const s = startWords.value;
  const [times, setTimes] = useState(0);
  const [said, setSaid] = useState<{ says: string; at?: StartStep }>({ says: '' });
  // Read anew with whatever is told: of the registry, of people, of calls.
  const [changed, setChanged] = useState<readonly unknown[]>([]);
  const now = [times, district.value, responders.value, picture.value.incidents];
  if (now.some((one, i) => one !== changed[i])) setChanged(now);
  const { value, wrong } = useRead<Beginning>('/api/v1/office/start', changed);
  if (!changeAllowed.value && picture.value.me) return <Notice says={s.administratorOnly} />;
  if (!value || !district.value)
    return wrong === '' ? <Notice says={o.loading} /> : <Trouble says={`${o.failed}${wrong}`} />;
  const { done } = value;
  const at = asked.step ?? startSteps.find((step) => !done.includes(step)) ?? 'press';
  const Page = pages[at];
  const missing = before[at];
  const next = startSteps[startSteps.indexOf(at) + 1] ?? 'press';
  if (value.over)
    return (
      <main class="start">
        <h1>{s.over.title}</h1>
        <Over over={value.over} done={(says) => [setSaid({ says }), setTimes((n) => n + 1)]} />
      </main>
    );
  return (
    <main class="start">
      <h1 class="unseen">{s.title}</h1>
      <Own />
      <Steps at={at} done={done} />
      <section class="step" aria-label={s.steps[at]}>
        <h2>{s.steps[at]}</h2>
        <p class="said" role="status">
          {said.at === undefined || said.at === at ? said.says : ''}
        </p>
        {missing !== undefined && !done.includes(missing) ? (
          <p>{s.needs(s.steps[missing])}</p>
        ) : (
          <Page
            key={at}
            beginning={value}
            changed={changed}
            next={next}
            saved={(to) => {
              setSaid({ says: s.saved, at: to ?? at });
              setTimes((n) => n + 1);
              ask({ page: 'start', step: to ?? at });
            }}
          />
        )}
        {at !== 'press' && done.includes(at) && (
          <p class="onward">
            <Link to={{ page: 'start', step: next }}>{`${s.next}：${s.steps[next]}`}</Link>
          </p>
        )}
      </section>
    </main>
  );
}

function Steps({ at, done }: { at: StartStep; done: readonly StartStep[] }) {
  const s = startWords.value;
  return (
    <nav class="steps" aria-label={s.nav}>
      <ol>
        {startSteps.map((step) => (
          <li key={step} class={done.includes(step) ? 'done' : ''}>
            <Link to={{ page: 'start', step }} aria-current={step === at && 'page'}>
              {s.steps[step]} <span class="state">{done.includes(step) ? s.done : s.notYet}</span>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
