// What somebody draws, step by step, and how it is saved: all of it or nothing, on the versions that are read right before, and only if nobody has
// changed the same meanwhile (docs/decisions/031, 038).
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { MapSource } from '../../../../contracts/office/place.ts';
import type { RegistryDocument, RegistryHistory, RegistryProblem } from '../../../../contracts/office/registry.ts';
import { call } from '../../live/api.ts';
import { words } from '../../words/words.ts';
import { type Outcome, send } from '../registry/changes.ts';
import { useAfterPause, useGuard } from '../typing.ts';
import {
  type Change,
  changesOf,
  type Draft,
  type Edit,
  isAsItWas,
  nameOf,
  nothingDrawn,
  overtaken,
  placedWith,
  withChanges,
  without,
} from './draft.ts';
import { mapWords } from './words.ts';

const stepsKept = 100;

/** Why nothing was saved: `overtaken` by `who`, or what the server said. */
export type Refused = {
  message: string;
  problems: readonly RegistryProblem[];
  overtaken: readonly Edit[];
  who: string;
};
export type Saved = { count: number; takesBack: { path: string; body: object } | undefined };
export type Drafting = ReturnType<typeof useDraft>;

export function useDraft(source: MapSource) {
  const [steps, setSteps] = useState<readonly Draft[]>([nothingDrawn]);
  /** Saved, and not told by the server yet. */
  const [settling, setSettling] = useState<Draft>(nothingDrawn);
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<Refused>();
  const [saved, setSaved] = useState<Saved>();
  const draft = steps.at(-1) ?? nothingDrawn;
  // One map as long as nothing changes: whoever looks at all of it looks once.
  const base = useMemo(() => placedWith(source, settling), [source, settling]);
  const placed = useMemo(() => placedWith(base, draft), [base, draft]);
  useEffect(() => setSettling(nothingDrawn), [source]);
  useGuard(draft.size > 0, () => mapWords.value.unsaved);
  const problems = useTrial(draft);

  const put = (next: Draft): void => {
    setSteps([...steps, next].slice(-stepsKept));
    setRefused(undefined);
    setSaved(undefined);
  };
  async function save(why: string): Promise<boolean> {
    setSaving(true);
    const done = await saveDraft(draft, why);
    setSaving(false);
    if ('refused' in done) {
      setRefused(done.refused);
      return false;
    }
    setSettling(draft);
    setSteps([nothingDrawn]);
    setRefused(undefined);
    setSaved(done);
    return true;
  }
  return {
    base,
    draft,
    placed,
    problems: refused?.problems ?? problems,
    refused,
    saved,
    saving,
    /** changed by somebody else since it was touched here, as far as this page was told */
    behind: overtaken(draft, base),
    apply: (changes: readonly Change[]): void => put(withChanges(draft, base, changes)),
    canGoBack: steps.length > 1,
    back: (): void => setSteps(steps.slice(0, -1)),
    drop: (): void => put(nothingDrawn),
    takeTheirs: (edits: readonly Edit[]): void => {
      // Steps from before would bring back what was drawn on what is no more.
      setSteps([without(draft, edits)]);
      setRefused(undefined);
    },
    save,
  };
}

function useTrial(draft: Draft): readonly RegistryProblem[] {
  const [problems, setProblems] = useState<readonly RegistryProblem[]>([]);
  const isDrawn = draft.size > 0;
  useEffect(() => {
    if (!isDrawn) setProblems([]);
  }, [draft]);
  useAfterPause(
    isDrawn
      ? async (isCurrent) => {
          const gone = new Map([...draft].filter(([, { now }]) => now === null));
          const { versions } = await standingOf(gone); // what is there is tried on whatever it is now; what goes needs its version
          const outcome = await send(changesOf(draft, versions), { dry: true });
          if (isCurrent() && outcome.ok) setProblems(outcome.problems);
        }
      : undefined,
    [draft],
  );
  return problems;
}

type Standing = { versions: Map<string, number>; behind: Edit[]; wrong: string };

/** The versions of what is there, and which of it is not any more what it was when it was touched. */
async function standingOf(draft: Draft): Promise<Standing> {
  const standing: Standing = { versions: new Map(), behind: [], wrong: '' };
  const known = [...draft].filter(([, { was }]) => was !== undefined);
  await Promise.all(
    known.map(async ([key, edit]) => {
      const answer = await call<RegistryDocument>(`/api/v1/office/registry/${key}`);
      if (answer.ok) standing.versions.set(key, answer.value.version);
      const now = answer.ok ? answer.value.document : undefined;
      if (answer.ok || answer.status === 404) {
        if (!isAsItWas(edit, now)) standing.behind.push(edit);
      } else standing.wrong = answer.message || words.value.notSent;
    }),
  );
  return standing;
}

async function saveDraft(draft: Draft, why: string): Promise<Saved | { refused: Refused }> {
  const nothing = { problems: [], overtaken: [], who: '' };
  const { versions, behind, wrong } = await standingOf(draft);
  const [first] = behind;
  if (first) return { refused: { ...nothing, message: '', overtaken: behind, who: await lastEditor(first) } };
  if (wrong !== '') return { refused: { ...nothing, message: wrong } };
  const outcome = await send(changesOf(draft, versions), { why });
  if (outcome.ok) return { count: draft.size, takesBack: takesBack(outcome) };
  if (!outcome.stale) return { refused: { ...nothing, message: outcome.message, problems: outcome.problems } };
  // Between the reading and the writing somebody was faster.
  const { behind: now } = await standingOf(draft);
  return { refused: { ...nothing, message: outcome.message, overtaken: now, who: outcome.who } };
}

/** By which address it is taken back: of several as one, else the one document to before this version. */
function takesBack({ set, versions }: Outcome & { ok: true }): Saved['takesBack'] {
  if (set !== undefined) return { path: `/api/v1/office/registry/sets/${set}/undo`, body: {} };
  const [one] = versions;
  return one && { path: `/api/v1/office/registry/${one.kind}/${one.id}/undo`, body: { version: one.version } };
}

async function lastEditor(edit: Edit): Promise<string> {
  const answer = await call<RegistryHistory>(`/api/v1/office/registry/${nameOf(edit)}/history`);
  return answer.ok ? (answer.value.edits[0]?.by ?? '') : '';
}
