// A position that cannot be true is shown, so that somebody may know better, and not used.
import type { IncidentDetail } from '../../../contracts/incident/views.ts';
import { unusedInChinese, unusedInEnglish } from '../../../wording/unused.ts';
import { language } from '../words/language.ts';

/** The latest one. */
export function Unused({ detail }: { detail: IncidentDetail | undefined }) {
  const [latest] = detail?.unused ?? [];
  if (!latest) return null;
  return <p class="unused">{(language.value === 'en' ? unusedInEnglish : unusedInChinese)(latest)}</p>;
}
