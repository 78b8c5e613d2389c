// A planned policy at its instant: tried as any change is tried, and written in the step in which the plan goes. Every console looks; the store
// lets one of them do it (docs/decisions/033). What would be refused is said by an alarm as soon as it is known, not at the instant.
import type { RegistryProblem } from '../../../contracts/office/registry.ts';
import { defined } from '../../../contracts/shapes.ts';
import { clearAlarm, raiseAlarm } from '../../../store/alarms.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { type Planned, type PlannedText, readPlanned, swapPlanned } from '../../../store/plannedPolicy.ts';
import { momentIn } from '../../../wording/instant.ts';
import type { RegistryParts } from '../parts.ts';
import { every, guarded, type Told } from '../repeat.ts';
import { type Asked, change, type Done, type Manner } from './registryOrder.ts';

/** So late a policy takes effect at most. */
const lookEveryMs = 1_000;
const what = 'console: planned policies';

/** Why a plan that was made from an older version is not taken over: it would silently take back what was changed since. */
const changedSince = 'the policy was changed after this was planned: plan it anew';

export type PlanParts = RegistryParts & { log: RegistryParts['log'] & Told };

/** Looks after what is planned, until it is ended. */
export function watchPlanned(parts: PlanParts): NodeJS.Timeout {
  const known: Known = new Map();
  return every(lookEveryMs, what, parts.log, () => lookAfterPlans(parts, known));
}

/** What was found out about the plan of a district, of which registry. `told`: what the alarm says; empty: none stands. */
type Known = Map<string, { text: string; seen: string; told: string }>;

async function lookAfterPlans(parts: PlanParts, known: Known): Promise<void> {
  const districts = parts.registry.all();
  const plans = await readPlanned(
    parts.redis,
    districts.map(({ id }) => id),
  );
  // What is wrong in one district keeps no other one's policy from taking effect.
  for (const [i, district] of districts.entries())
    await guarded(`${what} of ${district.id}`, parts.log, () => lookAfter(parts, district, plans[i], known));
}

async function lookAfter(
  parts: PlanParts,
  district: DistrictRegistry,
  plan: PlannedText | undefined,
  known: Known,
): Promise<void> {
  const { redis, registry, clock, log } = parts;
  const before = known.get(district.id);
  const [text, seen] = [plan?.text ?? '', registry.seen()];
  const isDue = plan?.planned !== undefined && !plan.planned.refused && plan.planned.at <= clock.now();
  if (!isDue && before?.text === text && before.seen === seen) return;
  if (plan && !plan.planned) log.error({ district: district.id }, 'console: a planned policy cannot be read');
  const found = plan?.planned && (await against(parts, district, plan.text, plan.planned, isDue));
  const told = found ? `${found.refused} ${found.reason}` : '';
  if (before?.told !== told) {
    if (before?.told !== '' && (before || !found)) await clearAlarm(redis, alarmOf(district), clock.now());
    if (found && plan?.planned) await tell(parts, district, plan.planned, found);
  }
  known.set(district.id, { text, seen, told });
}

/** What stands against a plan, or stood against it at its instant. */
type Against = { reason: string; refused: 0 | 1 };

async function against(
  parts: PlanParts,
  district: DistrictRegistry,
  text: string,
  planned: Planned,
  isDue: boolean,
): Promise<Against | undefined> {
  const problems =
    planned.refused ??
    (isDue ? await takeOver(parts, district, text, planned) : await problemsOf(parts, district, planned));
  const [first] = problems;
  if (!first) return undefined;
  const { field, reason } = first;
  const says = field === '' ? reason : `${field}: ${reason}`;
  return { reason: says.slice(0, 200), refused: isDue || planned.refused ? 1 : 0 };
}

const alarmOf = ({ id }: DistrictRegistry) => ({ code: 'policy_unfit' as const, subject: id });

async function tell(
  { redis, clock }: PlanParts,
  district: DistrictRegistry,
  { at }: Planned,
  figures: Against,
): Promise<void> {
  const when = momentIn(district.bundle.district.timeZone, at);
  const alarm = { ...alarmOf(district), district: district.id, since: clock.now() };
  await raiseAlarm(redis, { ...alarm, figures: { at: when, ...figures } });
}

/** @returns why it was not, when it was not: then it stays as refused, and what held before holds */
async function takeOver(
  parts: PlanParts,
  district: DistrictRegistry,
  text: string,
  planned: Planned,
): Promise<Pick<RegistryProblem, 'field' | 'reason'>[]> {
  const done = await ordered(parts, district, planned, { manner: { how: 'planned', plan: text } });
  if (!done.refused) {
    parts.log.info({ district: district.id, plan: planned.id }, 'console: the planned policy holds from now on');
    return [];
  }
  const refused = errorsIn(done).map(({ field, reason }) => ({ field, reason }));
  // Another console may have taken it over, or somebody taken it back: then there is nothing to refuse.
  const stays = await swapPlanned(parts.redis, district.id, { was: text, is: { ...planned, refused } });
  return stays ? refused : [];
}

/** What stands against a plan as things are now, in English. */
export async function problemsOf(
  parts: RegistryParts,
  district: DistrictRegistry,
  planned: Planned,
): Promise<RegistryProblem[]> {
  return errorsIn(await ordered(parts, district, planned, { dry: true }));
}

function errorsIn(done: Done): RegistryProblem[] {
  const all = done.refused ? done.refused.problems : done.answer.problems;
  const own = { severity: 'error', kind: 'policy', id: 'policy', field: '', reason: changedSince } as const;
  return all?.filter(({ severity }) => severity === 'error') ?? [own];
}

/** The change that a plan comes to, in the name of who planned it. */
function ordered(
  parts: RegistryParts,
  district: DistrictRegistry,
  { by, actor, role, why, base, policy }: Planned,
  { dry, manner }: { dry?: true; manner?: Manner },
): Promise<Done> {
  const grant = { role, name: by, account: actor, district: district.id, once: false, expiresAt: 0 };
  const asked: Asked = { held: { digest: '', grant }, district };
  const changes = [{ kind: 'policy' as const, id: 'policy', version: base, document: policy }];
  return change(parts, asked, { changes, ...defined({ why, dry }) }, 'en', manner);
}
