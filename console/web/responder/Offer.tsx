// Somebody calls: what, where, how far; the answer under the thumb.
import './Offer.css';
import { useState } from 'preact/hooks';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { numberOf } from '../../../contracts/outsideCall.ts';
import { minutesOf } from '../look/time.ts';
import { Decline } from './Decline.tsx';
import { Far } from './Far.tsx';
import { words } from './language.ts';
import { OfferFoot } from './OfferFoot.tsx';
import { OfferHead } from './OfferHead.tsx';
import { People } from './People.tsx';
import { shortPlace } from './places.ts';

export function Offer({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const [declining, setDeclining] = useState(false);
  const goes = leg.purpose === 'comes' || leg.purpose === 'bridge';
  return (
    <main class="offer">
      <div class="read">
        <OfferHead leg={leg} />
        <People leg={leg} />
        {goes && leg.travelSeconds > 0 && (
          <div class="two">
            <p>
              {w.about}
              <b>
                {minutesOf(leg.travelSeconds)} <small>{w.minuteUnit}</small>
              </b>
            </p>
            <Far leg={leg} />
          </div>
        )}
        <p class="note">
          {leg.because !== undefined && w.becauses[leg.because] !== undefined && (
            <strong>{w.becauses[leg.because]} </strong>
          )}
          {leg.asks !== undefined && <strong>{w.callSays(numberOf(leg.asks))} </strong>}
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
        <Decline leg={leg} leave={() => setDeclining(false)} />
      ) : (
        <OfferFoot leg={leg} goes={goes} decline={() => setDeclining(true)} />
      )}
    </main>
  );
}
