import { clockOf } from '../look/time.ts';
import { words } from './language.ts';
import { shortPlace } from './places.ts';
import { ended } from './state.ts';

/** To lock up, and to bring a key back. */
export function Ended() {
  const w = words.value;
  if (ended.value.length === 0) return null;
  return (
    <section class="ended">
      <h2>{w.ended}</h2>
      {ended.value.map(({ incident, place, names, access = {}, until }) => (
        <p key={incident}>
          <b>
            {shortPlace(place)} {names.join('、')}
          </b>{' '}
          {[access.gate, access.key, access.note].filter((one) => one !== undefined).join('；')}{' '}
          <small>{w.endedUntil(clockOf(Date.parse(until)))}</small>
        </p>
      ))}
    </section>
  );
}
