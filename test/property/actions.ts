// What may happen to a district, as commands of a model-based property: presses, answers, officers, and what happens around them.
import type fc from 'fast-check';
import { answers } from './actions/answers.ts';
import { officers } from './actions/officers.ts';
import { presses, setAside } from './actions/presses.ts';
import type { Action } from './actions/step.ts';
import { surroundings } from './actions/surroundings.ts';

export type { Action, Model } from './actions/step.ts';
export { change, policyOfRun } from './actions/surroundings.ts';

/** Everything that may happen, each as often as it is worth: people who answer and time that passes matter most. */
export const actions: fc.Arbitrary<Action>[] = [
  ...presses,
  setAside,
  ...answers,
  ...answers,
  ...officers,
  ...surroundings,
  ...surroundings.slice(0, 3),
];
