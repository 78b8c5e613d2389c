// What the changed policy would have made of the last month.
import type { PolicyPreview, PreviewedCall } from '../../../../contracts/office/planned.ts';
import type { Track } from '../../../../contracts/terms.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { nothingAsked } from '../address.ts';
import { Link } from '../Link.tsx';
import { type Document, isSame } from '../registry/values.ts';
import { callSays } from './lines.ts';
import { usePreview } from './usePreview.ts';
import { policyWords } from './words.ts';

export function Preview({ document, ready }: { document: Document; ready: boolean }) {
  const w = policyWords.value;
  const { now, trouble, begin, stop } = usePreview();
  const found = now?.found;
  const running = now !== undefined && (found === undefined || found.state === 'running');
  return (
    <section class="preview" aria-label={w.preview}>
      <h2>{w.preview}</h2>
      <p>{w.previewSays}</p>
      <p class="acts">
        <button class="button" type="button" disabled={!ready || running} onClick={() => void begin(document)}>
          {w.run}
        </button>
        {running && (
          <button class="button" type="button" onClick={stop}>
            {w.stop}
          </button>
        )}
      </p>
      <Trouble says={trouble} />
      {running && (
        <p role="status">
          {w.running(found?.compared ?? 0, found?.of ?? 0)}{' '}
          <progress aria-label={w.preview} max={found?.of || 1} value={found?.compared ?? 0} />
        </p>
      )}
      {found && !running && <Found found={found} stale={!isSame(now.of, document)} />}
    </section>
  );
}

function Found({ found, stale }: { found: PolicyPreview; stale: boolean }) {
  const w = policyWords.value;
  return (
    <div role="status">
      {stale && <p class="stale">{w.stale}</p>}
      {found.state === 'stopped' && <p class="stale">{w.previewStopped}</p>}
      {found.state === 'failed' && <p class="stale">{w.previewFailed}</p>}
      {found.of === 0 ? <p>{w.none}</p> : <p>{w.compared(found)}</p>}
      {found.compared > 0 &&
        (['grid', 'health'] as const).map((track) => <Counts key={track} found={found} track={track} />)}
      {found.compared > 0 && <p class="hint">{w.assumes}</p>}
      {found.changes.length > 0 && <Changes all={found.changes} />}
    </div>
  );
}

function Counts({ found, track }: { found: PolicyPreview; track: Track }) {
  const w = policyWords.value;
  const of = found[track];
  return (
    <div class="counts">
      <h3>{w.first[track]}</h3>
      <ul>
        {of.earlier > 0 && <li>{w.earlier(of.earlier, of.earlierBySeconds ?? 0)}</li>}
        {of.later > 0 && <li>{w.laterThen(of.later, of.laterBySeconds ?? 0)}</li>}
        {of.gained > 0 && <li>{w.gained(of.gained)}</li>}
        {of.lost > 0 && <li>{w.lost(of.lost)}</li>}
        <li>{w.same(of.same)}</li>
        {of.unanswered > 0 && <li>{w.unanswered(of.unanswered)}</li>}
      </ul>
      {of.unlike > 0 && <p class="hint">{w.unlike(of)}</p>}
    </div>
  );
}

function Changes({ all }: { all: readonly PreviewedCall[] }) {
  const w = policyWords.value;
  const says = (yes: PreviewedCall['now']): string => (yes ? w.yes(w.mmss(yes.seconds), yes.name) : w.nobody);
  return (
    <table>
      <caption>{w.changes}</caption>
      <thead>
        <tr>
          <th>{w.changeColumns.incident}</th>
          <th>{w.changeColumns.track}</th>
          <th>{w.changeColumns.now}</th>
          <th>{w.changeColumns.next}</th>
          <th>{w.changeColumns.was}</th>
        </tr>
      </thead>
      <tbody>
        {all.map(({ incident, number, at, call, track, was, now, next }) => (
          <tr key={`${incident}/${track}`}>
            <td>
              <Link to={{ ...nothingAsked, incident }}>
                {number} {callSays(call)} {momentOf(Date.parse(at))}
              </Link>
            </td>
            <td>{w.tracks[track]}</td>
            <td>{says(now)}</td>
            <td>
              <b>{says(next)}</b>
            </td>
            <td>{says(was)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
