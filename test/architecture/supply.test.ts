// What comes from outside: pinned, proved by a hash, under a licence that was read, and running nothing while it is installed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isAllowed, lockedPackages, writePapers } from '../../supervisor/papers.mjs';
import { textOf } from './sources.ts';

const root = join(import.meta.dirname, '../..');
const folders = ['', 'test/mutation/'];
const jsonOf = (path: string) => JSON.parse(textOf(path)) as Record<string, unknown>;
const named = (all: readonly { path: string }[]): string[] => all.map(({ path }) => path);
const papers = mkdtempSync(join(tmpdir(), 'yjt-papers-'));
afterAll(() => rmSync(papers, { recursive: true, force: true }));

describe.each(folders)('packages of ./%s', (folder) => {
  const manifest = jsonOf(`${folder}package.json`);
  const locked = lockedPackages(join(root, `${folder}package-lock.json`));

  it('are named by exact versions', () => {
    const wanted = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'].flatMap((kind) =>
      Object.entries((manifest[kind] ?? {}) as Record<string, string>),
    );
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('are what the lock file says, each with the hash of its content', () => {
    expect(jsonOf(`${folder}package-lock.json`)).toMatchObject({
      lockfileVersion: 3,
      packages: {
        '': {
          ...(manifest.dependencies ? { dependencies: manifest.dependencies } : {}),
          devDependencies: manifest.devDependencies,
        },
      },
    });
    expect(locked.length).toBeGreaterThan(100);
    // npm leaves the hash out for packages of other systems: `npm view NAME@VERSION dist.integrity` says it.
    expect(named(locked.filter(({ integrity }) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? '')))).toEqual([]);
  });

  it('come from whatever registry the machine is set to: the lock file holds no address', () => {
    expect(textOf(`${folder}package-lock.json`)).not.toMatch(
      /"resolved"|https?:\/\/(?!github\.com\/|opencollective\.com\/|[\w./-]*(sponsor|fund|patreon|paypal|donate))[^"]*\.tgz/,
    );
  });

  it('have licences that were read', () => {
    expect(locked.filter(({ license }) => !isAllowed(license)).map(({ path, license }) => [path, license])).toEqual([]);
  });

  it('run nothing while they are installed', () => {
    expect(textOf(`${folder}.npmrc`)).toMatch(/^ignore-scripts=true$/m);
    expect(named(locked.filter((entry) => 'hasInstallScript' in entry))).toEqual([]);
  });
});

describe('whoever installs', () => {
  it('needs no script of a package: none that is installed has one', () => {
    const installed = lockedPackages().filter(({ path }) => existsSync(join(root, path)));
    expect(installed.length).toBeGreaterThan(100);
    const withScripts = installed.filter(({ path }) => {
      const { scripts = {} } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as {
        scripts?: object;
      };
      return (
        ['preinstall', 'install', 'postinstall'].some((name) => name in scripts) ||
        existsSync(join(root, path, 'binding.gyp'))
      );
    });
    expect(named(withScripts)).toEqual([]);
  });

  it.each(['supervisor/bootstrap.mjs', 'supervisor/test.mjs'])('is told so by %s, whatever npm is set to', (file) => {
    expect(textOf(file)).toMatch(/'ci',\s*'--ignore-scripts'/);
    expect(textOf(file)).not.toMatch(/'ci',\s*'--(?!ignore-scripts)/);
  });
});

describe('npm run release:papers', () => {
  it('writes a bill of materials with a hash for each package that is shipped, and no other', () => {
    writePapers(papers);
    const bill = JSON.parse(readFileSync(join(papers, 'sbom.cdx.json'), 'utf8')) as {
      bomFormat: string;
      metadata: { component: { name: string } };
      components: { name: string; version: string; hashes?: unknown[] }[];
    };
    expect(bill).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      metadata: { component: { name: 'yijiantong' } },
    });
    const shipped = lockedPackages().filter(({ dev }) => dev !== true);
    const inBill = bill.components.map(({ name, version }) => `${name}@${version}`);
    expect(new Set(inBill)).toEqual(new Set(shipped.map(({ name, version }) => `${name}@${version}`)));
    expect(bill.components.filter(({ hashes }) => (hashes ?? []).length === 0)).toEqual([]);
    const list = readFileSync(join(papers, 'licences.md'), 'utf8');
    for (const { name, version, license } of shipped) expect(list).toContain(`| ${name} | ${version} | ${license} |`);
  });

  it('writes the same again', () => {
    const before = ['sbom.cdx.json', 'licences.md'].map((file) => readFileSync(join(papers, file), 'utf8'));
    writePapers(papers);
    expect(['sbom.cdx.json', 'licences.md'].map((file) => readFileSync(join(papers, file), 'utf8'))).toEqual(before);
  });
});

describe('a licence', () => {
  it.each([
    ['MIT', true],
    ['MIT OR Apache-2.0', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND GPL-3.0-only', false],
    ['GPL-3.0-only', false],
    ['SEE LICENSE IN LICENSE', false],
    ['UNLICENSED', false],
    [undefined, false],
  ])('%s: allowed = %s', (expression, allowed) => {
    expect(isAllowed(expression)).toBe(allowed);
  });
});
