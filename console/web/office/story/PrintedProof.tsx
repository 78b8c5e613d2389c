// At the foot of the printed story: by what it can be told later that the log is the one that was printed.
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import type { Proof } from '../../../../contracts/system/views.ts';
import { useRead } from '../../live/useRead.ts';
import { ownWords } from '../language.ts';

export function PrintedProof({ incident: { id, seq } }: { incident: Pick<IncidentView, 'id' | 'seq'> }) {
  const o = ownWords.value;
  const { value } = useRead<Proof>(`/api/v1/incidents/${id}/proof`, seq);
  if (value?.incident !== id) return null;
  return (
    <section class="section on-paper printed-proof">
      <h3>{o.proof}</h3>
      <p>{o.proofSays(value.events, value.gaps)}</p>
      <p class="hash">{value.head}</p>
      <p>
        {o.proofCheck} <code>npm run -s yjt -- replay {id}</code>
      </p>
    </section>
  );
}
