// Another word for an open incident: what it makes new, whom it rings, where help must go now.
import { byDevice } from '../../../contracts/incident/actor.ts';
import type { NeedWanted } from '../../../contracts/incident/events.ts';
import type { Incident, Need, PressFact } from '../../../contracts/incident/state.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { CallKind, Mark, Priority } from '../../../contracts/terms.ts';
import type { Where } from '../where.ts';
import type { World } from '../world.ts';
import { type Calls, withWord } from './calls.ts';
import { needContacts, tellContacts } from './contacts.ts';
import { type Draft, record } from './draft.ts';
import { isAsked, isTaken, whoIsThere } from './leg.ts';
import { doorsOf, isOfCall, needNamed } from './needs.ts';
import { startOf } from './plan.ts';
import { renew, tellWhoComes } from './renew.ts';

/** A phone is rung again for further presses at most this often, with pauses that double up to five minutes. */
export const ringAgainAfterMs = 5_000;
const longestRingMs = 5 * 60_000;

type Joining = { word: CallKind; press: PressFact; where: Where | undefined; by?: string };

/** Another press, or an officer's word by telephone, joins an open incident. */
export function join(draft: Draft, { word, press, where, by }: Joining, marks: Mark[], world: World): void {
  const { incident } = draft;
  const named = withWord(incident, word);
  const calls: Calls = named ?? callsOf(incident);
  const start = startOf(calls, incident.home, world, draft.now);
  const over = start.needs.filter(({ need }) => isOverOf(draft, need));
  const moved = isMoved(incident, where, press.device, world);
  const spot = spotFrom(incident, where, press.device);
  if (where?.at === 'away') {
    draft.fix = where.fix;
    draft.side.spot = JSON.stringify(where.fix);
  }
  const isNew = named !== undefined || over.length > 0;
  record(draft, {
    type: 'press_joined',
    by: by ?? byDevice(press.device),
    press,
    priority: Math.min(
      incident.priority,
      startOf({ call: word }, incident.home, world, draft.now).priority,
    ) as Priority,
    marks,
    ...(named ?? {}),
    ...defined({ spot }),
    ...(isNew ? { anew: true } : {}),
  });
  const anew: NeedWanted[] = named ? start.needs.filter((one) => concerns(word, one, draft)) : over;
  const placed = moved ? start.needs.filter(({ need }) => isOfCall(need)) : [];
  const needs = [
    ...new Map(
      [...anew, ...placed, ...resting(draft, start.needs), ...(isNew ? [{ need: 'officer' as const }] : [])].map(
        (one) => [one.need, one],
      ),
    ).values(),
  ];
  renew(
    draft,
    needs.filter(({ need }) => need !== 'word'),
    named ? 'call_changed' : moved ? 'place_changed' : 'pressed_again',
  );
  if (where?.at === 'beyond') callThere(draft, world);
  callBack(draft, world);
  if (named) tellWhoComes(draft, 'call_changed');
  else if (moved) tellWhoComes(draft, 'place_changed');
  else ring(draft, 'pressed_again');
  tellContacts(draft, 'opened', world);
}

/** Smoke has people of its own beside those of another call; whoever is on the way to the person is not asked for anew by it. */
function concerns(word: CallKind, { need }: NeedWanted, draft: Draft): boolean {
  if (needNamed(draft.incident, need) === undefined) return true;
  const other: NeedWanted['need'] = word === 'smoke' ? 'door' : 'fire';
  return need !== other || isOverOf(draft, need);
}

const callsOf = ({ call, beside }: Incident): Calls => ({ call, ...defined({ beside }) });

/** What was done for it is over: whoever was there has left or has long been silent, the ambulance came to what was before. */
export function isOver({ need, state, because }: Need, incident: Incident): boolean {
  if (!isOfCall(need)) return false;
  if (state !== 'met') return state === 'ended';
  if (because === 'ambulance') return doorsOf(incident).some((door) => door.state === 'ended');
  return incident.legs.some(({ id, because: why }) => id === because && why === 'silent');
}

const isOverOf = (draft: Draft, kind: NeedWanted['need']): boolean => {
  const need = needNamed(draft.incident, kind);
  return need !== undefined && isOver(need, draft.incident);
};

/** It waits for the morning, or for the officer's yes: a further press ends that. */
export const isResting = ({ state, because }: Need): boolean =>
  state === 'waits' && (because === 'postponed' || because === 'maybe_repeat');

/** What waits does not wait any longer: the resident has pressed again. */
const resting = (draft: Draft, needs: readonly NeedWanted[]): NeedWanted[] =>
  needs.filter(({ need }) => {
    const known = needNamed(draft.incident, need);
    return known !== undefined && isResting(known);
  });

/** What a press says of the place of help: its fix, home again, or nothing new. */
function spotFrom(incident: Incident, where: Where | undefined, device: string): 'fix' | 'home' | undefined {
  if (where?.at === 'away') return 'fix';
  return where?.at === 'home' && incident.spotOf === device ? 'home' : undefined;
}

/** Help must go elsewhere for it: to where the device is now, or home again. */
export function isMoved(incident: Incident, where: Where | undefined, device: string, world: World): boolean {
  if (where?.at !== 'away') return spotFrom(incident, where, device) === 'home';
  // A fix that was left for home again, or by the officer's word, is where help went once.
  const before = incident.spot === 'fix' ? world.fix(incident.id) : undefined;
  return before === undefined || world.metres(before, where.fix) > world.policy.fix.awayMetres;
}

/** Nobody of ours can go there: somebody calls the person, the contacts, the police and the ambulance of that place. */
export function callThere(draft: Draft, world: World): void {
  const missing = (['call_120', 'call_110'] as const).filter((need) => needNamed(draft.incident, need) === undefined);
  renew(
    draft,
    missing.map((need) => ({ need })),
    'beyond_reach',
  );
  needContacts(draft, 'beyond_reach', world);
}

/** A word with the resident is due once more. */
export function callBack(draft: Draft, world: World): void {
  const { home } = draft.incident;
  if (home !== undefined && world.canTalk(home) && needNamed(draft.incident, 'word')?.state !== 'asked')
    renew(draft, [{ need: 'word' }], 'pressed_again');
}

/** A further press rings whoever was asked or is coming, with pauses that grow; whoever is at the scene sees it. */
export function ring(draft: Draft, because: 'pressed_again' | 'cancel_requested'): void {
  const there = whoIsThere(draft.incident);
  for (const leg of draft.incident.legs) {
    if (there.has(leg.responder)) continue;
    const pauseMs = Math.min(ringAgainAfterMs * 2 ** (leg.rings ?? 0), longestRingMs);
    if (leg.rungAt !== undefined && draft.now - leg.rungAt < pauseMs) continue;
    if (isAsked(leg) || isTaken(leg)) record(draft, { type: 'leg_updated', by: 'policy', leg: leg.id, because });
  }
}
