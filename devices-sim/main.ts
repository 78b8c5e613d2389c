// Entry of the simulator: started by the supervisor, or by hand with `npm run sim`.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { pino } from 'pino';
import { Compile } from 'typebox/compile';
import { Fleet } from '../contracts/device/fleet.ts';
import { readSettings } from '../contracts/settings.ts';
import { innerHost } from '../contracts/system/doors.ts';
import { type RunningFleet, startFleet } from './fleet.ts';
import { speakFor } from './foreign/command.ts';
import { simulatedFamilies } from './foreign/families.ts';
import { type Trouble, troubles } from './foreign/troubles.ts';
import { Memory } from './memory.ts';
import { readScenario } from './scenario.ts';

/** The supervisor is told so often that this process is not stuck. */
const beatEveryMs = 1_000;
const read = readSettings(process.env);
if (!read.ok) {
  console.error(read.problems.map(({ name, reason }) => `${name}: ${reason}`).join('\n'));
  process.exit(78);
}
const { settings } = read;
const everyday = resolve(import.meta.dirname, '../../devices-sim/scenarios/everyday.json');

function number(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError('must be a number, 0 or more');
  return value;
}

type Options = {
  seed: number;
  scenario: string;
  pressEvery?: number;
  presses: boolean;
  speed: number;
  credentials: string;
  host: string;
  port: number;
  family?: string;
  source?: string;
  press?: string;
  alive?: string;
  trouble?: Trouble;
  model?: string;
  times: number;
  every: number;
  battery: number;
};

const fleetFile = settings.YJT_CREDENTIALS_FILE ?? join(settings.DATA_DIR, 'run', 'fleet.json');
const command = new Command('npm run sim --')
  .description(
    'Simulated buttons and people of the sample community, over MQTT like real ones; with --family one device of another maker.',
  )
  .option('--seed <number>', 'the same seed tells the same story', number, settings.YJT_SIM_SEED)
  .addOption(new Option('--scenario <file>', 'how people behave').default(everyday, 'scenarios/everyday.json'))
  .option('--press-every <seconds>', 'mean time between presses of the fleet, 0 = none', number)
  .option('--no-presses', 'nobody presses by themselves')
  .option('--speed <factor>', 'seconds of the story in a second', number, settings.YJT_SIM_SPEED)
  .option(
    '--credentials <file>',
    'logins of the fleet, npm start writes them; with --family those of the source',
    fleetFile,
  )
  .option('--host <name>', 'broker', innerHost(settings))
  .option('--port <number>', 'MQTT port', number, settings.MQTT_PORT)
  .addOption(new Option('--family <name>', 'one device of another maker').choices(simulatedFamilies))
  .option('--source <id>', 'by which source it speaks, as the registry has it')
  .option('--press <address>', 'it is pressed: a call like any other')
  .option('--alive <address>', 'it gives a sign of life')
  .addOption(
    new Option('--trouble <what>', 'goes flat, flaps, replays, lies about time, drowns in retained messages').choices(
      troubles,
    ),
  )
  .option('--model <name>', 'its model, where the family knows models')
  .option('--times <number>', 'how often', number, 1)
  .option('--every <seconds>', 'between one and the next', number, 3)
  .option('--battery <percent>', 'how full it says that it is', number, 80)
  .parse();
const options = command.opts<Options>();

const log = pino({ name: 'devices-sim', level: settings.YJT_LOG_LEVEL });
let running: RunningFleet | undefined;
let ending = false;
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(code), 2_000).unref();
  await running?.stop();
  process.exit(code);
}
process.on('SIGTERM', () => void end(0));
process.on('SIGINT', () => void end(0));
process.on('disconnect', () => void end(0));

if (options.family !== undefined) await speakForeign(options.family);

try {
  const scenario = readScenario(options.scenario);
  const byHand =
    options.pressEvery ?? (options.scenario === everyday ? settings.YJT_SIM_PRESS_EVERY_SECONDS : undefined);
  const everySeconds = options.presses ? (byHand ?? scenario.presses.everySeconds) : 0;
  running = startFleet({
    fleet: readFleet(options.credentials),
    scenario: { ...scenario, presses: { ...scenario.presses, everySeconds } },
    seed: options.seed,
    pace: Math.max(0.01, options.speed),
    broker: { host: options.host, port: options.port },
    memory: new Memory(join(dirname(options.credentials), 'people.json'), (error) =>
      log.warn({ error: String(error) }, 'devices-sim: what people do cannot be kept; a restart would forget it'),
    ),
    log,
  });
  await running.ready;
  if (running.left() === 0 && !process.send)
    throw new Error(`no login of ${options.credentials} is valid any more: npm start writes a new file`);
  log.info('devices-sim: everybody is connected');
  process.send?.({ kind: 'ready' });
  setInterval(() => process.send?.({ kind: 'beat' }), beatEveryMs).unref();
} catch (error) {
  const says = error instanceof Error ? error.message : String(error);
  console.error(`devices-sim: ${says}`);
  process.send?.({ kind: 'failed', says });
  await end(78);
}

/** Says what was asked for, and ends. */
async function speakForeign(family: string): Promise<never> {
  const { every: everySeconds, source = '', credentials, ...rest } = options;
  const own = command.getOptionValueSource('credentials') === 'cli' ? credentials : undefined;
  try {
    if (source === '') throw new Error('by which source? --source ID, as the registry has it');
    await speakFor({ ...rest, family, source, everySeconds, credentials: own }, settings, (line) => console.log(line));
    process.exit(0);
  } catch (error) {
    console.error(`devices-sim: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(78);
  }
}

function readFleet(path: string): Fleet {
  if (!existsSync(path))
    throw new Error(
      `there are no logins at ${path}: start the system with npm start, or name the file with --credentials`,
    );
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const check = Compile(Fleet);
  if (!check.Check(value)) throw new Error(`${path} is no file of ours: npm start writes it anew`);
  return value;
}
