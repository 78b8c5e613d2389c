// The inbox of an outside channel as the dispatcher leaves it, on a real Redis, for tests of whoever serves it.
import type { Redis } from 'ioredis';
import type { IncidentId, ShardId } from '../contracts/ids.ts';
import type { InboxMessage } from '../contracts/incident/inbox.ts';
import { readInput } from '../contracts/incident/inputs.ts';
import type { Reply } from '../contracts/incident/messages.ts';
import { feedEnd } from '../store/feed.ts';
import { fieldOf } from '../store/handedOver.ts';
import { shardKeys } from '../store/keys.ts';
import type { Registry } from '../store/registry.ts';
import { writeDistrict } from '../store/writeDistrict.ts';
import { TestRedis } from './redis.ts';
import { sampleBundle } from './sample.ts';

export class Outside {
  readonly server: TestRedis;
  readonly redis: Redis;
  readonly shard: ShardId;
  readonly registry: Registry;
  readonly #incidents = new Map<number, IncidentId>();

  private constructor(parts: { server: TestRedis; redis: Redis; shard: ShardId; registry: Registry }) {
    this.server = parts.server;
    this.redis = parts.redis;
    this.shard = parts.shard;
    this.registry = parts.registry;
  }

  static async start(): Promise<Outside> {
    const server = await TestRedis.start();
    const redis = server.open();
    const shard = await writeDistrict(redis, sampleBundle());
    const registry = await server.registry(redis);
    return new Outside({ server, redis, shard, registry });
  }

  /** A message for somebody about the incident with this number. */
  message(number: number, responder: string, more: Partial<InboxMessage> = {}): InboxMessage {
    const incident = this.#incidents.get(number) ?? (`01JZZZZZZZ-${number.toString(36)}-${this.shard}` as IncidentId);
    this.#incidents.set(number, incident);
    const { leg = 'L1', revision = 1 } = more;
    const home = this.registry.district('hongmenjie')?.bundle.homes[0]?.id;
    return {
      delivery: `${incident}/${leg}/${revision}`,
      kind: 'offer',
      district: 'hongmenjie',
      incident,
      number,
      leg,
      revision,
      track: 'grid',
      priority: 1,
      call: 'sos',
      ...(home === undefined ? {} : { home }),
      active: true,
      responder,
      ...more,
    };
  }

  /** What somebody is told of the grid g1 in a surge, at this revision. */
  group(revision: number, responder: string, more: Partial<InboxMessage> = {}): InboxMessage {
    const group = { id: '*g1', count: revision, open: revision, urgent: 1 };
    return this.message(1, responder, { delivery: `group/*g1/${revision}`, revision, group, ...more });
  }

  /** Puts messages into a channel's inbox, and says so on the feed, as one commit does. */
  async put(channel: string, ...messages: readonly InboxMessage[]): Promise<void> {
    const fields = messages.flatMap((message) => [fieldOf(message), JSON.stringify(message)]);
    await this.redis.hset(shardKeys(this.shard).inbox(`n/${channel}`), ...fields);
    await this.#say(channel);
  }

  /** Takes a message out, as the decision on its receipt does. */
  async take(channel: string, message: InboxMessage): Promise<void> {
    await this.redis.hdel(shardKeys(this.shard).inbox(`n/${channel}`), fieldOf(message));
    await this.#say(channel);
  }

  async #say(channel: string): Promise<void> {
    const entry = JSON.stringify({ events: [], inboxes: [`n/${channel}`], devices: [] });
    const number = (await feedEnd(this.redis, this.shard)) + 1;
    await this.redis.xadd(shardKeys(this.shard).feed, `${number}-0`, 'entry', entry);
  }

  /** The replies that were stored, oldest first. */
  async replies(): Promise<(Reply & { responder: string })[]> {
    const entries = await this.redis.xrange(shardKeys(this.shard).intake, '-', '+');
    return entries.flatMap(([, fields]) => {
      const input = readInput(fields[1] ?? '');
      return input?.kind === 'reply' ? [{ ...input.reply, responder: input.responder }] : [];
    });
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
