// Help that is missing at the scene, and what was found there. Each is a need of its own until somebody meets it, a call is
// recorded, or whoever asked, the desk or the officer takes it back with a reason.
import type { NeedWanted } from '../../../contracts/incident/events.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { Finding, HelpNeed, NeedKind } from '../../../contracts/terms.ts';
import type { World } from '../world.ts';
import { type Draft, record } from './draft.ts';
import { isAmbulanceComing, isOutsideCall, isPlanned, needNamed, needsOf } from './needs.ts';
import { startOf } from './plan.ts';
import { renew } from './renew.ts';

/** The need that each word of a responder makes. */
export const needOfHelp: Readonly<Record<HelpNeed, NeedKind>> = {
  person: 'second_person',
  doctor: 'doctor',
  ambulance: 'call_120',
  entry: 'entry',
  fire: 'call_119',
  police: 'call_110',
};

/** Somebody at the scene asks for it. Asked for once more it is new only when it had come to its end. */
export function help(draft: Draft, needs: HelpNeed, world: World, by: string): void {
  const kind = needOfHelp[needs];
  const known = needNamed(draft.incident, kind);
  const isMissing = known === undefined || known.state === 'ended' || known.state === 'met';
  // An ambulance that was called is on its way: the officer hears that it is asked for again.
  const isCalled =
    isOutsideCall(kind) && known?.because === 'called' && (kind !== 'call_120' || isAmbulanceComing(draft.incident));
  if (isMissing && !isCalled) renew(draft, [wanted(draft, kind, world)], 'help_asked', by);
  if (isCalled)
    record(draft, { type: 'need_asked', by: 'policy', need: 'officer', until: draft.now, because: 'help_asked' });
  if (kind === 'call_120' && !isAmbulanceComing(draft.incident) && !draft.incident.marks.includes('call_120'))
    record(draft, { type: 'ambulance_asked', by: 'policy', why: 'responder' });
}

function wanted(draft: Draft, kind: NeedKind, world: World): NeedWanted {
  const { needs } = startOf({ call: 'sos' }, draft.incident.home, world, draft.now);
  const like: Partial<Record<NeedKind, NeedKind>> = { second_person: 'door', doctor: 'health' };
  const model = like[kind];
  if (model === undefined) return { need: kind };
  const plan = needNamed(draft.incident, model)?.plan ?? needs.find(({ need }) => need === model)?.plan;
  return { need: kind, ...defined({ plan }) };
}

/** What a finding starts: somebody lies behind a closed door, does not breathe, or the house is in danger. */
const starts: Partial<Record<Finding, readonly HelpNeed[]>> = {
  no_answer_at_door: ['entry'],
  unconscious: ['ambulance', 'doctor'],
  gas: ['fire'],
  fire_or_smoke: ['fire'],
};

/** Nobody has seen the person: whoever goes away has not met the need for somebody at the door. */
const unseen: ReadonlySet<Finding> = new Set(['no_answer_at_door', 'not_at_home']);

/** Starts what was found asks for. @param leaves the need that they served, when they are finished there */
export function onFindings(
  draft: Draft,
  findings: readonly Finding[] = [],
  leaves: NeedKind | undefined,
  world: World,
  by: string,
): void {
  if (leaves !== undefined && findings.some((one) => unseen.has(one)) && !findings.includes('safe'))
    renew(
      draft,
      needsOf(draft.incident)
        // Whoever was told, or calls, was at no door.
        .filter(({ need }) => need === 'door' || need === 'word' || (need === leaves && isPlanned(need)))
        .map(again),
      'not_seen',
      by,
    );
  for (const needs of new Set(findings.flatMap((one) => starts[one] ?? []))) help(draft, needs, world, by);
}

const again = ({ need, plan }: { need: NeedKind; plan?: string }): NeedWanted => ({
  need,
  ...defined({ plan }),
});
