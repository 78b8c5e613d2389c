// Out through the channels: the feed says which inbox changed, and a sweep makes up for whatever was missed, as at the broker.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type ShardId, shards } from '../contracts/ids.ts';
import { onOtherServer } from '../store/connection.ts';
import { feedEnd, readFeed } from '../store/feed.ts';
import type { Gateway } from './gateway.ts';
import { OutsideInbox, type OutsideInboxParts } from './outsideInbox.ts';
import { pause } from './pause.ts';

/** Everything is looked at this often, whatever the feed said. */
export const sweepEveryMs = 5_000;
const feedWaitMs = 1_000;

export type DeliveryParts = OutsideInboxParts & {
  blocking: Redis;
  gateways: readonly Gateway[];
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
};

export class Delivery {
  readonly #parts: DeliveryParts;
  /** by recipient, e.g. `n/sms`, then by shard */
  readonly #inboxes: ReadonlyMap<string, ReadonlyMap<ShardId, OutsideInbox>>;
  readonly #ending = new AbortController();
  readonly #sweeps: NodeJS.Timeout;
  #otherServer = false;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
    onOtherServer(parts.redis, () => {
      this.#otherServer = true;
    });
    this.#inboxes = new Map(
      parts.gateways.map((gateway) => [
        `n/${gateway.channel.name}`,
        new Map(shards.map((shard) => [shard, new OutsideInbox(shard, gateway, parts)])),
      ]),
    );
    this.#sweeps = setInterval(() => this.#sweep(), sweepEveryMs);
    void this.#follow();
  }

  /** What a channel's gateway will not take, by responder. */
  refused(channel: string): ReadonlyMap<string, string> {
    const inboxes = [...(this.#inboxes.get(`n/${channel}`)?.values() ?? [])];
    return new Map(inboxes.flatMap((inbox) => [...inbox.refused()]));
  }

  stop(): void {
    this.#ending.abort();
    clearInterval(this.#sweeps);
    for (const inboxes of this.#inboxes.values()) for (const inbox of inboxes.values()) inbox.stop();
  }

  async #follow(): Promise<void> {
    const { redis, blocking, log } = this.#parts;
    const { signal } = this.#ending;
    // One XREAD over all shards: a plain server allows it, a Cluster needs a connection for each (facts).
    let after: Map<ShardId, number> | undefined;
    while (!signal.aborted) {
      try {
        if (this.#otherServer) {
          this.#otherServer = false;
          after = undefined; // its feed may end before the one that we followed
        }
        if (!after) {
          const ends = await Promise.all(shards.map((shard) => feedEnd(redis, shard)));
          after = new Map(shards.map((shard, i) => [shard, ends[i] ?? 0]));
          this.#sweep();
        }
        const touched = new Set<OutsideInbox>();
        for (const { shard, number, entry, unknown } of await readFeed(blocking, after, feedWaitMs)) {
          if (unknown.length > 0)
            log.warn({ shard, number, unknown }, 'notifier: events that this program does not know');
          after.set(shard, number);
          for (const recipient of entry.inboxes) {
            const inbox = this.#inboxes.get(recipient)?.get(shard);
            if (inbox) touched.add(inbox);
          }
        }
        for (const inbox of touched) inbox.look();
      } catch (error) {
        if (signal.aborted) return;
        log.warn(
          { error: String(error) },
          'notifier: the feed could not be read; all inboxes are swept when it can be',
        );
        after = undefined;
        await pause(feedWaitMs, signal);
      }
    }
  }

  /** Shards without a district hold nobody. */
  #sweep(): void {
    const used = new Set(this.#parts.registry.all().map(({ shard }) => shard));
    for (const inboxes of this.#inboxes.values()) for (const shard of used) inboxes.get(shard)?.look();
  }
}
