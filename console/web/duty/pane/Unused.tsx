// A position that cannot be true is shown, so that somebody may know better, and not used.
import './Unused.css';
import type { IncidentDetail } from '../../../../contracts/incident/views.ts';
import { unusedInChinese, unusedInEnglish } from '../../../../wording/unused.ts';
import { inLanguage } from '../../words/inLanguage.ts';

const sentence = inLanguage({ zh: unusedInChinese, en: unusedInEnglish });

/** The latest one. */
export function Unused({ detail }: { detail: IncidentDetail | undefined }) {
  const [latest] = detail?.unused ?? [];
  return latest ? <p class="unused">{sentence.value(latest)}</p> : null;
}
