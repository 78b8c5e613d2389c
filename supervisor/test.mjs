// `npm test`: makes the checkout runnable, then types, Biome and every test. The last line is for programs: `N passed, N failed`.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrokenSources, bootstrap, dist, enter, forTesting, Remedy, root, run, tool } from './bootstrap.mjs';

const help = `Usage: npm test [-- part …]

Installs what the tests need (npm packages; redis-server, mosquitto-clients, chromium-headless-shell, strace, libfaketime, a Chinese font by apt), compiles,
then checks types, style (Biome) and runs the tests. The last line is "N passed, N failed"; types and Biome count as one each.
  -- dispatcher        only the tests whose path contains "dispatcher"
  -- --mutation        breaks dispatcher/domain line by line and says how much of it the tests notice (more than an
                       hour; YJT_MUTATION_SHARE=0.1 takes a tenth of the lines, drawn by YJT_MUTATION_SEED)
  -- --node 24         runs all of it on Node 24 (or 22), fetched from npm for this run; further options as above
  -- -t "nobody"       only the tests whose name contains "nobody" (options go to vitest)
`;

/** Packages of npm that hold the program itself, for the systems that we are installed on. */
const nodes = { 22: { x64: '22.23.5', arm64: '22.23.3' }, 24: { x64: '24.22.3', arm64: '24.22.0' } };

await enter(async () => {
  const chosen = process.argv.slice(2);
  if (chosen.includes('--help')) {
    console.log(help);
    return 0;
  }
  if (chosen[0] === '--node') return onNode(chosen[1], chosen.slice(2));
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

/** The same tests on another Node: also whatever they start runs on it. */
async function onNode(major, options) {
  const version = nodes[major]?.[process.arch];
  if (version === undefined || process.platform !== 'linux') {
    console.error(`yjt: --node is one of ${Object.keys(nodes).join(', ')}, on Linux on x64 or arm64.`);
    return 2;
  }
  const folder = join(root, 'test-output', `node-${major}`);
  const name = `node-linux-${process.arch}`;
  const program = join(folder, 'node_modules', name, 'bin');
  if (!existsSync(join(program, 'node'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n'); // else npm looks for one further up
    const installed = await run('npm', [
      'install',
      '--no-audit',
      '--ignore-scripts',
      '--prefix',
      folder,
      `${name}@${version}`,
    ]);
    if (installed !== 0) return installed;
  }
  process.env.PATH = `${program}:${process.env.PATH}`;
  return run(join(program, 'node'), [join(root, 'supervisor', 'test.mjs'), ...options]);
}

/** Breaks the pure core line by line and counts what its tests notice. StrykerJS has packages of its own, in test/mutation. */
async function mutate() {
  try {
    await bootstrap(forTesting);
  } catch (error) {
    console.error(error instanceof Remedy || error instanceof BrokenSources ? `yjt: ${error.message}` : error);
    return 1;
  }
  const folder = join(root, 'test', 'mutation');
  // The Vitest that its runner asks for is the product's own.
  const installed = await run('npm', ['ci', '--ignore-scripts', '--legacy-peer-deps', '--prefix', folder]);
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
