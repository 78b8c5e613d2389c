// What has been changed and not saved: what is wrong with it, why it is done, and from when it is to hold.
import type { RegistryProblem } from '../../../../contracts/office/registry.ts';
import { Trouble } from '../../look/Trouble.tsx';
import type { Document } from '../registry/values.ts';
import { registryWords } from '../registry/words.ts';
import { Compared } from './Compared.tsx';
import { wayOf } from './lines.ts';
import { type KeepingParts, useKeeping } from './useKeeping.ts';
import { policyWords } from './words.ts';

export function Keep(props: KeepingParts) {
  const { open, state } = props;
  const w = policyWords.value;
  const keeping = useKeeping(props);
  const { refused, setRefused } = keeping;
  const { read, now, changed, wrong } = open.filling;
  const [errors, warnings] = (['error', 'warning'] as const).map((kind) =>
    [...wrong.values()].filter(({ severity }) => severity === kind),
  ) as [RegistryProblem[], RegistryProblem[]];
  const overtaken = read !== undefined && read.version !== state.version && changed.length > 0;
  const stale = refused?.who ?? (overtaken ? '' : undefined);
  return (
    <section class="keep" aria-label={w.keep}>
      <h2>{w.keep}</h2>
      <p role="status">{changed.length === 0 ? w.nothingChanged : w.changed(changed.length)}</p>
      {changed.length > 0 && read && <Compared one={read.document} other={now} names={[w.current, w.mine]} />}
      {errors.length > 0 && <Problems title={w.wrong(errors.length)} all={errors} document={now} />}
      {warnings.length > 0 && <Problems title={w.warnings} all={warnings} document={now} />}
      {stale !== undefined && (
        <div class="stale" role="alert">
          <p>{w.staleSays(stale)}</p>
          <button class="button" type="button" onClick={() => [setRefused(undefined), open.again()]}>
            {w.rebase}
          </button>
        </div>
      )}
      <Trouble says={refused && refused.who === undefined ? `${w.failed}${refused.message}` : ''} />
      {changed.length > 0 && <Order keeping={keeping} drop={open.drop} replaces={state.planned !== undefined} />}
    </section>
  );
}

function Order(props: { keeping: ReturnType<typeof useKeeping>; drop: () => void; replaces: boolean }) {
  const { keeping, drop, replaces } = props;
  const { why, setWhy, at, setAt, sending, setRefused, save, plan } = keeping;
  const w = policyWords.value;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <input
        name="why"
        aria-label={w.why}
        placeholder={w.why}
        autocomplete="off"
        maxLength={200}
        value={why}
        onInput={({ currentTarget }) => setWhy(currentTarget.value)}
      />
      <p class="acts">
        <button class="button strong" type="submit" disabled={sending}>
          {sending ? w.saving : w.save}
        </button>
        <button class="button" type="button" onClick={() => [setRefused(undefined), drop()]}>
          {w.drop}
        </button>
      </p>
      <p class="acts">
        <label>
          {w.laterAt}{' '}
          <input
            type="datetime-local"
            name="at"
            value={at}
            onInput={({ currentTarget }) => setAt(currentTarget.value)}
          />
        </label>
        <button class="button" type="button" disabled={sending} onClick={() => void plan()}>
          {w.laterSave}
        </button>
      </p>
      {replaces && <small class="hint">{w.replaces}</small>}
    </form>
  );
}

function Problems({ title, all, document }: { title: string; all: readonly RegistryProblem[]; document: Document }) {
  const colon = policyWords.value.colon;
  return (
    <div class="problems" role="alert">
      <p>{title}</p>
      <ul>
        {all.map(({ field, kind, id, severity, reason }) => (
          <li key={`${kind}/${id}/${field}`} class={`problem ${severity}`}>
            {[
              kind === 'policy' ? wayOf(field, document) : `${registryWords.value.kinds[kind as never] ?? kind} ${id}`,
              reason,
            ]
              .filter((part) => part !== '')
              .join(colon)}
          </li>
        ))}
      </ul>
    </div>
  );
}
