// 处置策略: which call at which hours takes which plan, each plan as a ladder; who keeps it changes it here, tries it on the last month, and says from
// when it holds (docs/decisions/033).
import './Policy.css';
import { useEffect, useState } from 'preact/hooks';
import type { PolicyState } from '../../../../contracts/office/planned.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import type { AskedPolicy } from '../address.ts';
import { changeAllowed, registryTold } from '../district.ts';
import { ownWords } from '../language.ts';
import { Inputs } from '../registry/Inputs.tsx';
import { useDocument } from '../registry/useDocument.ts';
import { Calls } from './Calls.tsx';
import { otherFields, policyFields } from './fields.ts';
import { type Filling, read } from './filled.ts';
import { Keep } from './Keep.tsx';
import { Ladders } from './Ladder.tsx';
import { Planned } from './Planned.tsx';
import { Preview } from './Preview.tsx';
import { Versions } from './Versions.tsx';
import { Worst } from './Worst.tsx';
import { policyWords } from './words.ts';

export function Policy({ asked }: { asked: AskedPolicy }) {
  const [times, setTimes] = useState(0);
  const [said, setSaid] = useState('');
  const { value, wrong } = useRead<PolicyState>('/api/v1/office/policy', `${registryTold.value}/${times}`);
  const done = (says: string): void => {
    setTimes((n) => n + 1);
    setSaid(says);
  };
  return (
    <main class="policy document">
      <h1 class="unseen">{ownWords.value.pages.policy}</h1>
      <Trouble says={wrong && `${ownWords.value.failed}${wrong}`} />
      {!value && wrong === '' && <p role="status">{ownWords.value.loading}</p>}
      <p class="said" role="status">
        {said}
      </p>
      {value &&
        (changeAllowed.value ? <Editor {...{ asked, done }} state={value} /> : <Reader asked={asked} state={value} />)}
    </main>
  );
}

const planAsked = (asked: AskedPolicy, plans: readonly { id: string }[]): string =>
  plans.find(({ id }) => id === asked.plan)?.id ?? plans[0]?.id ?? '';

function Reader({ asked, state }: { asked: AskedPolicy; state: PolicyState }) {
  const { policy, planned } = state;
  const plan = planAsked(asked, policy.plans);
  return (
    <>
      <Worst of={policy} next={policy} />
      {planned && <Planned planned={planned} holds={policy} changed={undefined} take={undefined} />}
      <p>{policyWords.value.notYours}</p>
      <Calls policy={policy} plan={plan} filling={undefined} />
      <Ladders policy={policy} plan={plan} filling={undefined} />
    </>
  );
}

function Editor({ asked, state, done }: { asked: AskedPolicy; state: PolicyState; done: (says: string) => void }) {
  const w = policyWords.value;
  const [first] = useState(() => ({ id: 'policy', document: {} }));
  const open = useDocument('policy', 'policy', first, policyFields([]));
  const { read: stands, now, changed, wrong, trouble } = open.filling;
  // Somebody else has changed it: shown at once, unless something is being changed here too (Keep.tsx).
  useEffect(() => {
    if (stands && stands.version < state.version && changed.length === 0) open.reread();
  }, [state.version, stands, changed.length === 0]);
  if (!stands) return <Trouble says={trouble} />;
  const policy = read(now);
  const plan = planAsked(asked, policy.plans);
  const filling: Filling = { document: now, wrong, set: open.set };
  return (
    <>
      <Worst of={read(stands.document)} next={policy} />
      {state.planned && <Planned planned={state.planned} holds={state.policy} changed={done} take={open.set} />}
      <div class="desk">
        <div>
          <Calls {...{ policy, plan, filling }} />
          <Ladders {...{ policy, plan, filling }} />
          <details class="others">
            <summary>{w.others}</summary>
            <Inputs fields={otherFields} document={now} wrong={wrong} set={open.set} />
          </details>
        </div>
        <aside>
          <Keep {...{ open, state, done }} />
          <Preview document={now} ready={![...wrong.values()].some(({ severity }) => severity === 'error')} />
          <Versions version={state.version} holds={state.policy} changed={(says) => [done(says), open.reread()]} />
        </aside>
      </div>
    </>
  );
}
