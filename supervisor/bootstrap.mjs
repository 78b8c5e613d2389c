// From a bare checkout to something that runs: Node's version, npm packages, Debian packages, compiled code.
// It runs before anything is installed, so it is plain JavaScript and imports Node's own modules only.
// Each step looks first and does nothing when there is nothing to do: a second start must take seconds.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { constants as osConstants } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: everything is found from here, never from the working directory. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where the compiled system lies; `console/web` is built into `dist/console/web`. */
export const dist = join(root, 'dist');

/** Something the person at the terminal can put right: shown as this one sentence, without a stack. */
export class Remedy extends Error {}

/** The sources do not compile or the pages do not build: `npm start` ends here, `npm test` counts it and goes on to say more. */
export class BrokenSources extends Remedy {}

/**
 * Makes the checkout runnable.
 * @param {SystemPackage[]} systemPackages what must be on the machine: `forRunning` or `forTesting`
 * @throws {Remedy} when the person has to do something first
 */
export async function bootstrap(systemPackages) {
  checkNode();
  await alone(async () => {
    await installNpmPackages();
    await installSystemPackages(systemPackages);
    checkRedis();
    await compile();
  });
}

/**
 * Runs an entry point; a `Remedy` becomes one sentence and exit code 1, anything else is our mistake and keeps its stack.
 * @param {() => Promise<number | undefined>} main answers the exit code, or nothing to stay alive
 */
export async function enter(main) {
  try {
    const code = await main();
    if (code !== undefined) process.exitCode = code;
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof Remedy ? `yjt: ${error.message}` : error);
  }
}

// ── Node ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Vite and Vitest, which build and test this, refuse anything below 20.19 and the 22 line below 22.12.
 * @param {string} version as in `process.versions.node`
 * @throws {Remedy} when it is too old
 */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const recentEnough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (!recentEnough) {
    throw new Remedy(
      `Node.js ${version} is too old: install Node.js 20.19 or later (of the 22 line 22.12 or later), for example from https://nodejs.org.`,
    );
  }
}

// ── npm packages ────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Brings `node_modules` to what `package-lock.json` says. `--include` because NODE_ENV=production would leave out the compiler; no
 * package runs a script of its own on the way in (none needs to: test/architecture/supply.test.ts), also where .npmrc was not copied along.
 */
export async function installNpmPackages() {
  if (installedAsLocked()) return;
  console.log('yjt: installing the npm packages of package-lock.json …');
  const code = await run('npm', [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-fund',
    '--no-audit',
  ]);
  if (code !== 0) {
    throw new Remedy(
      'npm ci failed (its message is above): check the network to the npm registry, then run this again.',
    );
  }
}

/**
 * npm writes `node_modules/.package-lock.json` last, so it is the stamp of a finished install, whoever ran it; an interrupted
 * `npm ci` leaves none. Optional packages may be absent: they are for other machines than this one.
 */
export function installedAsLocked(lockFile = join(root, 'package-lock.json'), modules = join(root, 'node_modules')) {
  const stamp = join(modules, '.package-lock.json');
  if (!existsSync(stamp)) return false;
  const locked = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const installed = JSON.parse(readFileSync(stamp, 'utf8')).packages;
  return Object.entries(locked).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

// ── Debian packages ─────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * @typedef {object} SystemPackage
 * @property {string} name of the Debian package
 * @property {string} [instead] the package where the system does not know that one
 * @property {string} use for whom it is, as the end of "needed for …"
 * @property {() => boolean} present whether it, or what serves as well, is there
 */

/** @type {SystemPackage[]} What `npm start` needs on the machine. */
export const forRunning = [
  {
    name: 'redis-server',
    use: 'storing every press (valkey-server or a REDIS_URL serve as well)',
    present: () => Boolean(process.env.REDIS_URL) || redisBinary() !== undefined,
  },
];

/** @type {SystemPackage[]} What `npm test` needs: the tests run a Redis of their own, press by terminal and look at the pages. */
export const forTesting = [
  { name: 'redis-server', use: 'the tests that store', present: () => redisBinary() !== undefined },
  { name: 'mosquitto-clients', use: 'the tests that press from a terminal', present: () => onPath('mosquitto_pub') },
  {
    // Chromium without windows: the whole browser draws its own bars for each page that a test opens, which took a third of the time.
    name: 'chromium-headless-shell',
    instead: 'chromium',
    use: 'the tests that look at the pages',
    present: () => onPath('chromium-headless-shell') || onPath('chromium'),
  },
  { name: 'strace', use: 'the fault tests, to slow a disk down', present: () => onPath('strace') },
  { name: 'libfaketime', use: 'the fault tests, to step a clock', present: hasFaketime },
  { name: 'postgresql', use: 'the tests of the books on a server', present: hasPostgres },
  { name: 'fonts-noto-cjk', use: 'Chinese in the pictures of the pages', present: hasChineseFont },
];

/**
 * Installs what is absent, by apt, as root or through `sudo -n`.
 * @param {SystemPackage[]} wanted
 */
export async function installSystemPackages(wanted) {
  const absent = wanted.filter((each) => !each.present());
  if (absent.length === 0) return;
  const missing = absent.map((each) => `${each.name} (needed for ${each.use})`).join(', ');

  if (!onPath('apt-get')) {
    throw new Remedy(
      `missing on this machine: ${missing}; there is no apt-get here, so install it by hand and run this again.`,
    );
  }
  const asRoot = privilege();
  if (asRoot === undefined) {
    throw new Remedy(
      `missing on this machine: ${missing}; run "sudo apt-get install -y ${packagesOf(absent).join(' ')}", then this again.`,
    );
  }
  // The list may be days old or, in a container, absent. Its failure is not the end: the install says what is really wrong.
  await run(...aptGet(asRoot, ['update', '-q']));
  const names = packagesOf(absent);
  console.log(`yjt: installing ${names.join(', ')} by apt …`);
  const code = await run(...aptGet(asRoot, ['install', '-y', '-q', '--no-install-recommends', ...names]));
  const still = packagesOf(absent.filter((each) => !each.present()));
  if (code !== 0 || still.length > 0) {
    const open = still.length > 0 ? still : names;
    throw new Remedy(
      `apt could not install ${open.join(', ')} (its message is above): put that right, then run this again.`,
    );
  }
}

/** @returns {string[]} the packages as this system calls them */
function packagesOf(wanted) {
  return wanted.map(({ name, instead }) => (instead === undefined || isKnown(name) ? name : instead));
}

function isKnown(name) {
  const { stdout } = spawnSync('apt-cache', ['policy', name], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return /Candidate: \d/.test(stdout ?? '');
}

/** @returns {string[] | undefined} what to put before a command so that it runs as root; nothing when we cannot */
function privilege() {
  if (process.getuid?.() === 0) return [];
  if (onPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0) return ['sudo', '-n'];
  return undefined;
}

/** @returns {[string, string[]]} an apt-get that asks nothing and waits for another apt to finish; `env`, since sudo drops the environment */
function aptGet(asRoot, args) {
  const [command, ...rest] = [
    ...asRoot,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=120',
    ...args,
  ];
  return [command, rest];
}

/** @returns {string | undefined} the server that `npm start` and the tests run as their own child */
export function redisBinary() {
  return ['redis-server', 'valkey-server'].find(onPath);
}

/** Streams, functions and `XADD … NOMKSTREAM` are taken as Redis 7 has them. A server behind REDIS_URL is checked by who connects to it. */
function checkRedis() {
  const binary = redisBinary();
  if (process.env.REDIS_URL || binary === undefined) return;
  const banner = spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout ?? '';
  const major = Number(/v=(\d+)/.exec(banner)?.[1]);
  if (major < 7) {
    throw new Remedy(
      `${binary} on this machine is version ${major}: install Redis 7 or later, or point REDIS_URL at one.`,
    );
  }
}

/** Its programs are on nobody's path. */
function hasPostgres() {
  return existsSync('/usr/lib/postgresql') && readdirSync('/usr/lib/postgresql').length > 0;
}

function hasChineseFont() {
  if (existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) return true;
  return (spawnSync('fc-list', [':lang=zh', 'file'], { encoding: 'utf8' }).stdout ?? '').trim() !== '';
}

function hasFaketime() {
  return ['/usr/lib', '/usr/lib64']
    .filter(existsSync)
    .some((folder) =>
      ['', ...readdirSync(folder)].some((inner) => existsSync(join(folder, inner, 'faketime', 'libfaketimeMT.so.1'))),
    );
}

function onPath(binary) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, binary), constants.X_OK);
      return true;
    } catch {
      return false; // not here: look in the next folder
    }
  });
}

// ── Compiled code ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Compiles the processes and builds the pages, each only when its sources changed. */
export async function compile() {
  await compileProcesses();
  await buildPages();
}

async function compileProcesses() {
  const folders = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8')).include;
  const sources = [
    ...folders.flatMap((folder) => filesUnder(join(root, folder), /(?<!\.test)\.(ts|tsx|lua|json)$/)),
    ...['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'supervisor/fewFiles.vite.mjs'].map((file) =>
      join(root, file),
    ),
  ];
  await whenChanged('processes', sources, async () => {
    console.log('yjt: compiling …');
    const code = await run(process.execPath, [tool('typescript', 'tsc'), '-p', join(root, 'tsconfig.build.json')]);
    if (code !== 0)
      throw new BrokenSources('the code does not compile (the errors are above): put that right, then run this again.');
    for (const script of sources.filter((file) => file.endsWith('.lua'))) {
      const copy = join(dist, relative(root, script));
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(script, copy);
    }
    removeOrphans(folders);
    await fewFilesOf('typebox');
    await fewFilesOf('@fastify/type-provider-typebox'); // it has to find the same one
  });
}

/**
 * A package as a few files, where the compiled code finds it first: typebox comes as 340, which cost each process 0.4 s at its start
 * and now cost 0.03.
 */
async function fewFilesOf(name) {
  const config = join(root, 'supervisor', 'fewFiles.vite.mjs');
  const build = ['build', '--config', config, '--mode', name, '--logLevel', 'warn'];
  const code = await run(process.execPath, [tool('vite', 'vite'), ...build]);
  if (code !== 0)
    throw new BrokenSources(`${name} could not be gathered (the errors are above): run npm ci, then this again.`);
}

async function buildPages() {
  const web = join(root, 'console', 'web');
  if (!existsSync(join(web, 'vite.config.ts'))) return;
  const sources = [
    ...['console/web', 'contracts', 'geography', 'wording'].flatMap((folder) =>
      filesUnder(join(root, folder), /(?<!\.test\.ts)$/),
    ),
    join(root, 'package-lock.json'),
  ];
  await whenChanged('pages', sources, async () => {
    console.log('yjt: building the pages …');
    const outDir = join(dist, 'console', 'web');
    const code = await run(process.execPath, [
      tool('vite', 'vite'),
      'build',
      web,
      '--config',
      join(web, 'vite.config.ts'),
      '--outDir',
      outDir,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ]);
    if (code !== 0)
      throw new BrokenSources('the pages do not build (the errors are above): put that right, then run this again.');
  });
}

/** The stamp is written last: an interrupted build is built again. By content, since a checkout changes every file's time. */
async function whenChanged(what, sources, build) {
  const stamp = join(dist, `.${what}`);
  const now = fingerprint(sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  rmSync(stamp, { force: true });
  await build();
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, now);
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of [...files].sort())
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

/** A compiled file whose source was moved or deleted would still be found by an import. The rest stays: a running system may need it. */
function removeOrphans(folders) {
  for (const file of folders.flatMap((folder) => filesUnder(join(dist, folder), /\.js(\.map)?$/))) {
    const source = join(root, relative(dist, file)).replace(/\.js(\.map)?$/, '');
    if (!existsSync(`${source}.ts`) && !existsSync(`${source}.tsx`)) rmSync(file);
  }
}

function filesUnder(folder, name) {
  if (!existsSync(folder)) return [];
  if (statSync(folder).isFile()) return name.test(folder) ? [folder] : [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesUnder(path, name);
    return name.test(entry.name) ? [path] : [];
  });
}

// ── Running things ──────────────────────────────────────────────────────────────────────────────────────────────────

/** @returns {string} the script behind a package's command, so that it runs by this very Node and not by another on the PATH */
export function tool(packageName, command) {
  const home = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return join(home, typeof bin === 'string' ? bin : bin[command]);
}

/**
 * Runs a command with our terminal. A signal that reaches only us reaches it too, and then ends us when it has ended.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
export function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
    let received;
    const pass = (signal) => {
      received = signal;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const settle = (act) => {
      for (const signal of signals) process.off(signal, pass);
      if (received !== undefined) process.exit(128 + osConstants.signals[received]);
      act();
    };
    child.once('error', (error) => settle(() => reject(new Remedy(`${command} cannot be run: ${error.message}.`))));
    child.once('exit', (code, signal) => settle(() => resolve(code ?? 128 + osConstants.signals[signal ?? 'SIGTERM'])));
  });
}

/**
 * `npm start` and `npm test` of one checkout at the same moment must not both run `npm ci` or write into `dist`: the second waits.
 * A holder that died leaves its number behind; nobody waits for the dead.
 */
async function alone(work) {
  const lock = join(dist, '.bootstrap-pid');
  mkdirSync(dist, { recursive: true });
  for (let told = false; !claim(lock); told = true) {
    if (!told) console.log('yjt: another start or test of this checkout is preparing it, waiting …');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release); // also when a signal ends us in the middle
  try {
    await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function claim(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw new Remedy(
        `cannot write into ${dirname(lock)} (${error.code}): free disk space or make the checkout writable for this user.`,
      );
    }
    if (!isAlive(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(lock) {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    if (holder === 0) return true; // created this instant, its number not written yet
    process.kill(holder, 0);
    return holder !== process.pid; // our own number: from before a restart of the machine or container
  } catch (error) {
    return error.code === 'EPERM'; // somebody else's process: alive. Otherwise gone, or released meanwhile.
  }
}
