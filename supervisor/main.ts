// The system on one machine: a managed Redis and one process each for broker, dispatcher and its standby, console, auditor,
// notifier and simulator. One that ends is started again and takes none of the others with it; when this process ends, all
// end.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../contracts/settings.ts';
import { ProcessAlarms } from './alarms.ts';
import { Child } from './child.ts';
import { Ending } from './ending.ts';
import { prepareDistrict, signInLinks, writeFleet, writeSystem } from './firstRun.ts';
import { Halt } from './halt.ts';
import { checkPort, claim, type Place, preparePlace } from './place.ts';
import { openStore, type Store } from './redis.ts';
import { screen } from './screen.ts';
import { checkSettings, settingsHelp } from './settings.ts';
import { bringUpToDate } from './upgrade.ts';

const dist = resolve(fileURLToPath(new URL('..', import.meta.url)));
const root = resolve(dist, '..');
/** A press must be accepted and acted on within this, or we say what is wrong. */
const readyWithinMs = 60_000;

/** `--migrate`: older data on a server of REDIS_URL has been backed up and may be brought up to date. */
const options = ['--no-sim', '--migrate'];

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
  await checkPort('PORT', settings.PORT, settings.YJT_BIND);
  await checkPort('MQTT_PORT', settings.MQTT_PORT, settings.YJT_BIND);
  const store = await openStore(settings, place, say);
  ending.last(() => store.stop());
  try {
    const { redis } = store;
    await bringUpToDate({
      redis,
      settings: { ...settings, DATA_DIR: place.dataDir },
      backedUp: given.includes('--migrate'),
      says: say,
    });
    await startProcesses({ settings, place, store, ending, simulate: !given.includes('--no-sim') });
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
  simulate: boolean;
}): Promise<void> {
  const { settings, place, store, ending, simulate } = parts;
  const alarms = new ProcessAlarms(store.redis, say);
  store.onDown((how) => alarms.tell('redis', how));
  const bundle = await prepareDistrict(store.redis, resolve(root, settings.YJT_COMMUNITY));
  await writeSystem(store.redis, place, settings, bundle.district.id);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...('socket' in store.where ? { YJT_REDIS_SOCKET: store.where.socket } : {}),
    YJT_MQTT_WS_SOCKET: join(place.sockets, 'mqtt-ws.sock'),
    DATA_DIR: place.dataDir,
  };
  const child = (name: string, entry: string, more: NodeJS.ProcessEnv = {}): Child => {
    const logPath = join(place.logs, `${name}.log`);
    const made = new Child({
      name,
      entry: join(dist, entry),
      env: { ...env, ...more },
      logPath,
      says: say,
      onDown: (how) => alarms.tell(name, how),
    });
    ending.first(() => made.stop());
    return made;
  };
  const processes = [
    child('broker', 'broker/main.js'),
    child('dispatcher', 'dispatcher/main.js'),
    child('dispatcher-standby', 'dispatcher/main.js'),
    child('console', 'console/server/main.js'),
    child('auditor', 'auditor/main.js'),
    child('notifier', 'notifier/main.js'),
  ];
  await started(Promise.all(processes.map((one) => one.start())));
  if (simulate && existsSync(join(dist, 'devices-sim', 'main.js'))) {
    const fleet = await writeFleet(store.redis, place, bundle);
    const simulator = child('devices-sim', 'devices-sim/main.js', { YJT_CREDENTIALS_FILE: fleet });
    await started(simulator.start());
  }
  const links = await signInLinks(store.redis, settings, bundle);
  await ready(settings);
  console.log(screen({ settings, place, bundle, links, simulate }));
}

/** @throws Halt when a process says that it cannot run */
async function started(processes: Promise<unknown>): Promise<void> {
  await processes.catch((error: unknown) => {
    throw new Halt(error instanceof Error ? error.message : String(error));
  });
}

async function ready(settings: Settings): Promise<void> {
  const host = settings.YJT_BIND === '0.0.0.0' ? '127.0.0.1' : settings.YJT_BIND;
  const until = performance.now() + readyWithinMs;
  let last = '';
  while (performance.now() < until) {
    const answer = await fetch(`http://${host}:${settings.PORT}/readyz`).catch(() => undefined); // not up yet
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
