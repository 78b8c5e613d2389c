// Out through the channels: the feed says which inbox changed, and a sweep makes up for whatever was missed, as at the broker.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type ShardId, shards } from '../contracts/ids.ts';
import type { Numbered } from '../store/feed.ts';
import { feedEnds, startTail, type Tail } from '../store/tail.ts';
import type { Gateway } from './gateway.ts';
import { OutsideInbox, type OutsideInboxParts } from './outsideInbox.ts';

/** Everything is looked at this often, whatever the feed said. */
export const sweepEveryMs = 5_000;

export type DeliveryParts = OutsideInboxParts & {
  blocking: Redis;
  gateways: readonly Gateway[];
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
};

export class Delivery {
  readonly #parts: DeliveryParts;
  /** by recipient, e.g. `n/sms`, then by shard */
  readonly #inboxes: ReadonlyMap<string, ReadonlyMap<ShardId, OutsideInbox>>;
  readonly #tail: Tail;
  readonly #sweeps: NodeJS.Timeout;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
    this.#inboxes = new Map(
      parts.gateways.map((gateway) => [
        `n/${gateway.channel.name}`,
        new Map(shards.map((shard) => [shard, new OutsideInbox(shard, gateway, parts)])),
      ]),
    );
    this.#sweeps = setInterval(() => this.#sweep(), sweepEveryMs);
    this.#tail = startTail({
      ...parts,
      name: 'notifier',
      catchUp: async () => {
        const ends = await feedEnds(parts.redis);
        this.#sweep();
        return ends;
      },
      take: (news) => this.#lookInto(news),
    });
  }

  /** What a channel's gateway will not take, by responder. */
  refused(channel: string): ReadonlyMap<string, string> {
    const inboxes = [...(this.#inboxes.get(`n/${channel}`)?.values() ?? [])];
    return new Map(inboxes.flatMap((inbox) => [...inbox.refused()]));
  }

  stop(): void {
    this.#tail.stop();
    clearInterval(this.#sweeps);
    for (const inboxes of this.#inboxes.values()) for (const inbox of inboxes.values()) inbox.stop();
  }

  #lookInto(news: readonly Numbered[]): void {
    const touched = new Set<OutsideInbox>();
    for (const { shard, entry } of news)
      for (const recipient of entry.inboxes) {
        const inbox = this.#inboxes.get(recipient)?.get(shard);
        if (inbox) touched.add(inbox);
      }
    for (const inbox of touched) inbox.look();
  }

  /** Shards without a district hold nobody. */
  #sweep(): void {
    const used = new Set(this.#parts.registry.all().map(({ shard }) => shard));
    for (const inboxes of this.#inboxes.values()) for (const shard of used) inboxes.get(shard)?.look();
  }
}
