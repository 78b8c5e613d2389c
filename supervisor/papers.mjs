// `npm run release:papers`: what a release is made of, for whoever must answer for it. Written from package-lock.json and what is installed,
// the same bytes for the same lock file: `dist/papers/sbom.cdx.json` (CycloneDX 1.5, with the hash of each package) and
// `dist/papers/licences.md` (each package with its licence and the text that it asks to be passed on).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dist, enter, Remedy, root } from './bootstrap.mjs';

/**
 * Licences under which a package may come in: all leave ours (Apache-2.0) as it is. MPL-2.0 asks for the source of its own files only, and we
 * change none. Another one is a decision of its own: read it, then add it here.
 */
export const allowedLicences = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Unlicense',
  'WTFPL',
];

/** Licences whose packages misspell them, as the text beside them says. */
const misspelt = { 'BDS-3-Clause': 'BSD-3-Clause' };

/**
 * Whether a package may come in under this SPDX expression. Of "A OR B" one suffices, of "A AND B" both are needed.
 * @param {unknown} expression as `license` in package-lock.json says it; absent or another shape: not allowed
 * @returns {boolean}
 */
export function isAllowed(expression) {
  if (typeof expression !== 'string') return false;
  const bare = expression.trim().replace(/^\(([^()]*)\)$/, '$1');
  if (/[()]/.test(bare)) return false; // nested: read it yourself
  return bare.split(' OR ').some((all) => all.split(' AND ').every((one) => allowedLicences.includes(one.trim())));
}

/**
 * Packages of a lock file, without the checkout itself.
 * @param {string} lockFile
 * @returns {{ path: string, name: string, version: string, license?: string, integrity?: string, dev?: boolean, optional?: boolean }[]}
 */
export function lockedPackages(lockFile = join(root, 'package-lock.json')) {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => {
      const name = entry.name ?? path.replace(/^.*node_modules\//, '');
      const { license } = entry;
      return { ...entry, path, name, ...(license in misspelt && { license: misspelt[license] }) };
    });
}

/**
 * Writes both papers.
 * @param {string} folder made when it is not there
 * @throws {Remedy} when npm is too old or a licence is not allowed
 */
export function writePapers(folder = join(dist, 'papers')) {
  mkdirSync(folder, { recursive: true });
  const shipped = lockedPackages().filter(({ dev }) => dev !== true);
  const strange = shipped.filter(({ license }) => !isAllowed(license));
  if (strange.length > 0) {
    const names = strange.map(({ name, license }) => `${name} (${license ?? 'none named'})`).join(', ');
    throw new Remedy(`not among the allowed licences of supervisor/papers.mjs: ${names}.`);
  }
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(bill(shipped), null, 2)}\n`);
  writeFileSync(join(folder, 'licences.md'), licences(shipped));
  return folder;
}

/**
 * What npm says of the shipped packages, without the instant, the number and the folder's name that differ from run to run. Its own
 * `--omit dev` left out two dozen packages that are shipped (npm 11.19: whatever a development package needs as well).
 */
function bill(shipped) {
  const asked = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  const bytes = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
  const { stdout, stderr, status } = spawnSync('npm', asked, { cwd: root, ...bytes });
  if (status !== 0) throw new Remedy(`npm sbom failed, it is part of npm 10 and later: ${stderr}`);
  const said = JSON.parse(stdout);
  const refs = new Set(shipped.map(({ name, version }) => `${name}@${version}`));
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const itself = said.metadata.component['bom-ref'];
  return {
    ...said,
    serialNumber: undefined,
    metadata: { ...said.metadata, timestamp: undefined, component: { ...said.metadata.component, name } },
    components: said.components.filter((part) => refs.has(part['bom-ref'])),
    dependencies: said.dependencies
      .filter(({ ref }) => ref === itself || refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) })),
  };
}

function licences(shipped) {
  const sorted = [...shipped].sort((a, b) => (a.path < b.path ? -1 : 1));
  const list = sorted.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  const texts = sorted.map(({ path, name, version }) => `## ${name} ${version}\n\n${textOf(path)}\n`);
  return [
    '# Licences of what is shipped\n',
    'Made by `npm run release:papers` from package-lock.json. The pages in `dist/console/web` are built from some of these packages too.\n',
    '| package | version | licence |\n|---|---|---|',
    ...list,
    '',
    ...texts,
  ].join('\n');
}

function textOf(path) {
  const folder = join(root, path);
  if (!existsSync(folder))
    return 'Not installed on this machine (for another system): its licence lies in the package.';
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (files.length === 0) return 'The package has no text of its licence; the list above names it.';
  return files.map((file) => `\`\`\`text\n${readFileSync(join(folder, file), 'utf8').trim()}\n\`\`\``).join('\n\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await enter(() => {
    console.log(`yjt: ${relative(process.cwd(), writePapers())}/ has sbom.cdx.json and licences.md`);
    return 0;
  });
}
