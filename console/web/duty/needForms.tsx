// Forms about a need: the call back, a call to an outside number, taking it back, putting it off, another place, another officer.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { IncidentDetail, IncidentView } from '../../../contracts/incident/views.ts';
import type { SearchAnswer, SearchHit } from '../../../contracts/office/place.ts';
import type { LonLat } from '../../../contracts/position.ts';
import type { CallBackOutcome } from '../../../contracts/terms.ts';
import { call, type Order, readEvents } from '../live/api.ts';
import { CallNumber } from '../live/CallNumber.tsx';
import { now, picture } from '../live/page.ts';
import { momentOf } from '../look/time.ts';
import { instantOf, tomorrowAtNine } from '../look/timeFields.ts';
import { nameOf, personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { Choices, Form, TextForm, useFocus } from './Form.tsx';
import { orderFromForm } from './orders.ts';
import { about, revealed } from './state.ts';

type Props = { incident: IncidentView };
type WithDetail = Props & { detail: IncidentDetail | undefined };

/** Left out when nothing was written. */
const textOf = (text: string): { text?: string } => (text.trim() === '' ? {} : { text: text.trim() });

export function CallBackForm({ incident, detail }: WithDetail) {
  const w = words.value;
  const [outcome, setOutcome] = useState<CallBackOutcome>();
  const [text, setText] = useState('');
  const phones = (detail?.persons ?? []).flatMap(({ id, name, phone }) =>
    phone === undefined ? [] : [{ id, name, phone }],
  );
  return (
    <Form
      submit={w.save}
      disabled={outcome === undefined}
      onSubmit={() => {
        if (outcome !== undefined) void orderFromForm(incident.id, { command: 'call_back', outcome, ...textOf(text) });
      }}
    >
      <p class="says">
        {w.callBackSays}{' '}
        {phones.map(({ id, name, phone }) => (
          <span key={id}>
            {name} <CallNumber incident={incident.id} resident={id} masked={phone} />{' '}
          </span>
        ))}
      </p>
      <Choices
        legend={w.callBack}
        of={(['spoke', 'no_answer', 'cannot_speak'] as const).map((one) => ({ value: one, says: w.outcomes[one] }))}
        chosen={outcome}
        onChoose={setOutcome}
      />
      <Words value={text} label={w.words} onInput={setText} />
    </Form>
  );
}

/** A human calls; here it is written down. */
export function OutsideCallForm({ incident }: Props) {
  const w = words.value;
  const [text, setText] = useState('');
  const number = about.value === 'call_110' ? '110' : '119';
  return (
    <Form
      submit={w.ambulanceDone}
      disabled={false}
      onSubmit={() => void orderFromForm(incident.id, { command: 'outside_called', number, ...textOf(text) })}
    >
      <p class="says">
        {w.callNumberSays(number)} <a href={`tel:${number}`}>{number}</a>
      </p>
      <p class="says strong-words">{`${placeOf(incident.place, w)}，${personOf(incident, w)}`}</p>
      <Words value={text} label={w.words} onInput={setText} />
    </Form>
  );
}

export function EndNeedForm({ incident }: Props) {
  const w = words.value;
  const need = about.value;
  if (need === undefined) return null;
  return (
    <TextForm
      incident={incident}
      label={w.noLongerNeededWhy(w.needNames[need])}
      hint=""
      submit={w.noLongerNeeded}
      order={(text) => ({ command: 'end_need', need, text })}
    />
  );
}

/** By the hour of the district: tomorrow at nine unless another is chosen. */
export function WaitForm({ incident }: Props) {
  const w = words.value;
  const [until, setUntil] = useState(tomorrowAtNine(now.value));
  const [text, setText] = useState('');
  return (
    <Form
      submit={w.waitTill}
      disabled={until === '' || text.trim() === ''}
      onSubmit={() => void orderFromForm(incident.id, { command: 'wait', until: instantOf(until), text: text.trim() })}
    >
      <label>
        {w.waitUntil}
        <input type="datetime-local" value={until} onInput={(event) => setUntil(event.currentTarget.value)} />
      </label>
      <Words value={text} label={w.waitWhy} onInput={setText} />
    </Form>
  );
}

/** A pause in typing after which is asked. */
const pauseMs = 150;

/** Help must go elsewhere: another home, or a position. */
export function PlaceForm({ incident }: Props) {
  const w = words.value;
  const [typed, setTyped] = useState('');
  const [hits, setHits] = useState<readonly SearchHit[]>([]);
  const [chosen, setChosen] = useState<string>();
  const [text, setText] = useState('');
  const field = useFocus<HTMLInputElement>();
  const asked = useRef(0);
  const position = positionIn(typed);
  useEffect(() => {
    const number = ++asked.current;
    if (typed.trim() === '' || position) return setHits([]);
    const timer = setTimeout(async () => {
      const found = await call<SearchAnswer>(`/api/v1/search?q=${encodeURIComponent(typed.trim())}`);
      if (number !== asked.current) return; // somebody has typed on
      setHits(
        found.ok ? found.value.hits.filter(({ home, position: at }) => home !== undefined || at !== undefined) : [],
      );
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const hit = hits.find(({ id }) => id === chosen);
  const to = position ? { position } : hit ? placeIn(hit) : undefined;
  return (
    <Form
      submit={w.correctPlace}
      disabled={to === undefined}
      onSubmit={() => {
        if (to) void orderFromForm(incident.id, { command: 'place', ...to, ...textOf(text) });
      }}
    >
      <p class="says">{w.correctPlaceSays}</p>
      <label>
        {w.search}
        <input
          ref={field}
          value={typed}
          placeholder={w.byCoordinates}
          autocomplete="off"
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      {hits.length > 0 && (
        <Choices
          legend={w.correctPlace}
          of={hits.map(({ id, name, says }) => ({ value: id, says: `${name} ${says}` }))}
          chosen={chosen}
          onChoose={setChosen}
          wide
        />
      )}
      <Words value={text} label={w.correctPlaceWhy} onInput={setText} />
    </Form>
  );
}

/** A resident is behind a door, a courtyard is a place. */
const placeIn = ({
  home,
  position,
}: SearchHit): Pick<Extract<Order, { command: 'place' }>, 'home' | 'position'> | undefined =>
  home !== undefined ? { home } : position ? { position } : undefined;

/** `104.0595, 30.643`, longitude first as on every map here. */
function positionIn(text: string): LonLat | undefined {
  const [, lon, lat] = /^\s*(\d{2,3}\.\d+)\s*[,，\s]\s*(\d{1,2}\.\d+)\s*$/.exec(text) ?? [];
  return lon === undefined || lat === undefined ? undefined : [Number(lon), Number(lat)];
}

export function HandOverForm({ incident }: Props) {
  const w = words.value;
  const [to, setTo] = useState('');
  const field = useFocus<HTMLInputElement>();
  const officers = [...picture.value.responders.values()].filter(({ role }) => role === 'community_officer');
  return (
    <Form
      submit={w.handTo}
      disabled={to.trim() === ''}
      onSubmit={() => void orderFromForm(incident.id, { command: 'hand_over', to: to.trim() })}
    >
      <label>
        {w.handToWhom}
        <input
          ref={field}
          list="officers"
          value={to}
          maxLength={64}
          onInput={(event) => setTo(event.currentTarget.value)}
        />
      </label>
      <datalist id="officers">
        {officers.map(({ id, name }) => (
          <option key={id} value={nameOf(name)} />
        ))}
      </datalist>
      <p class="says">{w.handToSays}</p>
    </Form>
  );
}

export function ReasonForm({ incident }: Props) {
  const w = words.value;
  return (
    <TextForm
      incident={incident}
      label={w.giveReason}
      hint={w.giveReasonSays}
      submit={w.save}
      order={(text) => ({ command: 'reason', text })}
    />
  );
}

export function AftercareForm({ incident }: Props) {
  const w = words.value;
  const [text, setText] = useState('');
  return (
    <Form
      submit={w.aftercareDone}
      disabled={false}
      onSubmit={() => void orderFromForm(incident.id, { command: 'aftercare_done', ...textOf(text) })}
    >
      <Words value={text} label={w.words} onInput={setText} />
    </Form>
  );
}

/** What the crew must know, written down once and printed for whoever waits at the gate. */
export function AmbulanceHandOverForm({ incident, detail }: WithDetail) {
  const w = words.value;
  const [fields, setFields] = useState({ gate: '', hospital: '', companion: '' });
  useEffect(() => {
    void readEvents(incident.id).then((answer) => {
      const last = answer.ok ? answer.value.events.findLast(({ type }) => type === 'ambulance_hand_over') : undefined;
      const known = (name: keyof typeof fields): string => (typeof last?.[name] === 'string' ? last[name] : '');
      if (last) setFields({ gate: known('gate'), hospital: known('hospital'), companion: known('companion') });
    });
  }, [incident.id]);
  const given = Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]])),
  );
  const lines: [keyof typeof fields, string][] = [
    ['gate', w.ambulanceGate],
    ['hospital', w.ambulanceHospital],
    ['companion', w.ambulanceCompanion],
  ];
  return (
    <Form
      submit={w.save}
      disabled={Object.keys(given).length === 0}
      onSubmit={() => void orderFromForm(incident.id, { command: 'ambulance_hand_over', ...given })}
    >
      {lines.map(([name, label]) => (
        <label key={name}>
          {label}
          <input
            value={fields[name]}
            maxLength={200}
            onInput={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
          />
        </label>
      ))}
      <button class="small" type="button" onClick={() => window.print()}>
        {w.print}
      </button>
      <Sheet incident={incident} detail={detail} fields={fields} />
    </Form>
  );
}

/** Only on paper. Conditions stand on it for those alone who see them on the screen. */
function Sheet({
  incident,
  detail,
  fields,
}: WithDetail & { fields: Record<'gate' | 'hospital' | 'companion', string> }) {
  const w = words.value;
  const access = detail?.access ?? {};
  const shown = revealed.value?.incident === incident.id ? revealed.value.lines : [];
  const conditions = [...(detail?.persons ?? []).flatMap((one) => one.conditions ?? []), ...shown];
  const lines: [string, string][] = [
    [w.sheetLines.who, personOf(incident, w)],
    [w.sheetLines.where, placeOf(incident.place, w)],
    [w.sheetLines.access, [access.gate, access.key, access.note].filter((one) => one !== undefined).join('；')],
    [w.sheetLines.calledAt, incident.ambulance ? momentOf(Date.parse(incident.ambulance.at)) : ''],
    [w.ambulanceReference, incident.ambulance?.reference ?? ''],
    [w.sheetLines.conditions, conditions.join('；')],
    [w.ambulanceGate, fields.gate],
    [w.ambulanceHospital, fields.hospital],
    [w.ambulanceCompanion, fields.companion],
  ];
  return (
    <div class="sheet-on-paper">
      <h1>
        {w.ambulanceSheet} {w.number(incident.number)}
      </h1>
      <dl>
        {lines.map(([name, line]) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name}-line`}>{line || '________________'}</dd>,
        ])}
      </dl>
    </div>
  );
}

function Words({ value, label, onInput }: { value: string; label: string; onInput: (text: string) => void }) {
  return (
    <label>
      {label}
      <textarea rows={2} maxLength={2000} value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    </label>
  );
}
