// `npm start`: makes the checkout runnable, then becomes the supervisor.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap, dist, enter, forRunning, Remedy } from './bootstrap.mjs';

const help = `Usage: npm start [-- options]

Starts 一键通 on this machine: installs what is missing (npm packages; redis-server by apt, as root or through sudo),
compiles what changed, starts a Redis of its own and all processes, and prints how to press a first button.
  -- --empty    with a community of your own that has nothing in it yet, instead of the sample (first start only)
  -- --no-sim   without simulated buttons and people
  -- --help     this text and every setting

Settings are environment variables, for example: PORT=8081 MQTT_PORT=1884 DATA_DIR=./other npm start
`;

await enter(async () => {
  const asked = process.argv.slice(2).includes('--help');
  if (asked) console.log(help);
  await bootstrap(asked ? [] : forRunning); // who only asks needs no Redis, but the list of settings is in the compiled code
  const supervisor = join(dist, 'supervisor', 'main.js');
  if (!existsSync(supervisor))
    throw new Remedy('supervisor/main.ts is not there: this checkout has nothing to start yet.');
  leaveWithNpm();
  // In this very process: arguments, terminal and signals reach the supervisor as they are, and there is no middleman to orphan it.
  process.argv[1] = supervisor;
  await import(pathToFileURL(supervisor).href);
});

/** npm killed outright tells nobody: without this the whole system would go on, unseen, holding its ports. */
function leaveWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}
