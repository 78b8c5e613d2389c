// Entry of the notifier process.
import { beginProcess } from '../store/process.ts';
import { openRegistry } from '../store/registry.ts';
import { channelsOf, type Notifier, startNotifier } from './notifier.ts';

let notifier: Notifier | undefined;
const { settings, log, open, ready } = beginProcess('notifier', async () => notifier?.stop());

const redis = open();
const registry = await openRegistry(redis, open({ blocking: true }), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
const host = settings.YJT_BIND === '0.0.0.0' ? '127.0.0.1' : settings.YJT_BIND;
const { YJT_HEARTBEAT_URL: heartbeatUrl, PORT: port } = settings;
notifier = startNotifier({
  redis,
  openBlocking: () => open({ blocking: true }),
  registry,
  replicas: settings.YJT_REPLICAS,
  publicUrl: settings.YJT_PUBLIC_URL ?? `http://localhost:${port}`,
  channels: channelsOf(settings, redis),
  alarmsThrough: 'webhook',
  ...(heartbeatUrl === undefined
    ? {}
    : {
        heartbeat: {
          url: heartbeatUrl,
          everyMs: settings.YJT_HEARTBEAT_EVERY_SECONDS * 1000,
          readyUrl: `http://${host}:${port}/readyz`,
        },
      }),
  log,
});
ready();
