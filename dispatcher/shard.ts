// The owner of one shard: open incidents in memory, inputs and deadlines in, commits out. Load, decide, commit are three
// steps; the hot path reads nothing. When a commit does not apply, what was decided on top of it never happened:
// `lost` says so, and the shard is loaded again.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Compile } from 'typebox/compile';
import { at, type EpochMs, type IncidentId, incidentIdOf, type ShardId } from '../contracts/ids.ts';
import {
  type DamagedIncident,
  type Input,
  inputKey,
  newerKind,
  readDamagedIncident,
  readInput,
} from '../contracts/incident/inputs.ts';
import { keptOrder } from '../contracts/incident/orders.ts';
import type { Result } from '../contracts/incident/result.ts';
import type { Incident } from '../contracts/incident/state.ts';
import { parsed } from '../contracts/json.ts';
import { surgeRuleOf } from '../contracts/office/policy.ts';
import { LonLat } from '../contracts/position.ts';
import { type Beginning, noteTakeOver, noteTry } from '../store/attempts.ts';
import { type Committed, commit, type Decision, type InboxChange, type Sequence } from '../store/commit.ts';
import { showDamaged } from '../store/damaged.ts';
import { readGroupRevisions } from '../store/inbox.ts';
import { type IntakeEntry, readIntake } from '../store/intake.ts';
import { shardKeys } from '../store/keys.ts';
import { type Damaged, readOpen, readSide } from '../store/log.ts';
import { forgetBucket } from '../store/results.ts';
import { setAsideNamed, staticOffers } from './aside.ts';
import { answersOf, buttonsTold, type Told } from './buttons.ts';
import type { OwnerClock } from './clock.ts';
import { repeated, rewritten, written } from './decision.ts';
import { LastPressed } from './domain/device/lastPressed.ts';
import { TestWindows } from './domain/device/testWindow.ts';
import { OpenIncidents } from './domain/incident/concerns.ts';
import type { Context } from './domain/incident/context.ts';
import { type Decided, decide, type Tick } from './domain/incident/decide.ts';
import { replay } from './domain/incident/evolve.ts';
import { deadline } from './domain/incident/pending.ts';
import type { World } from './domain/world.ts';
import { groupChanges, inboxChanges } from './inboxes.ts';
import { asUnreadablePress, legible } from './legible.ts';
import { type Known, knowsNothing, type WorldOf } from './lent.ts';
import { readNamed } from './named.ts';
import { Remembered } from './remembered.ts';

const LonLatCheck = Compile(LonLat);

/** How what cannot be decided is tried as an unreadable press: beside what is open at its home, then as if nothing were. */
const ways = ['joining', 'alone'] as const;

/** An incident that cannot be decided is tried again after this. */
const brokenPushMs = 60_000;

/** How far a deadline is pushed that its own tick did not move. */
const stuckPushMs = 5_000;

/** Deadlines acted on between two looks at the intake. */
const ticksAtOnce = 200;

/** A killer among the first batch after a take-over is found by deciding that many singly. */
const carefulInputs = 200;

/** A shard as it was taken, and what its owner works with. */
export type ShardParts = {
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
};

export class ShardOwner {
  readonly shard: ShardId;
  readonly open = new OpenIncidents({
    placeOf: (home, district) => this.#ask(district, (world) => world.place(home)),
    surgeRule: (district) => surgeRuleOf(this.#ask(district, ({ policy }) => policy) ?? {}),
  });
  readonly #fixes = new Map<string, LonLat>();
  /** Closed incidents that an entry of the batch at hand names, read for it. */
  #named = new Map<string, Incident>();
  readonly #parts: ShardParts;
  #sequence: Sequence;
  cursor: string;
  /** The kind of an input that only a newer program knows: it is left where it is, and the shard with it. */
  behind: string | undefined;
  /** True once a commit did not apply: nothing in memory can be trusted any more. */
  lost = false;
  readonly remembered: Remembered;
  readonly #testWindows: TestWindows;
  readonly pressed: LastPressed;
  #overBucket: string | undefined;
  readonly #numbers: Map<string, number>;
  /** Incidents whose state was made again from their log, and has not been written yet. */
  #rebuilt: readonly Incident[] = [];
  /** Incidents that cannot be gone on with, and that the duty officer has not been shown yet. */
  readonly #unshown: DamagedIncident[] = [];
  readonly #beginning: Beginning;
  #carefulFor: number;

  private constructor(
    parts: ShardParts & { remembered: Remembered; numbers: Map<string, number>; beginning: Beginning },
  ) {
    this.#parts = parts;
    this.shard = parts.shard;
    this.#sequence = parts.sequence;
    this.cursor = parts.cursor;
    this.remembered = parts.remembered;
    this.#testWindows = TestWindows.of(parts.remembered.all());
    this.pressed = LastPressed.of(parts.remembered.all());
    this.#numbers = parts.numbers;
    this.#beginning = parts.beginning;
    this.#carefulFor = parts.beginning.careful ? carefulInputs : 0;
  }

  /** Reads what a new owner must know: open incidents, the results of two days, the last incident numbers. */
  static async load(parts: ShardParts): Promise<ShardOwner> {
    const keys = shardKeys(parts.shard);
    const now = parts.clock.now();
    const [head] =
      (await readIntake(parts.redis, new Map([[parts.shard, parts.cursor]]), 1, undefined)).get(parts.shard) ?? [];
    const harmless = head !== undefined && (parts.harmless.get(parts.shard)?.has(head.entry) ?? false);
    const beginning = await noteTakeOver(parts.redis, parts.shard, head?.entry, harmless);
    const rebuilt: Incident[] = [];
    const damaged: Damaged[] = [];
    const [remembered, numbers, incidents] = await Promise.all([
      Remembered.load(parts.redis, parts.shard, now),
      parts.redis.hgetall(keys.numbers),
      readOpen(parts.redis, parts.shard, {
        replay,
        onRebuilt: (incident) => rebuilt.push(incident),
        onDamaged: (one) => damaged.push(one),
      }),
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
    owner.#rebuilt = rebuilt.filter(({ id }) => !parts.broken.has(id));
    for (const { id } of rebuilt)
      parts.log.error({ incident: id }, 'dispatcher: a state could not be read, it was made again from its log');
    for (const { incident, text } of damaged) owner.#cannotGoOn(incident, text, 'neither state nor log can be read');
    await owner.#showDamaged();
    incidents.sort((a, b) => a.openedAt - b.openedAt); // whether this is a surge is told by how they came in
    for (const incident of incidents) {
      if (incident.spot === 'fix') await owner.#readFix(incident.id);
      const due = deadline(incident);
      const waits = parts.broken.get(incident.id);
      owner.open.put(incident, due !== undefined && waits !== undefined && waits > due ? waits : due);
    }
    owner.open.groups.begun();
    return owner;
  }

  /**
   * Decides entries of the intake in their order, and every deadline that fell due before each was stored.
   * @param leaveNewer is what only a newer program knows left to it? Otherwise it is set aside like any that cannot be read
   */
  async take(stored: readonly IntakeEntry[], { leaveNewer }: { leaveNewer: boolean }): Promise<void> {
    const newer = leaveNewer ? stored.findIndex(({ text }) => newerKind(text) !== undefined) : -1;
    const entries = newer === -1 ? stored : stored.slice(0, newer);
    this.behind = newerKind(stored[newer]?.text ?? '');
    const careful = entries.slice(0, this.#carefulFor);
    this.#carefulFor -= careful.length;
    for (const entry of careful) {
      if (this.lost) return;
      try {
        await noteTry(this.#parts.redis, this.shard, entry.entry);
        await this.#takeBatch([entry]);
      } catch (error) {
        this.#parts.harmless.set(this.shard, new Set([entry.entry])); // also where the store was gone before it was decided
        throw error;
      }
    }
    if (!this.lost) await this.#takeBatch(entries.slice(careful.length));
  }

  async #takeBatch(entries: readonly IntakeEntry[]): Promise<void> {
    const decisions = this.#rebuilt.map((incident) => rewritten(incident));
    this.#rebuilt = [];
    this.#overBucket = this.remembered.turn(this.#parts.clock.now()) ?? this.#overBucket;
    this.#named = await readNamed(this.#parts.redis, this.shard, entries, (id) => this.open.get(id) !== undefined);
    let ticks = 0;
    for (const entry of entries) {
      // Past the bound whoever calls now goes before what is late anyway.
      for (const due of this.open.due(at(Math.min(entry.storedAt, this.#parts.clock.now())), ticksAtOnce - ticks)) {
        decisions.push(...this.#tick(due));
        ticks++;
      }
      decisions.push(this.#decideEntry(entry));
    }
    await this.#commit(decisions);
  }

  async #readFix(incident: IncidentId): Promise<void> {
    const { spot } = await readSide(this.#parts.redis, this.shard, incident);
    const position = parsed(spot);
    if (LonLatCheck.Check(position)) this.#fixes.set(incident, position);
  }

  /**
   * Acts on deadlines that have passed, the most urgent first, so many that inputs and leases do not wait for them. Only when
   * every input stored before them has been decided.
   */
  async tick(): Promise<void> {
    await this.#commit(this.open.due(this.#parts.clock.now(), ticksAtOnce).flatMap((incident) => this.#tick(incident)));
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
      const decided = decide(incident, tick, context, this.#world(incident.district), this.#parts.clock.now());
      const decision = this.#asDecision(incident, decided, undefined, undefined);
      this.#pushStuck(decided.incident ?? incident);
      return [decision];
    } catch (error) {
      this.#cannotGoOn(incident.id, JSON.stringify(incident), `a deadline could not be decided: ${String(error)}`);
      this.open.put(incident, at(this.#parts.clock.now() + brokenPushMs));
      return [];
    }
  }

  /** A tick that leaves its deadline in the past would fire for ever: it is pushed and said (DESIGN "Deadline"). */
  #pushStuck(incident: Incident): void {
    const now = this.#parts.clock.now();
    if ((deadline(incident) ?? now + 1) > now) return;
    this.#parts.log.error({ incident: incident.id }, 'dispatcher: a deadline was left in the past, it is pushed 5 s');
    this.open.put(incident, at(now + stuckPushMs));
  }

  #decideEntry(entry: IntakeEntry): Decision {
    const { poison } = this.#beginning;
    if (entry.entry === poison?.entry)
      return this.#decideAnyway(entry, 'this input ended the dispatcher twice', ways.slice(poison.more));
    const input = readInput(entry.text);
    const damaged = input ? undefined : readDamagedIncident(entry.text);
    if (damaged) return this.#show(damaged, entry);
    if (!input) return this.#decideAnyway(entry, 'stored input is not readable');
    try {
      return this.#decideInput(input, entry);
    } catch (error) {
      this.#parts.log.error({ entry: entry.entry, error: String(error) }, 'dispatcher: an input could not be decided');
      return this.#decideAnyway(entry, String(error));
    }
  }

  /** @param alone as if no incident were open at its home: it may be that one which cannot be decided on */
  #decideInput(input: Input, entry: IntakeEntry, { alone = false } = {}): Decision {
    const key = inputKey(input);
    const earlier = this.remembered.of(input);
    const isPress = input.kind === 'press' || input.kind === 'unreadable_press';
    if (earlier && !isPress) return repeated(entry.entry, key, earlier);
    const world = this.#world(input.district);
    const incident = alone
      ? undefined
      : (this.open.concernedBy(input, world, at(entry.storedAt)) ?? this.#closedNamedBy(input));
    const context = this.#context(entry, input.district, earlier);
    const decided = decide(incident, input, context, world, this.#parts.clock.now());
    const answered = answersOf(input, decided, entry);
    const order = input.kind === 'command' ? keptOrder(input, decided.result) : {};
    return this.#asDecision(incident, decided, entry, this.#keyFor(key, entry, earlier), { answered, order });
  }

  /**
   * Nobody who pressed is forgotten (DESIGN "Decide"): what names a device is a press of it that cannot be read. Everything else,
   * and a press with which even that fails, is set aside for the duty officer; the shard goes on with the next input.
   */
  #decideAnyway(entry: IntakeEntry, why: string, how: readonly (typeof ways)[number][] = ways): Decision {
    const press = asUnreadablePress(entry.text, { entry: entry.entry, why, district: this.#parts.defaultDistrict });
    for (const way of how)
      try {
        if (press) return this.#decideInput(press, entry, { alone: way === 'alone' });
      } catch (error) {
        this.#parts.log.error(
          { entry: entry.entry, way, error: String(error) },
          'dispatcher: nor could it be as unreadable',
        );
      }
    return this.#setAside(entry, why);
  }

  /** An incident that was decided on earlier in this batch is known by its newer state. */
  #closedNamedBy(input: Input): Incident | undefined {
    return input.kind === 'command' || input.kind === 'follow_up' ? this.#named.get(input.incident) : undefined;
  }

  /** A repeated or reused press has a key of its own: the first one's result stays what it was. */
  #keyFor(key: string, entry: IntakeEntry, earlier: Result | undefined): string {
    return earlier ? `${key}/${entry.entry}` : key;
  }

  /** The duty officer is shown an incident that cannot be gone on with: by another one, of the same home and device. */
  #show({ incident, why }: DamagedIncident, entry: IntakeEntry): Decision {
    const key = `damaged_incident/${incident}`;
    const earlier = this.remembered.get(key);
    return earlier ? repeated(entry.entry, key, earlier) : this.#setAside(entry, why, key);
  }

  #setAside(entry: IntakeEntry, why: string, key?: string): Decision {
    const input = readInput(entry.text);
    const district = input?.district ?? this.#watchedDistrict(entry.text);
    const decided = setAsideNamed(
      { text: entry.text, district, why, offers: this.#ask(district, staticOffers) ?? [] },
      (device) => this.#ask(district, (world) => world.homeOf(device)),
      this.#context(entry, district, undefined),
      this.#parts.clock.now(),
    );
    // Whoever sends it again hears that it is looked at, and opens no second incident.
    const known = input === undefined || this.remembered.of(input) !== undefined;
    return this.#asDecision(undefined, decided, entry, key ?? (known ? `entry/${entry.entry}` : inputKey(input)));
  }

  /** What bytes name that are no input of ours counts if it is there: else nobody would see the incident. */
  #watchedDistrict(text: string): string {
    const { district } = legible(text);
    return district !== undefined && this.#lends(district) ? district : this.#parts.defaultDistrict;
  }

  /** A district that this process does not know (yet) borrows the people of the default one: nobody waits for an import. */
  #world(district: string): World {
    const known: Known = {
      engagements: (responder) => this.open.engagements(responder),
      elsewhere: (responder, than) => this.open.elsewhere(responder, than),
      lacking: () => this.open.lacking(district),
      isSurge: (now) => this.open.isSurge(district, now),
      fix: (incident) => this.#fixes.get(incident),
    };
    try {
      return this.#parts.worldOf(district, known);
    } catch (error) {
      if (district === this.#parts.defaultDistrict) throw error;
      return this.#parts.worldOf(this.#parts.defaultDistrict, known);
    }
  }

  #lends(district: string): boolean {
    try {
      this.#parts.worldOf(district, knowsNothing);
      return true;
    } catch {
      return false;
    }
  }

  /** Undefined while no world can say, as before the first district is imported: incidents stand alone until one can. */
  #ask<T>(district: string, question: (world: World) => T): T | undefined {
    try {
      return question(this.#world(district));
    } catch {
      return undefined;
    }
  }

  #context(entry: IntakeEntry | undefined, district: string, earlier: Result | undefined): Context {
    const now = this.#parts.clock.now();
    return {
      newIncident: entry ? incidentIdOf(entry.entry, this.shard) : ('' as IncidentId),
      nextNumber: (this.#numbers.get(district) ?? 0) + 1,
      storedAt: at(entry?.storedAt ?? this.#parts.clock.now()),
      earlier,
      groupAt: (home, withinMs) => this.open.groupAt({ district, home }, this.#world(district), now, withinMs),
      offeredTogether: (responder, group) => this.open.groups.members(responder, group),
      find: (id) => this.open.get(id),
      openAt: (home) => this.open.openAt({ district, home }),
      testWindow: (device) => this.#testWindows.get(device),
      pressedAt: (device) => this.pressed.get(device),
    };
  }

  /** Takes what was decided into memory at once, for the next input builds on it. @returns what is written of it */
  #asDecision(
    before: Incident | undefined,
    decided: Decided,
    entry: IntakeEntry | undefined,
    key: string | undefined,
    { answered = [], order = {} }: { answered?: readonly Told[]; order?: Readonly<Record<string, string>> } = {},
  ): Decision {
    const { result } = decided;
    const after = decided.events.length > 0 ? decided.incident : undefined;
    if (after) this.#rememberFix(after, decided.side);
    const told = after ? buttonsTold(before, after) : [];
    told.push(...answered);
    const due = after && deadline(after);
    const inboxes = after ? inboxChanges(before, after, this.#fixes.get(after.id)) : [];
    // Nothing above is kept when it throws: the input is decided in another way then.
    if (key !== undefined && result !== undefined) {
      this.remembered.set(key, result);
      this.#testWindows.note(key, result);
      this.pressed.note(key, result);
    }
    if (after) inboxes.push(...this.#takeIn(before, after, due));
    return written({ before, after, due, decided, entry: entry?.entry, key, inboxes, told, order });
  }

  /** @returns what this changes in the inboxes of groups */
  #takeIn(before: Incident | undefined, after: Incident, due: EpochMs | undefined): InboxChange[] {
    const groups = this.open.put(after, due);
    const changes = groupChanges(groups, after, (id) => this.open.get(id));
    if (this.#named.has(after.id)) this.#named.set(after.id, after);
    if (due === undefined) this.#fixes.delete(after.id);
    if (before === undefined) this.#numbers.set(after.district, after.number);
    return changes;
  }

  #rememberFix(incident: Incident, side: Readonly<Record<string, string>>): void {
    const position = parsed(side.spot);
    if (LonLatCheck.Check(position)) this.#fixes.set(incident.id, position);
  }

  async #commit(decisions: readonly Decision[]): Promise<void> {
    if (decisions.length === 0) return this.#showDamaged();
    const on = this.#sequence;
    this.#sequence = { ...on, number: on.number + decisions.length };
    try {
      const answers = await commit(this.#parts.redis, this.shard, on, decisions, this.remembered.buckets);
      if (answers.length !== decisions.length || answers.some((answer) => !answer.ok)) this.lost = true;
      answers.forEach((answer, i) => {
        const broken = answer.ok || answer.why !== 'failed' ? undefined : decisions[i];
        if (broken?.entry === undefined && broken?.incident) this.#setBroken(broken.incident);
      });
      this.#noteHarmless(decisions.filter((_, i) => !isToBlame(answers[i])));
    } catch (error) {
      this.lost = true; // nothing is known of this batch; the caller is told and loads the shard again
      this.#noteHarmless(decisions);
      throw error;
    }
    await this.#showDamaged();
    const last = decisions.findLast((decision) => decision.entry !== undefined)?.entry;
    if (this.lost || last === undefined) return;
    this.cursor = last;
    const over = this.#overBucket;
    this.#overBucket = undefined;
    if (over !== undefined) await forgetBucket(this.#parts.redis, this.shard, over);
  }

  /** Deciding these did not end the process; whatever keeps them from being committed is none of their doing. */
  #noteHarmless(decisions: readonly Decision[]): void {
    this.#parts.harmless.set(
      this.shard,
      new Set(decisions.flatMap(({ entry }) => (entry === undefined ? [] : [entry]))),
    );
  }

  /** A deadline whose commit the store refuses, such as one with a damaged log, waits while the shard goes on. */
  #setBroken({ id, state }: NonNullable<Decision['incident']>): void {
    this.#cannotGoOn(id, state, 'the store refuses what is decided on it');
    this.#parts.broken.set(id, at(this.#parts.clock.now() + brokenPushMs));
  }

  /** @param text what still names its home and device */
  #cannotGoOn(incident: IncidentId, text: string, why: string): void {
    this.#parts.log.error({ incident, why }, 'dispatcher: an incident cannot be gone on with');
    // What shows an incident to the officer is not shown by another one, and that by a third.
    if (text.includes('"call":"unreadable_input"')) return;
    const { district, device, home } = legible(text);
    const named = Object.entries({ district, device, home }).filter(([, name]) => name !== undefined);
    this.#unshown.push({ v: 1, kind: 'damaged_incident', incident, ...Object.fromEntries(named), why });
  }

  async #showDamaged(): Promise<void> {
    for (const one of this.#unshown.splice(0))
      try {
        await showDamaged(this.#parts.redis, this.shard, one);
      } catch (error) {
        // It is tried again at the next take-over or deadline; the auditor alarms meanwhile.
        this.#parts.log.error({ incident: one.incident, error: String(error) }, 'dispatcher: it could not be shown');
      }
  }
}

/** The store would not take this very decision. */
const isToBlame = (answer: Committed | undefined): boolean => answer?.ok === false && answer.why === 'failed';
