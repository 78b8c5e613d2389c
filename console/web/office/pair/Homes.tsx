// Whose home it is: found by a name or an address; and what was begun and is not done.
import { useState } from 'preact/hooks';
import type { PairingList } from '../../../../contracts/device/pairing.ts';
import type { RegistryList, RegistryRow } from '../../../../contracts/office/registry.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { Search } from '../Search.tsx';
import { pairWords } from './words.ts';

const shownAtMost = 12;

export function Homes() {
  const p = pairWords.value;
  const [q, setQ] = useState('');
  return (
    <>
      <h2>{p.whose}</h2>
      <search>
        <Search q={q} label={p.search} hint={p.search} ask={setQ} />
      </search>
      {q.trim() !== '' && <Found q={q.trim()} />}
      <Begun />
    </>
  );
}

function Found({ q }: { q: string }) {
  const p = pairWords.value;
  const query = `?${new URLSearchParams({ q, limit: String(shownAtMost) })}`;
  const people = useRead<RegistryList>(`/api/v1/office/registry/residents${query}`);
  const doors = useRead<RegistryList>(`/api/v1/office/registry/homes${query}`);
  const wrong = people.wrong || doors.wrong;
  if (wrong !== '') return <Trouble says={`${ownWords.value.failed}${wrong}`} />;
  if (!people.value || !doors.value) return <p role="status">{ownWords.value.loading}</p>;
  const rows = together(people.value.rows, doors.value.rows);
  if (rows.length === 0) return <p role="status">{p.nobody}</p>;
  return (
    <ul class="choices" aria-label={p.whose}>
      {rows.map(({ home, says, who }) => (
        <li key={`${home}/${who}`}>
          <Link to={{ page: 'pair', home }}>
            <b>{says}</b>
            <span>{who}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

type Row = { home: string; says: string; who: string };

/** Who is called so with where they live, then the doors of which nobody was named. */
function together(people: readonly RegistryRow[], doors: readonly RegistryRow[]): Row[] {
  const named = people.flatMap(({ says, names, document: { home } }): Row[] =>
    typeof home === 'string' ? [{ home, says: names.home ?? home, who: says }] : [],
  );
  const rest = doors.filter(({ id }) => !named.some(({ home }) => home === id));
  return [...named, ...rest.map(({ id, says }) => ({ home: id, says, who: '' }))].slice(0, shownAtMost);
}

/** Whoever was interrupted, or another, goes on here. */
function Begun() {
  const p = pairWords.value;
  const { value, wrong } = useRead<PairingList>('/api/v1/pairing');
  return (
    <section aria-label={p.begun}>
      <h2>{p.begun}</h2>
      <Trouble says={wrong} />
      {value?.devices.length === 0 && <p>{p.nothingBegun}</p>}
      <ul class="choices">
        {value?.devices.map(({ device, says, since }) => (
          <li key={device}>
            <Link to={{ page: 'pair', device }}>
              <b>{says || p.nowhere}</b>
              <span>
                {device} · {p.since(momentOf(Date.parse(since)))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
