// The story of an incident that goes on while it is read: state and log are read one after the other, and belong together all the same.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ShardId, shardOfIncident } from '../../contracts/ids.ts';
import type { IncidentEvent } from '../../contracts/incident/events.ts';
import { replay } from '../../dispatcher/domain/incident/evolve.ts';
import { ArchiveReader } from '../../store/archive/reader.ts';
import { readStory } from '../../store/history.ts';
import { shardKeys } from '../../store/keys.ts';
import { TestRedis } from '../redis.ts';

const folder = join(import.meta.dirname, '../property/recorded/v3');
const recorded = readdirSync(folder)
  .flatMap((name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as Recorded).incidents)
  .find(({ events }) => events.length > 5);
type Recorded = { incidents: { events: IncidentEvent[] }[] };

it('is told up to its state: what was decided between the two readings is not in it yet', async () => {
  const events = recorded?.events ?? [];
  const before = replay(events.slice(0, -1));
  if (!before) throw new Error('no such story');
  const shard = shardOfIncident(before.id) as ShardId;
  const server = await TestRedis.start();
  try {
    const redis = server.open();
    await redis.hset(shardKeys(shard).states, before.id, JSON.stringify(before));
    for (const event of events)
      await redis.xadd(shardKeys(shard).log(before.id), `${event.seq}-0`, 'event', JSON.stringify(event));
    const story = await readStory({ redis, archive: new ArchiveReader(folder) }, shard, before.id);
    expect(replay(story?.events ?? [])).toEqual(story?.state);
  } finally {
    await server.stop();
  }
});
