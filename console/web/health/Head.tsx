import type { IncidentDetail, IncidentView } from '../../../contracts/incident/views.ts';
import { now } from '../live/page.ts';
import { elapsed } from '../look/time.ts';
import { personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';

/** Who, where, since when. */
export function Head({ incident, detail }: { incident: IncidentView; detail: IncidentDetail | undefined }) {
  const w = words.value;
  const year = new Date(now.value).getUTCFullYear();
  return (
    <>
      <div class="who">
        <h1>
          {personOf(incident, w)}
          <small>
            {detail?.persons
              .map((one) => `${w[one.gender]} ${w.age(year - one.birthYear)} ${one.livesAlone ? w.alone : ''}`)
              .join('；')}
          </small>
        </h1>
        <time aria-live="off">{elapsed(now.value - Date.parse(incident.receivedAt))}</time>
      </div>
      <p class="where">
        {placeOf(incident.place, w)} · {w.kinds[incident.kind]}{' '}
        {incident.marks.map((mark) => (
          <span class="tag" key={mark}>
            {w.marks[mark]}
          </span>
        ))}
      </p>
    </>
  );
}
