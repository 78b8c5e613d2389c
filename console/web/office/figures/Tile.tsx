// One step of the way from the press: how long it takes, and whether the standard is kept. In words and a sign, not in colour alone.
import './Tile.css';
import type { StepFigures } from '../../../../contracts/office/figures.ts';
import { elapsed } from '../../look/time.ts';
import { ownWords } from '../language.ts';

export function Tile({ figures }: { figures: StepFigures }) {
  const o = ownWords.value;
  const { step, n, done, median, p90, slowest, within } = figures;
  return (
    <section class="tile" aria-label={o.stepSays[step]} data-step={step}>
      <h2>
        {o.steps[step]} <small>{o.stepSays[step]}</small>
      </h2>
      {n === 0 ? (
        <p class="says">{o.noSteps}</p>
      ) : (
        <>
          <dl>
            <Measure says={o.median} seconds={median} />
            <Measure says={o.p90} seconds={p90} />
            <Measure says={o.slowest} seconds={slowest} />
          </dl>
          <p class="says">{o.reached(o.steps[step], done, n)}</p>
          <ul>
            {within.map((share) => (
              <Within key={share.seconds} share={share} of={n} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Measure({ says, seconds }: { says: string; seconds: number | undefined }) {
  return (
    <div>
      <dt>{says}</dt>
      <dd>{secondsOf(seconds)}</dd>
    </div>
  );
}

function Within({ share, of }: { share: StepFigures['within'][number]; of: number }) {
  const o = ownWords.value;
  const { seconds, n, target, source } = share;
  const span = spanOf(seconds);
  const met = target === undefined ? undefined : n / of >= target;
  return (
    <li {...(source !== undefined && { title: source })}>
      <span>
        {o.within(span)} <b>{percent(n / of)}</b> <small>{o.share(n, of)}</small>
      </span>
      {target !== undefined && (
        <span class="target">
          {o.target(percent(target))} <b class={met ? 'met' : 'missed'}>{met ? `✓ ${o.met}` : `✗ ${o.missed}`}</b>
        </span>
      )}
    </li>
  );
}

/** `1:12`; what nobody did has none. */
/** A day is 24 hours, an hour 60 minutes as the standards say it, a minute 60 seconds. */
function spanOf(seconds: number): string {
  const o = ownWords.value;
  if (seconds % 3_600 === 0 && seconds > 3_600) return o.hours(seconds / 3_600);
  return seconds % 60 === 0 && seconds >= 120 ? o.minutes(seconds / 60) : o.seconds(seconds);
}

export const secondsOf = (seconds: number | undefined): string =>
  seconds === undefined ? ownWords.value.none : elapsed(seconds * 1_000);

/** `97.5%`, never rounded up to what was not reached. */
const percent = (share: number): string => `${Math.floor(share * 1_000 + 1e-9) / 10}%`;
