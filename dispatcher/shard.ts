// The owner of one shard: open incidents in memory, inputs and deadlines in, commits out. Load, decide, commit are three
// steps; the hot path reads nothing. When a commit does not apply, what was decided on top of it never happened:
// `lost` says so, and the shard is loaded again.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { at, type EpochMs, type IncidentId, incidentIdOf, type ShardId, shardOfIncident } from '../contracts/ids.ts';
import type { Incident } from '../contracts/incident.ts';
import { type Input, inputKey, readInput } from '../contracts/inputs.ts';
import { LonLat } from '../contracts/position.ts';
import { type Beginning, noteTakeOver, noteTry } from '../store/attempts.ts';
import { commit, type Decision, type Sequence } from '../store/commit.ts';
import type { FeedEntry } from '../store/feed.ts';
import type { DeviceStateRecord, InboxMessage } from '../store/inbox.ts';
import { type IntakeEntry, readIntake } from '../store/intake.ts';
import { shardKeys } from '../store/keys.ts';
import { readOpen, readSide, readSoundStates } from '../store/log.ts';
import { forgetBucket } from '../store/results.ts';
import type { OwnerClock } from './clock.ts';
import { OpenIncidents } from './domain/concerns.ts';
import type { Context } from './domain/context.ts';
import { type Decided, decide, setAside, type Tick, type Unreadable } from './domain/decide.ts';
import { deadline, type Pending, pending, told } from './domain/pending.ts';
import type { Result } from './domain/result.ts';
import type { Engagement, World } from './domain/world.ts';
import { Remembered } from './remembered.ts';

const LonLatCheck = Compile(LonLat);

/** How long a device may repeat what it was told: while open, and after closing. */
const toldWhileOpenMs = 12 * 3600_000;
const toldAfterClosingMs = 30 * 60_000;

/** An incident that cannot be decided is tried again after this. */
const brokenPushMs = 60_000;

/** How far a deadline is pushed that its own tick did not move. */
const stuckPushMs = 5_000;

/** A killer among the first batch after a take-over is found by deciding that many singly. */
const carefulInputs = 200;

/** What only the owner of the open incidents knows of a world. */
export type Known = { engagements(responder: string): Engagement[]; fix(incident: string): LonLat | undefined };
/** What the loop lends to a decision: the district's world, with what is known here. Throws for an unknown district. */
export type WorldOf = (district: string, known: Known) => World;

export class ShardOwner {
  readonly shard: ShardId;
  readonly open = new OpenIncidents((home, district) => this.#placeOf(home, district)?.courtyard);
  readonly #fixes = new Map<string, LonLat>();
  /** Closed incidents that an entry of the batch at hand names, read for it. */
  #named = new Map<string, Incident>();
  readonly #redis: Redis;
  readonly #clock: OwnerClock;
  readonly #worldOf: WorldOf;
  readonly #defaultDistrict: string;
  readonly #log: Pick<Logger, 'error'>;
  readonly #broken: Map<string, EpochMs>;
  #sequence: Sequence;
  cursor: string;
  /** True once a commit did not apply: nothing in memory can be trusted any more. */
  lost = false;
  readonly #remembered: Remembered;
  #overBucket: string | undefined;
  readonly #numbers: Map<string, number>;
  readonly #beginning: Beginning;
  #carefulFor: number;

  private constructor(parts: {
    shard: ShardId;
    redis: Redis;
    clock: OwnerClock;
    worldOf: WorldOf;
    defaultDistrict: string;
    log: Pick<Logger, 'error'>;
    /** incidents whose decisions the store refused, with the instant to try again; outlives a reload */
    broken: Map<string, EpochMs>;
    sequence: Sequence;
    cursor: string;
    remembered: Remembered;
    numbers: Map<string, number>;
    beginning: Beginning;
  }) {
    this.shard = parts.shard;
    this.#redis = parts.redis;
    this.#clock = parts.clock;
    this.#worldOf = parts.worldOf;
    this.#defaultDistrict = parts.defaultDistrict;
    this.#log = parts.log;
    this.#broken = parts.broken;
    this.#sequence = parts.sequence;
    this.cursor = parts.cursor;
    this.#remembered = parts.remembered;
    this.#numbers = parts.numbers;
    this.#beginning = parts.beginning;
    this.#carefulFor = parts.beginning.careful ? carefulInputs : 0;
  }

  /** Reads what a new owner must know: open incidents, the results of two days, the last incident numbers. */
  static async load(parts: {
    shard: ShardId;
    redis: Redis;
    clock: OwnerClock;
    worldOf: WorldOf;
    defaultDistrict: string;
    log: Pick<Logger, 'error'>;
    /** incidents whose decisions the store refused, with the instant to try again; outlives a reload */
    broken: Map<string, EpochMs>;
    sequence: Sequence;
    cursor: string;
  }): Promise<ShardOwner> {
    const keys = shardKeys(parts.shard);
    const now = parts.clock.now();
    const [head] =
      (await readIntake(parts.redis, new Map([[parts.shard, parts.cursor]]), 1, undefined)).get(parts.shard) ?? [];
    const beginning = await noteTakeOver(parts.redis, parts.shard, head?.entry);
    const [remembered, numbers, incidents] = await Promise.all([
      Remembered.load(parts.redis, parts.shard, now),
      parts.redis.hgetall(keys.numbers),
      readOpen(parts.redis, parts.shard),
    ]);
    const owner = new ShardOwner({
      ...parts,
      beginning,
      remembered,
      numbers: new Map(Object.entries(numbers).map(([district, number]) => [district, Number(number)])),
    });
    for (const incident of incidents) {
      if (incident.spot === 'fix') await owner.#readFix(incident.id);
      const due = deadline(incident);
      const waits = parts.broken.get(incident.id);
      owner.open.put(incident, due !== undefined && waits !== undefined && waits > due ? waits : due);
    }
    return owner;
  }

  /** Decides entries of the intake in their order, and every deadline that fell due before each was stored. */
  async take(entries: readonly IntakeEntry[]): Promise<void> {
    const careful = entries.slice(0, this.#carefulFor);
    this.#carefulFor -= careful.length;
    for (const entry of careful) {
      if (this.lost) return;
      await noteTry(this.#redis, this.shard, entry.entry);
      await this.#takeBatch([entry]);
    }
    if (!this.lost) await this.#takeBatch(entries.slice(careful.length));
  }

  async #takeBatch(entries: readonly IntakeEntry[]): Promise<void> {
    const decisions: Decision[] = [];
    this.#overBucket = this.#remembered.turn(this.#clock.now()) ?? this.#overBucket;
    this.#named = await this.#readNamed(entries);
    for (const entry of entries) {
      for (const due of this.open.due(at(Math.min(entry.storedAt, this.#clock.now()))))
        decisions.push(...this.#tick(due));
      decisions.push(this.#decideEntry(entry));
    }
    await this.#commit(decisions);
  }

  /** Commands and follow-ups may name an incident that is over; nothing else needs the store before a decision. */
  async #readNamed(entries: readonly IntakeEntry[]): Promise<Map<string, Incident>> {
    const ids = entries.flatMap(({ text }) => {
      const named = namedBy(text);
      return named !== undefined && !this.open.get(named) && shardOfIncident(named) === this.shard ? [named] : [];
    });
    if (ids.length === 0) return new Map();
    const found = await readSoundStates(this.#redis, this.shard, [...new Set(ids)]);
    return new Map(found.map((incident) => [incident.id, incident]));
  }

  async #readFix(incident: IncidentId): Promise<void> {
    const { spot } = await readSide(this.#redis, this.shard, incident);
    const position: unknown = spot === undefined ? undefined : JSON.parse(spot);
    if (LonLatCheck.Check(position)) this.#fixes.set(incident, position);
  }

  /** Acts on the deadlines that have passed. Only when every input stored before them has been decided. */
  async tick(): Promise<void> {
    await this.#commit(this.open.due(this.#clock.now()).flatMap((incident) => this.#tick(incident)));
  }

  /** The next instant at which something must happen; undefined when nothing is open. */
  nextDeadline(): EpochMs | undefined {
    return this.open.nextDeadline();
  }

  /** @returns nothing when this incident cannot be decided now: it costs one incident, not the shard */
  #tick(incident: Incident): Decision[] {
    const tick: Tick = { kind: 'tick' };
    try {
      const context = this.#context(undefined, incident.district, undefined);
      const decided = decide(incident, tick, context, this.#world(incident.district), this.#clock.now());
      const decision = this.#asDecision(incident, decided, undefined, undefined);
      this.#pushStuck(decided.incident ?? incident);
      return [decision];
    } catch (error) {
      this.#log.error({ incident: incident.id, error: String(error) }, 'dispatcher: a deadline could not be decided');
      this.open.put(incident, at(this.#clock.now() + brokenPushMs));
      return [];
    }
  }

  /** A tick that leaves its deadline in the past would fire for ever: it is pushed and said (DESIGN "Deadline"). */
  #pushStuck(incident: Incident): void {
    const now = this.#clock.now();
    if ((deadline(incident) ?? now + 1) > now) return;
    this.#log.error({ incident: incident.id }, 'dispatcher: a deadline was left in the past, it is pushed 5 s');
    this.open.put(incident, at(now + stuckPushMs));
  }

  #decideEntry(entry: IntakeEntry): Decision {
    if (entry.entry === this.#beginning.poison)
      return this.#setAside(entry, this.#defaultDistrict, 'this input ended the dispatcher twice');
    const input = readInput(entry.text);
    if (!input) return this.#setAside(entry, this.#defaultDistrict, 'stored input is not readable');
    const key = inputKey(input);
    const earlier = this.#remembered.get(key);
    const isPress = input.kind === 'press' || input.kind === 'unreadable_press';
    if (earlier && !isPress) return this.#repeated(entry, key, earlier);
    try {
      const world = this.#world(input.district);
      const incident = this.open.concernedBy(input, world) ?? this.#closedNamedBy(input);
      const context = this.#context(entry, input.district, earlier);
      const decided = decide(incident, input, context, world, this.#clock.now());
      const answered = answerOf(input, decided, entry);
      return this.#asDecision(incident, decided, entry, this.#keyFor(key, entry, earlier), answered);
    } catch (error) {
      // The duty officer is told by an incident; the shard goes on with the next input.
      this.#log.error({ entry: entry.entry, error: String(error) }, 'dispatcher: an input could not be decided');
      return this.#setAside(entry, this.#knownDistrict(input.district), String(error));
    }
  }

  /** An incident that was decided on earlier in this batch is known by its newer state. */
  #closedNamedBy(input: Input): Incident | undefined {
    return input.kind === 'command' || input.kind === 'follow_up' ? this.#named.get(input.incident) : undefined;
  }

  /** An incident of a district that nobody watches would be seen by nobody. */
  #knownDistrict(district: string): string {
    try {
      this.#world(district);
      return district;
    } catch {
      return this.#defaultDistrict; // its officer looks at it
    }
  }

  /** A repeated or reused press has a key of its own: the first one's result stays what it was. */
  #keyFor(key: string, entry: IntakeEntry, earlier: Result | undefined): string {
    return earlier ? `${key}/${entry.entry}` : key;
  }

  #setAside(entry: IntakeEntry, district: string, why: string): Decision {
    const unreadable: Unreadable = { kind: 'unreadable_input', district, why };
    const decided = setAside(unreadable, this.#context(entry, district, undefined), this.#clock.now());
    return this.#asDecision(undefined, decided, entry, `entry/${entry.entry}`);
  }

  /** Decided already: the recorded result stands, and who asks again hears it again. */
  #repeated(entry: IntakeEntry, key: string, earlier: Result): Decision {
    const input = { key, result: JSON.stringify(earlier) };
    const feed: FeedEntry = { events: [], inboxes: [], devices: [], input };
    return { ...nothing, entry: entry.entry, feed: JSON.stringify(feed) };
  }

  #world(district: string): World {
    return this.#worldOf(district, {
      engagements: (responder) => this.open.engagements(responder),
      fix: (incident) => this.#fixes.get(incident),
    });
  }

  /** Where a home is; unknown while its district is not in the registry. */
  #placeOf(home: string, district: string) {
    try {
      return this.#world(district).place(home);
    } catch {
      return undefined; // its incidents stand alone until the district is there
    }
  }

  #context(entry: IntakeEntry | undefined, district: string, earlier: Result | undefined): Context {
    const now = this.#clock.now();
    return {
      newIncident: entry ? incidentIdOf(entry.entry, this.shard) : ('' as IncidentId),
      nextNumber: (this.#numbers.get(district) ?? 0) + 1,
      storedAt: at(entry?.storedAt ?? this.#clock.now()),
      earlier,
      groupAt: (home, withinMs) => this.open.groupAt(home, this.#world(district), now, withinMs),
      find: (id) => this.open.get(id),
      openAt: (home) => this.open.openAt(home),
    };
  }

  /** Turns what was decided into what is written, and takes it into memory at once: the next input builds on it. */
  #asDecision(
    before: Incident | undefined,
    decided: Decided,
    entry: IntakeEntry | undefined,
    key: string | undefined,
    answered?: { device: string; state: DeviceStateRecord },
  ): Decision {
    const { incident: after, events, result } = decided;
    const changed = after !== undefined && events.length > 0;
    if (changed) this.#rememberFix(after, decided.side);
    const inboxes = changed ? inboxChanges(before, after, this.#fixes.get(after.id)) : [];
    const states = changed ? deviceStates(before, after) : [];
    if (answered) states.push(answered);
    const input = key !== undefined && result !== undefined ? { key, result: JSON.stringify(result) } : undefined;
    if (key !== undefined && result !== undefined) this.#remembered.set(key, result);
    const opened = before === undefined && changed;
    const due = changed ? deadline(after) : undefined;
    if (changed) {
      this.open.put(after, due);
      if (this.#named.has(after.id)) this.#named.set(after.id, after);
      if (due === undefined) this.#fixes.delete(after.id);
      if (opened) this.#numbers.set(after.district, after.number);
    }
    const feed: FeedEntry = {
      ...(changed ? { incident: after.id } : {}),
      events,
      inboxes: [...new Set(inboxes.map((change) => change.recipient))],
      devices: states.map((state) => state.device),
      ...(input ? { input } : {}),
    };
    return {
      entry: entry?.entry,
      input,
      incident: changed
        ? {
            id: after.id,
            lastSeq: before?.seq ?? 0,
            events: events.map((event) => JSON.stringify(event)),
            state: JSON.stringify(after),
            deadline: due,
            closedAt: after.closed?.at,
            numbered: opened ? { district: after.district, number: after.number } : undefined,
            side: decided.side,
          }
        : undefined,
      followUps: decided.followUps.map((one) => JSON.stringify(one)),
      inboxes,
      deviceStates: states.map(({ device, state }) => ({
        device,
        message: JSON.stringify(state),
        lifetimeMs: state.state === 'closed' ? toldAfterClosingMs : toldWhileOpenMs,
      })),
      feed: JSON.stringify(feed),
    };
  }

  #rememberFix(incident: Incident, side: Readonly<Record<string, string>>): void {
    const position: unknown = side.spot === undefined ? undefined : JSON.parse(side.spot);
    if (LonLatCheck.Check(position)) this.#fixes.set(incident.id, position);
  }

  async #commit(decisions: readonly Decision[]): Promise<void> {
    if (decisions.length === 0) return;
    const on = this.#sequence;
    this.#sequence = { ...on, number: on.number + decisions.length };
    try {
      const answers = await commit(this.#redis, this.shard, on, decisions, this.#remembered.buckets);
      if (answers.length !== decisions.length || answers.some((answer) => !answer.ok)) this.lost = true;
      answers.forEach((answer, i) => {
        const broken = answer.ok || answer.why !== 'failed' ? undefined : decisions[i];
        if (broken?.entry === undefined && broken?.incident) this.#setBroken(broken.incident.id);
      });
    } catch (error) {
      this.lost = true; // nothing is known of this batch; the caller is told and loads the shard again
      throw error;
    }
    const last = decisions.findLast((decision) => decision.entry !== undefined)?.entry;
    if (this.lost || last === undefined) return;
    this.cursor = last;
    const over = this.#overBucket;
    this.#overBucket = undefined;
    if (over !== undefined) await forgetBucket(this.#redis, this.shard, over);
  }

  /** A deadline whose commit the store refuses, such as one with a damaged log, waits while the shard goes on. */
  #setBroken(incident: string): void {
    this.#log.error({ incident }, 'dispatcher: the store refused a decision, this incident waits');
    this.#broken.set(incident, at(this.#clock.now() + brokenPushMs));
  }
}

const nothing = { input: undefined, incident: undefined, followUps: [], inboxes: [], deviceStates: [] };

/** A test press is answered though it is no incident: the person hears that the button works. */
function answerOf(
  input: Input,
  decided: Decided,
  { storedAt }: IntakeEntry,
): { device: string; state: DeviceStateRecord } | undefined {
  const { result } = decided;
  if (result?.outcome !== 'recorded') return undefined;
  if (input.kind === 'canary') {
    const trace = { id: input.id, heardAt: input.heardAt, storedAt, decidedAt: result.at };
    return {
      device: input.device,
      state: { district: input.district, revision: result.at, state: 'closed', test: true, trace },
    };
  }
  if (input.kind !== 'press') return undefined;
  if (result.what !== 'test' && result.what !== 'checkin') return undefined;
  return {
    device: input.device,
    state: { district: input.district, revision: result.at, state: 'closed', test: true },
  };
}

/** What must be put into and taken out of inboxes so that they hold exactly what is pending. */
function inboxChanges(before: Incident | undefined, after: Incident, fix: LonLat | undefined): Decision['inboxes'] {
  const had = new Map((before ? pending(before) : []).map((one) => [slotOf(one), one]));
  const has = new Map(pending(after).map((one) => [slotOf(one), one]));
  const put = [...has]
    .filter(([slot, one]) => had.get(slot)?.leg.revision !== one.leg.revision || had.get(slot)?.kind !== one.kind)
    .map(([, one]) => ({ ...place(after, one), message: JSON.stringify(messageOf(after, one, fix)) }));
  const gone = [...had]
    .filter(([slot]) => !has.has(slot))
    .map(([, one]) => ({ ...place(after, one), message: undefined }));
  return [...put, ...gone];
}

const slotOf = (one: Pending): string => `${one.channel}/${one.leg.id}`;

/** Somebody's own inbox, or that of an outside channel, which the notifier serves. */
const place = (incident: Incident, one: Pending) => ({
  recipient: one.channel === 'app' ? `r/${one.responder}` : `n/${one.channel}`,
  field: `${incident.id}/${one.leg.id}`,
});

function messageOf(incident: Incident, one: Pending, fix: LonLat | undefined): InboxMessage {
  const { leg } = one;
  return {
    delivery: `${incident.id}/${leg.id}/${leg.revision}`,
    kind: one.kind,
    district: incident.district,
    incident: incident.id,
    number: incident.number,
    leg: leg.id,
    revision: leg.revision,
    track: leg.track,
    priority: incident.priority,
    call: incident.call,
    ...(incident.home === undefined ? {} : { home: incident.home }),
    ...(incident.device === undefined ? {} : { device: incident.device }),
    active: one.active,
    ...(leg.dueAt === undefined ? {} : { deadline: leg.answerBy ?? leg.dueAt }),
    ...(leg.because === undefined ? {} : { because: leg.because }),
    ...(one.channel === 'app' ? {} : { responder: one.responder }),
    ...(leg.asks === undefined ? {} : { asks: leg.asks }),
    ...(incident.spot === 'fix' && fix !== undefined ? { fix } : {}),
  };
}

const NamingInput = Compile(
  Type.Object({ kind: Type.Enum(['command', 'follow_up']), incident: Type.String({ maxLength: 64 }) }),
);

/** The incident that a stored command or follow-up names; undefined for every other input, the hot path. */
function namedBy(text: string): string | undefined {
  if (!text.includes('"kind":"command"') && !text.includes('"kind":"follow_up"')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return NamingInput.Check(value) ? value.incident : undefined;
  } catch {
    return undefined; // set aside when it is decided
  }
}

/** What the buttons of an incident should say now, where that has changed. */
function deviceStates(before: Incident | undefined, after: Incident): { device: string; state: DeviceStateRecord }[] {
  const now = told(after);
  const devices = new Set(after.presses.map((press) => press.device));
  const same = before !== undefined && JSON.stringify(told(before)) === JSON.stringify(now);
  const known = new Set(before?.presses.map((press) => press.device));
  return [...devices]
    .filter((device) => !same || !known.has(device) || after.presses.length !== before.presses.length)
    .map((device) => ({
      device,
      state: { district: after.district, incident: after.id, revision: after.seq, ...now },
    }));
}
