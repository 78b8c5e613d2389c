// A set of changes sent to the server, and what it said of them.
import type { RegistryAnswer, RegistryChange, RegistryProblem } from '../../../../contracts/office/registry.ts';
import { call } from '../../live/api.ts';
import { words } from '../../words/words.ts';

/** `who`: was faster. */
export type Outcome =
  | { ok: true; problems: readonly RegistryProblem[] }
  | { ok: false; message: string; stale: boolean; who: string; problems: readonly RegistryProblem[] };

export async function send(
  changes: readonly RegistryChange[],
  { why, dry }: { why?: string; dry?: true } = {},
): Promise<Outcome> {
  const body = { changes, ...(why ? { why } : {}), ...(dry && { dry }) };
  return outcomeOf(await call<RegistryAnswer>('/api/v1/office/registry/changes', body));
}

/** @param version what it was before the edit that made this version */
export const undo = async (kind: string, id: string, version: number): Promise<Outcome> =>
  outcomeOf(await call<RegistryAnswer>(`/api/v1/office/registry/${kind}/${id}/undo`, { version }));

function outcomeOf(answer: Awaited<ReturnType<typeof call<RegistryAnswer>>>): Outcome {
  if (answer.ok) return { ok: true, problems: answer.value.problems };
  const { problems = [], who = '' } = (answer.refused ?? {}) as { problems?: RegistryProblem[]; who?: string };
  const message = answer.message || words.value.notSent;
  return { ok: false, message, stale: answer.code === 'changed_meanwhile', who, problems };
}
