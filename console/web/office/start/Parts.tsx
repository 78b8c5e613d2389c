// What the steps are put together from: the foot with its acts, and what stands there already.
import type { ComponentChildren } from 'preact';
import type { Step } from './useStep.ts';
import { startWords } from './words.ts';

/** What a set was refused for, or what is wrong with it beyond its fields, and the act. */
export function Foot({
  step,
  act,
  ready,
  children,
}: {
  step: Step;
  act: string;
  ready: boolean;
  children?: ComponentChildren;
}) {
  const s = startWords.value;
  const { refused, elsewhere, saving } = step;
  return (
    <>
      {refused && (
        <p class="stale" role="alert">
          {refused.stale ? s.stale(refused.who) : `${s.failed}${refused.message}`}
        </p>
      )}
      {elsewhere.map((one) => (
        <p key={`${one.kind}/${one.id}/${one.field}`} class={`problem ${one.severity}`}>
          {one.reason}
        </p>
      ))}
      <footer>
        <button class="button strong" type="submit" disabled={!ready || saving}>
          {saving ? s.saving : act}
        </button>
        {children}
      </footer>
    </>
  );
}

/** What stands there already. */
export const Have = ({ children }: { children: ComponentChildren }) => <p class="have">{children}</p>;
