// What a resident is given on paper: each time when somebody saw what is kept of them, in words that they know. Nobody else is in it.
import './Extract.css';
import type { AccessExtract } from '../../../../contracts/office/access.ts';
import { accessWords, extractHead, noPurpose, shownOfYou, whyOfYou, whySaid } from '../../../../wording/access.ts';
import { now, picture } from '../../live/page.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { dateOf, minuteOf } from '../../look/time.ts';
import { language } from '../../words/language.ts';
import { words } from '../../words/words.ts';
import { type AskedAccess, lookedOf, nothingLooked } from '../address.ts';
import { askAccess, today } from '../asked.ts';
import { WhenChoice } from '../Choice.tsx';
import { districtName } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { accessPageWords } from './words.ts';

export function Extract({ asked, resident }: { asked: AskedAccess; resident: string }) {
  const a = accessPageWords.value;
  const o = ownWords.value;
  const stretch = lookedOf({ ...nothingLooked, when: asked.when }, today.value).toString();
  const path = `/api/v1/office/access/residents/${resident}`;
  const { value, wrong } = useRead<AccessExtract>(`${path}?${stretch}`);
  return (
    <main class="extract">
      <search class="filters on-screen" aria-label={o.filters}>
        <Link to={{ ...nothingLooked, when: asked.when, resident }}>{a.back}</Link>
        <WhenChoice when={asked.when} choose={(when) => askAccess(asked, { when })} />
        {value && (
          <span class="exports">
            <a
              class="button"
              download
              href={`${path}/extract.csv?${stretch}${stretch && '&'}language=${language.value}`}
            >
              {o.exportAs('CSV')}
            </a>
            <button class="button strong" type="button" onClick={() => print()}>
              {o.print}
            </button>
          </span>
        )}
      </search>
      <article>
        <p class="letterhead">
          {districtName.value} · {words.value.title} · {a.extract}
        </p>
        <Trouble says={wrong && `${o.failed}${wrong}`} />
        {!value && wrong === '' && <p role="status">{o.loading}</p>}
        {value && <Page extract={value} />}
      </article>
    </main>
  );
}

function Page({ extract }: { extract: AccessExtract }) {
  const a = accessPageWords.value;
  const { resident, readings, cut } = extract;
  return (
    <>
      <h1>{a.extractOf(resident.name)}</h1>
      <p>{a.extractSays(districtName.value)}</p>
      {readings.length === 0 ? <p>{a.extractNone}</p> : <Times readings={readings} />}
      <p>
        {a.count(readings.length)}
        {cut && ` · ${a.extractCut}`}
      </p>
      <p class="letterfoot">
        {ownWords.value.printed(`${dateOf(now.value)} ${minuteOf(now.value)}`, picture.value.me?.name ?? '')}
      </p>
    </>
  );
}

function Times({ readings }: Pick<AccessExtract, 'readings'>) {
  const l = language.value;
  const roles: Readonly<Record<string, string>> = words.value.sessions.roles;
  const [at, who, , what, why] = extractHead[l];
  return (
    <table>
      <thead>
        <tr>
          {[at, who, what, why].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {readings.map((one, n) => (
          <tr key={n}>
            <td>
              {dateOf(Date.parse(one.at))} {minuteOf(Date.parse(one.at))}
            </td>
            <td>
              {one.by}
              <small>{roles[one.role] ?? one.role}</small>
            </td>
            <td>
              {shownOfYou[l][one.what]}
              {one.everybody && accessWords[l].withEverybody}
            </td>
            <td>
              {one.purpose === undefined ? noPurpose[l] : whyOfYou[l][one.purpose]}
              {(one.reason !== undefined || one.words !== undefined) && <q>{whySaid(one, language.value)}</q>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
