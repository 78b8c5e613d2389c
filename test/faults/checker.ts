// The independent checker: holds what the clients saw against what the store holds. It shares schemas and names of keys
// with the system, no rule of deciding. Each thing that must not be is a finding.
import { inputKey } from '../../contracts/incident/inputs.ts';
import type { PressSeen, Seen } from './seen.ts';
import type { Stored } from './stored.ts';
import { type Story, tell } from './story.ts';
import type { Finding } from './verdict.ts';

/** The feed keeps at least so many commits: a run that made more can no longer be followed from its beginning. */
const feedKept = 100_000;

export type Checked = { findings: Finding[]; stories: ReadonlyMap<string, Story> };

export function check(stored: Stored, seen: Seen): Checked {
  const findings: Finding[] = [];
  const stories = new Map<string, Story>();
  for (const [id, log] of stored.logs) {
    const story = tell(id, log);
    if (story) stories.set(id, story);
    else findings.push({ kind: 'gap', says: `${id}: its log does not begin with its opening` });
    findings.push(...(story?.findings ?? []));
  }
  const found = (kind: Finding['kind'], says: string): number => findings.push({ kind, says });
  checkStates(stored, stories, found);
  checkNumbers(stories, found);
  const commits = checkFeed(stored, stories, found);
  checkPresses(stored, seen, stories, commits, found);
  checkReplies(stored, seen, stories, found);
  checkCommands(stored, seen, stories, found);
  checkTold(seen, stories, found);
  checkRest(stored, seen, found);
  return { findings, stories };
}

type Found = (kind: Finding['kind'], says: string) => number;
type Stories = ReadonlyMap<string, Story>;

/** The stored state must be what its log tells; an open incident has a deadline, a finished one none. */
function checkStates(stored: Stored, stories: Stories, found: Found): void {
  for (const id of stored.states.keys()) if (!stories.has(id)) found('lost', `${id}: a state without a log`);
  for (const [id, story] of stories) {
    const state = stored.states.get(id);
    if (!state) {
      found('lost', `${id}: a log without a state`);
      continue;
    }
    const told = [...story.legs].map(([leg, { state: s, revision, receipted }]) => [leg, s, revision, receipted]);
    const kept = state.legs.map(({ id: leg, state: s, revision, receipted }) => [leg, s, revision, receipted]);
    if (JSON.stringify(told) !== JSON.stringify(kept) || (state.state === 'open') !== story.open)
      found('invariant', `${id}: the log does not give the state`);
    if (state.seq !== story.last) found('gap', `${id}: the state stands at ${state.seq}, the log at ${story.last}`);
    if (state.state === 'open' && !stored.deadlines.has(id)) found('invariant', `${id}: open without a deadline`);
    if ((state.state === 'closed') !== stored.closed.has(id)) found('invariant', `${id}: not filed as ${state.state}`);
    if (story.call === 'unreadable_input') found('invariant', `${id}: a readable input was set aside`);
  }
}

function checkNumbers(stories: Stories, found: Found): void {
  const numbers = new Map<string, string>();
  for (const { incident, district, number } of stories.values()) {
    const key = `${district} ${number}`;
    if (numbers.has(key)) found('doubled', `${incident} and ${numbers.get(key)} both have number ${number}`);
    numbers.set(key, incident);
  }
}

/** Every commit is in the feed, and no home has two open incidents. @returns `incident/event number` → commit */
function checkFeed(stored: Stored, stories: Stories, found: Found): ReadonlyMap<string, number> {
  const commits = new Map<string, number>();
  const openAt = new Map<string, string>();
  const last = new Map<string, number>();
  for (const { shard, number, incident, events } of stored.feed) {
    const before = last.get(shard) ?? (number === 1 ? 0 : number - 1);
    if (number !== before + 1) found('gap', `the feed of ${shard} goes from ${before} to ${number}`);
    last.set(shard, number);
    for (const { seq, type } of events) {
      if (commits.has(`${incident}/${seq}`)) found('doubled', `${incident}: event ${seq} was told twice`);
      commits.set(`${incident}/${seq}`, number);
      const home = stories.get(incident ?? '')?.home;
      if (home === undefined || incident === undefined) continue;
      const other = openAt.get(home);
      if (type === 'opened' && other) found('doubled', `${home}: ${incident} was opened beside ${other}`);
      if (type === 'opened' || type === 'reopened') openAt.set(home, incident);
      if ((type === 'closed' || type === 'merged') && other === incident) openAt.delete(home);
    }
  }
  for (const [shard, number] of stored.sequences)
    if (number !== (last.get(shard) ?? 0)) found('gap', `${shard} stands at ${number}, its feed at ${last.get(shard)}`);
  if (stored.feed.length < feedKept)
    for (const { incident, last: events } of stories.values())
      for (let seq = 1; seq <= events; seq++)
        if (!commits.has(`${incident}/${seq}`)) found('gap', `${incident}: nobody was told of event ${seq}`);
  return commits;
}

type Place = { incident: string; seq: number };

function checkPresses(
  stored: Stored,
  seen: Seen,
  stories: Stories,
  commits: ReadonlyMap<string, number>,
  found: Found,
): void {
  const places = new Map<string, Place[]>();
  const repeated = new Set<string>();
  for (const { incident, presses, repeats } of stories.values()) {
    for (const [press, seqs] of presses)
      places.set(press, [...(places.get(press) ?? []), ...seqs.map((seq) => ({ incident, seq }))]);
    for (const press of repeats) repeated.add(press);
  }
  const latest = new Map<string, { press: PressSeen; commit: number }>();
  for (const { device, id, acknowledgedAt } of seen.slow)
    if (acknowledgedAt !== undefined && !places.has(`${device}/${id}`))
      found('lost', `press ${device}/${id} of a slow client was acknowledged and is nowhere`);
  for (const [key, press] of seen.presses) {
    const [place, ...more] = places.get(key) ?? [];
    if (more.length > 0) found('doubled', `press ${key} is in ${[place, ...more].map(placeName).join(' and ')}`);
    if (!place && press.acknowledgedAt !== undefined && !repeated.has(key) && !isRecorded(stored, key))
      found('lost', `press ${key} was acknowledged and is nowhere`);
    const commit = place && commits.get(placeName(place));
    if (commit === undefined) continue;
    const before = latest.get(press.device);
    if (before && before.press.turn < press.turn && before.commit >= commit)
      found('outOfOrder', `press ${key} was decided before ${before.press.id} of the same button`);
    latest.set(press.device, { press, commit });
  }
}

const placeName = (place: Place | undefined): string => `${place?.incident}/${place?.seq}`;

/** A test, or a cancel with nothing to cancel, opens nothing: its result is its record. */
const isRecorded = (stored: Stored, press: string): boolean =>
  stored.results.get(`press/${press}`)?.outcome === 'recorded';

function checkReplies(stored: Stored, seen: Seen, stories: Stories, found: Found): void {
  const yes = new Map<string, number>();
  for (const [key, { responder, reply, acknowledged }] of seen.replies) {
    const result = stored.results.get(inputKey({ v: 1, kind: 'reply', district: '', responder, reply }));
    if (acknowledged && !result) found('lost', `reply ${key} (${reply.reply}) was acknowledged and has no result`);
    const leg = stories.get(reply.incident)?.legs.get(reply.leg);
    if (result?.outcome !== 'applied') continue;
    if (!leg) found('lost', `reply ${key} was applied to ${reply.incident}/${reply.leg}, which no log holds`);
    const revision = Number(reply.delivery?.split('/').at(-1));
    if (leg && reply.reply === 'receipt' && leg.receipted < Math.min(revision, leg.revision))
      found('lost', `receipt ${key} of revision ${revision} is not in the log`);
    if (reply.reply === 'accept')
      yes.set(`${reply.incident}/${reply.leg}`, 1 + (yes.get(`${reply.incident}/${reply.leg}`) ?? 0));
  }
  for (const [incident, log] of stored.logs)
    for (const { event } of log) {
      if (event.type !== 'leg_accepted') continue;
      const left = (yes.get(`${incident}/${event.leg}`) ?? 0) - 1;
      if (left < 0) found('doubled', `${incident}: a yes of ${event.by} on ${event.leg} that was not given, or twice`);
      yes.set(`${incident}/${event.leg}`, left);
    }
}

function checkCommands(stored: Stored, seen: Seen, stories: Stories, found: Found): void {
  // One login gives all orders: the id alone tells them apart.
  const results = new Map(
    [...stored.results].filter(([key]) => key.startsWith('command/')).map(([key, one]) => [key.split('/').at(-1), one]),
  );
  for (const [id, { incident, command, answer }] of seen.commands) {
    const result = results.get(id);
    if (answer !== undefined && !result)
      found('lost', `order ${id} (${command.command}) was answered ${answer} and has no result`);
    if (answer === 'applied' && result?.outcome !== 'applied')
      found('lost', `order ${id} was said to be applied and is ${result?.outcome}`);
    if (command.command === 'close' && result?.outcome === 'applied' && stories.get(incident)?.open)
      found('lost', `order ${id} closed ${incident}, which is open`);
    if (command.command !== 'note') continue;
    const times = (stored.texts.get(incident) ?? []).filter((text) => text === command.text).length;
    if (times > 1) found('doubled', `order ${id}: the note is there ${times} times`);
    if (times === 0 && result?.outcome === 'applied') found('lost', `order ${id}: the note is not there`);
  }
}

/** What a phone was told must be in a log, and nobody may still believe that they are needed. */
function checkTold(seen: Seen, stories: Stories, found: Found): void {
  for (const [key, { responder, dispatch }] of seen.legs) {
    const story = stories.get(dispatch.incident);
    const leg = story?.legs.get(dispatch.leg);
    if (!leg || leg.responder !== responder || dispatch.revision > leg.revision) {
      found('gap', `${responder} was told of ${key} revision ${dispatch.revision}, which no log holds`);
      continue;
    }
    const letGo = leg.state === 'declined' || leg.state === 'done';
    if (!story?.open && dispatch.kind !== 'stand_down' && !letGo)
      found('leftDispatched', `${responder} was last told "${dispatch.kind}" of ${key} and never that it is over`);
  }
}

/** The run ended in peace: nothing undecided, nobody waiting, every press acknowledged in the end. */
function checkRest(stored: Stored, seen: Seen, found: Found): void {
  if (stored.undecided > 0) found('invariant', `${stored.undecided} inputs are not decided`);
  for (const message of stored.waiting) found('leftDispatched', `${message} still waits for a receipt`);
  for (const [id, state] of stored.states)
    if (state.state === 'open') found('invariant', `${id}: could not be closed`);
    else if (stored.deadlines.has(id) && !stored.waiting.some((message) => message.includes(id)))
      found('invariant', `${id}: over for everybody, and still has a deadline`);
  for (const [key, { acknowledgedAt }] of seen.presses)
    if (acknowledgedAt === undefined) found('invariant', `press ${key} is still not acknowledged`);
}
