// On the way and at the door: how to get in, what the doctor says, what is needed, what was found.
import { useState } from 'preact/hooks';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { asksKnown, numberOf } from '../../../contracts/outsideCall.ts';
import type { Finding, HelpNeed } from '../../../contracts/terms.ts';
import { now } from '../live/page.ts';
import { clockOf, elapsed, minutesOf } from '../look/time.ts';
import { Glass } from './Glass.tsx';
import { words } from './language.ts';
import { wayMap } from './later.ts';
import { People, Sign, shortPlace } from './Offer.tsx';
import { answer, outbox } from './outbox.ts';
import { finish, haveCalled, keyOf } from './state.ts';

/** Ticked and typed so far, by leg: nothing is lost when another call comes between. */
const drafts = new Map<string, { findings: readonly Finding[]; text: string }>();

export function Active({ leg }: { leg: MyLeg }) {
  const there = leg.state === 'on_scene';
  const desk = leg.purpose !== 'comes' && leg.purpose !== 'bridge' && !there;
  return (
    <main class={there ? 'scene' : 'way'}>
      {there ? <SceneHead leg={leg} /> : <WayHead leg={leg} />}
      <div class="scroll">
        {leg.advice.map(({ at, by, text }) => (
          <p class="doc" key={at}>
            <small>
              {by} {clockOf(Date.parse(at))}
            </small>
            {text}
          </p>
        ))}
        {leg.because !== undefined && !overtaken.includes(leg.because) && w_(leg.because) !== undefined && (
          <p class="note">
            <strong>{w_(leg.because)}</strong>
          </p>
        )}
        {!there && !desk && wayMap.value && <wayMap.value.WayMap leg={leg} />}
        <WayIn leg={leg} />
        {!there && <People leg={leg} />}
        {leg.others.length > 0 && (
          <p class="note">
            {leg.others
              .map(({ name, state }) => words.value.others(name, words.value.otherStates[state] ?? ''))
              .join('')}
          </p>
        )}
        {there && <Glass leg={leg} />}
        {there && <Findings leg={leg} />}
      </div>
      <Foot leg={leg} desk={desk} />
    </main>
  );
}

/** What need not be said any more: the advice stands above, and whoever is on the way has answered. */
const overtaken: readonly string[] = ['advised', 'no_answer', 'nobody_answered'];
const w_ = (because: string): string | undefined => words.value.becauses[because];

function WayHead({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const { place, travelSeconds } = leg;
  const metres = wayMap.value?.metresTo(leg);
  const accepted = outbox.value.find(
    (one) => one.kind === 'reply' && one.body.reply === 'accept' && one.body.leg === leg.leg,
  );
  return (
    <header class="way-head">
      {travelSeconds > 0 ? (
        <b>
          {minutesOf(travelSeconds)} <small>{w.minuteUnit}</small>
          {metres !== undefined && <span>{w.metres(metres)}</span>}
        </b>
      ) : (
        <b>{leg.asks ? numberOf(leg.asks) : '✓'}</b>
      )}
      <p>
        {place.courtyard?.name ?? w.unknownPlace}
        <strong>{[place.building, place.unit, place.door].filter((part) => part !== undefined).join(' ')}</strong>
        {accepted?.kind === 'reply' && accepted.body.at !== undefined && (
          <em>{w.waitingTag(clockOf(Date.parse(accepted.body.at)))}</em>
        )}
      </p>
    </header>
  );
}

function SceneHead({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const { place, persons, priority } = leg;
  const [since] = useState(now.value);
  return (
    <header class={`scene-head p${priority}`}>
      <Sign priority={priority} />
      <p>
        <b>{persons.map(({ name, age }) => `${name} ${w.age(age)}`).join('、') || w.unknownPerson}</b>
        {[place.courtyard?.name, place.building, place.unit, place.door].filter((part) => part !== undefined).join(' ')}
      </p>
      <time>{w.there(elapsed(now.value - since))}</time>
    </header>
  );
}

/** Door and key: the server sends them only while the leg is on. */
function WayIn({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const { access, persons } = leg;
  // Behind a door with two old people it says whose it is.
  const whose = (name: string, says: string): string => (persons.length > 1 ? `${name}：${says}` : says);
  const shared = new Set(persons.map((one) => one.mobility)).size === 1;
  const mobility = shared
    ? persons[0]?.mobility
    : persons.flatMap(({ name, mobility: one }) => (one === undefined ? [] : [whose(name, one)])).join('；');
  const conditions = persons.flatMap(({ name, conditions: own = [] }) =>
    own.length === 0 ? [] : [whose(name, own.join('；'))],
  );
  const lines = [
    [w.gate, access?.gate],
    [w.key, access?.key],
    [w.mobility, mobility],
    [w.note, access?.note],
    [w.conditions, conditions.length > 0 ? conditions.join('\n') : undefined],
  ].filter((line): line is [string, string] => line[1] !== undefined);
  return (
    <>
      {leg.away && (
        <p class="note">
          <strong>{w.notAtHome}</strong> {leg.inexact && <strong>{w.inexact}</strong>}
        </p>
      )}
      {leg.also && (
        <p class="note">
          <strong>{w.also(leg.also.map(shortPlace).join('、'))}</strong>
        </p>
      )}
      {access === undefined && <p class="note">{w.accessLater}</p>}
      <dl class="way-in">
        {lines.map(([name, line]) => [<dt key={name}>{name}</dt>, <dd key={`${name}-line`}>{line}</dd>])}
      </dl>
    </>
  );
}

function Findings({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const key = keyOf(leg);
  const [{ findings, text }, setDraft] = useState(drafts.get(key) ?? { findings: [], text: '' });
  const [told, setTold] = useState('');
  const change = (next: { findings: readonly Finding[]; text: string }): void => {
    drafts.set(key, next);
    setDraft(next);
  };
  const says = [...findings.map((one) => w.findings[one]), text.trim()].filter((part) => part !== '').join('，');
  return (
    <section class="findings">
      <h2>
        {w.findingsTitle} <small>{w.findingsSays}</small>
      </h2>
      <div class="checks">
        {(Object.keys(w.findings) as Finding[]).map((one) => (
          <label key={one} class={findings.includes(one) ? 'on' : ''}>
            <input
              type="checkbox"
              checked={findings.includes(one)}
              onChange={() =>
                change({
                  findings: findings.includes(one) ? findings.filter((other) => other !== one) : [...findings, one],
                  text,
                })
              }
            />
            {w.findings[one]}
          </label>
        ))}
      </div>
      <textarea
        rows={2}
        maxLength={2000}
        aria-label={w.text}
        placeholder={w.text}
        value={text}
        onInput={(event) => change({ findings, text: event.currentTarget.value })}
      />
      <button
        class="no"
        type="button"
        disabled={says === '' || told === says}
        onClick={() => {
          answer({ incident: leg.incident, leg: leg.leg, reply: 'note', text: says });
          setTold(says);
        }}
      >
        {told === says && says !== '' ? w.told : w.tellNow}
      </button>
    </section>
  );
}

type Sheet = 'help' | 'arrived' | 'decline' | undefined;

function Foot({ leg, desk }: { leg: MyLeg; desk: boolean }) {
  const w = words.value;
  const [sheet, setSheet] = useState<Sheet>();
  const there = leg.state === 'on_scene';
  const reply = { incident: leg.incident, leg: leg.leg, delivery: leg.delivery };
  const { asks } = leg;
  const phone = leg.persons.find((one) => one.phone !== undefined)?.phone;
  const end = (): void => {
    const { findings, text } = drafts.get(keyOf(leg)) ?? { findings: [], text: '' };
    drafts.delete(keyOf(leg));
    const words_ = text.trim() === '' ? {} : { text: text.trim() };
    finish(leg, { ...(findings.length > 0 ? { findings: [...findings] } : {}), ...words_ });
  };
  if (sheet === 'help')
    return (
      <section class="sheet" aria-label={w.helpWhat}>
        <h2>{w.helpWhat}</h2>
        <div class="choices">
          {(Object.keys(w.needs) as HelpNeed[]).map((needs) => {
            const asked = leg.helpAsked?.includes(needs) ?? false;
            return (
              <button
                key={needs}
                class={needs === 'ambulance' && !asked ? 'no danger' : 'no'}
                type="button"
                onClick={() => {
                  answer({ ...reply, reply: asked ? 'help_withdrawn' : 'help', needs });
                  setSheet(undefined);
                }}
              >
                {asked ? w.takeBackHelp(w.needs[needs]) : w.needs[needs]}
              </button>
            );
          })}
          {asksKnown.map((asks) => (
            <button
              key={asks}
              class="no"
              type="button"
              onClick={() => {
                haveCalled(leg, asks);
                setSheet(undefined);
              }}
            >
              {w.calledMyself(numberOf(asks))}
            </button>
          ))}
        </div>
        <button class="plain" type="button" onClick={() => setSheet(undefined)}>
          {w.back}
        </button>
      </section>
    );
  if (sheet === 'arrived') return <Arrived leg={leg} leave={() => setSheet(undefined)} />;
  return (
    <footer class="foot">
      <div class="pair">
        {phone !== undefined ? (
          <a class="no" href={`tel:${phone.replaceAll(' ', '')}`}>
            {w.callPerson}
          </a>
        ) : leg.desk !== undefined ? (
          <a class="no" href={`tel:${leg.desk.replaceAll(' ', '')}`}>
            {w.callDesk}
          </a>
        ) : null}
        <button class="no" type="button" onClick={() => setSheet('help')}>
          {leg.helpAsked ? w.helpAsked : w.help}
        </button>
      </div>
      {asks !== undefined ? (
        <button class="yes calm" type="button" onClick={() => haveCalled(leg, asks)}>
          {w.callDone(numberOf(asks))}
        </button>
      ) : there || desk ? (
        <button class="yes calm" type="button" onClick={end}>
          {w.done}
        </button>
      ) : (
        <button class="yes calm" type="button" onClick={() => setSheet('arrived')}>
          {w.arrived}
        </button>
      )}
      {!there && (
        <button class="plain" type="button" onClick={() => answer({ ...reply, reply: 'decline', reason: 'other' })}>
          {w.giveUp}
        </button>
      )}
    </footer>
  );
}

/** Shows that somebody stands at the right door: the code inside it, or the resident's card. */
function Arrived({ leg, leave }: { leg: MyLeg; leave: () => void }) {
  const w = words.value;
  const [by, setBy] = useState<'door_code' | 'card'>('door_code');
  const [code, setCode] = useState('');
  const reply = { incident: leg.incident, leg: leg.leg, delivery: leg.delivery, reply: 'on_scene' as const };
  return (
    <form
      class="sheet"
      aria-label={w.arrivedTitle}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() === '') return;
        answer({ ...reply, check: { by, code: code.trim() } });
        leave();
      }}
    >
      <h2>{w.arrivedTitle}</h2>
      <p>{w.arrivedSays}</p>
      <div class="pair">
        {(['door_code', 'card'] as const).map((one) => (
          <button key={one} class="no" type="button" aria-pressed={by === one} onClick={() => setBy(one)}>
            {one === 'card' ? w.byCard : w.byDoor}
          </button>
        ))}
      </div>
      <input
        aria-label={w.code}
        placeholder={w.code}
        autocomplete="off"
        maxLength={64}
        value={code}
        onInput={(event) => setCode(event.currentTarget.value)}
      />
      <button class="yes calm" type="submit" disabled={code.trim() === ''}>
        {w.confirm}
      </button>
      <button
        class="no"
        type="button"
        onClick={() => {
          answer(reply);
          leave();
        }}
      >
        {w.withoutCode}
      </button>
      <button class="plain" type="button" onClick={leave}>
        {w.back}
      </button>
    </form>
  );
}
