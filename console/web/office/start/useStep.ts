// One step while somebody fills it in: what would be wrong is asked of the server during a pause, and what is saved is one set of changes.
import { useEffect, useState } from 'preact/hooks';
import type { RegistryChange, RegistryProblem } from '../../../../contracts/office/registry.ts';
import { type Outcome, send } from '../registry/changes.ts';
import { useAfterPause } from '../typing.ts';

export type Step = {
  /** What is wrong with a field of a document that this step makes. @param at `responders/phone` */
  wrong: (at: string) => string | undefined;
  /** What is wrong, and stands at none of the fields that were asked for. */
  elsewhere: readonly RegistryProblem[];
  refused: (Outcome & { ok: false }) | undefined;
  saving: boolean;
  /** @returns whether it was saved */
  save: () => Promise<boolean>;
};

/**
 * @param changes of what has been typed; undefined while it is not enough to be one
 * @param fields that the step shows, each `kind/field`
 */
export function useStep(changes: readonly RegistryChange[] | undefined, fields: readonly string[]): Step {
  const [problems, setProblems] = useState<readonly RegistryProblem[]>([]);
  const [refused, setRefused] = useState<Outcome & { ok: false }>();
  const [saving, setSaving] = useState(false);
  const typed = JSON.stringify(changes);
  useEffect(() => {
    setRefused(undefined);
    if (!changes) setProblems([]);
  }, [typed]);
  useAfterPause(
    changes &&
      (async (isCurrent) => {
        const outcome = await send(changes, { dry: true });
        if (isCurrent() && outcome.ok) setProblems(outcome.problems);
      }),
    [typed],
  );

  return {
    wrong: (at) => problems.find((one) => standsAt(one, at))?.reason,
    elsewhere: problems.filter((one) => !fields.some((at) => standsAt(one, at))),
    refused,
    saving,
    save: async () => {
      if (!changes || saving) return false;
      setSaving(true);
      const outcome = await send(changes);
      setSaving(false);
      if (outcome.ok) return true;
      setProblems(outcome.problems);
      setRefused(outcome);
      return false;
    },
  };
}

const standsAt = ({ kind, field }: RegistryProblem, at: string): boolean =>
  `${kind}/${field}` === at || `${kind}/${field}`.startsWith(`${at}/`);

/** What the form of a step does when it is sent. */
export const savedBy =
  (step: Step, saved: () => void) =>
  async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (await step.save()) saved();
  };
