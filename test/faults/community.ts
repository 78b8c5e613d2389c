// The sample's policy with less patience, so that offers time out, ring again and are chased within a run of minutes; and
// without a surge, which this load would be: every call is to be offered, answered and stood down by itself.
import { readFileSync, writeFileSync } from 'node:fs';
import { Compile } from 'typebox/compile';
import { Policy } from '../../contracts/office/policy.ts';

const PolicyCheck = Compile(Policy);
const answerWithinSeconds = 8;
const ringAgainSeconds = 5;
const chaseSeconds = 10;
const officerSeconds = 20;

/** @param path of a community's policy.json; it is rewritten */
export function hurried(path: string): void {
  const policy = PolicyCheck.Parse(JSON.parse(readFileSync(path, 'utf8')));
  const plans = policy.plans.map((plan) => ({
    ...plan,
    tiers: plan.tiers.map((tier) => ({ ...tier, answerWithinSeconds, ringAgainSeconds })),
  }));
  const surge = { pressesPerMinute: 100_000, forSeconds: 10 };
  const hurry = { surge, standDownChaseSeconds: chaseSeconds, officerAcknowledgeSeconds: officerSeconds };
  writeFileSync(path, JSON.stringify(PolicyCheck.Parse({ ...policy, plans, ...hurry })));
}
