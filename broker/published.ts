// What is published is stored before it is acknowledged, each channel in its way.
import type { PublishPacket } from 'aedes';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { mqttFamily } from '../adapters/mqttFamilies.ts';
import { inWgs84 } from '../adapters/placed.ts';
import { errors } from '../contracts/errors.ts';
import { at } from '../contracts/ids.ts';
import { byResponder } from '../contracts/incident/actor.ts';
import type { Input } from '../contracts/incident/inputs.ts';
import type { Health, Reply } from '../contracts/incident/messages.ts';
import type { DutySwitch } from '../contracts/office/dutySwitch.ts';
import { sourceOf } from '../contracts/office/source.ts';
import { switchEndsOf } from '../dispatcher/domain/roster/switchEnds.ts';
import type { BucketRule } from '../store/buckets.ts';
import { switchDuty } from '../store/dutySwitch.ts';
import { type ForeignDoor, openForeignDoor } from '../store/foreign/door.ts';
import { rawOf } from '../store/foreign/watching.ts';
import { appendInTime } from '../store/inTime.ts';
import { putLatest } from '../store/latest.ts';
import { type LatestDoor, openLatestDoor } from '../store/latestDoor.ts';
import type { Limits } from '../store/limits.ts';
import { Merging, type Taken } from '../store/merging.ts';
import { noteKey, openPersonRates, type PersonRates } from '../store/personRates.ts';
import { openPressDoor, type PressDoor } from '../store/pressDoor.ts';
import { readCanary, readDuty, readHealth, readPosition, readReply } from '../store/readMessage.ts';
import { readPress } from '../store/readPress.ts';
import type { Registry } from '../store/registry.ts';
import { MadeIds } from './redelivered.ts';
import type { Session } from './sessions.ts';
import { publishChannel } from './topics.ts';
import { malformed } from './wellFormed.ts';

const answeredKeptMs = 32 * 24 * 3_600_000;
/** Nobody goes on and off duty faster; each switch is read by every process, and the last one is what counts. */
const dutyRule: BucketRule = { atOnce: 10, everyMs: 1_000 };

export type PublishedParts = {
  redis: Redis;
  registry: Registry;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  replicas: number;
  /** asked before a press is taken */
  limits: Pick<Limits, 'admitPress' | 'sparing'>;
  /** how many presses of one kind a device may send before they are merged */
  pressRule: BucketRule;
  /** how many replies of one person are taken in a second */
  actionsPerSecond: number;
  monotonic?: () => number;
};

type Switched = { session: Session; order: DutySwitch };
/** What takes in what one login could flood. */
export type Doors = PublishedParts & {
  presses: PressDoor;
  latest: LatestDoor;
  duty: Merging<Switched>;
  rates: PersonRates;
  madeIds: MadeIds;
  foreign: ForeignDoor;
};

export const openDoors = (parts: PublishedParts): Doors => ({
  ...parts,
  presses: openPressDoor({ ...parts, rule: parts.pressRule }),
  latest: openLatestDoor(parts),
  rates: openPersonRates({ ...parts, perSecond: parts.actionsPerSecond }),
  madeIds: new MadeIds(),
  foreign: openForeignDoor(parts),
  duty: new Merging<Switched>({
    ...parts,
    rule: dutyRule,
    merge: (_older, newer) => newer,
    store: (switched) => turnSwitch(parts, switched),
  }),
});

/**
 * Stores what was published, or says what will be stored with others of its kind.
 * @throws when it may not be published, or is not on disk in time
 */
export async function take(parts: Doors, session: Session, packet: PublishPacket): Promise<Taken | undefined> {
  const { credential, shard } = session;
  const wrong = malformed(packet);
  if (wrong) throw new Error(wrong);
  const channel = publishChannel(credential, packet.topic);
  if (!channel) throw new Error('not a topic of this login');
  packet.retain = false; // a live message, whatever the sender wished (facts/devices.md, trap 1)
  const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
  // aedes acknowledges before it hands a message on: the only place to store it is ahead of that (facts: killing a broker lost
  // acknowledged presses in 15 of 22 kills).
  const keep = (input: Input): Promise<void> => appendInTime(parts.redis, { shard, input, replicas: parts.replicas });
  const dropped = (says: string): undefined => {
    parts.log.warn({ login: credential.id, channel }, says);
  };
  /** What could not be read of a message that counts all the same. */
  const taken = <T>(read: { odd: readonly string[]; value: T }): T => {
    if (read.odd.length > 0)
      parts.log.warn(
        { login: credential.id, channel, fields: read.odd },
        'broker: fields that are not readable count as unknown',
      );
    return read.value;
  };
  const heardAt = at(Date.now());
  const from = { device: credential.id, district: credential.district };
  switch (channel) {
    case 'press': {
      parts.limits.admitPress();
      const made = (): string => parts.madeIds.idFor(credential.id, packet, payload);
      const input = taken(readPress(payload, from, made));
      return parts.presses.take({ shard, input: { ...input, heardAt } });
    }
    case 'canary': {
      parts.limits.admitPress(); // it tells how a press would fare
      const press = readCanary(payload);
      if (!press) throw new Error('a canary sends its id and nothing else');
      await keep({ v: 1, kind: 'canary', ...from, id: press.value.id, heardAt });
      return;
    }
    case 'reply': {
      const reply = readReply(payload);
      // Sent again it would be no more readable: it is acknowledged, and said.
      if (!reply) return dropped('broker: a reply is not readable and was dropped');
      return takeReply(parts, session, taken(reply));
    }
    case 'duty': {
      const order = readDuty(payload);
      if (!order) return dropped('broker: a duty switch is not readable and was dropped');
      return parts.duty.take(credential.id, channel, { session, order: taken(order) });
    }
    case 'health': {
      const health = readHealth(payload);
      if (!health) return dropped('broker: a heartbeat is not readable and was dropped');
      return takeHealth(parts, session, { ...taken(health), heardAt });
    }
    case 'foreign':
      await takeForeign(parts, session, { topic: packet.topic, payload, heardAt });
      return;
    case 'position': {
      const position = readPosition(payload);
      if (!position) return dropped('broker: a position is not readable and was dropped');
      return parts.latest.take({ shard, id: credential.id, kind: channel, value: { ...taken(position), heardAt } });
    }
  }
}

/** A movement is a sign of life of a person, and kept apart from that of the device. */
function takeHealth(
  { latest, log, registry }: Doors,
  { credential: { id, district }, shard }: Session,
  { moved, heardAt, ...said }: Health & { heardAt: number },
): Taken {
  if (moved !== undefined && registry.district(district)?.isSignOfLife(id) === true)
    latest
      .take({ shard, id, kind: 'moved', value: { at: heardAt, by: moved } })
      .stored.catch((error: unknown) => log.warn({ error: String(error) }, 'broker: a movement was not kept'));
  return latest.take({ shard, id, kind: 'health', value: { ...said, heardAt } });
}

/** What a device behind a source says, as its family is read. What is of no family that we know is counted, and is no fault. */
async function takeForeign(
  { registry, foreign, log }: Doors,
  { credential }: Session,
  { topic, payload, heardAt }: { topic: string; payload: Buffer; heardAt: number },
): Promise<void> {
  const district = registry.district(credential.district);
  const source = district?.sources.get(sourceOf(credential.id) ?? '');
  if (!district || !source) throw new Error('this source is not in the registry');
  const adapter = mqttFamily(source.family);
  if (!adapter) throw new Error(`${source.family} is no family that speaks MQTT`);
  // At our own broker the wish to retain is not a message kept from before (facts/devices.md, trap 1).
  const read = adapter.read({ topic, payload, retained: false }, source.base ?? adapter.base, district.known);
  if (!read) return log.info({ source: source.id, topic: topic.slice(0, 120) }, 'broker: a topic of no family');
  await foreign.take({ district, source, readings: inWgs84(read), raw: rawOf(topic, payload), heardAt });
}

/** An answer waits for its turn, and so does whatever this person says behind it; only a note lets the others by. */
async function takeReply(parts: Doors, session: Session, reply: Reply): Promise<Taken> {
  const { district, id: responder } = session.credential;
  const turn = parts.rates.actions.take(responder);
  if (!turn) throw new Error('too many replies wait already');
  await turn.come;
  const keep = async (): Promise<void> => {
    const input: Input = { v: 1, kind: 'reply', district, responder, reply };
    const { shard } = session;
    try {
      // "There" before the yes that was given up on would be decided the wrong way round: both are sent again.
      await appendInTime(parts.redis, { shard, input, replicas: parts.replicas, follows: () => session.gap !== true });
    } catch (error) {
      session.gap = true;
      throw error;
    }
    answered(parts, session);
  };
  if (reply.reply !== 'note') return { waits: false, stored: keep() };
  const place = parts.rates.notes.take(noteKey(responder, reply.incident));
  if (!place) throw new Error('too many notes wait already');
  return { waits: !place.now, stored: place.come.then(keep) };
}

/** When somebody last answered: readiness asks whether a channel to them works. Their answer is stored whatever becomes of it. */
function answered({ redis, log }: PublishedParts, { credential, shard }: Session): void {
  const latest = { kind: 'answered' as const, id: credential.id, value: { at: Date.now() } };
  putLatest(redis, shard, latest, answeredKeptMs).catch((error: unknown) => {
    log.warn({ error: String(error) }, 'broker: the time of an answer was not kept');
  });
}

/** The person's own switch. MQTT has no answer but PUBACK: what is refused is acknowledged, for sent again it would be no better, and said. */
async function turnSwitch(
  { redis, registry, replicas, log }: PublishedParts,
  { session: { credential, shard }, order }: Switched,
): Promise<void> {
  const keep = (input: Input): Promise<void> => appendInTime(redis, { shard, input, replicas });
  const { id: responder } = credential;
  const district = registry.district(credential.district);
  if (!district) throw new Error(`district ${credential.district} is not in the registry`);
  const { bundle } = district;
  const turned = await switchDuty(redis, district, {
    responder,
    order,
    by: {
      actor: byResponder(responder),
      id: responder,
      name: district.responders.get(responder)?.name ?? responder,
      role: 'responder',
    },
    switchEnds: (id, now) => switchEndsOf({ ...bundle, timeZone: bundle.district.timeZone }, id, now),
    keep,
  });
  if (turned.ok) return;
  const code = turned.why === 'unknown_responder' ? 'not_found' : turned.why;
  log.warn(
    { login: responder, error: code, until: order.until, says: errors[code].en },
    'broker: a duty switch was refused',
  );
}
