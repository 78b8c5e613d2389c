// 就绪: which homes could not be helped now and why, each with the act that mends it; what runs out within a month; holes of the roster.
import './Readiness.css';
import type { HomeToMend, ToMend } from '../../../../contracts/office/readiness.ts';
import type { RosterGap } from '../../../../contracts/office/responders.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { dateOf, momentOf } from '../../look/time.ts';
import { language } from '../../words/language.ts';
import { words } from '../../words/words.ts';
import { type AskedPair, type AskedReadiness, type AskedRegistry, nothingListed } from '../address.ts';
import { changeAllowed, district, responders } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { expires } from '../registry/fields.ts';
import { readinessWords } from './words.ts';

export function Readiness({ asked }: { asked: AskedReadiness }) {
  const r = readinessWords.value;
  const { value, wrong } = useRead<ToMend>('/api/v1/office/readiness');
  return (
    <main class="readiness">
      <h1 class="unseen">{ownWords.value.pages.readiness}</h1>
      <Trouble says={wrong && `${ownWords.value.failed}${wrong}`} />
      {!value && wrong === '' && <p role="status">{ownWords.value.loading}</p>}
      {value && (
        <>
          <p class="totals" role="status">
            <b>{r.totals(value.ready, value.atRisk, value.notCovered)}</b>{' '}
            {value.judgedAt === undefined ? r.unjudged : r.judged(momentOf(Date.parse(value.judgedAt)))}
          </p>
          <Homes
            asked={asked}
            homes={value.homes}
            judged={value.judgedAt !== undefined}
            none={value.ready + value.atRisk + value.notCovered === 0 && district.value?.homes.length === 0}
          />
          <Expiring all={value.expiring} />
        </>
      )}
      <Gaps />
    </main>
  );
}

type HomesProps = { asked: AskedReadiness; homes: readonly HomeToMend[]; judged: boolean; none: boolean };

function Homes({ asked, homes, judged, none }: HomesProps) {
  const r = readinessWords.value;
  const w = words.value;
  if (homes.length === 0 && none)
    return (
      <p>
        {r.noHomes} {changeAllowed.value && <Link to={{ page: 'start' }}>{ownWords.value.pages.start}</Link>}
      </p>
    );
  if (homes.length === 0) return judged ? <p>{r.allReady}</p> : null;
  const reasons = new Map<string, HomeToMend[]>();
  for (const home of homes) for (const one of home.reasons) reasons.set(one, [...(reasons.get(one) ?? []), home]);
  const sorted = [...reasons].sort(([, a], [, b]) => b.length - a.length);
  const open = asked.reason ?? sorted[0]?.[0];
  return (
    <section aria-label={r.byReason}>
      <nav class="reasons" aria-label={r.byReason}>
        {sorted.map(([reason, all]) => (
          <Link key={reason} to={{ page: 'readiness', reason }} aria-current={reason === open}>
            {w.reasons[reason] ?? reason} <b>{all.length}</b>
          </Link>
        ))}
      </nav>
      <table>
        <caption class="unseen">{w.reasons[open ?? ''] ?? open}</caption>
        <tbody>
          {(reasons.get(open ?? '') ?? []).map((home) => (
            <tr key={home.id}>
              <td>{home.says}</td>
              <td>{home.residents.map(({ name }) => name).join('、')}</td>
              <td class="act">
                <Act reason={open ?? ''} home={home} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The way to where the reason is mended. Whoever may change nothing is told what is to be done. */
function Act({ reason, home }: { reason: string; home: HomeToMend }) {
  const { act, to } = mendOf(reason, home);
  const says = readinessWords.value.acts[act];
  return changeAllowed.value ? <Link to={to}>{says}</Link> : <span>{says}</span>;
}

type Mend = { act: keyof typeof readinessWords.value.acts; to: AskedRegistry | AskedPair };

function mendOf(reason: string, { id, residents, devices, courtyard, unfinished = [] }: HomeToMend): Mend {
  const [resident] = residents;
  const grid = district.value?.courtyards.find((one) => one.id === courtyard)?.grid;
  const list = (kind: AskedRegistry['kind'], more: Partial<AskedRegistry> = {}) => ({
    ...nothingListed,
    kind,
    ...more,
  });
  if (reason === 'no_device') return { act: 'button', to: { page: 'pair', home: id } };
  if (reason === 'device_not_installed') {
    const begun = unfinished[0];
    return { act: 'install', to: { page: 'pair', ...(begun === undefined ? { home: id } : { device: begun }) } };
  }
  if (reason === 'no_contacts')
    return { act: 'contacts', to: list('residents', resident ? { id: resident.id } : { of: { home: id } }) };
  if (reason === 'nobody_answers_lately')
    return { act: 'people', to: list('responders', { of: grid === undefined ? {} : { grid } }) };
  if (reason === 'nobody_near') return { act: 'shifts', to: list('shifts') };
  if (reason === 'health_centre_unstaffed') return { act: 'desk', to: list('shifts') };
  const [device] = devices;
  const to = list('devices', { of: { home: id }, ...(device === undefined ? {} : { id: device }) });
  return { act: reason === 'battery_low' ? 'battery' : 'device', to };
}

function Expiring({ all }: { all: ToMend['expiring'] }) {
  const r = readinessWords.value;
  const whats: Readonly<Record<string, { zh: string; en: string }>> = expires;
  return (
    <section aria-label={r.expiring}>
      <h2>{r.expiring}</h2>
      {all.length === 0 && <p>{r.nothingExpires}</p>}
      <table>
        <tbody>
          {all.map(({ kind, id, says, what, on, daysLeft, note }) => (
            <tr key={`${kind}/${id}/${what}/${on}`} class={daysLeft < 0 ? 'over' : ''}>
              <td>
                {kind === 'devices' || kind === 'bicycles' ? (
                  <Link to={{ ...nothingListed, kind, id }}>{says}</Link>
                ) : (
                  says
                )}
              </td>
              <td>{whats[what]?.[language.value] ?? r.certificate}</td>
              <td>{on}</td>
              <td>
                <b>{r.left(daysLeft)}</b>
              </td>
              <td>{note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Gaps() {
  const r = readinessWords.value;
  const w = words.value;
  const { value, wrong } = useRead<{ gaps: RosterGap[] }>('/api/v1/roster/gaps');
  return (
    <section aria-label={r.gaps}>
      <h2>{r.gaps}</h2>
      <Trouble says={wrong} />
      {value?.gaps.length === 0 && <p>{r.noGaps}</p>}
      <table>
        <tbody>
          {value?.gaps.map(({ from, to, name, grid, plan, tier, reason, responder }) => (
            <tr key={`${from}/${plan}/${tier}/${grid}/${responder}`}>
              <td>
                {momentOf(Date.parse(from))} – {momentOf(Date.parse(to))}
              </td>
              <td>{district.value?.grids.find(({ id }) => id === grid)?.name ?? w.wholeDistrict}</td>
              <td>{name}</td>
              <td>
                {reason === 'no_channel'
                  ? w.noChannel(responders.value.find(({ id }) => id === responder)?.name ?? responder ?? '')
                  : w.nobodyOnDuty}
              </td>
              <td class="act">
                {changeAllowed.value && <Link to={{ page: 'rosters', week: dateOf(Date.parse(from)) }}>{r.fill}</Link>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
