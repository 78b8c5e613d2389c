// One incident's log, told again by rules of the checker's own. It knows less than the system does: who was asked, who
// said yes, who was let go and who has heard of it. That is enough to find somebody asked twice or left on the way.
import type { IncidentEvent } from '../../contracts/incident/events.ts';
import type { LogEntry } from './stored.ts';
import type { Finding } from './verdict.ts';

type Offered = Extract<IncidentEvent, { type: 'leg_offered' }>;

export type LegStory = {
  responder: string;
  need: string;
  purpose: string;
  state: string;
  revision: number;
  receipted: number;
  /** late, silent, or what they said is older than the need */
  doubted: boolean;
};
/** @property presses `device/id` → event numbers at which it was taken as a press of its own */
export type Story = {
  incident: string;
  home: string | undefined;
  district: string;
  number: number;
  call: string;
  open: boolean;
  last: number;
  legs: Map<string, LegStory>;
  presses: Map<string, number[]>;
  repeats: Set<string>;
  findings: Finding[];
};

const working = new Set(['offered', 'received', 'accepted', 'en_route', 'on_scene']);
const going = new Set(['accepted', 'en_route', 'on_scene']);
/** Somebody is still counted on, or thinks so: nobody may be left like this once it is over. */
export const sent = new Set([...working, 'timed_out']);

/** @returns undefined for a log that does not begin with an opening */
export function tell(incident: string, log: readonly LogEntry[]): Story | undefined {
  const [first] = log;
  if (first?.event.type !== 'opened') return undefined;
  const { home, district, number, call } = first.event;
  const story: Story = {
    incident,
    home,
    district,
    number,
    call,
    open: true,
    last: 0,
    legs: new Map(),
    presses: new Map(),
    repeats: new Set(),
    findings: [],
  };
  let before = 0;
  for (const { entry, event } of log) {
    if (event.seq !== story.last + 1 || entry !== `${event.seq}-0`)
      find(story, 'gap', `event ${event.seq} lies at ${entry} behind ${story.last}`);
    if (event.at < before) find(story, 'outOfOrder', `event ${event.seq} is ${before - event.at} ms before the last`);
    before = Math.max(before, event.at);
    story.last = event.seq;
    apply(story, event);
  }
  if (!story.open)
    for (const [id, leg] of story.legs) {
      if (sent.has(leg.state)) find(story, 'leftDispatched', `${leg.responder} is ${leg.state} on ${id}`);
      if (leg.state === 'stood_down' && leg.receipted < leg.revision)
        find(story, 'leftDispatched', `${leg.responder} has not confirmed the stand-down of ${id}`);
    }
  return story;
}

const find = (story: Story, kind: Finding['kind'], says: string): number =>
  story.findings.push({ kind, says: `${story.incident}: ${says}` });

function apply(story: Story, event: IncidentEvent): void {
  switch (event.type) {
    case 'opened':
      if (event.seq !== 1) find(story, 'gap', 'opened twice');
      if (event.press) takePress(story, event.press, event);
      return;
    case 'press_joined':
    case 'cancel_requested':
      if (!story.open) find(story, 'invariant', `a press joined at ${event.seq}, after the end`);
      takePress(story, event.press, event);
      return;
    case 'press_repeated':
      story.repeats.add(`${event.device}/${event.press}`);
      return;
    case 'leg_offered':
      offer(story, event);
      return;
    case 'closed':
    case 'merged':
      if (!event.by.startsWith('officer/')) find(story, 'invariant', `closed by ${event.by}`);
      if (!story.open) find(story, 'doubled', `closed again at ${event.seq}`);
      story.open = false;
      return;
    case 'reopened':
      story.open = true;
      return;
    case 'needs_renewed':
      for (const { need } of event.needs)
        for (const leg of story.legs.values()) if (leg.need === need) leg.doubted = true;
      return;
    case 'track_exhausted':
      for (const id of event.rung ?? []) askInVain(story, id, event.type);
      return;
    case 'advised':
      for (const id of event.legs) ring(story, id, event.type);
      return;
    default:
      if ('leg' in event && event.leg !== undefined) moveLeg(story, event.leg, event);
  }
}

/** What may be a resend of a press whose incident is closed begins anew, and says so: it is not the first one doubled. */
function takePress(story: Story, { device, id }: { device: string; id: string }, event: IncidentEvent): void {
  const key = `${device}/${id}`;
  if ('marks' in event && event.marks.includes('maybe_repeat') && !story.presses.has(key)) story.repeats.add(key);
  else story.presses.set(key, [...(story.presses.get(key) ?? []), event.seq]);
}

function offer(story: Story, { leg, byHand, seq }: Offered): void {
  if (!story.open) find(story, 'doubled', `${leg.responder} was asked at ${seq}, after the end`);
  if (story.legs.has(leg.id)) find(story, 'doubled', `leg ${leg.id} was offered twice`);
  const [need, purpose] = [leg.need ?? leg.track, leg.purpose ?? 'comes'];
  for (const [id, other] of story.legs) {
    if (other.need !== need) continue;
    const told = purpose === 'told' && going.has(other.state); // has it in hand, and hears that it began anew
    if (other.responder === leg.responder && other.purpose === purpose && working.has(other.state) && !told)
      find(story, 'doubled', `${leg.responder} was asked again at ${seq} while ${other.state} on ${id}`);
    const relied = going.has(other.state) && other.purpose === 'comes' && !other.doubted;
    if (relied && !byHand && purpose === 'comes')
      find(story, 'doubled', `${leg.responder} was asked at ${seq} although ${other.responder} was ${other.state}`);
  }
  const { responder } = leg;
  story.legs.set(leg.id, { responder, need, purpose, state: 'offered', revision: 1, receipted: 0, doubted: false });
}

type LegEvent = Extract<IncidentEvent, { leg?: string }>;

function moveLeg(story: Story, id: string, event: LegEvent): void {
  const leg = story.legs.get(id);
  if (!leg) return void find(story, 'gap', `${event.type} at ${event.seq} is about ${id}, which nobody was asked for`);
  switch (event.type) {
    case 'leg_received':
      leg.receipted = Math.max(leg.receipted, event.revision);
      if (leg.state === 'offered') leg.state = 'received';
      return;
    case 'leg_accepted':
      if (!story.open) find(story, 'doubled', `${leg.responder} said yes at ${event.seq}, after the end`);
      Object.assign(leg, { state: 'accepted', receipted: leg.revision, doubted: false });
      return;
    case 'leg_declined':
      Object.assign(leg, { state: 'declined', receipted: leg.revision, doubted: false });
      return;
    case 'leg_timed_out':
      leg.state = 'timed_out';
      return;
    case 'leg_asked_again':
      Object.assign(leg, { state: 'offered', revision: leg.revision + 1, purpose: event.purpose ?? leg.purpose });
      return;
    case 'leg_en_route':
      Object.assign(leg, { state: 'en_route', doubted: false });
      return;
    case 'leg_confirmed':
      leg.doubted = false;
      return;
    case 'leg_resumed':
      Object.assign(leg, { state: event.state, doubted: false });
      return;
    case 'leg_on_scene':
      Object.assign(leg, { state: 'on_scene', doubted: false });
      return;
    case 'leg_done':
      Object.assign(leg, { state: 'done', receipted: leg.revision });
      return;
    case 'leg_doubted':
    case 'leg_overdue':
      leg.doubted = true;
      return;
    case 'leg_stood_down':
      Object.assign(leg, { state: 'stood_down', revision: leg.revision + 1, doubted: false });
      return;
    case 'leg_updated':
      ring(story, id, event.type);
      return;
    case 'stand_down_told':
    case 'stand_down_given_up':
      leg.receipted = leg.revision;
      return;
    default: // chased, a note, a call for help: nothing that this story follows
  }
}

function ring(story: Story, id: string, why: string): void {
  const leg = story.legs.get(id);
  if (!leg) return void find(story, 'gap', `${why} is about ${id}, which nobody was asked for`);
  leg.revision++;
  if (leg.state === 'declined') leg.state = 'offered';
}

/** Everybody was asked in vain: who only knows of it, or calls, is asked anew; anybody else's yes still counts, a no's too. */
function askInVain(story: Story, id: string, why: string): void {
  const saidNo = story.legs.get(id)?.state === 'declined';
  ring(story, id, why);
  const leg = story.legs.get(id);
  if (!leg) return;
  if (saidNo) leg.state = 'timed_out';
  const knows = leg.purpose === 'told' || (leg.purpose === 'desk' && leg.need !== 'health');
  if (going.has(leg.state) || !(knows || leg.purpose === 'calls')) return;
  Object.assign(leg, { state: 'offered', purpose: knows ? 'told' : leg.purpose });
}
