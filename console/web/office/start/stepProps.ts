// What each step is given.
import type { Beginning } from '../../../../contracts/office/start.ts';
import type { StartStep } from '../../../../contracts/office/startSteps.ts';

export type StepProps = {
  beginning: Beginning;
  /** changes when something was saved, here or elsewhere */
  changed: unknown;
  next: StartStep;
  /** @param to the step that follows; the same one when left out */
  saved: (to?: StartStep) => void;
};
