// Conditions are the health role's, keys for a while after the end: an officer sees them by a reason, which is written down.
import './Conditions.css';
import type { IncidentDetail, IncidentView } from '../../../../contracts/incident/views.ts';
import type { BehindGlass } from '../../../../contracts/office/residents.ts';
import type { BreakGlassReason } from '../../../../contracts/terms.ts';
import { call } from '../../live/api.ts';
import { GlassReasons } from '../../live/GlassReasons.tsx';
import { actionsDisabled } from '../../live/page.ts';
import { words } from '../../words/words.ts';
import { complain, reveal } from '../actions.ts';
import { revealed } from '../state.ts';

export function Conditions({ incident, detail }: { incident: IncidentView; detail: IncidentDetail }) {
  const w = words.value;
  const shown = revealed.value;
  const known = conditionsOf(detail.persons);
  const lines = known.length > 0 ? known : shown?.incident === incident.id ? shown.lines : undefined;
  if (lines)
    return (
      <div class="conditions">
        <b>{w.conditions}</b>
        {(lines.length > 0 ? lines : [w.noConditions]).map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    );
  return (
    <GlassReasons
      says={w.conditionsHidden}
      style="small"
      disabled={actionsDisabled.value}
      onReason={(reason) => void breakGlass(incident.id, detail, reason)}
    />
  );
}

async function breakGlass(incident: string, detail: IncidentDetail, reason: BreakGlassReason): Promise<void> {
  const w = words.value;
  const answer = await call<BehindGlass>(`/api/v1/incidents/${incident}/conditions`, { reason });
  if (!answer.ok) return complain(answer.message || w.notSent);
  const { persons, access = {} } = answer.value;
  const named = persons.map(({ id, conditions }) => ({
    name: detail.persons.find((one) => one.id === id)?.name ?? '',
    conditions,
  }));
  const keys = (['gate', 'key', 'note'] as const).flatMap((key) =>
    access[key] === undefined ? [] : [`${w.access[key]}：${access[key]}`],
  );
  reveal(incident, [...conditionsOf(named), ...keys]);
}

/** A line each person; behind a door with two of them it says whose. */
function conditionsOf(persons: readonly { name: string; conditions?: string[] }[]): string[] {
  return persons.flatMap(({ name, conditions = [] }) => {
    if (conditions.length === 0) return [];
    return [persons.length > 1 ? `${name}：${conditions.join('；')}` : conditions.join('；')];
  });
}
