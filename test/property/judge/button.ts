// What the person at the button hears is true: "somebody is coming" is said when there is such a person, and only then.
import { goesThere, type History, type LegStory, travels } from './history.ts';

export type Heard = { state: string; step: string; who?: string };

/** @returns the sentence that is broken */
export function untrue({ state, step, who }: Heard, isOpen: boolean, history: History): string | undefined {
  if (!isOpen) return state === 'closed' ? undefined : 'a closed incident is told as closed';
  const going = [...history.legs.values()].filter((leg) => goesThere(leg.purpose));
  const isTrue = (one: (leg: LegStory) => boolean): boolean => going.some((leg) => leg.responder === who && one(leg));
  const isThere = going.some((leg) => leg.state === 'on_scene');
  switch (state) {
    case 'arrived':
      return isTrue((leg) => leg.state === 'on_scene') ? undefined : 'told: arrived, and nobody is there';
    case 'coming':
      if (isThere) return 'told: coming, and somebody is there';
      if (!isTrue(travels)) return 'told: coming, and nobody is on the way';
      if (step === 'coming' && !isTrue((leg) => travels(leg) && leg.purpose === 'comes' && !leg.doubted))
        return 'told: coming without doubt, and there is a doubt';
      return undefined;
    case 'left':
      if (going.some((leg) => travels(leg) || leg.state === 'on_scene')) return 'told: left, and somebody comes';
      return isTrue((leg) => leg.state === 'done' && leg.arrived > 0) ? undefined : 'told: left, and nobody was there';
    case 'received':
      return going.some((leg) => travels(leg) || leg.state === 'on_scene')
        ? 'somebody comes, and it is not told'
        : undefined;
    default:
      return 'an open incident is not told as closed';
  }
}
