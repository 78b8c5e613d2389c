// The health desk: the health track alone, large, with what a doctor needs.

import { useEffect, useState } from 'preact/hooks';
import type { EventView, IncidentDetail, IncidentView } from '../../../contracts/incident/views.ts';
import { lockedText } from '../../../contracts/office/personal.ts';
import type { BehindGlass } from '../../../contracts/office/residents.ts';
import type { CandidateView } from '../../../contracts/office/responders.ts';
import type { BreakGlassReason } from '../../../contracts/terms.ts';
import { SoundButton } from '../alarm/SoundButton.tsx';
import { call, readCandidates, readDetail, readEvents, readMap, signOut } from '../live/api.ts';
import { CallNumber } from '../live/CallNumber.tsx';
import { GlassReasons } from '../live/GlassReasons.tsx';
import { LinkBanner, LinkLight } from '../live/LinkLight.tsx';
import { actionsDisabled, linkState, now, picture, signedOut } from '../live/page.ts';
import { Severity } from '../look/Severity.tsx';
import { switchTheme } from '../look/theme.ts';
import { clockOf, elapsed } from '../look/time.ts';
import { MySignInButton, OwnSignIn } from '../sign-in/OwnSignIn.tsx';
import { SignIn } from '../sign-in/SignIn.tsx';
import { switchLanguage } from '../words/language.ts';
import { comingSentence, eventSentence, nameOf, personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { CallBack, HandOver, Needs } from './Acts.tsx';
import { deskWords } from './language.ts';
import { answer, chosen, current, incidents, mustAnswer, order, ownLeg, trouble } from './state.ts';

export function App() {
  const h = deskWords.value;
  const [demo, setDemo] = useState(false);
  useEffect(() => {
    void readMap().then((answered) => setDemo(answered.ok && answered.value.district.demo));
  }, []);
  if (signedOut.value) return <SignIn title={h.signIn} />;
  const w = words.value;
  const incident = current.value;
  return (
    <div class={`page link-${linkState.value}`}>
      {demo && (
        <div class="demo">
          <b>{w.demo}</b> {w.demoSays}
        </div>
      )}
      <header class="top">
        <b class="brand">{h.title}</b>
        <LinkLight />
        <span class="grow" />
        <span class="cell wide">
          {h.onDuty} <b>{picture.value.me?.name}</b>
        </span>
        <SoundButton />
        <button class="icon" type="button" aria-label={w.theme} onClick={switchTheme}>
          ◐
        </button>
        <button class="icon" type="button" onClick={switchLanguage}>
          {w.language}
        </button>
        <MySignInButton class="icon" />
        <button
          class="icon"
          type="button"
          onClick={async () => {
            await signOut();
            signedOut.value = true;
          }}
        >
          {w.signOut}
        </button>
        <span class="clock">{clockOf(now.value)}</span>
      </header>
      <LinkBanner />
      <OwnSignIn />
      <main class="desk">
        <List />
        {incident ? (
          <Case key={incident.id} incident={incident} />
        ) : (
          <p class="nothing">
            <b>{h.none}</b>
            {h.noneSays}
          </p>
        )}
      </main>
    </div>
  );
}

function List() {
  const w = words.value;
  return (
    <nav class="list" aria-label={w.queue(incidents.value.length)}>
      <ol>
        {incidents.value.map((one) => (
          <li key={one.id} class={mustAnswer(one) ? `new p${one.priority}` : ''} data-incident={one.id}>
            <button
              type="button"
              aria-current={current.value?.id === one.id}
              onClick={() => {
                chosen.value = one.id;
              }}
            >
              <b>{personOf(one, w)}</b>
              <time aria-live="off">{elapsed(now.value - Date.parse(one.receivedAt))}</time>
              <span>
                <Severity priority={one.priority} size={16} /> {w.kinds[one.kind]}，{one.place.courtyard?.name}
              </span>
              <strong>{comingSentence(one, w)}</strong>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Case({ incident }: { incident: IncidentView }) {
  const h = deskWords.value;
  const w = words.value;
  const [detail, setDetail] = useState<IncidentDetail>();
  const [events, setEvents] = useState<readonly EventView[]>([]);
  useEffect(() => {
    let fresh = true;
    void Promise.all([readDetail(incident.id), readEvents(incident.id)]).then(([about, log]) => {
      if (!fresh) return;
      if (about.ok) setDetail(about.value);
      if (log.ok) setEvents(log.value.events);
    });
    return () => {
      fresh = false;
    };
  }, [incident.id, incident.seq]);
  const leg = ownLeg(incident);
  const off = actionsDisabled.value;
  return (
    <>
      <section class="case" aria-label={personOf(incident, w)}>
        <div class="who">
          <h1>
            {personOf(incident, w)}
            <small>
              {detail?.persons
                .map(
                  ({ gender, birthYear, livesAlone }) =>
                    `${w[gender]} ${w.age(new Date(now.value).getUTCFullYear() - birthYear)} ${livesAlone ? w.alone : ''}`,
                )
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
        {mustAnswer(incident) && leg && (
          <button
            class={`fill p${incident.priority}`}
            type="button"
            disabled={off}
            onClick={() => void answer(incident, leg, 'accept')}
          >
            {h.take}
          </button>
        )}
        {trouble.value !== '' && (
          <p class="trouble" role="alert">
            {trouble.value}
          </p>
        )}
        {detail && <Card incident={incident.id} detail={detail} asked={mustAnswer(incident)} />}
        <ol class="timeline">
          {[...events].reverse().map((event) => (
            <li key={event.seq}>
              <time>{clockOf(Date.parse(event.at))}</time>
              <span>
                {eventSentence(event, incident, w)}
                {event.text !== undefined && <q>{event.text}</q>}
              </span>
            </li>
          ))}
        </ol>
      </section>
      <aside class="acts">
        <Needs incident={incident} />
        <Going incident={incident} />
        <Acts incident={incident} detail={detail} />
        <Advice incident={incident} />
      </aside>
    </>
  );
}

const isUrgent = (condition: string): boolean => /过敏|抗凝|华法林|allerg|anticoag/i.test(condition);

/** As the server shows it, and what was behind the glass. */
function withGlass(detail: IncidentDetail, behind: BehindGlass | undefined): IncidentDetail {
  if (!behind) return detail;
  const persons = detail.persons.map((one) => ({ ...one, ...behind.persons.find(({ id }) => id === one.id) }));
  return { ...detail, persons, ...(behind.access ? { access: behind.access } : {}), withheld: [] };
}

/** What must not be overlooked comes first and large. Without a track of the desk's own it is behind glass. */
function Card({ incident, detail, asked }: { incident: string; detail: IncidentDetail; asked: boolean }) {
  const h = deskWords.value;
  const [behind, setBehind] = useState<BehindGlass>();
  const { persons, access = {}, withheld } = withGlass(detail, behind);
  const full = behind !== undefined && detail.withheld.includes('phones');
  const tap = async (reason: BreakGlassReason): Promise<void> => {
    const answer = await call<BehindGlass>(`/api/v1/incidents/${incident}/conditions`, { reason });
    if (answer.ok) setBehind(answer.value);
    else trouble.value = answer.status === 0 ? words.value.notSent : answer.message;
  };
  // Two old people behind one door: whose illness it is decides what is done.
  const whose = (name: string, lines: readonly string[], by: string): string =>
    lines.length === 0 ? '' : persons.length > 1 ? `${name}：${lines.join(by)}` : lines.join(by);
  const urgent = persons
    .map(({ name, conditions = [] }) => whose(name, conditions.filter(isUrgent), ' · '))
    .filter((line) => line !== '');
  const rest = persons
    .map(({ name, conditions = [] }) =>
      whose(
        name,
        conditions.filter((one) => !isUrgent(one)),
        '；',
      ),
    )
    .filter((line) => line !== '');
  const wayIn = [access.gate, access.key, access.note].filter((one) => one !== undefined).join('；');
  const own = persons.flatMap(({ name, mobility }) =>
    mobility === undefined || mobility === access.mobility ? [] : [whose(name, [mobility], '')],
  );
  const mobility = [access.mobility, ...own].filter((one) => one !== undefined).join('；');
  const lines: [string, string][] = [
    ...rest.map((line, i): [string, string] => [i === 0 ? h.conditions : '', line]),
    ...(rest.length + urgent.length === 0 && !withheld.includes('conditions')
      ? [[h.conditions, h.noConditions] as [string, string]]
      : []),
    [h.mobility, mobility],
    [h.wayIn, wayIn],
  ];
  return (
    <>
      {urgent.map((line) => (
        <p class="urgent" key={line}>
          {line}
        </p>
      ))}
      {withheld.includes('conditions') &&
        (asked ? (
          <p class="says">{h.afterYes}</p>
        ) : (
          <GlassReasons says={h.behindGlass} style="wide-button" onReason={(reason) => void tap(reason)} />
        ))}
      <dl class="card-lines">
        {lines
          .filter(([, line]) => line !== '')
          .map(([name, line]) => [<dt key={`${line}-name`}>{name}</dt>, <dd key={line}>{line}</dd>])}
        {persons
          .filter(({ locked = [] }) => locked.includes('contacts'))
          .map(({ id }) => [
            <dt key={`${id}-locked`}>{h.contacts}</dt>,
            <dd key={`${id}-locked-line`}>{lockedText}</dd>,
          ])}
        {persons.flatMap((one) =>
          one.contacts.map(({ name, relation, phone }, i) => [
            <dt key={`${one.id}-${i}`}>{h.contacts}</dt>,
            <dd key={`${one.id}-${i}-line`}>
              {persons.length > 1 ? words.value.relationOf(one.name, relation) : relation} {name}{' '}
              {full ? (
                <a href={`tel:${phone.replaceAll(' ', '')}`}>{phone}</a>
              ) : (
                <CallNumber incident={incident} resident={one.id} contact={i} masked={phone} />
              )}
            </dd>,
          ]),
        )}
      </dl>
    </>
  );
}

function Going({ incident }: { incident: IncidentView }) {
  const h = deskWords.value;
  const w = words.value;
  const going = incident.legs.filter(
    ({ standing, purpose }) => standing === 'taken' && (purpose === 'comes' || purpose === 'bridge'),
  );
  return (
    <section>
      <h2>{h.going}</h2>
      {incident.coming === undefined && <p class="says">{h.nobodyGoing}</p>}
      {going.map(({ id, track, state, responder, travelSeconds, doubtful }) => (
        <p class={`going ${track}`} key={id}>
          <b>
            {nameOf(responder.name)}，
            {state === 'on_scene' ? w.legStates.on_scene : w.arrivesIn(w.minutes(Math.round(travelSeconds / 60)))}
            {doubtful && `，${w.doubts[doubtful] ?? doubtful}`}
          </b>
          {w.roles[responder.role]}
          {responder.phone && (
            <a href={`tel:${responder.phone.replaceAll(' ', '')}`}>{h.callPerson(nameOf(responder.name))}</a>
          )}
        </p>
      ))}
    </section>
  );
}

/** What the desk does: one touch each, all of them in sight. */
function Acts({ incident, detail }: { incident: IncidentView; detail: IncidentDetail | undefined }) {
  const h = deskWords.value;
  const w = words.value;
  const off = actionsDisabled.value;
  const [open, setOpen] = useState<'doctor' | 'ambulance' | 'call_back' | 'hand_over'>();
  const leave = (): void => setOpen(undefined);
  if (open === 'doctor') return <Doctors incident={incident} leave={leave} />;
  if (open === 'ambulance') return <Ambulance incident={incident} leave={leave} />;
  if (open === 'call_back') return <CallBack incident={incident} leave={leave} />;
  if (open === 'hand_over') return <HandOver incident={incident} leave={leave} />;
  const leg = ownLeg(incident);
  const phones = (detail?.persons ?? []).filter(({ phone }) => phone !== undefined);
  return (
    <section class="main-acts">
      {phones.map(({ id, name, phone = '' }) => (
        <CallNumber
          key={id}
          incident={incident.id}
          resident={id}
          masked={phone}
          label={phones.length > 1 ? h.callPerson(name) : h.callResident}
          style="wide-button strong"
        />
      ))}
      <button class="wide-button" type="button" disabled={off} onClick={() => setOpen('doctor')}>
        {h.sendDoctor}
      </button>
      <button class="wide-button" type="button" disabled={off} onClick={() => setOpen('call_back')}>
        {w.callBack}…
      </button>
      {incident.ambulance ? (
        <>
          <p class="says">{w.ambulanceCalled(clockOf(Date.parse(incident.ambulance.at)))}</p>
          <button class="wide-button" type="button" disabled={off} onClick={() => setOpen('hand_over')}>
            {w.ambulanceHandOver}…
          </button>
        </>
      ) : (
        <button class="wide-button danger" type="button" disabled={off} onClick={() => setOpen('ambulance')}>
          {h.call120}
        </button>
      )}
      {leg?.standing === 'taken' && (
        <button class="wide-button" type="button" disabled={off} onClick={() => void answer(incident, leg, 'done')}>
          {h.done}
        </button>
      )}
    </section>
  );
}

/** A word to whoever is on the way: the usual ones by one touch. */
function Advice({ incident }: { incident: IncidentView }) {
  const h = deskWords.value;
  const off = actionsDisabled.value;
  const [own, setOwn] = useState('');
  const [sent, setSent] = useState('');
  const advise = async (text: string): Promise<void> => {
    if (!(await order(incident.id, { command: 'advise', text }))) return;
    setSent(text);
    setOwn('');
  };
  return (
    <section>
      <h2>{h.advise}</h2>
      <div class="presets">
        {h.presets.map((text) => (
          <button class="wide-button" key={text} type="button" disabled={off} onClick={() => void advise(text)}>
            {text}
          </button>
        ))}
      </div>
      <form
        class="own"
        onSubmit={(event) => {
          event.preventDefault();
          if (own.trim() !== '') void advise(own.trim());
        }}
      >
        <input
          aria-label={h.adviseOwn}
          placeholder={h.adviseOwn}
          maxLength={2000}
          value={own}
          onInput={(event) => setOwn(event.currentTarget.value)}
        />
        <button type="submit" disabled={off || own.trim() === ''}>
          {h.send}
        </button>
      </form>
      {sent !== '' && (
        <p class="says" role="status">
          {h.sent(sent)}
        </p>
      )}
    </section>
  );
}

function Doctors({ incident, leave }: { incident: IncidentView; leave: () => void }) {
  const h = deskWords.value;
  const [doctors, setDoctors] = useState<CandidateView[]>();
  useEffect(() => {
    void readCandidates(incident.id).then((answered) => {
      if (!answered.ok) return;
      const isDoctor = (id: string): boolean => picture.value.responders.get(id)?.role === 'doctor';
      setDoctors(answered.value.candidates.filter(({ responder }) => isDoctor(responder)));
    });
  }, [incident.id]);
  const free = doctors?.filter(({ reason }) => reason !== 'already_asked') ?? [];
  return (
    <section class="sheet">
      <h2>{h.chooseDoctor}</h2>
      {doctors !== undefined && free.length === 0 && <p class="says">{h.noDoctor}</p>}
      {free.map(({ responder, travelSeconds, reason }) => (
        <button
          class="wide-button"
          key={responder}
          type="button"
          disabled={actionsDisabled.value}
          onClick={async () => {
            if (await order(incident.id, { command: 'assign', responder, track: 'health' })) leave();
          }}
        >
          {picture.value.responders.get(responder)?.name} {h.minutes(Math.max(1, Math.round(travelSeconds / 60)))}
          {reason === 'busy' ? ` · ${h.busy}` : reason === 'off_duty' ? ` · ${h.offDuty}` : ''}
        </button>
      ))}
      <button class="wide-button" type="button" onClick={leave}>
        {h.back}
      </button>
    </section>
  );
}

function Ambulance({ incident, leave }: { incident: IncidentView; leave: () => void }) {
  const h = deskWords.value;
  const w = words.value;
  const [reference, setReference] = useState('');
  return (
    <form
      class="sheet"
      onSubmit={async (event) => {
        event.preventDefault();
        const given = reference.trim() === '' ? {} : { reference: reference.trim() };
        if (await order(incident.id, { command: 'call_120', ...given })) leave();
      }}
    >
      <p>
        {h.ambulanceSays} <a href="tel:120">120</a>
      </p>
      <p>
        <b>
          {placeOf(incident.place, w)}，{personOf(incident, w)}
        </b>
      </p>
      <input
        aria-label={h.reference}
        placeholder={h.reference}
        maxLength={200}
        value={reference}
        onInput={(event) => setReference(event.currentTarget.value)}
      />
      <button class="wide-button danger" type="submit" disabled={actionsDisabled.value}>
        {h.ambulanceDone}
      </button>
      <button class="wide-button" type="button" onClick={leave}>
        {h.back}
      </button>
    </form>
  );
}
