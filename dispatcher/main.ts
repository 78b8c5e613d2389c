// Entry of the dispatcher process.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { pino } from 'pino';
import { readSettings } from '../contracts/settings.ts';
import { connect, whereOf } from '../store/connection.ts';
import { openRegistry } from '../store/registry.ts';
import { startDispatcher } from './loop.ts';
import { warmUp } from './warmUp.ts';
import { Worlds } from './worlds.ts';

const read = readSettings(process.env);
if (!read.ok) {
  console.error(read.problems.map(({ name, reason }) => `${name}: ${reason}`).join('\n'));
  process.exit(78);
}
const { settings } = read;
const log = pino({ name: 'dispatcher', level: settings.YJT_LOG_LEVEL });
const where = whereOf(settings);
const open = (blocking = false) =>
  connect(where, { blocking }).on('error', (error) => log.debug({ error: error.message }, 'redis: away'));

const redis = open();
const registry = await openRegistry(redis, open(true), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
const worlds = await Worlds.start(registry, { redis, subscriber: open(true) });
for (const district of registry.all()) {
  const world = worlds.worldOf(district.id, () => false);
  warmUp(
    world,
    district.id,
    district.bundle.devices.map(({ id }) => id),
  );
}
const dispatcher = startDispatcher({
  redis,
  blocking: open(true),
  holder: `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`,
  worldOf: worlds.worldOf,
  defaultDistrict: () => worlds.defaultDistrict(),
  log,
});

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(0), 2_500).unref(); // the store may be away: a standby takes over by the beat
  await dispatcher.stop();
  process.exit(0);
}
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());
process.on('disconnect', () => void end());

process.send?.({ kind: 'ready' });
log.info('dispatcher: ready');
