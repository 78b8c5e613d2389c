// `yjt policy`: who is asked for what, in words that somebody reads who has never seen the file. Of the running system, or of
// a file that has not been imported yet, with what the import would say about it.
import { existsSync, readFileSync } from 'node:fs';
import { Compile } from 'typebox/compile';
import { doubledKeys } from '../contracts/office/doubledKeys.ts';
import { Dispatching } from '../contracts/office/place.ts';
import { Policy, type Tier } from '../contracts/office/policy.ts';
import { checkPolicy } from '../contracts/office/policyCheck.ts';
import { groupSays, waitSays } from '../wording/policy.ts';
import type { Answer } from './commands.ts';
import { Failure } from './failure.ts';
import type { Session } from './session.ts';
import { call, type System } from './system.ts';

const PolicyCheck = Compile(Policy);

/** @returns the policy of a file as it is; whether it fits its people is for whoever asked to say. @throws Failure */
export function readPolicy(path: string, say: Session['say']): Policy {
  if (!existsSync(path)) throw new Failure('bad_file', say.replay.noFile(path));
  const text = readFileSync(path, 'utf8');
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (error) {
    throw new Failure('bad_file', say.replay.noPolicy(path), {}, [String(error)]);
  }
  const twice = doubledKeys(text).map((one) => `${path}:${one.line} ${one.path} ${one.key}: ${one.reason}`);
  if (twice.length > 0) throw new Failure('bad_file', say.replay.noPolicy(path), {}, twice);
  if (PolicyCheck.Check(policy)) return policy;
  const lines = [...PolicyCheck.Errors(policy)].slice(0, 10).map((one) => `${one.instancePath}: ${one.message}`);
  throw new Failure('bad_file', say.replay.noPolicy(path), {}, lines);
}

export async function showPolicy(session: Session, path: string): Promise<Answer> {
  const { say } = session;
  const system: System = session.system();
  const running = await call(system, '/api/v1/dispatching', Dispatching);
  const policy = path === '' ? running.policy : readPolicy(path, say);
  const problems = checkPolicy({ policy, responders: running.responders });
  return {
    json: { policy, problems },
    text: inWords(policy, say.policy),
    remarks: problems.map((one) => `${say.severity[one.severity]} ${one.path} ${one.field}: ${one.reason}`),
    failed: problems.some(({ severity }) => severity === 'error'),
  };
}

function inWords(policy: Policy, w: Session['say']['policy']): string {
  const calls = policy.calls.map(({ kind, between, priority, plans, tellContacts = [] }) => {
    const names = Object.values(plans).map((id) => policy.plans.find((plan) => plan.id === id)?.name ?? id);
    const told = tellContacts.length > 0 ? w.tells(tellContacts.map((moment) => w.moments[moment]).join(w.comma)) : '';
    return `${w.kinds[kind]}${w.colon}P${priority}${between ? w.between(between.from, between.to) : ''}${w.follows(names.join(w.and))}${told}`;
  });
  const plans = policy.plans.flatMap(({ name, tiers }) => [
    '',
    name,
    ...tiers.flatMap((tier, i) => tierInWords(tier, i, w)),
  ]);
  const { roles, everySeconds } = policy.whenSpent;
  const spent = w.spent(roles.map((role) => w.roles[role]).join(w.comma), everySeconds.join(w.comma));
  return [...calls, ...plans, '', spent].join('\n');
}

function tierInWords(tier: Tier, i: number, w: Session['say']['policy']): string[] {
  return [
    `  ${i + 1}. ${tier.name}${tier.asks === 'call_120' ? w.call120 : ''}`,
    ...tier.who.map((group) => `     ${groupSays(group, w)}`),
    `     ${waitSays(tier, w)}`,
  ];
}
