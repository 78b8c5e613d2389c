// A set of changes sent to the server, and what it said of them.
import type {
  RegistryAnswer,
  RegistryChange,
  RegistryProblem,
  RegistryUndo,
} from '../../../../contracts/office/registry.ts';
import { call } from '../../live/api.ts';
import { words } from '../../words/words.ts';

/** `versions`: that were made; `set`: by which several are taken back together. `who`: was faster. */
export type Outcome =
  | { ok: true; problems: readonly RegistryProblem[]; versions: RegistryAnswer['versions']; set: string | undefined }
  | { ok: false; message: string; stale: boolean; who: string; problems: readonly RegistryProblem[] };

export async function send(
  changes: readonly RegistryChange[],
  { why, dry }: { why?: string; dry?: true } = {},
): Promise<Outcome> {
  const body = { changes, ...(why ? { why } : {}), ...(dry && { dry }) };
  return outcomeOf(await call<RegistryAnswer>('/api/v1/office/registry/changes', body));
}

/** Back to what it was before the edit that made a version, if nobody has changed it since the page saw it. */
export const undo = async (kind: string, id: string, to: Required<RegistryUndo>): Promise<Outcome> =>
  outcomeOf(await call<RegistryAnswer>(`/api/v1/office/registry/${kind}/${id}/undo`, to));

function outcomeOf(answer: Awaited<ReturnType<typeof call<RegistryAnswer>>>): Outcome {
  if (answer.ok) return { ok: true, ...answer.value, set: answer.value.set };
  const { problems = [], who = '' } = (answer.refused ?? {}) as { problems?: RegistryProblem[]; who?: string };
  const message = answer.message || words.value.notSent;
  return { ok: false, message, stale: answer.code === 'changed_meanwhile', who, problems };
}
