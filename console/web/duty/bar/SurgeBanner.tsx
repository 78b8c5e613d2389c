import '../../look/banner.css';
import './SurgeBanner.css';
import { picture } from '../../live/page.ts';
import { words } from '../../words/words.ts';

/** Stands while it lasts: the officer works by courtyard, and knows that nothing is lost. */
export function SurgeBanner() {
  const w = words.value;
  const { surge } = picture.value;
  if (!surge?.on) return null;
  return (
    <div class="banner surge" role="status">
      <b>{w.surge}</b> {w.surgeSays(surge.open, surge.urgent, surge.courtyards.length)}
    </div>
  );
}
