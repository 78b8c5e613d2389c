// Entry of the dispatcher process.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Archiving, startArchiving } from '../store/archive/archiving.ts';
import { archiveFolder } from '../store/archive/month.ts';
import { keepAudit } from '../store/auditKeeping.ts';
import { beginProcess } from '../store/process.ts';
import { openRegistry } from '../store/registry.ts';
import { CheckInWatch } from './checkInWatch.ts';
import { DeviceWatch } from './deviceWatch.ts';
import { knowsNothing } from './lent.ts';
import { type Dispatcher, startDispatcher } from './loop.ts';
import { ReadinessWatch, wallClock } from './readinessWatch.ts';
import { warmUp } from './warmUp.ts';
import { Worlds } from './worlds.ts';

let dispatcher: Dispatcher | undefined;
let readiness: ReadinessWatch | undefined;
let devices: DeviceWatch | undefined;
let checkIns: CheckInWatch | undefined;
let archiving: Archiving | undefined;
let keeping: { stop(): Promise<void> } | undefined;
const { settings, log, open, ours, ready } = beginProcess('dispatcher', async () => {
  await keeping?.stop();
  await archiving?.stop();
  await checkIns?.stop();
  await devices?.stop();
  await readiness?.stop();
  await dispatcher?.stop();
});

const redis = open();
await ours(redis);
const registry = await openRegistry(redis, open({ blocking: true }), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
const onError = (error: unknown) => log.error({ error: String(error) }, 'worlds: a change could not be taken in');
const worlds = await Worlds.start(registry, { redis, subscriber: open({ blocking: true }), onError });
for (const district of registry.all()) {
  const devices = district.bundle.devices.map(({ id }) => id);
  warmUp(worlds.worldOf(district.id, knowsNothing), district.id, devices, wallClock());
}
dispatcher = startDispatcher({
  redis,
  blocking: open({ blocking: true }),
  holder: `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`,
  worldOf: worlds.worldOf,
  defaultDistrict: () => worlds.defaultDistrict(),
  log,
});
const working = dispatcher;
readiness = await ReadinessWatch.start({
  redis,
  subscriber: open({ blocking: true }),
  registry,
  worlds,
  owned: () => working.owned(),
  now: wallClock,
  onError,
});
const watching = readiness;
devices = new DeviceWatch({
  redis,
  registry,
  owned: () => working.owned(),
  factsOf: (device) => watching.device(device),
  now: wallClock,
  onError,
});
checkIns = new CheckInWatch({
  redis,
  registry,
  owned: () => working.owned(),
  factsOf: (device) => watching.device(device),
  movedAt: (device) => watching.movedAt(device),
  pressedAt: (shard, device) => working.pressedAt(shard, device),
  resultOf: (shard, key) => working.resultOf(shard, key),
  now: wallClock,
  monotonic: () => performance.now(),
  onError,
});
archiving = startArchiving({
  redis,
  folder: archiveFolder(settings.DATA_DIR),
  dataDir: settings.DATA_DIR,
  reserveBytes: settings.YJT_DISK_RESERVE_MB * 1024 * 1024,
  keepClosedMs: settings.YJT_KEEP_CLOSED,
  keepTextsMs: settings.YJT_KEEP_TEXTS,
  shards: () => working.owned(),
  now: wallClock,
  log,
});
keeping = keepAudit({
  redis,
  dataDir: settings.DATA_DIR,
  reserveBytes: settings.YJT_DISK_RESERVE_MB * 1024 * 1024,
  keepMs: settings.YJT_KEEP_AUDIT,
  districts: () => {
    const owned = new Set(working.owned());
    return registry
      .all()
      .filter(({ shard }) => owned.has(shard))
      .map(({ id, shard, bundle }) => ({ id, shard, timeZone: bundle.district.timeZone }));
  },
  log,
});
ready();
