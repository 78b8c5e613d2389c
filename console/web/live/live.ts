// The live picture: what the frames of /live make of it. Pure; the page holds one picture in a signal (page.ts).
import type { IncidentView, SurgeView } from '../../../contracts/incident/views.ts';
import type { ResponderView } from '../../../contracts/office/responders.ts';
import type { Me } from '../../../contracts/session/session.ts';
import type { LiveFrame } from '../../../contracts/system/live.ts';

/** What the page knows. `aheadMs`: the server's clock minus this page's own time. */
export type Picture = {
  sequence: number;
  me: Me | undefined;
  incidents: ReadonlyMap<string, IncidentView>;
  responders: ReadonlyMap<string, ResponderView>;
  aheadMs: number;
  /** Changes while the page was offline, until it is looked at. */
  missed: number;
  /** While far more calls come in than usual. */
  surge: SurgeView | undefined;
  /** In a crowd the server tells of a few; these were asked for. */
  fetched: ReadonlyMap<string, IncidentView>;
};

export const emptyPicture: Picture = {
  sequence: 0,
  me: undefined,
  incidents: new Map(),
  responders: new Map(),
  aheadMs: 0,
  missed: 0,
  surge: undefined,
  fetched: new Map(),
};

/** A change of the picture, or `gap`: a frame is missing and the whole picture must be asked for. */
export type Applied = { picture: Picture; gap: boolean };

/** A page that stays open for weeks keeps so many; of the closed ones only the last, which are all that is shown. */
const keptIncidents = 200;
const keptClosed = 50;

function withIncident(known: Picture['incidents'], incident: IncidentView): Picture['incidents'] {
  const incidents = new Map(known).set(incident.id, incident);
  if (incidents.size <= keptIncidents) return incidents;
  const closed = [...incidents.values()]
    .filter(({ state }) => state === 'closed')
    .sort((a, b) => ((a.closed?.at ?? '') < (b.closed?.at ?? '') ? 1 : -1));
  for (const { id } of closed.slice(keptClosed)) incidents.delete(id);
  return incidents;
}

/** @param receivedAt performance.now() when the frame came */
export function apply(picture: Picture, frame: LiveFrame, receivedAt: number): Applied {
  const aheadMs = Date.parse(frame.now) - receivedAt;
  switch (frame.type) {
    case 'snapshot':
      return {
        gap: false,
        picture: {
          sequence: frame.sequence,
          me: frame.me,
          incidents: new Map(frame.incidents.map((one) => [one.id, one])),
          responders: new Map(frame.responders.map((one) => [one.id, one])),
          aheadMs,
          missed: frame.missed ?? 0,
          surge: frame.surge,
          fetched: new Map(),
        },
      };
    case 'change': {
      const { incident } = frame;
      const known = incident && picture.incidents.get(incident.id);
      // A state read a moment later than its event may already be newer: never go back.
      const newer = incident !== undefined && (known === undefined || incident.seq >= known.seq);
      const incidents = newer ? withIncident(picture.incidents, incident) : picture.incidents;
      return {
        gap: false,
        picture: { ...picture, sequence: Math.max(picture.sequence, frame.sequence), incidents, aheadMs },
      };
    }
    case 'surge': {
      const { surge } = frame;
      const sequence = Math.max(picture.sequence, frame.sequence);
      const incidents = frame.incidents ? merged(frame.incidents, picture.fetched) : picture.incidents;
      const lasts = surge.on || surge.listed < surge.open;
      return { gap: false, picture: { ...picture, sequence, surge: lasts ? surge : undefined, incidents, aheadMs } };
    }
    case 'responder': {
      const responders = new Map(picture.responders).set(frame.responder.id, frame.responder);
      return { gap: false, picture: { ...picture, responders, aheadMs } };
    }
    case 'beat':
      return {
        gap: frame.sequence > picture.sequence + 1,
        picture: { ...picture, sequence: Math.max(frame.sequence, picture.sequence), aheadMs },
      };
    case 'system': // page.ts
    case 'registry':
    case 'readiness':
    case 'legs': // for other screens
    case 'button':
    case 'wall':
    case 'family':
      return { gap: false, picture: { ...picture, aheadMs } };
  }
}

/** Rows that were asked for in a crowd. They stay until the next whole picture. */
export function withFetched(picture: Picture, views: readonly IncidentView[]): Picture {
  const fetched = merged(views, picture.fetched);
  return { ...picture, fetched, incidents: merged([...picture.incidents.values()], fetched) };
}

/** Of each the newer one. */
function merged(
  views: readonly IncidentView[],
  others: ReadonlyMap<string, IncidentView>,
): ReadonlyMap<string, IncidentView> {
  const all = new Map(others);
  for (const view of views) if ((all.get(view.id)?.seq ?? -1) <= view.seq) all.set(view.id, view);
  return all;
}
