// Reads our sources the way the bundler does: with a parser, so that a commented import is none and a dynamic one is.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DirectedGraph } from 'graphology';
import { stronglyConnectedComponents } from 'graphology-components';
import { parseSync } from 'vite';
import {
  emptyNames,
  type FolderRule,
  fileLines,
  folderRules,
  functionLines,
  impureGlobals,
  pagesOf,
  roomsBySubject,
} from './rules.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const notOurs = new Set(['node_modules', 'dist', 'data', 'test-output', '.git', '.ci']);

/** A file of ours: its path from the root, with slashes, and its text. */
export type Source = { path: string; text: string };

/** Every TypeScript file and bootstrap script of the checkout. */
export function ourSources(): Source[] {
  return everyFile('')
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && path.includes('/'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Every folder of the checkout, by its path from the root. */
export function ourFolders(): string[] {
  return [...new Set(everyFile('').map((path) => posix.dirname(path)))].filter((path) => path !== '.');
}

/** The text of a file of the checkout, by its path from the root. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Is there such a file of the checkout? */
export const exists = (path: string): boolean => existsSync(join(root, path));

function everyFile(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : everyFile(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Each import of this file that breaks a rule, as a sentence with the way out; empty when all is well. */
export function brokenImports(source: Source): string[] {
  const rule = ruleFor(source.path);
  if (rule === undefined)
    return [`${source.path}: its folder has no rule yet. Give it a line in test/architecture/rules.ts.`];
  return importsOf(source)
    .filter((imported) => !allows(rule, source, imported))
    .map((imported) => `${source.path} imports "${imported}". ${rule.instead}`);
}

/** Each import that runs down the order of a room's subjects, as a sentence. */
export function brokenOrder(source: Source): string[] {
  const rule = roomsBySubject.find(({ room }) => source.path.startsWith(`${room}/`));
  if (rule === undefined || isTest(source)) return [];
  const subjectOf = (path: string): string => {
    const [first = '', ...more] = path.slice(rule.room.length + 1).split('/');
    return more.length > 0 ? first : '.';
  };
  if (rule.assemblers?.some((name) => source.path === `${rule.room}/${name}`)) return [];
  const own = rule.order.indexOf(subjectOf(source.path));
  if (own < 0)
    return [`${source.path}: ${subjectOf(source.path)}/ is no subject of ${rule.room}/ (test/architecture/rules.ts).`];
  return importsOf(source)
    .filter((imported) => imported.startsWith('.'))
    .map((imported) => posix.join(posix.dirname(source.path), imported))
    .filter((target) => target.startsWith(`${rule.room}/`) && rule.order.indexOf(subjectOf(target)) > own)
    .map(
      (target) =>
        `${source.path} imports "${target}". Subjects run ${rule.order.join(' < ')}: move what both need to the earlier one, or take it as an argument.`,
    );
}

/** Each import of a page by something else, as a sentence. */
export function importedPages(source: Source): string[] {
  const pageOf = (path: string) => pagesOf.pages.find((page) => path.startsWith(`${pagesOf.room}/${page}/`));
  if (isTest(source)) return [];
  return importsOf(source)
    .filter((imported) => imported.startsWith('.'))
    .map((imported) => posix.join(posix.dirname(source.path), imported))
    .filter((target) => pageOf(target) !== undefined && pageOf(target) !== pageOf(source.path))
    .map(
      (target) =>
        `${source.path} imports "${target}". A page is imported by nobody: move what both need to look/, live/, alarm/, map/, sign-in/ or words/.`,
    );
}

/** Each place where a signal of another file is written (`selected.value = …`), as a sentence. */
export function foreignWrites(source: Source): string[] {
  const { module, program } = parsed(source);
  const imported = new Set(
    module.staticImports.flatMap(({ entries }) => entries.map(({ localName }) => localName.value)),
  );
  const found: string[] = [];
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, left, argument } = node as Record<string, unknown>;
    const written = type === 'AssignmentExpression' ? left : type === 'UpdateExpression' ? argument : undefined;
    const { object, property } = (written ?? {}) as Record<string, unknown>;
    if (nameOf(property) === 'value' && imported.has(String(nameOf(object)))) found.push(String(nameOf(object)));
    Object.values(node).forEach(look);
  };
  look(program);
  return found.map(
    (name) =>
      `${source.path} writes ${name}. A signal is written where it is made (of the duty console: by duty/actions.ts): call what is exported there.`,
  );
}

/** Files that import each other in a circle, types as well: one string a circle. What a page fetches later may use what fetched it. */
export function circles(sources: readonly Source[]): string[] {
  const graph = new DirectedGraph();
  for (const { path } of sources) graph.addNode(path);
  for (const source of sources)
    for (const imported of atOnce(source).filter((one) => one.startsWith('.'))) {
      const target = posix.join(posix.dirname(source.path), imported);
      if (graph.hasNode(target)) graph.mergeEdge(source.path, target);
    }
  return stronglyConnectedComponents(graph)
    .filter((files) => files.length > 1)
    .map((files) => files.sort().join(' ⇄ '));
}

/** Each use of a clock, of chance or of the outside world in this file; for the folders that decide purely. */
export function impureUses(source: Source): string[] {
  const found: string[] = [];
  visit(parseSync(source.path, source.text).program, found);
  return found.map(
    (use) =>
      `${source.path} uses ${use}. Take the value as an argument: time is \`now\`, chance belongs to the caller.`,
  );
}

/** Folders whose name says nothing about what is inside. */
export function emptyFolderNames(folders: string[]): string[] {
  return folders
    .filter((folder) => folder.split('/').some((name) => emptyNames.includes(name)))
    .map(
      (folder) =>
        `${folder}/ says nothing about what is inside. Name it after the concept, or put each thing where it is used.`,
    );
}

/** The file itself and each of its functions that is longer than it may be, as a sentence; tests and benches are lists and may be long. */
export function overlong(source: Source): string[] {
  return lengthsOf(source).flatMap(({ what, lines, atMost }) =>
    lines > atMost
      ? [`${what} has ${lines} lines of ${atMost}. Give what it does besides a name and a place of its own.`]
      : [],
  );
}

type Length = { what: string; lines: number; atMost: number };

function lengthsOf({ path, text }: Source): Length[] {
  if (!/\.tsx?$/.test(path) || isTest({ path, text }) || /^(test|bench)\//.test(path)) return [];
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const longest = new Map<string, number>();
  functionsOf(parseSync(path, text).program, '?', (name, from, to) =>
    longest.set(name, Math.max(longest.get(name) ?? 0, lineAt(to) - lineAt(from) + 1)),
  );
  return [
    { what: path, lines: text.split('\n').length - 1, atMost: fileLines },
    ...[...longest].map(([name, lines]) => ({ what: `${path} ${name}`, lines, atMost: functionLines })),
  ];
}

/** Calls back with each function, by its own name or that of what it is given to. */
function functionsOf(node: unknown, named: string, found: (name: string, from: number, to: number) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) functionsOf(each, named, found);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { type, id, key, start, end } = node as Record<string, unknown>;
  const name = [id, key].map(nameOf).find((one) => typeof one === 'string') ?? named;
  if (/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(String(type)))
    found(String(name), Number(start), Number(end));
  for (const child of Object.values(node)) functionsOf(child, String(name), found);
}

function ruleFor(path: string): FolderRule | undefined {
  return folderRules
    .filter((rule) => path.startsWith(`${rule.folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
}

function importsOf(source: Source): string[] {
  const { module } = parsed(source);
  const later = module.dynamicImports
    .map((each) => source.text.slice(each.moduleRequest.start, each.moduleRequest.end))
    .filter((expression) => /^['"`]/.test(expression)) // start.mjs imports a path that it computes
    .map((expression) => expression.slice(1, -1));
  return [...new Set([...atOnce(source), ...later])];
}

function atOnce(source: Source): string[] {
  const { module } = parsed(source);
  const requested = module.staticImports.map((each) => each.moduleRequest.value);
  const passedOn = module.staticExports.flatMap((each) =>
    each.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
  );
  return [...requested, ...passedOn];
}

function parsed({ path, text }: Source): ReturnType<typeof parseSync> {
  const result = parseSync(path, text);
  if (result.errors.length > 0) throw new Error(`${path} cannot be parsed: ${result.errors[0]?.message}`);
  return result;
}

function allows(rule: FolderRule, source: Source, imported: string): boolean {
  if (!imported.startsWith('.')) return allowsPackage(rule, source, imported);
  const target = posix.join(posix.dirname(source.path), imported);
  const targetRule = ruleFor(target);
  if (targetRule === rule || rule.ours.includes('*')) return true;
  if (isTest(source) && target.startsWith('test/')) return true;
  // A folder's outer part may call its pure inner part (dispatcher → dispatcher/domain), never the pages of the browser.
  if (targetRule?.folder === 'dispatcher/domain' && rule.folder === 'dispatcher') return true;
  return targetRule !== undefined && rule.ours.includes(targetRule.folder);
}

function allowsPackage(rule: FolderRule, source: Source, imported: string): boolean {
  if (source.path.endsWith('.mjs')) return imported.startsWith('node:'); // runs before anything is installed
  if (rule.packages === 'all' || isTest(source)) return true;
  return rule.packages.some((name) => imported === name || imported.startsWith(`${name}/`));
}

function isTest(source: Source): boolean {
  return /\.test\.tsx?$/.test(source.path) || source.path.endsWith('vite.config.ts');
}

function visit(node: unknown, found: string[]): void {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, found);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { type, name, object, property, computed, key, callee, arguments: given } = node as Record<string, unknown>;
  const objectName = nameOf(object);
  if (type === 'MemberExpression' && objectName === 'Date' && nameOf(property) === 'now') found.push('Date.now');
  if (type === 'MemberExpression' && objectName === 'Math' && nameOf(property) === 'random') found.push('Math.random');
  if (type === 'NewExpression' && nameOf(callee) === 'Date' && Array.isArray(given) && given.length === 0)
    found.push('new Date()');
  if (type === 'Identifier' && typeof name === 'string' && impureGlobals.includes(name)) found.push(name);
  for (const [field, child] of Object.entries(node)) {
    // `message.process` and `{ process: 1 }` are names of fields, not the global.
    if (computed === false && ((child === property && field === 'property') || (child === key && field === 'key')))
      continue;
    visit(child, found);
  }
}

function nameOf(node: unknown): unknown {
  return typeof node === 'object' && node !== null && 'name' in node ? node.name : undefined;
}
