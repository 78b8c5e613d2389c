// In the form of a device: whether it is installed, the way to where it is, and its label.
import { Link } from '../Link.tsx';
import { pairWords } from '../pair/words.ts';

export function InstallOf({ id, installing }: { id: string; installing: boolean }) {
  const p = pairWords.value;
  return (
    <section class="consents" aria-label={p.inForm}>
      <h3>{p.inForm}</h3>
      <ul>
        <li data-installed={!installing}>
          <span>{installing ? p.notInstalled : p.installed}</span>
          <Link to={{ page: 'pair', device: id }}>{installing ? p.goOnHere : p.seeHere}</Link>
          <Link to={{ page: 'pair', labels: id }}>{p.print}</Link>
        </li>
      </ul>
    </section>
  );
}
