// What must hold between an agreed sign of life and the policy: each time is asked for and missed before the next one comes, and a day in which nobody could hear does not pass
// without a human being told. Sentences name no times: they are the resident's.
import { type CheckIn, checkInRuleOf, graceMinutesOf } from './checkIn.ts';
import type { CommunityBundle } from './community.ts';
import { minutesOf } from './hours.ts';
import type { Policy } from './policy.ts';
import { error, type Problem } from './problem.ts';

const dayMinutes = 1_440;

/** Agreements that cannot be kept as the policy is. */
export function checkCheckIns({ residents, policy }: Pick<CommunityBundle, 'residents' | 'policy'>): Problem[] {
  const { askedMinutes, unknownMinutes } = checkInRuleOf(policy);
  return residents.flatMap(({ checkIn }, i) => {
    if (checkIn === undefined) return [];
    const grace = graceMinutesOf(checkIn);
    const path = `/residents/${i}`;
    const tooLong =
      grace + askedMinutes >= smallestGap(checkIn)
        ? [
            error(
              path,
              'checkIn',
              `the grace and the policy's askedMinutes (${askedMinutes}) together must be shorter than the time from one check-in to the next: make the grace shorter, or agree on fewer times`,
            ),
          ]
        : [];
    const tooLate =
      grace + unknownMinutes >= dayMinutes
        ? [
            error(
              path,
              'checkIn',
              `the grace and the policy's unknownMinutes (${unknownMinutes}) together must be less than a day: make one of them shorter`,
            ),
          ]
        : [];
    return [...tooLong, ...tooLate];
  });
}

/** Nobody is told of a day in which nobody could hear before the next one. */
export const checkInRuleFits = (policy: Policy): Problem[] =>
  checkInRuleOf(policy).unknownMinutes >= dayMinutes
    ? [error('/policy', 'checkIns', 'unknownMinutes must be less than a day (1440): people are asked each day')]
    : [];

/** In minutes, also from the last time of a day to the first of the next. */
function smallestGap({ by }: Pick<CheckIn, 'by'>): number {
  const times = by.map(minutesOf).sort((a, b) => a - b);
  const first = times[0] ?? 0;
  return Math.min(...times.map((time, i) => (times[i + 1] ?? first + dayMinutes) - time));
}
