// Breaking the glass: one tap on one of four reasons, which is written down.
import './GlassReasons.css';
import type { BreakGlassReason } from '../../../contracts/terms.ts';
import { breakGlassReasons } from '../../../wording/breakGlass.ts';
import { inLanguage } from '../words/inLanguage.ts';

const reasons = inLanguage(breakGlassReasons);

export function GlassReasons({
  says,
  style,
  disabled = false,
  onReason,
}: {
  says: string;
  /** of each button */
  style: string;
  disabled?: boolean;
  onReason: (reason: BreakGlassReason) => void;
}) {
  return (
    <fieldset class="glass">
      <legend>{says}</legend>
      <div class="choices">
        {Object.entries(reasons.value).map(([reason, name]) => (
          <button
            key={reason}
            class={style}
            type="button"
            disabled={disabled}
            onClick={() => onReason(reason as BreakGlassReason)}
          >
            {name}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
