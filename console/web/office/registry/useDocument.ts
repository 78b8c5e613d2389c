// One document while somebody fills it in: as it was read, as it is now in the form, and what the server says is wrong with that.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RegistryChange, RegistryDocument, RegistryProblem } from '../../../../contracts/office/registry.ts';
import { call, newId } from '../../live/api.ts';
import { words } from '../../words/words.ts';
import { useAfterPause, useGuard } from '../typing.ts';
import { type Outcome, send } from './changes.ts';
import { begunWith, type Fields, type FormKind } from './fields.ts';
import { changedIn, type Document, emptyOf, rebased } from './values.ts';

export type Filling = {
  read: RegistryDocument | undefined;
  now: Document;
  /** fields that somebody has changed here */
  changed: readonly string[];
  /** of a document that is made now */
  newId: string;
  wrong: ReadonlyMap<string, RegistryProblem>;
  trouble: string;
};

export function useDocument(
  kind: FormKind | 'policy',
  id: string | undefined,
  first: { id: string; document: Document },
  fields: Fields,
) {
  const began: Document =
    id === undefined ? { ...emptyOf(fields), ...(kind === 'policy' ? {} : begunWith[kind]), ...first.document } : {};
  const [read, setRead] = useState<RegistryDocument>();
  const [now, setNow] = useState<Document>(began);
  const [made, setMade] = useState(first.id);
  const [trouble, setTrouble] = useState('');
  const [times, setTimes] = useState(0);
  /** It was saved: what was typed is in it, as the server writes it. */
  const saved = useRef(false);
  const standing = read?.document ?? began;
  const changed = changedIn(standing, now);
  const latest = useRef({ now, read });
  latest.current = { now, read };

  useEffect(() => {
    if (id === undefined) return;
    let current = true;
    void call<RegistryDocument>(`/api/v1/office/registry/${kind}/${id}`).then((answer) => {
      if (!current) return;
      if (!answer.ok) return setTrouble(answer.message || words.value.notSent);
      const { now: mine, read: before } = latest.current;
      setTrouble('');
      setNow(before && !saved.current ? rebased(before.document, mine, answer.value.document) : answer.value.document);
      saved.current = false;
      setRead(answer.value);
    });
    return () => {
      current = false;
    };
  }, [kind, id, times]);

  const change = (document: Document | null): RegistryChange => {
    const named = { kind, id: id ?? made, version: read?.version ?? 0 };
    return { ...named, document: document && { ...document, id: named.id } };
  };
  const isTyping = changed.length > 0 && (id === undefined || read !== undefined);
  useGuard(changed.length > 0);
  const [wrong, setWrong] = useTried(isTyping ? change(now) : undefined, [now, made, read]);

  async function put(document: Document | null, why: string): Promise<Outcome> {
    const outcome = await send([change(document)], { why });
    setWrong(byField(outcome.problems));
    return outcome;
  }
  return {
    fields,
    filling: { read, now, changed, newId: made, wrong, trouble } satisfies Filling,
    set: setNow,
    name: setMade,
    drop: () => setNow(standing),
    again: () => setTimes((n) => n + 1),
    reread: () => {
      saved.current = true;
      setTimes((n) => n + 1);
    },
    put,
  };
}

/** What the server says is wrong with it as it is typed; nothing, while nothing is. */
function useTried(change: RegistryChange | undefined, typed: readonly unknown[]) {
  const [wrong, setWrong] = useState<ReadonlyMap<string, RegistryProblem>>(new Map());
  useEffect(() => {
    if (!change) setWrong(new Map());
  }, [...typed]);
  useAfterPause(
    change &&
      (async (isCurrent) => {
        const outcome = await send([change], { dry: true });
        if (isCurrent() && outcome.ok) setWrong(byField(outcome.problems));
      }),
    typed,
  );
  return [wrong, setWrong] as const;
}

/** An id that nobody else makes: `home-1a2b3c4d`. */
export const idFor = (begins: string | undefined): string =>
  begins === undefined ? '' : `${begins}-${newId().slice(0, 8)}`;

/** The first of each field: a form has room for one. What is wrong elsewhere because of it stands at no field of this form. */
const byField = (problems: readonly RegistryProblem[]): ReadonlyMap<string, RegistryProblem> =>
  new Map(problems.toReversed().map((one) => [one.field, one]));
