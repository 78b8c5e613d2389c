// From what is pending to what lies in inboxes: one message a leg, and in a surge one a group, with a line for each call that
// the edge makes a list of when it sends. What is written does not grow with the group.
import { deliveryOf } from '../contracts/incident/delivery.ts';
import { groupDelivery } from '../contracts/incident/groups.ts';
import type { GroupLine, InboxMessage } from '../contracts/incident/inbox.ts';
import { openedDelivery } from '../contracts/incident/needToKnow.ts';
import type { Incident, Leg } from '../contracts/incident/state.ts';
import { asksFor } from '../contracts/outsideCall.ts';
import type { LonLat } from '../contracts/position.ts';
import { defined } from '../contracts/shapes.ts';
import type { InboxChange } from '../store/commit.ts';
import { groupBox, groupField, openedBox } from '../store/inbox.ts';
import type { GroupChange, GroupOffer } from './domain/incident/groupOffers.ts';
import { isSent, isTaken, needOf, purposeOf } from './domain/incident/leg.ts';
import { homesAbsorbed } from './domain/incident/merge.ts';
import { type Pending, pending } from './domain/incident/pending.ts';

/** What must be put into and taken out of inboxes so that they hold exactly what is pending. Groups: groupChanges. */
export function inboxChanges(before: Incident | undefined, after: Incident, fix: LonLat | undefined): InboxChange[] {
  const had = singles(before);
  const has = singles(after);
  const put = [...has]
    .filter(([slot, one]) => had.get(slot)?.leg.revision !== one.leg.revision || had.get(slot)?.kind !== one.kind)
    .map(([, one]) => ({ ...place(after, one), message: JSON.stringify(messageOf(after, one, fix)) }));
  const gone = [...had]
    .filter(([slot]) => !has.has(slot))
    .map(([, one]) => ({ ...place(after, one), message: undefined }));
  return [...put, ...gone, ...openedChanges(before, after, fix)];
}

/** What a yes has opened lies apart, as long as they are on it: whoever connects again finds the door and the keys. */
function openedChanges(before: Incident | undefined, after: Incident, fix: LonLat | undefined): InboxChange[] {
  const had = openedOf(before, fix);
  const has = openedOf(after, fix);
  const slots = new Set([...had.keys(), ...has.keys()]);
  return [...slots].flatMap((leg) => {
    const one = has.get(leg) ?? had.get(leg);
    const message = has.get(leg)?.text;
    if (!one || message === had.get(leg)?.text) return [];
    return [{ recipient: openedBox(one.responder), field: `${after.id}/${leg}`, message }];
  });
}

/** Of a group the edge makes a list: its lines say what was accepted. */
function openedOf(incident: Incident | undefined, fix: LonLat | undefined) {
  const opened = new Map<string, { responder: string; text: string }>();
  if (incident?.state !== 'open') return opened;
  for (const leg of incident.legs) {
    if (!isTaken(leg) || leg.group !== undefined) continue;
    const one: Pending = { responder: leg.responder, leg, kind: 'update', active: true, channel: 'app' };
    const { deadline: _, because: __, travelSeconds: ___, ...message } = messageOf(incident, one, fix);
    const text = JSON.stringify({ ...message, delivery: openedDelivery(message.delivery) });
    opened.set(leg.id, { responder: leg.responder, text });
  }
  return opened;
}

const singles = (incident: Incident | undefined): Map<string, Pending> =>
  new Map(
    (incident ? pending(incident) : []).flatMap((one) =>
      one.leg.group === undefined ? [[`${one.channel}/${one.leg.id}`, one]] : [],
    ),
  );

/** Somebody's own inbox, or that of an outside channel, which the notifier serves. */
const place = (incident: Incident, one: Pending) => ({
  recipient: one.channel === 'app' ? `r/${one.responder}` : `n/${one.channel}`,
  field: `${incident.id}/${one.leg.id}`,
});

function messageOf(incident: Incident, one: Pending, fix: LonLat | undefined): InboxMessage {
  const { leg } = one;
  return {
    delivery: deliveryOf(incident.id, leg),
    kind: one.kind,
    district: incident.district,
    incident: incident.id,
    number: incident.number,
    leg: leg.id,
    revision: leg.revision,
    track: leg.track,
    priority: incident.priority,
    call: incident.call,
    ...defined({ home: incident.home, device: incident.device, also: homesAbsorbed(incident) }),
    active: one.active,
    travelSeconds: leg.travelSeconds,
    ...(leg.dueAt === undefined ? {} : { deadline: leg.answerBy ?? leg.dueAt }),
    ...defined({ because: leg.because }),
    ...(one.channel === 'app' ? {} : { responder: one.responder }),
    need: needOf(leg),
    purpose: purposeOf(leg),
    ...(purposeOf(leg) === 'calls' ? { asks: asksFor(needOf(leg)) } : {}),
    ...(incident.spot === 'fix' && fix !== undefined ? { fix } : {}),
    ...(incident.spot === 'fix' && incident.marks.includes('inexact_fix') ? { inexact: true as const } : {}),
  };
}

/**
 * What one decision changes in the groups that it touched: the lines of its own legs, and the one message of each group.
 * @param find an incident in memory; a group's message names one of its calls
 */
export function groupChanges(
  changes: readonly GroupChange[],
  incident: Incident,
  find: (id: string) => Incident | undefined,
): InboxChange[] {
  return changes.flatMap(({ offer, legs }) => {
    const box = groupBox(offer.responder, offer.id);
    const lines = legs.map((leg) => ({
      recipient: box,
      field: `${incident.id}/${leg.id}`,
      message: isSent(leg) && incident.state === 'open' ? JSON.stringify(lineOf(incident, leg)) : undefined,
    }));
    const text = offer.untold > 0 ? JSON.stringify(groupMessage(offer, incident, legs, find)) : undefined;
    const own = { recipient: `r/${offer.responder}`, field: groupField(offer.id), message: text };
    const outside = [...offer.channels].map((channel) => ({
      recipient: `n/${channel}`,
      field: groupField(offer.id, offer.responder),
      message: text,
    }));
    return [...lines, own, ...outside];
  });
}

function lineOf(incident: Incident, leg: Leg): GroupLine {
  return {
    incident: incident.id,
    number: incident.number,
    leg: leg.id,
    priority: incident.priority,
    call: incident.call,
    ...defined({ home: incident.home, device: incident.device, also: homesAbsorbed(incident) }),
    receivedAt: incident.receivedAt,
    accepted: isTaken(leg),
    purpose: purposeOf(leg),
    revision: leg.revision,
  };
}

function groupMessage(
  offer: GroupOffer,
  changed: Incident,
  legs: readonly Leg[],
  find: (id: string) => Incident | undefined,
): InboxMessage {
  const kind = offer.asked > 0 ? 'offer' : offer.taken > 0 ? 'update' : 'stand_down';
  const { incident, leg } = namedBy(offer, find) ?? { incident: changed, leg: legs[0] };
  return {
    delivery: groupDelivery(offer.id, offer.revision),
    kind,
    district: incident.district,
    incident: incident.id,
    number: incident.number,
    leg: leg?.id ?? '',
    revision: offer.revision,
    track: leg?.track ?? 'grid',
    priority: offer.urgent > 0 ? 1 : incident.priority,
    call: incident.call,
    ...defined({ home: incident.home }),
    active: offer.taken > 0,
    responder: offer.responder,
    ...(leg && purposeOf(leg) === 'calls' ? { asks: asksFor(needOf(leg)) } : {}),
    ...(leg?.because === undefined || kind !== 'stand_down' ? {} : { because: leg.because }),
    group: { id: offer.id, count: offer.asked + offer.taken, open: offer.asked, urgent: offer.urgent },
  };
}

/** A call that still counts on them, else one that they must be told is over. */
function namedBy(offer: GroupOffer, find: (id: string) => Incident | undefined) {
  for (const { incident: id, leg: legId, standing } of offer.members.values()) {
    if (standing === 'over' && offer.asked + offer.taken > 0) continue;
    const incident = find(id);
    const leg = incident?.legs.find((one) => one.id === legId);
    if (incident && leg) return { incident, leg };
  }
  return undefined;
}
