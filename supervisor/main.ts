// The system on one machine: a managed Redis and one process each for broker, dispatcher and its standby, console, auditor,
// notifier, receiver, office and simulator. One that ends is started again and takes none of the others with it; when this process ends, all
// end.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeBackupKeys } from '../backup/keys.ts';
import { beginning, firstDistrict } from '../contracts/office/beginning.ts';
import type { Settings } from '../contracts/settings.ts';
import { clearHost, innerHost, inUrl } from '../contracts/system/doors.ts';
import { archiveFolder } from '../store/archive/month.ts';
import { isFromBefore, markIfNew } from '../store/clearDoors.ts';
import { eraseAgain } from '../store/erased.ts';
import { ProcessAlarms } from './alarms.ts';
import { Child } from './child.ts';
import { decideDoors, keepCertificates } from './doors.ts';
import { Ending } from './ending.ts';
import { environmentOf, type ProcessName } from './environment.ts';
import { prepareDistrict, refuseOver, signInLinks, simulatedIn, writeFleet, writeSystem } from './firstRun.ts';
import { Halt } from './halt.ts';
import { keySource, prepareKeys } from './keys.ts';
import { claim, type Place, preparePlace } from './place.ts';
import { openStore, type Store } from './redis.ts';
import { untilStartedOver } from './sample.ts';
import { screen } from './screen.ts';
import { checkSettings, settingsHelp } from './settings.ts';
import { bringUpToDate } from './upgrade.ts';

/** A decision makes some 80 KB that are garbage at once: with twice the room for it half as many decisions meet a collection. */
const seldomCollects = ['--max-semi-space-size=32'];

const dist = resolve(fileURLToPath(new URL('..', import.meta.url)));
const root = resolve(dist, '..');
/** A press must be accepted and acted on within this, or we say what is wrong. */
const readyWithinMs = 60_000;

const entries: Readonly<Record<ProcessName, string>> = {
  broker: 'broker/main.js',
  dispatcher: 'dispatcher/main.js',
  console: 'console/server/main.js',
  auditor: 'auditor/main.js',
  notifier: 'notifier/main.js',
  office: 'office/main.js',
  receiver: 'receiver/main.js',
  'devices-sim': 'devices-sim/main.js',
};

/**
 * `--migrate`: older data on a server of REDIS_URL has been backed up and may be brought up to date. `--empty`: the first start makes a
 * community with nothing in it.
 */
const options = ['--no-sim', '--migrate', '--empty'];

const arguments_ = process.argv.slice(2);
if (arguments_.includes('--help')) {
  console.log(settingsHelp());
} else {
  try {
    await run(arguments_);
  } catch (error) {
    console.error(error instanceof Halt ? `yjt: ${error.message}` : error);
    process.exit(1);
  }
}

async function run(given: readonly string[]): Promise<void> {
  const unknown = given.find((argument) => !options.includes(argument));
  if (unknown !== undefined) throw new Halt(`${unknown} is no option of npm start: npm start -- --help lists them.`);
  const settings = checkSettings(process.env);
  const place = preparePlace(settings.DATA_DIR);
  const ending = new Ending();
  await claim(place);
  const store = await openStore(settings, place, say);
  ending.last(() => store.stop());
  try {
    const { redis } = store;
    const empty = given.includes('--empty');
    if (empty) await refuseOver(redis, place.dataDir); // before anything is written
    await markIfNew(redis);
    await makeBackupKeys(place.keys);
    await bringUpToDate({
      redis,
      settings: { ...settings, DATA_DIR: place.dataDir },
      backedUp: given.includes('--migrate'),
      says: say,
    });
    const decided = await decideDoors({
      settings: { ...settings, DATA_DIR: place.dataDir },
      named: process.env,
      fromBefore: await isFromBefore(redis),
      says: say,
    });
    const unkeep = await keepCertificates(decided, say);
    ending.first(async () => unkeep());
    await startProcesses({ settings: decided, place, store, ending, empty, simulate: !given.includes('--no-sim') });
  } catch (error) {
    await ending.end();
    throw error;
  }
}

async function startProcesses(parts: {
  settings: Settings;
  place: Place;
  store: Store;
  ending: Ending;
  empty: boolean;
  simulate: boolean;
}): Promise<void> {
  const { settings, place, store, ending, empty } = parts;
  const alarms = new ProcessAlarms(store.redis, say);
  store.onDown((how) => alarms.tell('redis', how));
  const source = keySource(settings, place);
  await prepareKeys({ redis: store.redis, source, managed: settings.REDIS_URL === undefined, says: say });
  const begins = empty ? beginning(firstDistrict) : undefined;
  const bundle = await prepareDistrict(store.redis, begins ?? resolve(root, settings.YJT_COMMUNITY), say);
  const simulate = parts.simulate && simulatedIn(bundle).length > 0;
  await writeSystem(store.redis, place, settings, bundle.district.id);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...('socket' in store.where ? { YJT_REDIS_SOCKET: store.where.socket } : {}),
    YJT_MQTT_WS_SOCKET: join(place.sockets, 'mqtt-ws.sock'),
    YJT_OFFICE_SOCKET: join(place.sockets, 'office.sock'),
    YJT_RECEIVER_SOCKET: join(place.sockets, 'receiver.sock'),
    DATA_DIR: place.dataDir,
    YJT_CLEAR_BIND: clearHost(settings),
    MQTTS_PORT: String(settings.MQTTS_PORT),
    ...('file' in source ? { YJT_KEY_FILE: source.file } : {}),
  };
  const loginOf = (of: ProcessName): NodeJS.ProcessEnv => {
    const login = of === 'devices-sim' ? undefined : store.logins?.[of];
    return login ? { YJT_REDIS_USER: login.username, YJT_REDIS_PASSWORD: login.password } : {};
  };
  const child = (name: string, of: ProcessName, more: NodeJS.ProcessEnv = {}): Child => {
    const logPath = join(place.logs, `${name}.log`);
    const made = new Child({
      name,
      entry: join(dist, entries[of]),
      nodeOptions: of === 'dispatcher' ? seldomCollects : [],
      env: environmentOf(of, { ...env, ...loginOf(of), ...more }),
      logPath,
      says: say,
      onDown: (how) => alarms.tell(name, how),
    });
    ending.first(() => made.stop());
    return made;
  };
  const lifeLine = ['broker', 'dispatcher', 'console', 'auditor', 'notifier', 'receiver'] as const;
  const processes = [...lifeLine.map((one) => child(one, one)), child('dispatcher-standby', 'dispatcher')];
  await started(Promise.all(processes.map((one) => one.start())));
  // Nobody who presses waits for the office, and neither does the start.
  child('office', 'office')
    .start()
    .catch((error: unknown) => say(`office: ${String(error)}; history and figures are missing until it runs`));
  if (simulate && existsSync(join(dist, 'devices-sim', 'main.js'))) {
    const fleet = await writeFleet(store.redis, place, bundle);
    const simulator = child('devices-sim', 'devices-sim', { YJT_CREDENTIALS_FILE: fleet });
    await started(simulator.start());
    if (bundle.district.demo)
      ending.first(untilStartedOver({ redis: store.redis, district: bundle.district.id, simulator, says: say }));
  }
  const links = await signInLinks(store.redis, settings, bundle, process.stdout.isTTY === true);
  await ready(settings);
  console.log(screen({ settings, place, bundle, links, simulate }));
  ending.first(eraseMeanwhile(store, place));
}

/** How often it is looked whether an incident at the home of somebody who waits to be erased is over. */
const eraseAgainEveryMs = 10 * 60_000;

/** Who was erased and is in the data again, by an older backup or a start that was cut off, is erased while presses are taken. */
function eraseMeanwhile({ redis }: Store, place: Place): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let said = '';
  const look = async (): Promise<void> => {
    const where = { redis, dataDir: place.dataDir, archive: archiveFolder(place.dataDir) };
    const { erased, waits } = await eraseAgain(where);
    if (erased.length > 0)
      say(`${erased.length} residents who had been erased were in the data again and were erased again`);
    if (waits.length > 0 && waits.join() !== said)
      say(`${waits.join(', ')}: erased before, in the data again; waits until the incident at their home is closed`);
    said = waits.join();
    if (waits.length > 0) timer = setTimeout(next, eraseAgainEveryMs);
  };
  const next = (): void => {
    work = look().catch((error: unknown) =>
      say(`residents who had been erased could not be looked for: ${String(error)}; the next start does it`),
    );
  };
  let work = Promise.resolve();
  next();
  return async () => {
    await work;
    clearTimeout(timer);
  };
}

/** @throws Halt when a process says that it cannot run */
async function started(processes: Promise<unknown>): Promise<void> {
  await processes.catch((error: unknown) => {
    throw new Halt(error instanceof Error ? error.message : String(error));
  });
}

async function ready(settings: Settings): Promise<void> {
  const until = performance.now() + readyWithinMs;
  let last = '';
  while (performance.now() < until) {
    const answer = await fetch(`http://${inUrl(innerHost(settings))}:${settings.PORT}/readyz`).catch(() => undefined); // not up yet
    if (answer?.ok) return;
    last = answer ? await answer.text() : 'the console does not answer';
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Halt(
    `The system did not become ready within ${readyWithinMs / 1000} s: ${last}. The logs are in DATA_DIR/logs.`,
  );
}

function say(sentence: string): void {
  console.log(`${new Date().toISOString()} yjt: ${sentence}`);
}
