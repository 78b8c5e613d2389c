// Handing over a shift: what the next officer must know, signed by both. The record is in the audit.

import { iso } from '../../../contracts/iso.ts';
import { lineOf, placeOf } from '../../../contracts/office/district.ts';
import { Handover, HandoverOrder } from '../../../contracts/office/responders.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { Me } from '../../../contracts/session/session.ts';
import { appendAudit, readAudit } from '../../../store/audit.ts';
import { readLog, readSide } from '../../../store/log.ts';
import { readReadiness } from '../../../store/readiness.ts';
import { tokenId } from '../../../store/tokens.ts';

import { isOnDuty } from '../office/duty.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { actorOf, fromWhere } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';
import { begin } from '../session/session.ts';
import { residentsOf, showing } from '../session/shown.ts';
import { arrivalOf, type SignInParts } from '../session/signIn.ts';
import { eventView } from './views.ts';

/** A device in one of these states is named. */
const deviceReasons = [
  'no_device',
  'device_not_installed',
  'device_silent',
  'device_quiet',
  'battery_low',
  'device_tampered',
];
/** More would not be read at a handover; the readiness panel has all of them. */
const devicesAtMost = 100;

export function addHandover(app: App, parts: IncidentParts & SignInParts): void {
  addLast(app, parts);
  addSign(app, parts);
}

function addLast(app: App, parts: IncidentParts & SignInParts): void {
  const { redis, live, clock } = parts;
  const asks = route('handover.read', 'what whoever takes over must know', { response: { 200: Handover } });
  app.get('/api/v1/handover', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const open = live.open(district.id);
    const [last] = await readAudit(redis, district, { limit: 1, action: 'handed_over' });
    const judged = await readReadiness(redis, district.shard, district.id);
    const notes = await Promise.all(
      open.map(async ({ id, number }) => {
        const [log, side] = await Promise.all([
          readLog(redis, district.shard, id),
          readSide(redis, district.shard, id),
        ]);
        return log
          .filter(({ type }) => type === 'note_added')
          .map((event) => eventView(event, side))
          .map(({ at, by, text = '' }) => ({ incident: id, number, at, by: by.replace(/^\w+\//, ''), text }));
      }),
    );
    const devices = (judged?.homes ?? [])
      .flatMap(({ id, reasons }) => {
        const reason = reasons.find((one) => deviceReasons.includes(one));
        return reason === undefined ? [] : [{ home: id, says: lineOf(placeOf(id, district)), reason }];
      })
      .slice(0, devicesAtMost);
    const doors = devices.flatMap(({ home }) => district.residentsOf(home).map(({ id }) => id));
    showing(request, { residents: [...new Set([...residentsOf(open, district), ...doors])], purpose: 'duty' });
    return {
      ...(last ? { last: { at: iso(last.at), from: last.by, to: last.name ?? last.about ?? '' } } : {}),
      open: open.map((one) => ({
        id: one.id,
        number: one.number,
        priority: one.priority,
        state: one.acknowledged ? 'acknowledged' : 'unacknowledged',
      })),
      notes: notes.flat(),
      devices,
      onDuty: district.bundle.responders
        .filter((one) => one.role !== 'gate_keeper' && isOnDuty(one, district, clock.now()))
        .map(({ id, name, role }) => ({ id, name, role, connected: live.whereabouts(id)?.connected ?? false })),
    };
  });
}

function addSign(app: App, parts: IncidentParts & SignInParts): void {
  const { redis, live, clock } = parts;
  const asks = route(
    'handover.make',
    'hand over: whoever takes over signs with their own login, and is signed in here from now on',
    { body: HandoverOrder, response: { 200: Me, 401: Refusal, 409: Refusal } },
  );
  app.post('/api/v1/handover', asks, async (request, reply) => {
    const { me, held, district } = whoAsksHere(parts, request);
    const { to, sound, remark } = request.body;
    const arrival = await arrivalOf(parts, request, to);
    const { grant } = arrival;
    if (grant.role !== 'officer' || grant.district !== me.district) throw new Refused('not_allowed', 'to');
    if (grant.name === me.name || (grant.account !== undefined && grant.account === me.account))
      throw new Refused('same_person', 'to');
    if (grant.enrolFirst) throw new Refused('second_factor_missing', 'to'); // else the hall would be dark until it is set up
    const why = [`sound:${sound}`, `open:${live.open(district.id).length}`, remark ?? ''].join(' ').trim();
    await appendAudit(redis, district, {
      at: clock.now(),
      by: me.name,
      actor: actorOf(held),
      role: me.role,
      ...fromWhere(held),
      action: 'handed_over',
      about: grant.account ?? (arrival.held ? tokenId(arrival.held.digest) : ''),
      name: grant.name,
      why,
    });
    await begin(parts, reply, arrival);
    return { name: grant.name, role: grant.role, district: grant.district };
  });
}
