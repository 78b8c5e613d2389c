// Entry of the dispatcher process.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { beginProcess } from '../store/process.ts';
import { openRegistry } from '../store/registry.ts';
import { type Dispatcher, startDispatcher } from './loop.ts';
import { warmUp } from './warmUp.ts';
import { Worlds } from './worlds.ts';

let dispatcher: Dispatcher | undefined;
const { log, open, ready } = beginProcess('dispatcher', async () => dispatcher?.stop());

const redis = open();
const registry = await openRegistry(redis, open({ blocking: true }), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
const worlds = await Worlds.start(registry, { redis, subscriber: open({ blocking: true }) });
for (const district of registry.all()) {
  const devices = district.bundle.devices.map(({ id }) => id);
  warmUp(
    worlds.worldOf(district.id, () => false),
    district.id,
    devices,
  );
}
dispatcher = startDispatcher({
  redis,
  blocking: open({ blocking: true }),
  holder: `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`,
  worldOf: worlds.worldOf,
  defaultDistrict: () => worlds.defaultDistrict(),
  log,
});
ready();
