import type { IncidentView } from '../../../contracts/incident/views.ts';
import type { CandidateView } from '../../../contracts/office/responders.ts';
import { useRead } from './useRead.ts';

/** Who could be asked, soonest first, and why not the others; ranked anew with each event. */
export const useCandidates = ({ id, seq }: IncidentView): readonly CandidateView[] | undefined =>
  useRead<{ candidates: CandidateView[] }>(`/api/v1/incidents/${id}/candidates`, seq).value?.candidates;
