// One responder on a track: how far they are, and what the officer can say about it.
import './Leg.css';
import type { IncidentView, LegView } from '../../../../contracts/incident/views.ts';
import { now } from '../../live/page.ts';
import { Act } from '../../look/Act.tsx';
import { Phone } from '../../look/Phone.tsx';
import { elapsed } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { order } from '../actions.ts';
import { mayOrder } from '../state.ts';

export function Leg({ leg, incident }: { leg: LegView; incident: IncidentView }) {
  const w = words.value;
  const { responder, state, told, standing } = leg;
  const taken = standing === 'taken';
  const active = taken || state === 'done';
  const waiting = standing === 'asked';
  const way = taken && state !== 'on_scene' && goes(leg);
  const untold = state === 'stood_down' && !told;
  const open = mayOrder.value && incident.state === 'open';
  const act = (command: 'withdraw' | 'confirm' | 'told', says: string) => (
    <Act class="small" does={() => void order(incident.id, { command, leg: leg.id })} says={says} />
  );
  return (
    <li class={active ? 'active' : waiting ? 'waiting' : 'ended'} data-leg={leg.id} data-state={state}>
      <b>
        {responder.name}
        {responder.simulated && <span class="sim">{w.simulated}</span>}
      </b>
      <small>
        {w.roles[responder.role]}
        {leg.byHand ? ` · ${w.byHand}` : ''}
        {leg.need === 'door' || leg.need === 'health' ? '' : ` · ${w.needNames[leg.need]}`}
      </small>
      <small>
        {w.legStates[state]}
        {way ? `，${w.arrivesIn(w.minutes(Math.round(leg.travelSeconds / 60)))}` : ''}
        {waiting ? ` ${elapsed(now.value - Date.parse(leg.offeredAt))}` : ''}
        {untold ? `，${w.untold}` : ''}
        {leg.doubtful ? ` · ${w.doubts[leg.doubtful] ?? leg.doubtful}` : ''}
      </small>
      {responder.phone && (active || waiting || untold) && (
        <small>
          <Phone number={responder.phone} />
        </small>
      )}
      {open && (taken || waiting) && act('withdraw', w.withdraw)}
      {open && taken && isInDoubt(leg) && act('confirm', state === 'on_scene' ? w.confirmThere : w.confirmComing)}
      {mayOrder.value && untold && act('told', w.toldByVoice)}
    </li>
  );
}

const goes = ({ purpose }: LegView): boolean => purpose === 'comes' || purpose === 'bridge';
/** The officer has spoken with them: that ends a doubt. */
const isInDoubt = ({ doubtful, because }: LegView): boolean => doubtful !== undefined || because === 'silent';
