// The proof of one press: each hop on its way with its time, from the log and from what the edges noted. A hop that somebody
// should have noted and nobody did is a gap, and shown as one.

import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { iso } from '../../../contracts/iso.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { Proof, ProofHop } from '../../../contracts/system/views.ts';
import { replay } from '../../../dispatcher/domain/incident/evolve.ts';
import { logHead } from '../../../signing/logHead.ts';
import type { DistrictRegistry } from '../../../store/district.ts';

/** An edge that has not noted its part for so long has a gap; before that it is awaited. */
export const awaitedMs = 10_000;

/**
 * `from`: what it follows from was so far. It orders the hops, for clocks of different processes differ by a tick; and it says
 * how long a hop that nobody noted has been awaited.
 */
type Step = Omit<ProofHop, 'at' | 'afterMs' | 'state'> & { ms: number | undefined; from: number };

/**
 * @param events the incident's log
 * @param hops what the edges noted (store/hops.ts), ms by hop
 * @param now server's clock, ms
 */
export function proofOf(
  incident: Incident,
  events: readonly IncidentEvent[],
  hops: ReadonlyMap<string, number>,
  { district, now }: { district: DistrictRegistry; now: number },
): Proof {
  const steps: Step[] = [];
  let from = 0;
  for (const event of events) {
    const arrived = arrival(event, hops);
    steps.push(...arrived);
    from = Math.max(from, event.at, ...arrived.filter(({ hop }) => hop !== 'shown').map((step) => step.from));
    steps.push(...stepsOf(event, events, hops, district).map((step) => ({ ...step, from })));
  }
  const instant = (step: Step): number => Math.max(step.ms ?? step.from, step.from);
  steps.sort((a, b) => instant(a) - instant(b));
  let last: number | undefined;
  const shown = steps.map(({ ms, from: since, ...step }): ProofHop => {
    const afterMs = ms === undefined || last === undefined ? undefined : Math.max(0, Math.round(ms - last));
    last = ms ?? last;
    const awaited = incident.state === 'open' && now - since < awaitedMs;
    return {
      ...step,
      state: ms !== undefined ? 'noted' : awaited ? 'awaited' : 'gap',
      ...(ms === undefined ? {} : { at: iso(ms) }),
      ...defined({ afterMs }),
    };
  });
  return {
    incident: incident.id,
    number: incident.number,
    gaps: shown.filter(({ state }) => state === 'gap').length,
    hops: shown,
    events: events.length,
    head: logHead(events),
  };
}

/** How a press came in; the first one opened the incident and was shown. */
function arrival(event: IncidentEvent, hops: ReadonlyMap<string, number>): Step[] {
  if (event.type !== 'opened' && event.type !== 'press_joined') return [];
  const { press } = event;
  const received = press?.receivedAt ?? (event.type === 'opened' ? event.receivedAt : event.at);
  const about = press ? { press: press.id } : {};
  const stored = Math.max(press?.heardAt ?? 0, received);
  const decided = Math.max(stored, event.at);
  return [
    ...(press ? [{ hop: 'heard' as const, clock: 'broker' as const, ...about, ms: press.heardAt, from: 0 }] : []),
    { hop: 'stored', clock: 'store', ...about, ms: received, from: stored },
    { hop: 'decided', clock: 'dispatcher', ...about, ms: event.at, from: decided },
    ...(event.type === 'opened'
      ? [{ hop: 'shown' as const, clock: 'console' as const, ms: hops.get('shown'), from: decided }]
      : []),
  ];
}

/** An event that tells somebody something is followed by its sending, and by their receipt. */
function stepsOf(
  event: IncidentEvent,
  events: readonly IncidentEvent[],
  hops: ReadonlyMap<string, number>,
  district: DistrictRegistry,
): Omit<Step, 'from'>[] {
  const at = { clock: 'dispatcher' as const, ms: event.at };
  switch (event.type) {
    case 'acknowledged':
      return [{ hop: 'acknowledged', ...at }];
    case 'closed':
    case 'merged':
      return [{ hop: 'closed', ...at }];
    case 'leg_offered': {
      const leg = legOf(event.leg.id, events, district);
      return [{ hop: 'offered', ...at, ...leg }, ...sendings(event.leg.id, 1, hops, leg)];
    }
    case 'leg_stood_down': {
      const leg = legOf(event.leg, events, district);
      return [{ hop: 'stood_down', ...at, ...leg }, ...sendings(event.leg, revisionAfter(event, events), hops, leg)];
    }
    case 'leg_received':
    case 'leg_accepted':
    case 'leg_en_route':
    case 'leg_on_scene':
    case 'leg_done':
    case 'leg_declined':
    case 'leg_timed_out':
    case 'stand_down_told':
      return [{ hop: hopOf[event.type], ...at, ...legOf(event.leg, events, district) }];
    default:
      return [];
  }
}

const hopOf = {
  leg_received: 'received',
  leg_accepted: 'accepted',
  leg_en_route: 'en_route',
  leg_on_scene: 'on_scene',
  leg_done: 'done',
  leg_declined: 'declined',
  leg_timed_out: 'timed_out',
  stand_down_told: 'told',
} as const satisfies Partial<Record<IncidentEvent['type'], ProofHop['hop']>>;

type LegFields = Pick<ProofHop, 'leg' | 'responder'>;
/** Who sends through a channel; every other one is the notifier's. */
const clockOf: Readonly<Record<string, ProofHop['clock']>> = { app: 'broker', page: 'console' };

/** What went out for one revision of a leg, channel by channel; a gap when nothing did. */
function sendings(
  leg: string,
  revision: number,
  hops: ReadonlyMap<string, number>,
  about: LegFields,
): Omit<Step, 'from'>[] {
  const prefix = `sent/${leg}/${revision}/`;
  const sent = [...hops].filter(([hop]) => hop.startsWith(prefix));
  if (sent.length === 0) return [{ hop: 'sent', ...about, clock: 'broker', ms: undefined }];
  return sent.map(([hop, ms]) => {
    const channel = hop.slice(prefix.length);
    return { hop: 'sent', ...about, channel, clock: clockOf[channel] ?? 'notifier', ms };
  });
}

function legOf(id: string, events: readonly IncidentEvent[], district: DistrictRegistry): LegFields {
  const offered = events.find((event) => event.type === 'leg_offered' && event.leg.id === id);
  if (offered?.type !== 'leg_offered') return { leg: id };
  const { responder } = offered.leg;
  return { leg: id, responder: { id: responder, name: district.responders.get(responder)?.name ?? responder } };
}

/** What the leg's message was numbered after an event. */
function revisionAfter(event: Extract<IncidentEvent, { leg: string }>, events: readonly IncidentEvent[]): number {
  const until = replay(events.slice(0, events.indexOf(event) + 1));
  return until?.legs.find(({ id }) => id === event.leg)?.revision ?? 1;
}
