// Panels over the console: who could not be helped now, the home that was searched for, the handover, the keys. Fetched after
// the first picture (later.ts).
import './forms.css';
import { useEffect, useState } from 'preact/hooks';
import type { PressAnswer } from '../../../contracts/incident/views.ts';
import type { Readiness } from '../../../contracts/office/readiness.ts';
import type { Handover, RosterGap } from '../../../contracts/office/responders.ts';
import type { Me } from '../../../contracts/session/session.ts';
import type { SecondFactor, SelfProof, SignInBody } from '../../../contracts/session/signIn.ts';
import { insideOf } from '../../../geography/rings.ts';
import { sound, startSound } from '../alarm/sound.ts';
import { call, newId } from '../live/api.ts';
import { actionsDisabled, picture } from '../live/page.ts';
import { Field } from '../look/Field.tsx';
import { clockOf, momentOf } from '../look/time.ts';
import { SecondStep } from '../sign-in/SecondStep.tsx';
import { words } from '../words/words.ts';
import { helpShown, keysOn, select, switchKeys } from './keys.ts';
import { Close } from './Panel.tsx';
import { chosenHome, map, mayOrder, panel, readiness, sought } from './state.ts';

export { GlassReasons } from '../live/GlassReasons.tsx';
export { AftercarePanel } from './AftercarePanel.tsx';
export { HistoryPanel } from './HistoryPanel.tsx';
export { Legend } from './Legend.tsx';
export { LockBar } from './LockBar.tsx';
export { lockNow, watchTouch } from './lock.ts';
export { NightDeskPanel } from './NightDeskPanel.tsx';
export { ProofView } from './ProofView.tsx';
export { SessionsPanel } from './SessionsPanel.tsx';
export { SystemPanel } from './SystemPanel.tsx';

type Home = Readiness['homes'][number];

/** Who could not be helped now, why, by grid and courtyard; and the roster's gaps of the next 14 days. */
export function ReadinessPanel() {
  const w = words.value;
  const [gaps, setGaps] = useState<RosterGap[]>();
  const [tab, setTab] = useState<'homes' | 'gaps'>('homes');
  useEffect(() => {
    void call<{ gaps: RosterGap[] }>('/api/v1/roster/gaps').then((answer) => {
      if (answer.ok) setGaps(answer.value.gaps);
    });
  }, []);
  const homes = (readiness.value?.homes ?? []).filter(({ state }) => state !== 'ready');
  const source = map.value;
  const grids = (source?.grids ?? []).map((grid) => {
    const yards = (source?.courtyards ?? []).filter((one) => one.grid === grid.id);
    const parts = yards
      .map((yard) => ({ yard, homes: homes.filter((home) => home.courtyard === yard.id) }))
      .filter((one) => one.homes.length > 0);
    return { grid, parts, count: parts.reduce((sum, one) => sum + one.homes.length, 0) };
  });
  return (
    <section class="panel" aria-label={w.readinessTitle}>
      <header>
        <h2>{w.readinessTitle}</h2>
        <Close />
      </header>
      <div class="tabs" role="tablist">
        <button type="button" role="tab" aria-selected={tab === 'homes'} onClick={() => setTab('homes')}>
          {w.homesNow(homes.length)}
        </button>
        <button type="button" role="tab" aria-selected={tab === 'gaps'} onClick={() => setTab('gaps')}>
          {w.gaps(gaps?.length)}
        </button>
      </div>
      {tab === 'gaps' ? (
        <Gaps gaps={gaps} />
      ) : (
        <div class="panel-body">
          {homes.length === 0 && <p class="says">{w.allReady}</p>}
          {grids
            .filter(({ count }) => count > 0)
            .map(({ grid, parts, count }) => (
              <details key={grid.id} open={parts.some((one) => one.homes.some(({ state }) => state === 'not_covered'))}>
                <summary>
                  {grid.name} <b>{count}</b>
                </summary>
                {parts.map(({ yard, homes: here }) => (
                  <Courtyard key={yard.id} name={yard.name} position={yard.position} homes={here} />
                ))}
              </details>
            ))}
        </div>
      )}
    </section>
  );
}

function Courtyard({ name, position, homes }: { name: string; position: Home['position']; homes: readonly Home[] }) {
  const w = words.value;
  const reasons = new Map<string, number>();
  for (const home of homes) for (const one of home.reasons) reasons.set(one, (reasons.get(one) ?? 0) + 1);
  const open = homes.filter(({ state }) => state === 'not_covered').length;
  return (
    <button
      class="yard"
      type="button"
      onClick={() => {
        sought.value = { position, name };
      }}
    >
      <b>{name}</b>
      <span>
        {open > 0 && (
          <em>
            <i class="dot glowing" /> {open}
          </em>
        )}
        {homes.length > open && (
          <em>
            <i class="dot hollow" /> {homes.length - open}
          </em>
        )}
      </span>
      <small>{[...reasons].map(([one, n]) => `${w.reasons[one] ?? one} ${n}`).join('，')}</small>
    </button>
  );
}

function Gaps({ gaps }: { gaps: RosterGap[] | undefined }) {
  const w = words.value;
  if (!gaps) return <p class="says panel-body">{w.loading}</p>;
  if (gaps.length === 0) return <p class="says panel-body">{w.noGaps}</p>;
  return (
    <ol class="panel-body gaps">
      {gaps.map((gap) => {
        const grid = map.value?.grids.find(({ id }) => id === gap.grid);
        const position = grid && (grid.label ?? insideOf(grid.ring));
        const who =
          gap.responder === undefined ? '' : (picture.value.responders.get(gap.responder)?.name ?? gap.responder);
        return (
          <li key={`${gap.from}${gap.plan}${gap.tier}${gap.grid}${who}`}>
            <button
              type="button"
              disabled={position === undefined}
              onClick={() => {
                if (position) sought.value = { position, name: grid?.name ?? '' };
              }}
            >
              <b>
                {grid?.name ?? w.wholeDistrict} · {gap.name}
              </b>
              <span>
                {momentOf(Date.parse(gap.from))} – {momentOf(Date.parse(gap.to))}
              </span>
              <small>{gap.reason === 'no_channel' ? w.noChannel(who) : w.nobodyOnDuty}</small>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** A home that was searched for, and an incident opened by hand for it: somebody phoned the hall. */
export function HomeCard() {
  const w = words.value;
  const home = chosenHome.value;
  const [kind, setKind] = useState<'sos' | 'fall' | 'smoke' | 'service' | 'missed_checkin' | 'device_fault'>('sos');
  const [wrong, setWrong] = useState('');
  const [id, setId] = useState(newId);
  if (!home) return null;
  const judged = readiness.value?.homes.find((one) => one.id === home.home);
  return (
    <section class="panel small-panel" aria-label={home.name}>
      <header>
        <h2>{home.name}</h2>
        <Close />
      </header>
      <div class="panel-body">
        <p class="says">{home.says}</p>
        {judged && (
          <p class="says">
            {judged.reasons.length === 0 ? w.ready : judged.reasons.map((one) => w.reasons[one] ?? one).join('，')}
          </p>
        )}
        {mayOrder.value && (
          <form
            class="form"
            onSubmit={async (event) => {
              event.preventDefault();
              const answer = await call<PressAnswer>('/api/v1/incidents', { id, kind, home: home.home });
              if (!answer.ok) return setWrong(answer.status === 0 ? w.notSent : answer.message);
              setId(newId());
              panel.value = undefined;
              if (answer.value.incident !== undefined) select(answer.value.incident);
            }}
          >
            <label>
              {w.raise}
              <select value={kind} onChange={(event) => setKind(event.currentTarget.value as typeof kind)}>
                {(['sos', 'fall', 'smoke', 'service', 'missed_checkin', 'device_fault'] as const).map((one) => (
                  <option key={one} value={one}>
                    {w.kinds[one]}
                  </option>
                ))}
              </select>
            </label>
            {wrong !== '' && (
              <p class="trouble" role="alert">
                {wrong}
              </p>
            )}
            <div class="form-buttons">
              <button class="strong" type="submit" disabled={actionsDisabled.value}>
                {w.raiseNow}
              </button>
            </div>
          </form>
        )}
      </div>
    </section>
  );
}

/** 交班: what the next officer must know, signed by both. */
export function HandoverPanel() {
  const w = words.value;
  const [state, setState] = useState<Handover>();
  const [by, setBy] = useState<'password' | 'token'>('password');
  const [fields, setFields] = useState({ login: '', password: '', token: '', remark: '' });
  const [heard, setHeard] = useState<'heard' | 'not_heard'>();
  const [second, setSecond] = useState<SecondFactor>();
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    void call<Handover>('/api/v1/handover').then((answer) => {
      if (answer.ok) setState(answer.value);
      else setWrong(answer.status === 0 ? w.notSent : answer.message);
    });
  }, []);
  const to: SignInBody =
    by === 'token' ? { token: fields.token.trim() } : { login: fields.login.trim(), password: fields.password };
  async function hand(proof: SelfProof = {}): Promise<void> {
    if (heard === undefined) return;
    const remark = fields.remark.trim() === '' ? {} : { remark: fields.remark.trim() };
    const answer = await call<Me>('/api/v1/handover', { to: { ...to, ...proof }, sound: heard, ...remark });
    if (answer.ok) return location.reload();
    if (answer.second) setSecond(answer.second);
    setWrong(answer.status === 0 ? w.notSent : answer.message);
  }
  const complete = heard !== undefined && Object.values(to).every((value) => value !== '');
  const field = (name: keyof typeof fields, label: string, secret = false) => (
    <Field
      key={name}
      name={`handover-${name}`}
      label={label}
      secret={secret}
      value={fields[name]}
      onValue={(value) => setFields({ ...fields, [name]: value })}
    />
  );
  return (
    <section class="panel wide-panel" aria-label={w.handover}>
      <header>
        <h2>{w.handover}</h2>
        <Close />
      </header>
      <div class="panel-body handover">
        {state ? <HandoverState state={state} /> : <p class="says">{w.loading}</p>}
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            void hand(second && { code: code.trim() });
          }}
        >
          <fieldset>
            <legend>{w.soundTest}</legend>
            <div class="choices">
              <button class="small" type="button" onClick={() => void startSound()}>
                {sound.value === 'off' ? w.startShift : w.playTest}
              </button>
              {(['heard', 'not_heard'] as const).map((one) => (
                <label key={one} class={heard === one ? 'chosen' : ''}>
                  <input type="radio" name="heard" value={one} checked={heard === one} onChange={() => setHeard(one)} />
                  {w.soundHeard[one]}
                </label>
              ))}
            </div>
          </fieldset>
          {field('remark', w.handoverRemark)}
          <p class="says">{w.handoverSign(picture.value.me?.name ?? '')}</p>
          {by === 'token'
            ? field('token', w.token, true)
            : [field('login', w.login), field('password', w.password, true)]}
          <button class="link" type="button" onClick={() => setBy(by === 'token' ? 'password' : 'token')}>
            {by === 'token' ? w.withPassword : w.withToken}
          </button>
          {wrong !== '' && (
            <p class="trouble" role="alert">
              {wrong}
            </p>
          )}
          {second ? (
            <SecondStep
              second={second}
              code={code}
              setCode={setCode}
              withPasskey={(passkey) => void hand({ passkey })}
              fails={setWrong}
            />
          ) : (
            <div class="form-buttons">
              <button class="strong" type="submit" disabled={!complete || actionsDisabled.value}>
                {w.handoverNow}
              </button>
            </div>
          )}
        </form>
      </div>
    </section>
  );
}

function HandoverState({ state }: { state: Handover }) {
  const w = words.value;
  const { last, open, notes, devices, onDuty } = state;
  return (
    <div class="handover-state">
      {last && <p class="says">{w.lastHandover(momentOf(Date.parse(last.at)), last.from, last.to)}</p>}
      <h3>{w.openIncidents(open.length)}</h3>
      <ul>
        {open.map((one) => {
          const known = picture.value.incidents.get(one.id);
          return (
            <li key={one.id}>
              {w.number(one.number)} P{one.priority} {known?.residents.map(({ name }) => name).join('、')}{' '}
              {one.state === 'unacknowledged' ? w.notAcknowledged : ''}
            </li>
          );
        })}
      </ul>
      <h3>{w.notesLeft(notes.length)}</h3>
      <ul>
        {notes.map((one) => (
          <li key={`${one.incident}${one.at}`}>
            {w.number(one.number)} {clockOf(Date.parse(one.at))} {one.by}：{one.text}
          </li>
        ))}
      </ul>
      <h3>{w.devicesWrong(devices.length)}</h3>
      <ul>
        {devices.slice(0, 8).map((one) => (
          <li key={one.home}>
            {one.says} {w.reasons[one.reason] ?? one.reason}
          </li>
        ))}
        {devices.length > 8 && <li>{w.andMore(devices.length - 8)}</li>}
      </ul>
      <h3>{w.peopleOnDuty(onDuty.length)}</h3>
      <p class="says">
        {onDuty.map(({ name, connected }) => (connected ? name : `${name}（${w.offline}）`)).join('、')}
      </p>
    </div>
  );
}

export function Help() {
  const { keys, keysTitle, keysOn: onWords, cancel } = words.value;
  const rows: [string, string][] = [
    ['J / K', keys.row],
    ['A', keys.acknowledge],
    ['D', keys.assign],
    ['N', keys.note],
    ['W', keys.nightDesk],
    ['V', keys.visits],
    ['L', words.value.lock.now],
    ['M', keys.sound],
    ['F', keys.map],
    ['/', keys.search],
    ['Esc', keys.back],
    ['?', keys.help],
  ];
  return (
    <section class="help" aria-label={keysTitle}>
      <h2>{keysTitle}</h2>
      <dl>
        {rows.map(([key, says]) => [
          <dt key={key}>
            <kbd>{key}</kbd>
          </dt>,
          <dd key={`${key}-says`}>{says}</dd>,
        ])}
      </dl>
      <label>
        <input type="checkbox" checked={keysOn.value} onChange={switchKeys} /> {onWords}
      </label>
      <button
        type="button"
        onClick={() => {
          helpShown.value = false;
        }}
      >
        {cancel}
      </button>
    </section>
  );
}
