// What an incident's log becomes in the books: a pure function of it, so that the same log always gives the same rows.
import { isOfficer } from '../../contracts/incident/actor.ts';
import type { IncidentEvent } from '../../contracts/incident/events.ts';
import { isOrder, orderIn, readOrder } from '../../contracts/incident/orders.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import { goes, isGoing, needOf, purposeOf } from '../../dispatcher/domain/incident/leg.ts';
import type { IncidentRows } from '../../records/incident/write.ts';
import type { CommandTable, IncidentTable, LegTable } from '../../records/tables.ts';
import { writable } from '../../records/writable.ts';

/** An incident as it lies in the life line or in the archive. `side`: JSON by id; `hops`: ms. */
export type Told = {
  state: Incident;
  events: readonly IncidentEvent[];
  side: Readonly<Record<string, string>>;
  hops: ReadonlyMap<string, number>;
};

export function rowsOf({ state, events, side, hops }: Told): IncidentRows {
  const { id: incident } = state;
  const texts = textsIn(side);
  return {
    incident: incidentRow(state, events, texts),
    presses: state.presses.map(({ id: press, device, kind, receivedAt, times }, n) => ({
      incident,
      n,
      press,
      device,
      kind,
      received_at: receivedAt,
      times,
    })),
    legs: legRows(incident, events),
    events: events.map((event) => ({
      incident,
      seq: event.seq,
      at: event.at,
      type: event.type,
      by: event.by,
      leg: legOf(event) ?? null,
    })),
    hops: [...hops].map(([hop, at]) => ({ incident, hop, at })),
    commands: commandRows(incident, side),
    texts,
  };
}

function incidentRow(
  state: Incident,
  events: readonly IncidentEvent[],
  texts: Readonly<Record<string, string>>,
): IncidentTable {
  const first = (fits: (event: IncidentEvent) => boolean): number | null => events.find(fits)?.at ?? null;
  const coming = new Set(
    events.flatMap((event) => (event.type === 'leg_offered' && isGoing(purposeOf(event.leg)) ? [event.leg.id] : [])),
  );
  const reason = events.findLast((event) => event.type === 'reason_given');
  return {
    id: state.id,
    district: state.district,
    number: state.number,
    seq: state.seq,
    state: state.mergedInto === undefined ? state.state : 'merged',
    call: state.call,
    priority: state.priority,
    received_at: Math.min(state.receivedAt, ...state.presses.map(({ receivedAt }) => receivedAt)),
    opened_at: state.openedAt,
    // Whoever closes it has seen it.
    acknowledged_at: first(({ type, by }) => type === 'acknowledged' || (type === 'closed' && isOfficer(by))),
    accepted_at: first((event) => event.type === 'leg_accepted' && coming.has(event.leg)),
    on_scene_at: first((event) => event.type === 'leg_on_scene' && coming.has(event.leg)),
    closed_at: state.closed?.at ?? null,
    disposition: state.closed?.disposition ?? null,
    home: state.home ?? null,
    device: state.device ?? null,
    merged_into: state.mergedInto ?? null,
    presses: state.presses.reduce((sum, { times }) => sum + times, 0),
    reasoned: reason === undefined ? 0 : 1,
    reason: (reason?.type === 'reason_given' ? texts[reason.textId] : undefined) ?? null,
  };
}

/** One that is damaged is left out: its events stand in the log. */
function commandRows(incident: string, side: Readonly<Record<string, string>>): CommandTable[] {
  return Object.entries(side).flatMap(([field, text]): CommandTable[] => {
    const order = isOrder(field) ? readOrder(text) : undefined;
    if (order === undefined) return [];
    const { at, command, by, actor, outcome, code } = order;
    const said = { command: writable(command), by: writable(by), outcome, code: code ?? null };
    return [
      {
        incident,
        order_id: writable(orderIn(field)),
        at,
        ...said,
        actor: actor === undefined ? null : writable(actor),
      },
    ];
  });
}

/** Texts of the side records; positions stay in the life line. */
function textsIn(side: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(side).flatMap(([id, json]) => {
      const text = textIn(json);
      return text === undefined ? [] : [[id, text]];
    }),
  );
}

function textIn(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'
      ? writable(value.text)
      : undefined;
  } catch {
    return undefined; // damaged: the incident's own page says so
  }
}

const legOf = (event: IncidentEvent): string | undefined => {
  if (event.type === 'leg_offered') return event.leg.id;
  return 'leg' in event && typeof event.leg === 'string' ? event.leg : undefined;
};

function legRows(incident: string, events: readonly IncidentEvent[]): LegTable[] {
  const legs = new Map<string, LegTable>();
  for (const event of events) {
    if (event.type === 'leg_offered') {
      const known = legs.get(event.leg.id);
      legs.set(event.leg.id, known ? { ...known, asked: known.asked + 1 } : newLeg(incident, event));
      continue;
    }
    const leg = legs.get(legOf(event) ?? '');
    if (leg) legs.set(leg.leg, afterEvent(leg, event));
  }
  return [...legs.values()];
}

function newLeg(incident: string, { at, leg, byHand }: Extract<IncidentEvent, { type: 'leg_offered' }>): LegTable {
  return {
    incident,
    leg: leg.id,
    track: leg.track,
    tier: leg.tier,
    responder: leg.responder,
    need: needOf(leg as never),
    purpose: purposeOf(leg),
    by_hand: byHand ? 1 : 0,
    comes: goes(leg as never) ? 1 : 0,
    asked: 1,
    offered_at: at,
    received_at: null,
    accepted_at: null,
    en_route_at: null,
    on_scene_at: null,
    done_at: null,
    declined_at: null,
    ended_at: null,
    answer: 'waiting',
  };
}

/** The first instant of each step counts; of how it ended, the last. */
function afterEvent(leg: LegTable, { type, at }: IncidentEvent): LegTable {
  switch (type) {
    case 'leg_asked_again':
      return {
        ...leg,
        asked: leg.asked + 1,
        ended_at: null,
        ...(leg.answer === 'accepted' ? {} : { answer: 'waiting' }),
      };
    case 'leg_received':
      return { ...leg, received_at: leg.received_at ?? at };
    case 'leg_accepted':
      return { ...leg, accepted_at: leg.accepted_at ?? at, ended_at: null, answer: 'accepted' };
    case 'leg_en_route':
      return { ...leg, en_route_at: leg.en_route_at ?? at };
    case 'leg_on_scene':
      return { ...leg, on_scene_at: leg.on_scene_at ?? at };
    case 'leg_done':
      return { ...leg, done_at: at, ended_at: at };
    case 'leg_declined':
      return { ...leg, declined_at: at, ended_at: at, answer: leg.accepted_at === null ? 'declined' : leg.answer };
    case 'leg_timed_out':
      return { ...leg, ended_at: at, ...(leg.answer === 'waiting' ? { answer: 'silent' } : {}) };
    case 'leg_stood_down':
      return { ...leg, ended_at: at, ...(leg.answer === 'waiting' ? { answer: 'stood_down' } : {}) };
    default:
      return leg;
  }
}
