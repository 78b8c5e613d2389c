// One channel's inbox in one shard: what lies there, what the gateway has taken of it, and what is under way. A message is
// handed over once for each revision; a newer revision calls off an older one that has not gone out yet.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { ShardId } from '../contracts/ids.ts';
import { fieldOf, forgetHandedOver, type HandedOver, markHandedOver, readOutsideInbox } from '../store/handedOver.ts';
import { noteHops, sentHop } from '../store/hops.ts';
import type { InboxMessage } from '../store/inbox.ts';
import { append, UnreadableInput } from '../store/intake.ts';
import type { Registry } from '../store/registry.ts';
import { gatewayDispatch } from '../wording/outside.ts';
import type { Blame, Settled } from './channel.ts';
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

/** What came of a revision: somebody has it, or the gateway will not take it. */
type Mark = { delivery: string } & (
  | { kind: 'taken' }
  | { kind: 'refused'; responder: string; why: string; blame: Blame }
);

export class OutsideInbox {
  readonly shard: ShardId;
  readonly #gateway: Gateway;
  readonly #parts: OutsideInboxParts;
  readonly #recipient: string;
  readonly #underWay = new Map<string, { delivery: string; calledOff: AbortController }>();
  readonly #marks = new Map<string, Mark>();
  readonly #ending = new AbortController();
  #asked = false;
  #looking = false;
  /** Some had no room: they are looked at again when one is through. */
  #leftOver = false;

  constructor(shard: ShardId, gateway: Gateway, parts: OutsideInboxParts) {
    this.shard = shard;
    this.#gateway = gateway;
    this.#parts = parts;
    this.#recipient = `n/${gateway.channel.name}`;
  }

  /** What the gateway will not take for one person alone, by responder. */
  refused(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const mark of this.#marks.values())
      if (mark.kind === 'refused' && mark.blame === 'recipient') found.set(mark.responder, mark.why);
    return found;
  }

  stop(): void {
    this.#ending.abort();
    for (const { calledOff } of this.#underWay.values()) calledOff.abort();
  }

  /** Looks into the inbox, now or right after the look that is under way. */
  look(): void {
    this.#asked = true;
    if (!this.#looking) void this.#lookWhileAsked();
  }

  async #lookWhileAsked(): Promise<void> {
    const { signal } = this.#ending;
    this.#looking = true;
    try {
      while (this.#asked && !signal.aborted) {
        this.#asked = false;
        const began = performance.now();
        await this.#takeIn();
        await pause(Math.min((performance.now() - began) * restForEachRead, restAtMostMs), signal);
      }
    } catch (error) {
      if (!signal.aborted)
        this.#parts.log.warn({ error: String(error) }, 'notifier: an inbox could not be read, the sweep looks again');
    } finally {
      this.#looking = false;
    }
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
      if (this.#gateway.hasRoomFor(message.responder ?? '')) this.#start(field, message);
      else this.#leftOver = true;
    }
  }

  /** What was confirmed, withdrawn or replaced does not count any more. */
  #callOff(current: ReadonlyMap<string, InboxMessage>): void {
    for (const [field, { delivery, calledOff }] of this.#underWay) {
      if (current.get(field)?.delivery === delivery) continue;
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
    this.#underWay.set(field, { delivery: message.delivery, calledOff });
    this.#carry(field, message, calledOff.signal)
      .catch((error: unknown) =>
        this.#parts.log.error({ delivery: message.delivery, error: String(error) }, 'notifier: could not be carried'),
      )
      .finally(() => {
        if (this.#underWay.get(field)?.calledOff === calledOff) this.#underWay.delete(field);
        if (this.#leftOver) this.look();
      });
  }

  async #carry(field: string, message: InboxMessage, signal: AbortSignal): Promise<void> {
    const { registry, publicUrl, log } = this.#parts;
    const { delivery, responder } = message;
    const { channel } = this.#gateway;
    const told = gatewayDispatch(message, {
      channel: channel.name,
      district: registry.district(message.district),
      publicUrl,
    });
    const settled: Settled | undefined =
      told === undefined || responder === undefined
        ? { kind: 'refused', why: 'no telephone number', blame: 'recipient' }
        : await this.#gateway.carry(told, responder, signal);
    if (settled === undefined) return; // replaced, confirmed otherwise, or we end
    if (settled.kind === 'received' || settled.kind === 'accepted') this.#noteSent(message);
    if (signal.aborted) return; // it went out, and a newer revision or the answer was faster
    if (settled.kind === 'refused') {
      const { why, blame } = settled;
      this.#marks.set(field, { delivery, kind: 'refused', responder: responder ?? '', why, blame });
      log.warn({ delivery, channel: channel.name, why }, 'notifier: refused, given up for this revision');
      return;
    }
    if (settled.kind === 'received' && responder !== undefined) await this.#storeReceipt(message, responder, signal);
    if (signal.aborted) return;
    this.#marks.set(field, { delivery, kind: 'taken' });
    log.info({ delivery, kind: message.kind, channel: channel.name, how: settled.kind }, 'notifier: handed over');
    const place = { shard: this.shard, recipient: this.#recipient, field };
    await markHandedOver(this.#parts.redis, place, { delivery, by: channel.gateway, at: Date.now() });
  }

  /** For the proof of the press. What a recorder wrote down was not sent, and is not noted. */
  #noteSent({ incident, leg, revision }: InboxMessage): void {
    const { redis, log } = this.#parts;
    const hop = sentHop(leg, revision, this.#gateway.channel.name);
    noteHops(redis, this.shard, [{ incident, hop }], Date.now()).catch((error: unknown) => {
      log.warn({ error: String(error) }, 'notifier: the hops of a proof were not kept');
    });
  }

  /** The gateway has said it and will not say it again: it is stored before anything else happens to this message. */
  async #storeReceipt(message: InboxMessage, responder: string, signal: AbortSignal): Promise<void> {
    const { redis, replicas, log } = this.#parts;
    while (!signal.aborted) {
      try {
        await append(redis, this.shard, receiptOf(message, responder), replicas);
        return;
      } catch (error) {
        if (error instanceof UnreadableInput) throw error; // our own fault, and no later try mends it
        log.warn({ delivery: message.delivery, error: String(error) }, 'notifier: a receipt could not be stored yet');
        await pause(storeAgainMs, signal);
      }
    }
  }
}
