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
import { surgeRuleOf } from '../contracts/policy.ts';
import { LonLat } from '../contracts/position.ts';
import { type Beginning, noteTakeOver, noteTry } from '../store/attempts.ts';
import { type Committed, commit, type Decision, type Sequence } from '../store/commit.ts';
import type { FeedEntry } from '../store/feed.ts';
import { type DeviceStateRecord, readGroupRevisions } from '../store/inbox.ts';
import { type IntakeEntry, readIntake } from '../store/intake.ts';
import { shardKeys } from '../store/keys.ts';
import { readOpen, readSide, readSoundStates } from '../store/log.ts';
import { forgetBucket } from '../store/results.ts';
import type { OwnerClock } from './clock.ts';
import { OpenIncidents } from './domain/concerns.ts';
import type { Context } from './domain/context.ts';
import { type Decided, decide, setAside, type Tick, type Unreadable } from './domain/decide.ts';
import { deadline, told } from './domain/pending.ts';
import type { Result } from './domain/result.ts';
import type { Elsewhere, Engagement, World } from './domain/world.ts';
import { groupChanges, inboxChanges } from './inboxes.ts';
import { Remembered } from './remembered.ts';

const LonLatCheck = Compile(LonLat);

/** How long a device may repeat what it was told: while open, and after closing. */
const toldWhileOpenMs = 12 * 3600_000;
const toldAfterClosingMs = 30 * 60_000;

/** An incident that cannot be decided is tried again after this. */
const brokenPushMs = 60_000;

/** How far a deadline is pushed that its own tick did not move. */
const stuckPushMs = 5_000;

/** Deadlines acted on between two looks at the intake. */
const ticksAtOnce = 200;

/** A killer among the first batch after a take-over is found by deciding that many singly. */
const carefulInputs = 200;

/** What only the owner of the open incidents knows of a world. */
export type Known = {
  engagements(responder: string): Engagement[];
  elsewhere(responder: string, than: { incident: string; group: string }): Elsewhere;
  isSurge(now: EpochMs): boolean;
  fix(incident: string): LonLat | undefined;
};
/** For whoever looks at a world without owning its incidents. */
export const knowsNothing: Known = {
  engagements: () => [],
  elsewhere: () => ({ single: [], groups: 0 }),
  isSurge: () => false,
  fix: () => undefined,
};
/** What the loop lends to a decision: the district's world, with what is known here. Throws for an unknown district. */
export type WorldOf = (district: string, known: Known) => World;

export class ShardOwner {
  readonly shard: ShardId;
  readonly open = new OpenIncidents({
    placeOf: (home, district) => this.#knownWorld(district)?.place(home),
    surgeRule: (district) => surgeRuleOf(this.#knownWorld(district)?.policy ?? {}),
  });
  readonly #fixes = new Map<string, LonLat>();
  /** Closed incidents that an entry of the batch at hand names, read for it. */
  #named = new Map<string, Incident>();
  readonly #redis: Redis;
  readonly #clock: OwnerClock;
  readonly #worldOf: WorldOf;
  readonly #defaultDistrict: string;
  readonly #log: Pick<Logger, 'error'>;
  readonly #broken: Map<string, EpochMs>;
  readonly #harmless: Map<ShardId, ReadonlySet<string>>;
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
    /** entries that were decided here and not committed, through no fault of theirs; outlives a reload */
    harmless: Map<ShardId, ReadonlySet<string>>;
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
    this.#harmless = parts.harmless;
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
    /** entries that were decided here and not committed, through no fault of theirs; outlives a reload */
    harmless: Map<ShardId, ReadonlySet<string>>;
    sequence: Sequence;
    cursor: string;
  }): Promise<ShardOwner> {
    const keys = shardKeys(parts.shard);
    const now = parts.clock.now();
    const [head] =
      (await readIntake(parts.redis, new Map([[parts.shard, parts.cursor]]), 1, undefined)).get(parts.shard) ?? [];
    const harmless = head !== undefined && (parts.harmless.get(parts.shard)?.has(head.entry) ?? false);
    const beginning = await noteTakeOver(parts.redis, parts.shard, head?.entry, harmless);
    const [remembered, numbers, incidents] = await Promise.all([
      Remembered.load(parts.redis, parts.shard, now),
      parts.redis.hgetall(keys.numbers),
      readOpen(parts.redis, parts.shard, (incident) =>
        parts.log.error({ incident }, 'dispatcher: the state of an open incident is damaged, it is left out'),
      ),
    ]);
    const owner = new ShardOwner({
      ...parts,
      beginning,
      remembered,
      numbers: new Map(Object.entries(numbers).map(([district, number]) => [district, Number(number)])),
    });
    const grouped = incidents.flatMap(({ legs }) => legs.filter(({ group }) => group !== undefined));
    owner.open.groups.begin(
      parts.sequence.number,
      await readGroupRevisions(
        parts.redis,
        parts.shard,
        grouped.map(({ responder, group = '' }) => ({ responder, group })),
      ),
    );
    incidents.sort((a, b) => a.receivedAt - b.receivedAt); // whether this is a surge is told by how they came in
    for (const incident of incidents) {
      if (incident.spot === 'fix') await owner.#readFix(incident.id);
      const due = deadline(incident);
      const waits = parts.broken.get(incident.id);
      owner.open.put(incident, due !== undefined && waits !== undefined && waits > due ? waits : due);
    }
    owner.open.groups.begun();
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
    let ticks = 0;
    for (const entry of entries) {
      // Past the bound whoever calls now goes before what is late anyway.
      for (const due of this.open.due(at(Math.min(entry.storedAt, this.#clock.now())), ticksAtOnce - ticks)) {
        decisions.push(...this.#tick(due));
        ticks++;
      }
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
    const position = spot === undefined ? undefined : readable(spot);
    if (LonLatCheck.Check(position)) this.#fixes.set(incident, position);
  }

  /**
   * Acts on deadlines that have passed, the most urgent first, so many that inputs and leases do not wait for them. Only when
   * every input stored before them has been decided.
   */
  async tick(): Promise<void> {
    await this.#commit(this.open.due(this.#clock.now(), ticksAtOnce).flatMap((incident) => this.#tick(incident)));
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
      elsewhere: (responder, than) => this.open.elsewhere(responder, than),
      isSurge: (now) => this.open.isSurge(district, now),
      fix: (incident) => this.#fixes.get(incident),
    });
  }

  /** Undefined while the district is not in the registry: its incidents stand alone until it is there. */
  #knownWorld(district: string): World | undefined {
    try {
      return this.#world(district);
    } catch {
      return undefined;
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
      offeredTogether: (responder, group) => this.open.groups.members(responder, group),
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
    const states = changed ? deviceStates(before, after) : [];
    if (answered) states.push(answered);
    const input = key !== undefined && result !== undefined ? { key, result: JSON.stringify(result) } : undefined;
    if (key !== undefined && result !== undefined) this.#remembered.set(key, result);
    const opened = before === undefined && changed;
    const due = changed ? deadline(after) : undefined;
    const inboxes = changed ? inboxChanges(before, after, this.#fixes.get(after.id)) : [];
    if (changed) {
      const groups = this.open.put(after, due);
      inboxes.push(...groupChanges(groups, after, (id) => this.open.get(id)));
      if (this.#named.has(after.id)) this.#named.set(after.id, after);
      if (due === undefined) this.#fixes.delete(after.id);
      if (opened) this.#numbers.set(after.district, after.number);
    }
    const texts = events.map((event) => JSON.stringify(event));
    const feed: Omit<FeedEntry, 'events'> = {
      ...(changed ? { incident: after.id } : {}),
      inboxes: [...new Set(inboxes.map((change) => change.recipient))].filter(
        (recipient) => !recipient.startsWith('g/'),
      ),
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
            events: texts,
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
      feed: `{"events":[${texts.join(',')}],${JSON.stringify(feed).slice(1)}`,
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
      this.#noteHarmless(decisions.filter((_, i) => !isToBlame(answers[i])));
    } catch (error) {
      this.lost = true; // nothing is known of this batch; the caller is told and loads the shard again
      this.#noteHarmless(decisions);
      throw error;
    }
    const last = decisions.findLast((decision) => decision.entry !== undefined)?.entry;
    if (this.lost || last === undefined) return;
    this.cursor = last;
    const over = this.#overBucket;
    this.#overBucket = undefined;
    if (over !== undefined) await forgetBucket(this.#redis, this.shard, over);
  }

  /** Deciding these did not end the process; whatever keeps them from being committed is none of their doing. */
  #noteHarmless(decisions: readonly Decision[]): void {
    this.#harmless.set(this.shard, new Set(decisions.flatMap(({ entry }) => (entry === undefined ? [] : [entry]))));
  }

  /** A deadline whose commit the store refuses, such as one with a damaged log, waits while the shard goes on. */
  #setBroken(incident: string): void {
    this.#log.error({ incident }, 'dispatcher: the store refused a decision, this incident waits');
    this.#broken.set(incident, at(this.#clock.now() + brokenPushMs));
  }
}

/** The store would not take this very decision. */
const isToBlame = (answer: Committed | undefined): boolean => answer?.ok === false && answer.why === 'failed';

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

const NamingInput = Compile(
  Type.Object({ kind: Type.Enum(['command', 'follow_up']), incident: Type.String({ maxLength: 64 }) }),
);

/** The incident that a stored command or follow-up names; undefined for every other input, the hot path. */
function namedBy(text: string): string | undefined {
  if (!text.includes('"kind":"command"') && !text.includes('"kind":"follow_up"')) return undefined;
  const value = readable(text);
  return NamingInput.Check(value) ? value.incident : undefined; // damaged: set aside when it is decided
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
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
