// Somebody calls: what, where, how far; the answer under the thumb.

import { useState } from 'preact/hooks';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { numberOf } from '../../../contracts/outsideCall.ts';
import type { DeclineReason } from '../../../contracts/terms.ts';
import { now } from '../live/page.ts';
import { minutesOf } from '../look/time.ts';
import { words } from './language.ts';
import { wayMap } from './later.ts';
import { answer } from './outbox.ts';
import { chosen, haveCalled, keyOf } from './state.ts';

export function Offer({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const [declining, setDeclining] = useState(false);
  const { incident, leg: id, delivery, answerBy, offeredAt, priority, call, place, travelSeconds } = leg;
  const left = answerBy === undefined ? undefined : Math.ceil((Date.parse(answerBy) - now.value) / 1000);
  const whole = answerBy === undefined ? 1 : Math.max(1, (Date.parse(answerBy) - Date.parse(offeredAt)) / 1000);
  const reply = { incident, leg: id, delivery };
  const goes = leg.purpose === 'comes' || leg.purpose === 'bridge';
  const number = leg.asks && numberOf(leg.asks);
  const yes = (): void => {
    if (leg.asks !== undefined) {
      haveCalled(leg, leg.asks);
      return;
    }
    answer({ ...reply, reply: 'accept' });
    if (goes && travelSeconds > 0) answer({ ...reply, reply: 'en_route' });
    chosen.value = keyOf(leg);
  };
  return (
    <main class="offer">
      <div class="read">
        <header class={`head p${priority}`}>
          <p>
            <Sign priority={priority} /> {w.calls[call] ?? call}
            <time>{w.ago(Math.max(0, Math.floor((now.value - Date.parse(leg.receivedAt)) / 1000)))}</time>
          </p>
          {leg.group && <p class="together">{w.together(leg.group.name, leg.group.open, leg.group.urgent)}</p>}
          <h1>
            {place.courtyard?.name ?? w.unknownPlace}
            <small>{[place.building, place.unit, place.door].filter((part) => part !== undefined).join(' ')}</small>
          </h1>
        </header>
        <People leg={leg} />
        {goes && travelSeconds > 0 && (
          <div class="two">
            <p>
              {w.about}
              <b>
                {minutesOf(travelSeconds)} <small>{w.minuteUnit}</small>
              </b>
            </p>
            <Far leg={leg} />
          </div>
        )}
        <p class="note">
          {leg.because !== undefined && w.becauses[leg.because] !== undefined && (
            <strong>{w.becauses[leg.because]} </strong>
          )}
          {number !== undefined && <strong>{w.callSays(number)} </strong>}
          {leg.purpose === 'told' && <strong>{w.toldSays(w.needNames[leg.need])} </strong>}
          {leg.inexact && <strong>{w.inexact} </strong>}
          {leg.also && <strong>{w.also(leg.also.map(shortPlace).join('、'))} </strong>}
          {leg.silent.length > 0 && goes && (
            <>
              {w.silent(leg.silent.join('、'))}
              <b>{w.youNearest}</b>{' '}
            </>
          )}
          {leg.others.map(({ name, state }) => w.others(name, w.otherStates[state] ?? '')).join('')}
        </p>
      </div>
      {declining ? (
        <section class="sheet" aria-label={w.noWhy}>
          <h2>{w.noWhy}</h2>
          {(Object.keys(w.reasons) as DeclineReason[]).map((reason) => (
            <button
              key={reason}
              class="no"
              type="button"
              onClick={() => answer({ ...reply, reply: 'decline', reason })}
            >
              {w.reasons[reason]}
            </button>
          ))}
          <button class="plain" type="button" onClick={() => setDeclining(false)}>
            {w.back}
          </button>
        </section>
      ) : (
        <footer class="foot">
          {left !== undefined && (
            <>
              <div class="bar">
                <i style={{ width: `${Math.max(0, Math.min(100, (left / whole) * 100))}%` }} />
              </div>
              <p class="timer">{left > 0 ? w.nextIn(left) : w.overdue}</p>
            </>
          )}
          {number !== undefined && (
            <a class="no danger" href={`tel:${number}`}>
              {w.callNumber(number)}
            </a>
          )}
          <button class="yes" type="button" onClick={yes}>
            {number === undefined ? w.yes : w.callDone(number)}
          </button>
          <button class="no" type="button" onClick={() => setDeclining(true)}>
            {w.no}
          </button>
        </footer>
      )}
    </main>
  );
}

export const shortPlace = ({ courtyard, building, unit, door }: MyLeg['place']): string =>
  [courtyard?.name, building, unit, door].filter((part) => part !== undefined).join(' ');

/** How far by road, once the phone knows where it is; the grid says roughly where. */
function Far({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const metres = wayMap.value?.metresTo(leg);
  return (
    <p>
      {metres === undefined ? leg.place.grid?.name : `${w.distance} · ${leg.place.grid?.name ?? ''}`}
      {leg.away ? <b class="away">{w.notAtHome}</b> : metres !== undefined && <b>{w.metres(metres)}</b>}
    </p>
  );
}

export function People({ leg }: { leg: MyLeg }) {
  const w = words.value;
  return (
    <div class="people">
      {leg.persons.length === 0 && (
        <b>{leg.person === 'sealed' ? w.sealed : leg.person === 'withheld' ? w.withheld : w.unknownPerson}</b>
      )}
      {leg.persons.map(({ id, name, gender, age, livesAlone }) => (
        <p key={id}>
          <b>{name}</b>{' '}
          <span>{[w.genders[gender], w.age(age), livesAlone ? w.alone : ''].filter((part) => part).join(' ')}</span>
        </p>
      ))}
    </div>
  );
}

export function Sign({ priority }: { priority: 1 | 2 | 3 }) {
  const shape = { 1: 'M20 3L38 36H2Z', 2: 'M20 2L38 20L20 38L2 20Z', 3: 'M4 20a16 16 0 1 0 32 0a16 16 0 1 0-32 0' };
  return (
    <svg class="badge" viewBox="0 0 40 40" aria-hidden="true">
      <path d={shape[priority]} />
      <text x="20" y={priority === 1 ? 32 : 27}>
        {priority}
      </text>
    </svg>
  );
}
