// Who is there in a story's night: the sample community as a Town of the story needs it.
import type { CommunityBundle, Responder } from '../contracts/office/community.ts';

type Change = (bundle: CommunityBundle) => CommunityBundle;

export const coordinators = 'wang-g1 li-g2 zhang-g3 liu-g4 chen-g5 yang-g6 huang-g7 zhao-g8 tang-g4'.split(' ');

/** The sample, with some people as this story needs them. */
export function changing(people: Record<string, Partial<Responder>>): Change {
  return (bundle) => ({
    ...bundle,
    // Stories do not depend on the hour: who is on duty is said by the switch alone.
    shifts: [],
    leaves: [],
    swaps: [],
    responders: bundle.responders.map((one) => ({ ...one, ...people[one.id] })),
  });
}
export const everybody = changing({});
export const off = (...ids: string[]): Change => changing(Object.fromEntries(ids.map((id) => [id, { onDuty: false }])));
export const only =
  (...ids: string[]): Change =>
  (bundle) =>
    changing(Object.fromEntries(bundle.responders.map(({ id }) => [id, { onDuty: ids.includes(id) }])))(bundle);
