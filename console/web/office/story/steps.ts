// How far an incident came and when, read off what happened.
import type { EventView, IncidentView } from '../../../../contracts/incident/views.ts';
import type { FiguresAnswer } from '../../../../contracts/office/figures.ts';

export type Step = { step: FiguresAnswer['steps'][number]['step']; at: string; by: string };

/** In their order; a step that nobody took is left out. The second and third are about the door, as in the list. */
export function stepsOf(incident: IncidentView, events: readonly EventView[]): Step[] {
  const { acknowledged, closed, legs } = incident;
  const toTheDoor = new Map(
    legs.flatMap(({ id, purpose, responder }) =>
      purpose === 'comes' || purpose === 'bridge' ? [[id, responder.name] as const] : [],
    ),
  );
  const first = (type: string): { at: string; by: string } | undefined => {
    for (const event of events) {
      const by = toTheDoor.get(String(event.leg));
      if (event.type === type && by !== undefined) return { at: event.at, by };
    }
    return undefined;
  };
  const taken = {
    acknowledged,
    accepted: first('leg_accepted'),
    on_scene: first('leg_on_scene'),
    closed,
  };
  return (Object.keys(taken) as (keyof typeof taken)[]).flatMap((step) => {
    const found = taken[step];
    return found ? [{ step, at: found.at, by: found.by }] : [];
  });
}
