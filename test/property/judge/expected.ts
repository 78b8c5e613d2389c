// Which needs an incident must have, by what was called for and by the policy of that hour: somebody at the door for each call
// that has a grid plan, the health centre for each that has one, the officer always, a word where somebody can be called back.

import type { Policy } from '../../../contracts/office/policy.ts';
import type { CallKind, NeedKind } from '../../../contracts/terms.ts';

/** Nobody pressed, or nobody knows whom to call. */
const nobodyToCall = new Set<CallKind>(['device_fault', 'unknown_device', 'unreadable_input']);

const between = (minute: number, from: string, to: string): boolean => {
  const at = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  return at(from) < at(to) ? at(from) <= minute && minute < at(to) : minute >= at(from) || minute < at(to);
};

export type Called = { call: CallKind; beside?: CallKind | undefined; home?: string | undefined };

/** A call of which the policy says nothing is the most urgent: both are asked. */
export function needsOf({ call, beside, home }: Called, policy: Policy, minute: number, canTalk: boolean): NeedKind[] {
  const plans = [call, beside].flatMap((kind) => {
    if (kind === undefined) return [];
    const rule = policy.calls.find(
      (one) => one.kind === kind && (!one.between || between(minute, one.between.from, one.between.to)),
    );
    return [rule?.plans ?? { grid: '', health: '' }];
  });
  const doors = plans.filter(({ grid }) => grid !== undefined).length;
  return [
    'officer',
    ...(doors === 2 ? (['door', 'fire'] as const) : []),
    ...(plans.some(({ health }) => health !== undefined) ? (['health'] as const) : []),
    ...(home !== undefined && canTalk && !nobodyToCall.has(call) ? (['word'] as const) : []),
  ];
}

/** One call with a grid plan needs somebody, by whichever name. */
export const needsSomebody = ({ call, beside }: Called, policy: Policy): boolean =>
  [call, beside].some(
    (kind) => kind !== undefined && policy.calls.every((one) => one.kind !== kind || one.plans.grid !== undefined),
  );
