// `npm test`: makes the checkout runnable, then types, Biome and every test. The last line is for programs: `N passed, N failed`.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BrokenSources, bootstrap, dist, enter, forTesting, Remedy, root, run, tool } from './bootstrap.mjs';

const help = `Usage: npm test [-- part …]

Installs what the tests need (npm packages; redis-server, mosquitto-clients, chromium, strace, libfaketime, a Chinese font by apt), compiles,
then checks types, style (Biome) and runs the tests. The last line is "N passed, N failed"; types and Biome count as one each.
  -- dispatcher        only the tests whose path contains "dispatcher"
  -- --mutation        breaks dispatcher/domain line by line and says how much of it the tests notice (some ten minutes)
  -- -t "nobody"       only the tests whose name contains "nobody" (options go to vitest)
`;

await enter(async () => {
  const chosen = process.argv.slice(2);
  if (chosen.includes('--help')) {
    console.log(help);
    return 0;
  }
  if (chosen.includes('--mutation')) return mutate();
  if (chosen[0] === '--faults') return breakIt(chosen.slice(1));
  const tally = { passed: 0, failed: 0 };
  try {
    await bootstrap(forTesting).catch((error) => {
      if (!(error instanceof BrokenSources)) throw error;
      console.error(`yjt: ${error.message}`);
      tally.failed += 1; // types and tests still say what else is wrong
    });
    count(tally, await check('types', 'typescript', 'tsc', ['--noEmit', '-p', 'tsconfig.json']));
    count(
      tally,
      await check('Biome', '@biomejs/biome', 'biome', ['ci', ...(process.stdout.isTTY ? [] : ['--colors=off']), '.']),
    );
    await runTests(chosen, tally);
  } catch (error) {
    tally.failed += 1;
    console.error(error instanceof Remedy ? `yjt: ${error.message}` : error);
  }
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed === 0 ? 0 : 1;
});

/** Breaks the pure core line by line and counts what its tests notice. StrykerJS has packages of its own, in test/mutation. */
async function mutate() {
  try {
    await bootstrap(forTesting);
  } catch (error) {
    console.error(error instanceof Remedy || error instanceof BrokenSources ? `yjt: ${error.message}` : error);
    return 1;
  }
  const folder = join(root, 'test', 'mutation');
  const installed = await run('npm', ['ci', '--prefix', folder]);
  if (installed !== 0) return installed;
  const stryker = join(folder, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  return run(process.execPath, [stryker, 'run', join('test', 'mutation', 'stryker.config.mjs')]);
}

/** The long form of the fault tests; its options are its own. */
async function breakIt(options) {
  await bootstrap(forTesting);
  return run(process.execPath, ['--enable-source-maps', join(dist, 'test', 'faults', 'main.js'), ...options]);
}

async function check(name, packageName, command, args) {
  console.log(`yjt: ${name} …`);
  const code = await run(process.execPath, [tool(packageName, command), ...args]);
  if (code !== 0) console.log(`yjt: ${name} failed`);
  return code === 0;
}

function count(tally, passed) {
  if (passed) tally.passed += 1;
  else tally.failed += 1;
}

async function runTests(chosen, tally) {
  const report = join(root, 'test-output', 'vitest.json');
  mkdirSync(join(root, 'test-output'), { recursive: true });
  rmSync(report, { force: true }); // else an old one would be counted when vitest cannot even start
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(process.execPath, [tool('vitest', 'vitest'), 'run', ...reporters, ...chosen]);

  const ran = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  const unloadable = ran.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = ran.numFailedTests + unloadable;
  tally.passed += ran.numPassedTests;
  tally.failed += failed;
  if (code !== 0 && failed === 0) tally.failed += 1; // an error outside any test, for example after the last one
  if (chosen.length > 0 && ran.testResults.length === 0) {
    console.log(`yjt: no test matches ${chosen.join(' ')}`);
    tally.failed += 1; // a mistyped part must not look green
  }
}
