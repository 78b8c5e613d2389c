// What the interface shows must be what the logs tell: a console that remembers something else would let an officer act on
// what is not so.
import type { IncidentView } from '../../contracts/incident/views.ts';
import type { System } from '../system.ts';
import type { Story } from './story.ts';
import type { Finding } from './verdict.ts';

const shownAtMost = 500;

export async function checkViews(system: System, stories: ReadonlyMap<string, Story>): Promise<Finding[]> {
  const { incidents } = await system.api<{ incidents: IncidentView[] }>(
    `/api/v1/incidents?state=all&limit=${shownAtMost}`,
  );
  const findings: Finding[] = [];
  const found = (says: string): number => findings.push({ kind: 'invariant', says });
  if (incidents.length < Math.min(stories.size, shownAtMost))
    found(`the interface shows ${incidents.length} incidents of ${stories.size}`);
  for (const view of incidents) {
    const story = stories.get(view.id);
    if (!story) {
      findings.push({ kind: 'lost', says: `the interface shows ${view.id}, which no log holds` });
      continue;
    }
    const shown = view.legs.map(({ id, state, told }) => `${id} ${state} ${told}`).join(', ');
    const told = [...story.legs].map(([id, leg]) => `${id} ${leg.state} ${leg.receipted >= leg.revision}`).join(', ');
    if (shown !== told || view.seq !== story.last)
      found(`${view.id}: shown "${shown}" at ${view.seq}, logged "${told}" at ${story.last}`);
    const presses = new Set(view.presses.map(({ device, id }) => `${device}/${id}`));
    for (const press of story.presses.keys()) if (!presses.has(press)) found(`${view.id}: press ${press} is not shown`);
  }
  return findings;
}
