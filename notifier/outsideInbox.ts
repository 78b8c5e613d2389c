// One channel's inbox in one shard: what lies there, what the gateway has taken of it, and what is under way. A message is
// handed over once for each revision; a newer revision calls off an older one that has not gone out yet.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { ShardId } from '../contracts/ids.ts';
import type { InboxMessage } from '../contracts/incident/inbox.ts';
import { GroupPace } from '../store/groupPace.ts';
import { fieldOf, forgetHandedOver, type HandedOver, markHandedOver, readOutsideInbox } from '../store/handedOver.ts';
import { noteHops, sentHop } from '../store/hops.ts';
import { readGroupLines } from '../store/inbox.ts';
import { append, UnreadableInput } from '../store/intake.ts';
import { onceMore } from '../store/onceMore.ts';
import type { Registry } from '../store/registry.ts';
import { gatewayDispatch } from '../wording/outside.ts';
import type { Failed, Settled } from './channel.ts';
import type { Gateway } from './gateway.ts';
import { pause } from './pause.ts';
import { receiptOf } from './receipt.ts';

/** Reading takes a tenth of the time at most: after a flood the inbox is large, and the store has better things to do. */
const restForEachRead = 9;
const restAtMostMs = 2_000;
/** A receipt that cannot be stored is tried again after this. */
const storeAgainMs = 500;

export type OutsideInboxParts = {
  redis: Redis;
  replicas: number;
  registry: Registry;
  publicUrl: string;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
};

/** What came of a revision: somebody has it, or the gateway will not take it for this person. */
type Mark = { delivery: string } & ({ kind: 'taken' } | { kind: 'refused'; responder: string; why: string });

/** A leg that somebody is told of. */
type Called = Pick<InboxMessage, 'incident' | 'leg' | 'revision'>;

export class OutsideInbox {
  readonly shard: ShardId;
  /** Looks into the inbox, now or right after the look that is under way. */
  readonly look: () => void;
  readonly #gateway: Gateway;
  readonly #parts: OutsideInboxParts;
  readonly #recipient: string;
  readonly #underWay = new Map<string, { delivery: string; kind: InboxMessage['kind']; calledOff: AbortController }>();
  readonly #marks = new Map<string, Mark>();
  /** What has no room before its deadline, and no other way. */
  readonly #tooLate = new Map<string, { delivery: string; responder: string; why: string }>();
  readonly #ending = new AbortController();
  /** How often each person is told of each group. */
  readonly #paces = new Map<string, GroupPace>();
  /** Some had no room: they are looked at again when one is through. */
  #leftOver = false;

  constructor(shard: ShardId, gateway: Gateway, parts: OutsideInboxParts) {
    this.shard = shard;
    this.#gateway = gateway;
    this.#parts = parts;
    this.#recipient = `n/${gateway.channel.name}`;
    this.look = onceMore(
      () => this.#look(),
      (error) => {
        if (!this.#ending.signal.aborted)
          parts.log.warn({ error: String(error) }, 'notifier: an inbox could not be read, the sweep looks again');
      },
    );
  }

  /** What does not get through to one person alone, by responder: the gateway will not take it, or has no room in time. */
  refused(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const { responder, why } of this.#tooLate.values()) found.set(responder, why);
    for (const mark of this.#marks.values()) if (mark.kind === 'refused') found.set(mark.responder, mark.why);
    return found;
  }

  stop(): void {
    this.#ending.abort();
    for (const { calledOff } of this.#underWay.values()) calledOff.abort();
  }

  async #look(): Promise<void> {
    const { signal } = this.#ending;
    if (signal.aborted) return;
    const began = performance.now();
    await this.#takeIn();
    await pause(Math.min((performance.now() - began) * restForEachRead, restAtMostMs), signal);
  }

  async #takeIn(): Promise<void> {
    const { messages, damaged, handedOver } = await readOutsideInbox(this.#parts.redis, this.shard, this.#recipient);
    if (damaged.length > 0)
      this.#parts.log.error({ damaged }, 'notifier: messages that cannot be read stay where they are');
    const current = new Map(messages.map((message) => [fieldOf(message), message]));
    this.#callOff(current);
    await this.#keepMarks(current, handedOver);
    const waiting = [...current].filter(([field]) => !this.#underWay.has(field) && !this.#marks.has(field));
    waiting.sort(([, a], [, b]) => a.priority - b.priority || (a.deadline ?? 0) - (b.deadline ?? 0));
    this.#leftOver = false;
    for (const [field, message] of waiting) {
      if (!this.#gateway.hasRoomFor(message.responder ?? '')) this.#leftOver = true;
      else if (this.#isDue(message)) this.#start(field, message);
    }
  }

  /** A group that changes by the second does not ring by the second; the sweep looks again when its pause is over. */
  #isDue(message: InboxMessage): boolean {
    if (message.group === undefined) return true;
    const responder = message.responder ?? '';
    const pace = this.#paces.get(responder) ?? new GroupPace();
    this.#paces.set(responder, pace);
    return pace.due([message], performance.now()).length > 0;
  }

  /**
   * What was confirmed, withdrawn or replaced does not count any more. Of a group that only grew what is under way goes on:
   * called off at each change it would never get through.
   */
  #callOff(current: ReadonlyMap<string, InboxMessage>): void {
    for (const [field, { delivery, kind, calledOff }] of this.#underWay) {
      const now = current.get(field);
      if (now?.delivery === delivery || (now?.group !== undefined && now.kind === kind)) continue;
      calledOff.abort();
      this.#underWay.delete(field);
    }
  }

  /** Keeps the marks of what lies there, takes over those of another notifier, or of one before us. */
  async #keepMarks(
    current: ReadonlyMap<string, InboxMessage>,
    handedOver: ReadonlyMap<string, HandedOver>,
  ): Promise<void> {
    for (const [field, { delivery }] of this.#marks)
      if (current.get(field)?.delivery !== delivery) this.#marks.delete(field);
    for (const [field, { delivery, by }] of handedOver)
      if (current.get(field)?.delivery === delivery && by === this.#gateway.channel.gateway)
        this.#marks.set(field, { delivery, kind: 'taken' });
    const gone = [...handedOver.keys()].filter((field) => !current.has(field));
    await forgetHandedOver(this.#parts.redis, { shard: this.shard, recipient: this.#recipient }, gone);
  }

  #start(field: string, message: InboxMessage): void {
    const calledOff = new AbortController();
    this.#underWay.set(field, { delivery: message.delivery, kind: message.kind, calledOff });
    this.#carry(field, message, calledOff.signal)
      .catch((error: unknown) =>
        this.#parts.log.error({ delivery: message.delivery, error: String(error) }, 'notifier: could not be carried'),
      )
      .finally(() => {
        if (this.#underWay.get(field)?.calledOff === calledOff) this.#underWay.delete(field);
        if (this.#tooLate.get(field)?.delivery === message.delivery) this.#tooLate.delete(field);
        if (this.#leftOver) this.look();
      });
  }

  async #carry(field: string, message: InboxMessage, signal: AbortSignal): Promise<void> {
    const { registry, publicUrl, log } = this.#parts;
    const { delivery, responder } = message;
    const { channel } = this.#gateway;
    // Read as it goes out, and not waited for: whoever is under way must be counted at once.
    const counted = this.#callsIn(message).catch((error: unknown) => {
      log.warn({ delivery, error: String(error) }, 'notifier: the hops of a proof were not kept');
      return [];
    });
    const told = gatewayDispatch(message, {
      channel: channel.name,
      district: registry.district(message.district),
      publicUrl,
    });
    const settled: Settled | undefined =
      told === undefined || responder === undefined
        ? { kind: 'refused', why: 'no telephone number' }
        : await this.#gateway.carry(told, responder, signal, (failed) => this.#noteWait(field, message, failed));
    if (settled === undefined) return; // replaced, confirmed otherwise, or we end
    if (settled.kind === 'received' || settled.kind === 'accepted') this.#noteSent(counted);
    if (signal.aborted) return; // it went out, and a newer revision or the answer was faster
    if (settled.kind === 'refused') {
      const { why } = settled;
      this.#marks.set(field, { delivery, kind: 'refused', responder: responder ?? '', why });
      log.warn({ delivery, channel: channel.name, why }, 'notifier: refused, given up for this revision');
      return;
    }
    if (settled.kind === 'received' && responder !== undefined) await this.#storeReceipt(message, responder, signal);
    if (signal.aborted) return;
    this.#marks.set(field, { delivery, kind: 'taken' });
    const said = { delivery, kind: message.kind, channel: channel.name, how: settled.kind };
    log.info({ ...said, ...(settled.why === undefined ? {} : { why: settled.why }) }, 'notifier: handed over');
    const place = { shard: this.shard, recipient: this.#recipient, field };
    await markHandedOver(this.#parts.redis, place, { delivery, by: channel.gateway, at: Date.now() });
  }

  /** Whoever cannot be told before it is too late must be told by somebody else. */
  #noteWait(field: string, { delivery, responder = '', deadline }: InboxMessage, failed: Failed): void {
    const { limit, meanwhile, retryAfterMs = 0, why } = failed;
    const late = deadline !== undefined && Date.now() + retryAfterMs > deadline;
    if (limit === 'ours' && meanwhile === undefined && late) this.#tooLate.set(field, { delivery, responder, why });
    else this.#tooLate.delete(field);
    if (limit === 'ours' && this.#leftOver) this.look(); // it stands aside for the others
  }

  /** For the proof of the press. What a recorder wrote down was not sent, and is not noted. */
  #noteSent(calls: Promise<readonly Called[]>): void {
    const { redis, log } = this.#parts;
    const { name } = this.#gateway.channel;
    const at = Date.now();
    calls
      .then((all) => all.map(({ incident, leg, revision }) => ({ incident, hop: sentHop(leg, revision, name) })))
      .then((hops) => noteHops(redis, this.shard, hops, at))
      .catch((error: unknown) => {
        log.warn({ error: String(error) }, 'notifier: the hops of a proof were not kept');
      });
  }

  /** The legs that a message is about, each with its own revision: of a group those that it counts. */
  async #callsIn(message: InboxMessage): Promise<readonly Called[]> {
    const { group, responder } = message;
    if (group === undefined || responder === undefined) return [message];
    return readGroupLines(this.#parts.redis, this.shard, { responder, group: group.id });
  }

  /** The gateway has said it and will not say it again: it is stored before anything else happens to this message. */
  async #storeReceipt(message: InboxMessage, responder: string, signal: AbortSignal): Promise<void> {
    const { redis, replicas, log } = this.#parts;
    while (!signal.aborted) {
      try {
        await append(redis, this.shard, receiptOf(message, responder), replicas);
        return;
      } catch (error) {
        if (error instanceof UnreadableInput) {
          // Our own fault, and no later try mends it: without this receipt the gateway has the message all the same.
          log.error({ delivery: message.delivery, error: String(error) }, 'notifier: a receipt that cannot be stored');
          return;
        }
        log.warn({ delivery: message.delivery, error: String(error) }, 'notifier: a receipt could not be stored yet');
        await pause(storeAgainMs, signal);
      }
    }
  }
}
