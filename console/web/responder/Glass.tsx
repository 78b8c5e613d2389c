// Illnesses, for whoever stands before the person and is not of the health centre: one tap on a reason, which is written down.
import './Glass.css';
import { useState } from 'preact/hooks';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import type { BehindGlass } from '../../../contracts/office/residents.ts';
import type { BreakGlassReason } from '../../../contracts/terms.ts';
import { call } from '../live/api.ts';
import { GlassReasons } from '../live/GlassReasons.tsx';
import { words } from './language.ts';

type Shown = { kind: 'asking'; trouble: string } | { kind: 'open'; lines: string[] };

export function Glass({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const [shown, setShown] = useState<Shown>({ kind: 'asking', trouble: '' });
  if (leg.persons.some(({ conditions }) => conditions !== undefined)) return null; // theirs by their part
  const tap = async (reason: BreakGlassReason): Promise<void> => {
    const answer = await call<BehindGlass>(`/api/v1/incidents/${leg.incident}/conditions`, { reason });
    if (!answer.ok) {
      setShown({ kind: 'asking', trouble: answer.status === 0 ? w.glassOffline : answer.message });
      return;
    }
    const nameOf = (id: string): string => leg.persons.find((one) => one.id === id)?.name ?? '';
    const { persons } = answer.value;
    const lines = persons.map(({ id, conditions }) => {
      const says = conditions.join('；') || w.noConditions;
      return persons.length > 1 ? `${nameOf(id)}：${says}` : says;
    });
    setShown({ kind: 'open', lines: lines.length > 0 ? lines : [w.noConditions] });
  };
  if (shown.kind === 'open')
    return (
      <dl class="way-in">
        <dt>{w.conditions}</dt>
        <dd>{shown.lines.join('\n')}</dd>
      </dl>
    );
  return (
    <>
      <GlassReasons says={w.glassWhy} style="no" onReason={(reason) => void tap(reason)} />
      {shown.trouble !== '' && (
        <p class="note" role="alert">
          {shown.trouble}
        </p>
      )}
    </>
  );
}
