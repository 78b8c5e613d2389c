// Out to who is connected here: the feed says whose inbox or state changed; whoever comes gets all of it, and a sweep
// makes up for whatever was missed. A dispatch is sent again until it is receipted; receivers ignore lower revisions.
import type { Client } from 'aedes';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { IncidentId } from '../contracts/ids.ts';
import type { DeviceStateRecord, InboxMessage } from '../contracts/incident/inbox.ts';
import type { Dispatch } from '../contracts/incident/messages.ts';
import { deviceTopic, responderTopic } from '../contracts/topics.ts';
import { readCredentials } from '../store/directory.ts';
import type { DistrictRegistry } from '../store/district.ts';
import type { Numbered } from '../store/feed.ts';
import { againInSurgeMs, type GroupMessage, GroupPace } from '../store/groupPace.ts';
import { type Hop, noteHops, sentHop } from '../store/hops.ts';
import { openedBox, readDeviceStates, readGroupLines, readInbox } from '../store/inbox.ts';
import { type Latest, putLatest, refreshLatest } from '../store/latest.ts';
import type { Limits } from '../store/limits.ts';
import { onceMore } from '../store/onceMore.ts';
import { Readings } from '../store/readings.ts';
import type { Registry } from '../store/registry.ts';
import { feedEnds, startTail, type Tail } from '../store/tail.ts';
import { dispatchMessage, stateMessage } from '../wording/spoken.ts';
import { groupDispatch } from '../wording/together.ts';
import { type Session, type Sessions, stands } from './sessions.ts';

/** Everything served here is looked at this often, whatever the feed said. */
export const sweepEveryMs = 5_000;
/** In so many parts: with 12,000 buttons the whole at once would keep a press waiting for its acknowledgement. */
const sweepParts = 20;
/** Three missed sweeps and nobody is there any more. */
export const presenceMs = 16_000;
/** A dispatch without a receipt is sent again after this. */
const againAfterMs = 4_500;
const sweptAtOnce = 200;

type Served = {
  sent: Map<string, number>;
  /** What this connection has been told of what a yes has opened, by incident and leg. */
  opened: Map<string, string>;
  pace: GroupPace;
  /** Of calls in a group: those that this connection has been told of, for the proof of a press. */
  grouped: Set<string>;
  state: string;
  told: DeviceStateRecord | undefined;
  send(): Promise<void>;
};

export type DeliveryParts = {
  redis: Redis;
  blocking: Redis;
  sessions: Sessions;
  registry: Registry;
  limits: Pick<Limits, 'sparing'>;
  log: Pick<Logger, 'warn' | 'info' | 'error'>;
  /** milliseconds that never run backward; the process's own when left out */
  monotonic?: () => number;
};

export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #served = new WeakMap<Client, Served>();
  readonly #sweeps: NodeJS.Timeout;
  /** Who was told of whom, for the access log. */
  readonly #readings: Readings;
  /** Who is still to be looked at in this round, and how many at a time. */
  #round: Session[] = [];
  #partSize = 0;
  readonly #tail: Tail;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
    this.#readings = new Readings({ redis: parts.redis, clock: () => performance.now(), log: parts.log });
    this.#sweeps = setInterval(() => void this.#sweepNext(), sweepEveryMs / sweepParts);
    this.#tail = startTail({
      ...parts,
      name: 'delivery',
      catchUp: async () => {
        const ends = await feedEnds(parts.redis);
        await this.#sweep(parts.sessions.all());
        return ends;
      },
      take: (news) => this.#tellTouched(news),
    });
  }

  /** This client listens now: it gets everything that it must still be told. */
  serve(session: Session): void {
    const served: Served = {
      sent: new Map(),
      opened: new Map(),
      pace: new GroupPace(),
      grouped: new Set(),
      state: '',
      told: undefined,
      // One read for a client at a time.
      send: onceMore(
        async () => {
          if (session.client.closed) return;
          await (session.credential.kind !== 'responder' ? this.#sendState(session) : this.#sendInbox(session, served));
        },
        (error) =>
          this.#parts.log.warn(
            { login: session.credential.id, error: String(error) },
            'delivery: not sent, the sweep tries again',
          ),
      ),
    };
    this.#served.set(session.client, served);
    void served.send();
  }

  /** Tells the others that this login is here, or has gone. */
  async present(session: Session, connected: boolean): Promise<void> {
    const value = { connected, at: Date.now() };
    await putLatest(
      this.#parts.redis,
      session.shard,
      { kind: 'presence', id: session.credential.id, value },
      presenceMs,
    );
  }

  async stop(): Promise<void> {
    this.#tail.stop();
    clearInterval(this.#sweeps);
    await this.#readings.stop();
  }

  /** In a surge thousands of buttons have something new to say at once: they are read together. */
  #tellTouched(news: readonly Numbered[]): void {
    const { sessions: here } = this.#parts;
    const touched = new Set<Session>();
    for (const { entry } of news) {
      for (const recipient of entry.inboxes)
        for (const session of here.byLogin(recipient.replace(/^(r|on)\//, ''))) touched.add(session);
      for (const device of entry.devices) for (const session of here.byLogin(device)) touched.add(session);
    }
    const sessions = [...touched];
    for (const session of sessions) if (session.credential.kind === 'responder') void this.#send(session);
    this.#sweepStates(sessions.filter(({ credential }) => credential.kind !== 'responder')).catch((error: unknown) => {
      this.#parts.log.warn({ error: String(error) }, 'delivery: states not sent, the sweep tries again');
    });
  }

  /** The next part of a round over everybody connected here; whoever comes meanwhile is in the next round. */
  async #sweepNext(): Promise<void> {
    if (this.#round.length === 0) {
      this.#round = this.#parts.sessions.all();
      this.#partSize = Math.ceil(this.#round.length / sweepParts);
    }
    await this.#sweep(this.#round.splice(0, this.#partSize).filter(({ client }) => !client.closed));
  }

  /** Looks after these: what they must be told, their presence, whether their login still stands. */
  async #sweep(all: readonly Session[]): Promise<void> {
    const { redis, log } = this.#parts;
    if (all.length === 0) return;
    try {
      const kept = await readCredentials(
        redis,
        all.map(({ credential }) => credential.id),
      );
      const present = new Map<Session['shard'], Latest[]>();
      for (const [i, session] of all.entries()) {
        if (!stands(session, kept[i])) {
          log.info({ login: session.credential.id }, 'broker: the login was ended or made anew, the session ends');
          session.client.close();
          continue;
        }
        // Thousands of buttons would use up the reserve of the disk in minutes. Whom to ask hangs on the people: they are few.
        if (this.#parts.limits.sparing() && session.credential.kind !== 'responder') continue;
        const list = present.get(session.shard) ?? [];
        list.push({ kind: 'presence', id: session.credential.id, value: { connected: true, at: Date.now() } });
        present.set(session.shard, list);
      }
      for (const [shard, values] of present) await refreshLatest(redis, shard, values, presenceMs);
      await this.#sweepStates(all.filter(({ credential }) => credential.kind !== 'responder'));
      await this.#sweepInboxes(all.filter(({ credential }) => credential.kind === 'responder'));
    } catch (error) {
      log.warn({ error: String(error) }, 'delivery: a sweep failed, the next one is in 5 s');
    }
  }

  /** A few reads for thousands of buttons: a sweep must not get into the way of a press. */
  async #sweepStates(sessions: readonly Session[]): Promise<void> {
    for (const shard of new Set(sessions.map((session) => session.shard))) {
      const members = sessions.filter((session) => session.shard === shard);
      for (let i = 0; i < members.length; i += sweptAtOnce) {
        const some = members.slice(i, i + sweptAtOnce);
        const ids = some.map(({ credential }) => credential.id);
        const records = await readDeviceStates(this.#parts.redis, shard, ids);
        for (const [n, session] of some.entries()) this.#tellState(session, records[n]);
      }
    }
  }

  async #sweepInboxes(sessions: readonly Session[]): Promise<void> {
    for (let i = 0; i < sessions.length; i += sweptAtOnce)
      await Promise.all(sessions.slice(i, i + sweptAtOnce).map((session) => this.#send(session)));
  }

  /** Tells a client that listens here; another is told when it does. */
  async #send({ client }: Session): Promise<void> {
    await this.#served.get(client)?.send();
  }

  async #sendState(session: Session): Promise<void> {
    const [record] = await readDeviceStates(this.#parts.redis, session.shard, [session.credential.id]);
    this.#tellState(session, record);
  }

  #tellState({ client, credential }: Session, record: DeviceStateRecord | undefined): void {
    const served = this.#served.get(client);
    if (!served || !record) return; // not listening yet, or nothing to say
    const { told } = served;
    // Two reads may cross: old news is never spoken.
    if (told && told.incident === record.incident && record.revision < told.revision) return;
    served.told = record;
    const text = JSON.stringify(stateMessage(record, credential.id, this.#parts.registry.district(record.district)));
    if (text === served.state) return;
    served.state = text;
    const traced = record.trace && { ...record, trace: { ...record.trace, sentAt: Date.now() } };
    const sent = traced ? JSON.stringify(stateMessage(traced, credential.id, undefined)) : text;
    publish(client, deviceTopic(credential.id, 'state'), sent);
  }

  async #sendInbox({ client, credential, shard }: Session, served: Served): Promise<void> {
    const [messages, opened] = await Promise.all([
      readInbox(this.#parts.redis, shard, `r/${credential.id}`),
      readInbox(this.#parts.redis, shard, openedBox(credential.id)),
    ]);
    const to = { responder: credential.id, now: Date.now() };
    const now = (this.#parts.monotonic ?? (() => performance.now()))();
    const current = new Set(messages.map(({ delivery }) => delivery));
    for (const delivery of served.sent.keys()) if (!current.has(delivery)) served.sent.delete(delivery);
    const first: { incident: IncidentId; hop: Hop }[] = [];
    const due = served.pace.due(messages, now);
    // In a surge a receipt takes its time to be decided: it is not asked for again and again.
    const againMs = messages.some(({ group }) => group !== undefined) ? againInSurgeMs : againAfterMs;
    for (const message of messages) {
      if (message.group !== undefined) continue;
      const sentAt = served.sent.get(message.delivery);
      if (sentAt !== undefined && now - sentAt < againMs) continue;
      served.sent.set(message.delivery, now);
      if (sentAt === undefined)
        first.push({ incident: message.incident, hop: sentHop(message.leg, message.revision, 'app') });
      const district = this.#parts.registry.district(message.district);
      const dispatch = dispatchMessage(message, district, to);
      if (dispatch.person !== undefined) this.#noteReading(credential, district, [message], dispatch);
      publish(client, responderTopic(credential.id, 'dispatch'), JSON.stringify(dispatch));
    }
    this.#tellOpened({ client, credential }, { messages, opened }, to, served);
    this.#note(shard, first);
    for (const message of due) await this.#sendGroup({ client, credential, shard }, message, served);
  }

  /**
   * How things stand, once for each connection and each change: nobody confirms it. News of the same leg says it all with the reason, and
   * must not be written over on a pager that shows one message.
   */
  #tellOpened(
    { client, credential }: Pick<Session, 'client' | 'credential'>,
    { messages, opened }: Record<'messages' | 'opened', readonly InboxMessage[]>,
    to: { responder: string; now: number },
    served: Pick<Served, 'opened'>,
  ): void {
    const news = new Set(messages.map(({ incident, leg }) => `${incident}/${leg}`));
    const told = new Map<string, string>();
    for (const message of opened) {
      const key = `${message.incident}/${message.leg}`;
      const district = this.#parts.registry.district(message.district);
      const dispatch = dispatchMessage(message, district, to);
      const text = JSON.stringify(dispatch);
      told.set(key, text);
      if (served.opened.get(key) === text || news.has(key)) continue;
      this.#noteReading(credential, district, [message], dispatch);
      publish(client, responderTopic(to.responder, 'dispatch'), text);
    }
    served.opened = told;
  }

  /** For the access log. What a simulated person is told nobody reads. */
  #noteReading(
    { id: responder, simulated }: Session['credential'],
    district: DistrictRegistry | undefined,
    about: readonly { incident: IncidentId; home?: string }[],
    { conditions }: Pick<Dispatch, 'conditions'>,
  ): void {
    if (!district || simulated) return;
    const name = district.responders.get(responder)?.name ?? responder;
    for (const { incident, home } of about) {
      if (home === undefined) continue;
      this.#readings.note(district, responder, {
        at: Date.now(),
        by: { actor: responder, name, role: 'responder' },
        what: conditions === undefined ? 'card' : 'conditions',
        residents: district.residentsOf(home).map(({ id }) => id),
        incident,
        purpose: 'incident',
      });
    }
  }

  #note(shard: Session['shard'], first: readonly { incident: IncidentId; hop: Hop }[]): void {
    if (this.#parts.limits.sparing()) return; // a gap in the proof
    noteHops(this.#parts.redis, shard, first, Date.now()).catch((error: unknown) => {
      this.#parts.log.warn({ error: String(error) }, 'delivery: the hops of a proof were not kept');
    });
  }

  /** The list is made now: as it stands, not as it stood when the message was written. */
  async #sendGroup(
    { client, credential, shard }: Session,
    message: GroupMessage,
    { grouped }: Pick<Served, 'grouped'>,
  ): Promise<void> {
    const { id } = message.group;
    const lines = await readGroupLines(this.#parts.redis, shard, { responder: credential.id, group: id });
    const district = this.#parts.registry.district(message.district);
    const dispatch = groupDispatch(message, lines, district, Date.now());
    const named = new Set(dispatch.group?.calls.flatMap(({ person, incident }) => (person ? [incident] : [])));
    this.#noteReading(
      credential,
      district,
      lines.filter(({ incident }) => named.has(incident)),
      {},
    );
    publish(client, responderTopic(credential.id, 'dispatch'), JSON.stringify(dispatch));
    const first = lines.flatMap(({ incident, leg, revision }) => {
      const hop = sentHop(leg, revision, 'app');
      const known = grouped.has(`${incident}/${hop}`);
      grouped.add(`${incident}/${hop}`);
      return known ? [] : [{ incident, hop }];
    });
    if (lines.length === 0) grouped.clear();
    this.#note(shard, first);
  }
}

// No callback: only the receiver's own receipt confirms (facts, aedes 11).
function publish(client: Client, topic: string, payload: string): void {
  if (client.closed) return;
  client.publish({ cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false }, () => {});
}
