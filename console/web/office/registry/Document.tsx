// The form of one document: its fields, what it belongs to, what was done to it, and what may be done with it.
import { useState } from 'preact/hooks';
import { Close } from '../../look/Close.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { language } from '../../words/language.ts';
import { type AskedRegistry, nothingListed, nothingLooked, type Within } from '../address.ts';
import { guardLeaving } from '../asked.ts';
import { accessAllowed } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { CardOf } from './CardOf.tsx';
import { Consents } from './Consents.tsx';
import type { Outcome } from './changes.ts';
import { FamilySees } from './FamilySees.tsx';
import { type FormKind, forms } from './fields.ts';
import { Inputs } from './Inputs.tsx';
import { InstallOf } from './InstallOf.tsx';
import { Leaving } from './Leaving.tsx';
import { Past } from './Past.tsx';
import { idFor, useDocument } from './useDocument.ts';
import type { Document as Filled } from './values.ts';
import { registryWords } from './words.ts';

type Props = {
  kind: FormKind;
  /** undefined: a new one */
  id: string | undefined;
  begins: string | undefined;
  /** what the list was narrowed to, and so what a new one belongs to */
  within: Within;
  close: () => void;
  changed: (says: string, next?: Partial<AskedRegistry>) => void;
};

export function Document({ kind, id, begins, within, close, changed }: Props) {
  const r = registryWords.value;
  const [first] = useState(() => ({ id: idFor(begins), document: givenTo(kind, within) }));
  const open = useDocument(kind, id, first, forms[kind]);
  const { read, now, trouble } = open.filling;
  const ready = id === undefined || read !== undefined;
  const called = [now.name, now.plate, now.where].find((one) => typeof one === 'string' && one !== '');
  const title = (called as string | undefined) ?? id ?? r.make(r.kinds[kind]);
  return (
    <section class="document" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <Close says={r.close} onClose={close} />
      </header>
      {trouble !== '' && (
        <>
          <Trouble says={`${r.notRead}${trouble}`} />
          <button class="button" type="button" onClick={open.again}>
            {ownWords.value.again}
          </button>
        </>
      )}
      {!ready && trouble === '' && <p class="nothing">{ownWords.value.loading}</p>}
      {ready && <Form kind={kind} id={id} open={open} changed={changed} />}
      {read && id !== undefined && (
        <>
          {kind === 'residents' && accessAllowed.value && (
            <p>
              <Link to={{ ...nothingLooked, resident: id }}>{ownWords.value.whoLooked}</Link>
            </p>
          )}
          {kind === 'residents' && <Leaving id={id} read={read} changed={changed} />}
          {kind === 'residents' && (
            <CardOf
              id={id}
              card={read.document.card as never}
              doorCard={read.document.doorCard as never}
              again={open.again}
            />
          )}
          {kind === 'devices' && <InstallOf id={id} installing={read.document.installing !== undefined} />}
          {kind === 'residents' && (
            <Consents id={id} consents={(read.document.consents ?? []) as never} again={open.again} />
          )}
          {kind === 'residents' && (
            <FamilySees
              id={id}
              version={read.version}
              contacts={(read.document.contacts ?? []) as never}
              consents={(read.document.consents ?? []) as never}
              again={open.again}
            />
          )}
          <Belonging of={read} />
          <Past
            kind={kind}
            id={id}
            fields={open.fields}
            version={read.version}
            changed={(says) => [changed(says, { id }), open.reread()]}
          />
        </>
      )}
    </section>
  );
}

/** Of what the list was narrowed to, what a document of this kind can belong to. */
const givenTo = (kind: FormKind, within: Within): Filled =>
  Object.fromEntries(Object.entries(within).filter(([name]) => name in forms[kind]));

type Refused = Outcome & { ok: false };

function Form({
  kind,
  id,
  open,
  changed,
}: Pick<Props, 'kind' | 'id' | 'changed'> & { open: ReturnType<typeof useDocument> }) {
  const r = registryWords.value;
  const { fields, filling, set, name, drop, again, reread, put } = open;
  const { read, now, changed: typed, wrong } = filling;
  const [why, setWhy] = useState('');
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<Refused>();
  async function save(document: Filled | null): Promise<void> {
    setSending(true);
    const outcome = await put(document, why.trim());
    setSending(false);
    if (!outcome.ok) return setRefused(outcome);
    setRefused(undefined);
    setWhy('');
    if (document === null) {
      guardLeaving(undefined);
      return changed(r.removed, {});
    }
    guardLeaving(undefined);
    changed(r.saved, { id: id ?? filling.newId });
    reread();
  }
  const locked = read?.locked?.map((one) => fields[one]?.label[language.value] ?? one).join('、');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save(now);
      }}
    >
      {locked !== undefined && <p class="stale">{r.locked(locked)}</p>}
      {id === undefined && <NewId id={filling.newId} wrong={wrong.get('id')?.reason} name={name} />}
      <Inputs fields={fields} document={now} wrong={wrong} locked={read?.locked} set={set} />
      {refused && (
        <Refusal
          refused={refused}
          // What is wrong, and stands at no field that the form has.
          isElsewhere={(one) => one.kind !== kind || !((one.field.split('/')[0] ?? '') in fields)}
          rebase={() => [setRefused(undefined), again()]}
        />
      )}
      <footer>
        <input
          aria-label={r.why}
          name="why"
          placeholder={r.why}
          autocomplete="off"
          maxLength={200}
          value={why}
          onInput={({ currentTarget }) => setWhy(currentTarget.value)}
        />
        <button class="button strong" type="submit" disabled={sending || typed.length === 0}>
          {sending ? r.saving : r.save}
        </button>
        {typed.length > 0 && id !== undefined && (
          <button class="button" type="button" onClick={drop}>
            {r.drop}
          </button>
        )}
        {id !== undefined && <Remove remove={() => void save(null)} />}
      </footer>
    </form>
  );
}

function NewId({ id, wrong, name }: { id: string; wrong: string | undefined; name: (id: string) => void }) {
  const r = registryWords.value;
  return (
    <div class="field">
      <label for="field-id">{r.id}</label>
      <input
        id="field-id"
        name="id"
        value={id}
        autocomplete="off"
        maxLength={64}
        onInput={({ currentTarget }) => name(currentTarget.value.trim())}
      />
      <small class="hint">{r.idHint}</small>
      {wrong !== undefined && (
        <small class="problem error" role="alert">
          {wrong}
        </small>
      )}
    </div>
  );
}

function Refusal(props: {
  refused: Refused;
  isElsewhere: (one: Refused['problems'][number]) => boolean;
  rebase: () => void;
}) {
  const { refused, isElsewhere, rebase } = props;
  const r = registryWords.value;
  const elsewhere = refused.problems.filter((one) => one.severity === 'error' && isElsewhere(one));
  return (
    <div class="stale" role="alert">
      <p>{refused.stale ? r.stale(refused.who) : `${r.failed}${refused.message}`}</p>
      {elsewhere.map((one) => (
        <p key={`${one.kind}/${one.id}/${one.field}`}>{`${one.id}：${one.reason}`}</p>
      ))}
      {refused.stale && (
        <button class="button" type="button" onClick={rebase}>
          {r.rebase}
        </button>
      )}
    </div>
  );
}

function Remove({ remove }: { remove: () => void }) {
  const r = registryWords.value;
  const [sure, setSure] = useState(false);
  if (!sure)
    return (
      <button class="button" type="button" onClick={() => setSure(true)}>
        {r.remove}
      </button>
    );
  return (
    <>
      <button class="button strong" type="button" onClick={remove}>
        {r.removeSure}
      </button>
      <button class="button" type="button" onClick={() => setSure(false)}>
        {r.keep}
      </button>
    </>
  );
}

function Belonging({ of }: { of: Record<'names' | 'uses', readonly { kind: string; id: string; says: string }[]> }) {
  const r = registryWords.value;
  return (
    <>
      {(['names', 'uses'] as const).map((way) =>
        of[way].length === 0 ? null : (
          <nav class="belonging" key={way} aria-label={r.whose[way]}>
            <h3>{r.whose[way]}</h3>
            <ul>
              {of[way].map(({ kind, id, says }) => (
                <li key={`${kind}/${id}`}>
                  {kind in r.kinds ? (
                    <Link to={{ ...nothingListed, kind: kind as FormKind, id }}>
                      {r.kinds[kind as FormKind]} · {says}
                    </Link>
                  ) : (
                    says
                  )}
                </li>
              ))}
            </ul>
          </nav>
        ),
      )}
    </>
  );
}
