// Entry of the notifier process.
import { innerHost, inUrl, publicUrlOf } from '../contracts/system/doors.ts';
import { beginProcess } from '../store/process.ts';
import { openRegistry } from '../store/registry.ts';
import { channelsOf } from './channels/configured.ts';
import { type Notifier, startNotifier } from './notifier.ts';

let notifier: Notifier | undefined;
const { settings, log, open, ours, ready } = beginProcess('notifier', async () => notifier?.stop());

const redis = open();
await ours(redis);
const registry = await openRegistry(redis, open({ blocking: true }), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
const { YJT_HEARTBEAT_URL: heartbeatUrl, PORT: port } = settings;
notifier = startNotifier({
  redis,
  openBlocking: () => open({ blocking: true }),
  registry,
  replicas: settings.YJT_REPLICAS,
  publicUrl: publicUrlOf(settings),
  channels: channelsOf(settings, redis),
  alarmsThrough: 'webhook',
  ...(heartbeatUrl === undefined
    ? {}
    : {
        heartbeat: {
          url: heartbeatUrl,
          everyMs: settings.YJT_HEARTBEAT_EVERY_SECONDS * 1000,
          readyUrl: `http://${inUrl(innerHost(settings))}:${port}/readyz`,
        },
      }),
  log,
});
ready();
