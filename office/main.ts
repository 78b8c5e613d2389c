// Entry of the office process.
import { join } from 'node:path';
import { archiveFolder } from '../store/archive/month.ts';
import { beginProcess } from '../store/process.ts';
import { openRegistry } from '../store/registry.ts';
import { type Office, startOffice } from './office.ts';

let office: Office | undefined;
const { settings, log, open, ours, ready } = beginProcess('office', async () => office?.stop());

const redis = open();
await ours(redis);
const registry = await openRegistry(redis, open({ blocking: true }), (error) =>
  log.error({ error: String(error) }, 'registry: not readable'),
);
const { DATABASE_URL: url, DATA_DIR: dataDir } = settings;
// What it throws ends this process alone: it is started again.
office = await startOffice({
  redis,
  openBlocking: () => open({ blocking: true }),
  registry,
  at: url === undefined ? { file: join(dataDir, 'records', 'records.db') } : { url },
  dataDir,
  archive: archiveFolder(dataDir),
  socket: settings.YJT_OFFICE_SOCKET ?? join(dataDir, 'run', 'office.sock'),
  keepTextsMs: settings.YJT_KEEP_TEXTS,
  keepAccessMs: settings.YJT_KEEP_ACCESS,
  worker: new URL('./incident/worker.js', import.meta.url),
  historyFileThread: new URL('./incident/historyFileThread.js', import.meta.url),
  sheetThread: new URL('./office/sheetThread.js', import.meta.url),
  previewThread: new URL('./office/previewThread.js', import.meta.url),
  trialThread: new URL('./device/trialThread.js', import.meta.url),
  log,
});
ready();
