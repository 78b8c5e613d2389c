// Entry of the auditor process.

import { innerHost, inUrl } from '../contracts/system/doors.ts';
import { appendCanary } from '../store/canaries.ts';
import { canaryLogin, issueCredential, readDistricts } from '../store/directory.ts';
import { limitPartsOf } from '../store/limits.ts';
import { beginProcess } from '../store/process.ts';
import { openRegistry } from '../store/registry.ts';
import { watchBookkeeping } from './bookkeeping.ts';
import { startCanary } from './canary.ts';
import { CanaryWatch } from './canaryWatch.ts';
import { watchCheckIns } from './checkIns.ts';
import { watchDoors } from './doors.ts';
import { watchFloods } from './floods.ts';
import { watchLimits } from './limits.ts';
import { watchNewer } from './newer.ts';
import { watchClock, watchConsoles, watchLag, watchLeases } from './pulse.ts';
import { watchInvariants } from './round.ts';
import { watchUnreadable } from './unreadable.ts';
import { settle, startWatches } from './watch.ts';

const running: { stop(): Promise<void> }[] = [];
const { settings, log, open, ours, ready } = beginProcess('auditor', async () => {
  await Promise.all(running.map((one) => one.stop()));
});

const redis = open();
await ours(redis);
const registry = await openRegistry(redis, open({ blocking: true }), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
const parts = { redis, registry, monotonic: () => performance.now() };
const onError = (watch: string, error: unknown): void =>
  log.warn({ watch, error: String(error) }, 'auditor: a look failed, it is repeated');
running.push(
  startWatches(
    [
      watchLeases(parts),
      watchLag(parts),
      watchClock(parts),
      watchConsoles(parts),
      watchBookkeeping(parts),
      watchInvariants(parts),
      watchNewer(parts),
      watchCheckIns(parts),
      watchLimits(limitPartsOf(settings, redis)),
      watchFloods({ redis }),
      watchDoors({ redis, settings }),
      watchUnreadable({ redis }),
    ],
    { redis, onError },
  ),
);

const canaries = new CanaryWatch();
const host = inUrl(innerHost(settings));
const pressing = new Set<string>();
/** A district may be imported later. */
async function pressIn(district: string): Promise<void> {
  if (pressing.has(district)) return;
  pressing.add(district);
  const id = canaryLogin(district);
  // Made anew at each start: the password is nowhere but in this process.
  const password = await issueCredential(redis, { kind: 'canary', id, district, simulated: false });
  running.push(
    startCanary({
      district,
      url: `mqtt://${host}:${settings.MQTT_PORT}`,
      login: { username: id, password },
      everyMs: settings.YJT_CANARY_SECONDS * 1_000,
      told: (trace) => {
        const causes = canaries.take(trace);
        Promise.all([appendCanary(redis, trace), settle(redis, ['canary_dead'], causes)]).catch((error: unknown) =>
          onError('canary', error),
        );
        if (trace.why !== undefined) log.warn({ district, why: trace.why }, 'auditor: a canary did not come back');
      },
    }),
  );
}
for (const id of (await readDistricts(redis)).keys()) await pressIn(id);
registry.onChange(({ id }) => void pressIn(id).catch((error: unknown) => onError('canary', error)));
ready();
