// The mapping of one source while somebody makes it: as it was read, as it is now in the page, and saved by the registry's way of changing.
import { useEffect, useState } from 'preact/hooks';
import type { MappingDraft } from '../../../../contracts/office/mapping.ts';
import type { RegistryDocument } from '../../../../contracts/office/registry.ts';
import type { Source } from '../../../../contracts/office/source.ts';
import { call } from '../../live/api.ts';
import { words } from '../../words/words.ts';
import { send } from '../registry/changes.ts';
import { useGuard } from '../typing.ts';
import { begunDraft, lacking, wholeOf } from './clicking.ts';
import { sourceWords } from './words.ts';

export type Making = {
  /** undefined: it is read as its family is */
  draft: MappingDraft | undefined;
  set: (draft: MappingDraft | undefined) => void;
  /** typed here and not saved yet */
  secret: string;
  setSecret: (secret: string) => void;
  keepsSecret: boolean;
  isChanged: boolean;
  /** somebody else was faster */
  isStale: boolean;
  trouble: string;
  isSaved: boolean;
  save: () => Promise<void>;
  /** as it stands, and what was changed here is dropped */
  reread: () => void;
};

type Read = { version: number; document: Source };

export function useMapping(id: string, told: unknown): Making {
  const [read, setRead] = useState<Read>();
  const [draft, setDraft] = useState<MappingDraft>();
  const [secret, setSecret] = useState('');
  const [times, setTimes] = useState(0);
  const [trouble, setTrouble] = useState('');
  const [isStale, setStale] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const standing = read && draftOf(read.document);
  const isChanged = read !== undefined && (JSON.stringify(standing) !== JSON.stringify(draft) || secret !== '');
  useGuard(isChanged, () => sourceWords.value.unsaved);

  useEffect(() => {
    if (isChanged) return; // what somebody makes here stays until they drop it; saving tells them that it moved
    let current = true;
    void call<RegistryDocument>(`/api/v1/office/registry/sources/${id}`).then((answer) => {
      if (!current) return;
      if (!answer.ok) return setTrouble(answer.message || words.value.notSent);
      const document = answer.value.document as Source;
      setTrouble('');
      setStale(false);
      setRead({ version: answer.value.version, document });
      setDraft(draftOf(document));
    });
    return () => {
      current = false;
    };
  }, [id, times, told]);

  async function save(): Promise<void> {
    if (!read || (draft && lacking(draft).length > 0)) return;
    const document = documentWith(read.document, draft, secret);
    const outcome = await send([{ kind: 'sources', id, version: read.version, document }]);
    setTrouble(outcome.ok ? '' : outcome.problems[0]?.reason || outcome.message);
    setStale(!outcome.ok && outcome.stale);
    setSaved(outcome.ok);
    if (!outcome.ok) return;
    const version = outcome.versions.find((one) => one.id === id)?.version ?? read.version + 1;
    setRead({ version, document });
    setSecret('');
    setDraft(draft && wholeOf(draft));
  }

  return {
    draft,
    set: (next) => {
      setSaved(false);
      setDraft(next);
    },
    secret,
    setSecret: (typed) => {
      setSaved(false);
      setSecret(typed);
    },
    keepsSecret: read?.document.secret !== undefined,
    isChanged,
    isStale,
    trouble,
    isSaved,
    save,
    reread: () => {
      setSecret('');
      setDraft(standing);
      setTimes((n) => n + 1);
    },
  };
}

const draftOf = ({ mapping, family, name }: Source): MappingDraft | undefined =>
  mapping ?? (family === 'mapped' ? begunDraft(name) : undefined);

const documentWith = ({ mapping: _was, ...rest }: Source, draft: MappingDraft | undefined, secret: string): Source => ({
  ...rest,
  ...(draft ? { mapping: wholeOf(draft) } : {}),
  ...(secret === '' ? {} : { secret }),
});
