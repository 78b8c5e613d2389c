// Incidents as a page is told of them, for tests of the pages.
import type { IncidentView } from '../contracts/incident/views.ts';

export const nowIso = '2026-01-01T12:00:00.000+08:00';
export const incident = (id: string, over: Partial<IncidentView> = {}): IncidentView => ({
  id: id as IncidentView['id'],
  number: 1,
  seq: 1,
  state: 'open',
  priority: 1,
  kind: 'sos',
  marks: [],
  residents: [],
  place: {},
  presses: [],
  receivedAt: nowIso,
  legs: [],
  needs: [need('officer', over.acknowledged ? 'met' : 'asked')],
  helpIsComing: false,
  tracks: [],
  ...over,
});
type Need = IncidentView['needs'][number];
export const need = (name: Need['need'], state: Need['state'], since = nowIso): Need => ({
  need: name,
  state,
  since,
  by: 'device/btn-1',
});
export const leg = (state: IncidentView['legs'][number]['state']): IncidentView['legs'][number] => ({
  id: 'L1',
  track: 'grid',
  tier: 0,
  state,
  responder: { id: 'wang', name: '王协管员', role: 'grid_coordinator', simulated: true },
  offeredAt: nowIso,
  travelSeconds: 60,
  revision: 1,
  told: true,
  byHand: false,
  need: 'door',
  purpose: 'comes',
  standing: state === 'accepted' || state === 'on_scene' ? 'taken' : state === 'offered' ? 'asked' : 'over',
});
export const coming = (how: NonNullable<IncidentView['coming']>['how']): NonNullable<IncidentView['coming']> => ({
  leg: 'L1',
  responder: { id: 'wang', name: '王协管员' },
  how,
  etaSeconds: 60,
});
export const officerMet = need('officer', 'met');
