// What is planned: when, by whom, what it changes; and taken back, or taken up again.
import { useState } from 'preact/hooks';
import type { PlannedPolicy } from '../../../../contracts/office/planned.ts';
import type { Policy } from '../../../../contracts/office/policy.ts';
import { call } from '../../live/api.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import type { Document } from '../registry/values.ts';
import { registryWords } from '../registry/words.ts';
import { Compared } from './Compared.tsx';
import { wayOf } from './lines.ts';
import { policyWords } from './words.ts';

export function Planned(props: {
  planned: PlannedPolicy;
  holds: Policy;
  changed: ((says: string) => void) | undefined;
  take: ((document: Document) => void) | undefined;
}) {
  const { planned, holds, changed, take } = props;
  const w = policyWords.value;
  const [look, setLook] = useState(false);
  const [trouble, setTrouble] = useState('');
  async function cancel(): Promise<void> {
    const answer = await call(`/api/v1/office/policy/planned/${planned.id}`, undefined, 'DELETE');
    setTrouble(answer.ok ? '' : `${w.failed}${answer.message || words.value.notSent}`);
    if (answer.ok) changed?.(w.cancelled);
  }
  return (
    <section class={`planned ${planned.state}`} aria-label={w.later}>
      <p>
        <b>{w.planned[planned.state](momentOf(Date.parse(planned.at)))}</b>{' '}
        <small>{w.plannedBy(planned.by, momentOf(Date.parse(planned.plannedAt)))}</small>{' '}
        {planned.why !== undefined && <q>{registryWords.value.because(planned.why)}</q>}
      </p>
      {planned.problems.map(({ field, reason }) => (
        <p class="problem error" key={`${field} ${reason}`}>
          {[wayOf(field, planned.policy), reason].filter((part) => part !== '').join(w.colon)}
        </p>
      ))}
      <p class="acts">
        <button class="button" type="button" aria-expanded={look} onClick={() => setLook(!look)}>
          {w.look}
        </button>
        {take && (
          <button class="button" type="button" onClick={() => take(planned.policy)}>
            {w.take}
          </button>
        )}
        {changed && (
          <button class="button" type="button" onClick={() => void cancel()}>
            {w.cancel}
          </button>
        )}
      </p>
      <Trouble says={trouble} />
      {look && <Compared one={holds} other={planned.policy} names={[w.current, w.plannedOne]} />}
    </section>
  );
}
