// Sending somebody by hand, and one person instead of another. Two who were sent by hand both go.
import { at } from '../../../contracts/ids.ts';
import type { NeedKind, Purpose, Track } from '../../../contracts/terms.ts';
import { type Draft, record } from './draft.ts';
import { isSent, isSentTo, needOf, nextLeg, trackOf } from './leg.ts';
import { spotOf, travelTo } from './nearest.ts';
import { isLacking, needNamed } from './needs.ts';
import { type Given, legNamed, type Order, type Refusal } from './order.ts';
import { renew } from './renew.ts';
import { standDown } from './standDown.ts';

/** Offers by hand stand this long when the track has no tier to take it from. */
const answerWithinSeconds = 45;

type To = Pick<Order<'assign'>, 'responder' | 'track'>;

export function assign(draft: Draft, { responder: id, track: wanted }: To, { world, by }: Given): Refusal | undefined {
  const responder = world.responder(id);
  if (!responder) return { code: 'unknown_responder' };
  if (isSentTo(draft.incident, id)) return { code: 'already_assigned' };
  const track: Track = wanted ?? (responder.role === 'health_desk' || responder.role === 'doctor' ? 'health' : 'grid');
  const need = needToServe(draft, track, responder.role === 'doctor');
  if (!needNamed(draft.incident, need)) renew(draft, [{ need }], 'assigned', by);
  const travelSeconds = Math.round(travelTo(responder, spotOf(draft, world), world) ?? 0);
  const answerBy = at(draft.now + answerWithinSeconds * 1000);
  const purpose: Purpose = responder.means === 'desk' ? 'desk' : 'comes';
  const { outside } = world.reach(responder); // a human has chosen them: by every way there is
  const channels = outside.length > 0 ? { channels: [...outside] } : {};
  const leg = { id: nextLeg(draft.incident), track, purpose, tier: 0, responder: id, travelSeconds, answerBy };
  record(draft, {
    type: 'leg_offered',
    by,
    leg: { ...leg, need, ...channels },
    dueAt: answerBy,
    candidates: [{ responder: id, travelSeconds, reason: 'chosen' }],
    byHand: true,
  });
  return undefined;
}

/** What somebody who is sent by hand is there for: what the call needs, unless that is met and more was asked for at the scene. */
function needToServe({ incident }: Draft, track: Track, isDoctor: boolean): NeedKind {
  const lacks = (kind: NeedKind): boolean => {
    const known = needNamed(incident, kind);
    return known !== undefined && isLacking(known);
  };
  if (track === 'health') return isDoctor && lacks('doctor') ? 'doctor' : 'health';
  if (lacks('door')) return 'door';
  if (lacks('second_person')) return 'second_person';
  return lacks('fire') ? 'fire' : 'door';
}

export function swap(draft: Draft, { leg: id, responder }: Order<'swap'>, given: Given): Refusal | undefined {
  const leg = legNamed(draft, id);
  if (!leg) return { code: 'unknown_leg' };
  if (!isSent(leg)) return { code: 'leg_ended' };
  const refused = assign(draft, { responder, track: trackOf(needOf(leg)) }, given);
  if (refused) return refused;
  standDown(draft, leg, 'swapped', given.world, given.by);
  return undefined;
}
