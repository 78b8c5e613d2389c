// Reads a district from its files and says of everything that is wrong which file, which line, which field, and why.
// Nothing is half-read: with one error there is no bundle. Used by `yjt import` and by the first start.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  findNodeAtLocation,
  getNodePath,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { Compile } from 'typebox/compile';
import { withPlainPhones, withPlainPhonesIn } from '../contracts/asWritten.ts';
import { at } from '../contracts/ids.ts';
import { CommunityBundle, wholeBundle } from '../contracts/office/community.ts';
import { documentSchemas } from '../contracts/office/documents.ts';
import { doubledKeys, lineAt } from '../contracts/office/doubledKeys.ts';
import { fieldOf, reasonOf } from '../contracts/schemaWords.ts';
import { checkDistrict } from '../dispatcher/domain/checkDistrict.ts';

/** `line` counts from 1; 0 when the file as a whole is meant. `path` is a JSON pointer inside the file. */
export type FileProblem = {
  severity: 'error' | 'warning';
  file: string;
  line: number;
  path: string;
  field: string;
  reason: string;
};

/** A larger file is no district. */
const fileAtMostBytes = 64 * 1024 * 1024;
/** Of one file so many problems are reported; the rest is usually the same mistake. */
const problemsAtMost = 50;
/** A district has six, a GeoJSON of a newer tool some more. */
const levelsAtMost = 100;

type Part = keyof CommunityBundle;
/** `later`: it came after the first communities; one without the file has none of it. */
type Source = { part: Part; name: string; list: boolean; geometry?: 'ring' | 'line' | 'position'; later?: true };

const sources: readonly Source[] = [
  { part: 'district', name: 'district.json', list: false },
  { part: 'grids', name: 'grids.geojson', list: true, geometry: 'ring' },
  { part: 'roads', name: 'roads.geojson', list: true, geometry: 'line' },
  { part: 'blocks', name: 'blocks.geojson', list: true, geometry: 'ring' },
  { part: 'courtyards', name: 'courtyards.geojson', list: true, geometry: 'position' },
  { part: 'servicePoints', name: 'service-points.geojson', list: true, geometry: 'position' },
  { part: 'homes', name: 'homes.json', list: true },
  { part: 'residents', name: 'residents.json', list: true },
  { part: 'devices', name: 'devices.json', list: true },
  { part: 'responders', name: 'responders.json', list: true },
  { part: 'shifts', name: 'shifts.json', list: true },
  { part: 'leaves', name: 'leaves.json', list: true },
  { part: 'swaps', name: 'swaps.json', list: true },
  { part: 'teams', name: 'teams.json', list: true, later: true },
  { part: 'bicycles', name: 'bicycles.json', list: true, later: true },
  { part: 'gateHouses', name: 'gate-houses.json', list: true, later: true },
  { part: 'boards', name: 'boards.json', list: true, later: true },
  { part: 'sources', name: 'sources.json', list: true, later: true },
  { part: 'policy', name: 'policy.json', list: false },
];
const checks = new Map(sources.map(({ part }) => [part, Compile(documentSchemas[part])]));
const geometryType = { ring: 'Polygon', line: 'LineString', position: 'Point' } as const;

/** A file as it was read: the value and where each part of it stands. */
type Opened = { file: string; text: string; root: Node };

/**
 * Reads a folder of files (see community/README.md) or one JSON file that holds a whole bundle.
 * @returns the bundle when nothing is wrong but warnings; every problem found
 */
export function readCommunity(path: string): { bundle?: CommunityBundle; problems: FileProblem[] } {
  if (!existsSync(path))
    return { problems: [whole(path, 'there is no such file or folder: give the path of a community folder')] };
  return statSync(path).isDirectory() ? readFolder(path) : readSingleFile(path);
}

function readFolder(folder: string): { bundle?: CommunityBundle; problems: FileProblem[] } {
  const problems: FileProblem[] = [];
  const opened = new Map<Part, Opened>();
  const bundle: Partial<Record<Part, unknown>> = {};
  for (const source of sources) {
    const file = join(folder, source.name);
    if (source.later && !existsSync(file)) continue;
    const found = open(file);
    if ('reason' in found) {
      problems.push(found);
      continue;
    }
    opened.set(source.part, found);
    const { value, wrong } = readPart(source, found);
    problems.push(...wrong.slice(0, problemsAtMost));
    bundle[source.part] = value;
  }
  for (const name of readdirSync(folder))
    if (/\.(geo)?json$/.test(name) && !sources.some((source) => source.name === name))
      problems.push({
        ...whole(join(folder, name), `is not read: the files are ${sources.map((one) => one.name).join(', ')}`),
        severity: 'warning',
      });
  if (problems.some(({ severity }) => severity === 'error')) return { problems };
  return check(wholeBundle(bundle as CommunityBundle), problems, (part) => opened.get(part));
}

function readSingleFile(file: string): { bundle?: CommunityBundle; problems: FileProblem[] } {
  const found = open(file);
  if ('reason' in found) return { problems: [found] };
  const twice = doubled(found);
  if (twice.length > 0) return { problems: twice };
  const value = withPlainPhonesIn(plain(found.root));
  const check_ = Compile(CommunityBundle);
  if (!check_.Check(value)) {
    const problems = [...check_.Errors(value)].map((error) =>
      problemAt(found, pathOf(error.instancePath), fieldOf(error), reasonOf(error)),
    );
    return { problems: distinct(problems).slice(0, problemsAtMost) };
  }
  return check(wholeBundle(value), [], () => undefined, found);
}

/** What must hold between the documents, each problem found again in its file. */
function check(
  bundle: CommunityBundle,
  before: FileProblem[],
  fileOf: (part: Part) => Opened | undefined,
  single?: Opened,
): { bundle?: CommunityBundle; problems: FileProblem[] } {
  const between = checkDistrict(bundle, at(Date.now())).map(({ severity, path, field, reason }): FileProblem => {
    const [part = 'district', ...rest] = pathOf(path) as [Part, ...(string | number)[]];
    const opened = single ?? fileOf(part);
    if (!opened) return { severity, file: part, line: 0, path, field, reason };
    const source = sources.find((one) => one.part === part);
    const within = single ? [part, ...rest] : source?.geometry ? ['features', ...rest, 'properties'] : rest;
    return { ...problemAt(opened, within, field, reason), severity };
  });
  const problems = [...before, ...between];
  return problems.some(({ severity }) => severity === 'error') ? { problems } : { bundle, problems };
}

function open(file: string): Opened | FileProblem {
  if (!existsSync(file))
    return whole(file, 'is missing: each file of a community must be there, if only with an empty list');
  if (statSync(file).size > fileAtMostBytes)
    return whole(file, `is larger than ${fileAtMostBytes / 1024 / 1024} MB: this is no file of a district`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)); // a BOM is dropped
  } catch {
    return whole(file, 'is not UTF-8: save it as UTF-8 (not GBK)');
  }
  if (text.trim() === '') return whole(file, 'is empty');
  const deep = tooDeep(text);
  if (deep !== undefined)
    return {
      ...whole(
        file,
        `holds more than ${levelsAtMost} lists and objects inside each other: this is no file of a district`,
      ),
      line: lineAt(text, deep),
    };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first || !root)
    return {
      ...whole(file, `is no JSON: ${first ? printParseErrorCode(first.error) : 'nothing in it'}`),
      line: lineAt(text, first?.offset ?? 0),
    };
  return { file, text, root };
}

/** Whoever reads JSON goes down a level at a time, and has room for some thousands. @returns where it is too deep */
function tooDeep(text: string): number | undefined {
  let [level, quoted] = [0, false];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === '\\') i++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '[' || character === '{') && ++level > levelsAtMost) return i;
    else if (!quoted && (character === ']' || character === '}')) level--;
  }
  return undefined;
}

/** The last would win in silence. */
const doubled = ({ file, text }: Opened): FileProblem[] =>
  doubledKeys(text, problemsAtMost).map(({ key, path, line, reason }) => ({
    severity: 'error',
    file,
    line,
    path: path || '/',
    field: key,
    reason,
  }));

function readPart(source: Source, opened: Opened): { value: unknown; wrong: FileProblem[] } {
  const twice = doubled(opened);
  if (twice.length > 0) return { value: undefined, wrong: twice };
  if (source.part === 'district') {
    const wrong = datumProblem(opened);
    if (wrong) return { value: undefined, wrong: [wrong] };
  }
  if (!source.list) return checkDocument(source, opened, [], plain(opened.root));
  const items = source.geometry ? findNodeAtLocation(opened.root, ['features']) : opened.root;
  if (items?.type !== 'array') {
    const expected = source.geometry ? 'a GeoJSON FeatureCollection' : 'a list';
    return { value: undefined, wrong: [problemAt(opened, [], '', `must be ${expected}`)] };
  }
  const read = (items.children ?? []).map((item) => {
    const at = getNodePath(item);
    const document = source.geometry
      ? fromFeature(source, opened, item)
      : { value: withPlainPhones(plain(item)), wrong: [] };
    return document.wrong.length > 0 ? document : checkDocument(source, opened, at, document.value);
  });
  return { value: read.map(({ value }) => value), wrong: read.flatMap(({ wrong }) => wrong) };
}

function datumProblem(opened: Opened): FileProblem | undefined {
  const value = plain(opened.root);
  const datum = typeof value === 'object' && value !== null && 'datum' in value ? value.datum : undefined;
  if (datum === 'wgs84') return undefined;
  const reason =
    datum === 'gcj02' || datum === 'bd09'
      ? `the positions are ${datum}: convert every file to WGS-84 first (gcoord does it); unconverted they lie hundreds of metres off`
      : 'must name the datum of all positions, and it must be "wgs84"';
  return problemAt(opened, [], 'datum', reason);
}

/** A GeoJSON feature as a document: its properties, and its geometry under our name. */
function fromFeature(source: Source, opened: Opened, feature: Node): { value: unknown; wrong: FileProblem[] } {
  const at = getNodePath(feature);
  const wanted = source.geometry ?? 'position';
  const properties = plain(findNodeAtLocation(feature, ['properties']));
  const type = plain(findNodeAtLocation(feature, ['geometry', 'type']));
  const coordinates = plain(findNodeAtLocation(feature, ['geometry', 'coordinates']));
  if (typeof properties !== 'object' || properties === null)
    return { value: undefined, wrong: [problemAt(opened, at, 'properties', 'is missing')] };
  if (type !== geometryType[wanted])
    return {
      value: undefined,
      wrong: [problemAt(opened, [...at, 'geometry'], 'type', `must be "${geometryType[wanted]}"`)],
    };
  if (wanted !== 'ring') return { value: { ...properties, [wanted]: coordinates }, wrong: [] };
  const [ring, ...holes] = Array.isArray(coordinates) ? coordinates : [];
  if (holes.length > 0)
    return {
      value: undefined,
      wrong: [problemAt(opened, [...at, 'geometry'], 'coordinates', 'has holes: one outline only')],
    };
  return { value: { ...properties, ring }, wrong: [] };
}

function checkDocument(
  source: Source,
  opened: Opened,
  at: (string | number)[],
  value: unknown,
): { value: unknown; wrong: FileProblem[] } {
  const compiled = checks.get(source.part);
  if (!compiled || compiled.Check(value)) return { value, wrong: [] };
  const wrong = [...compiled.Errors(value)].map((error) => {
    const path = pathOf(error.instancePath);
    return problemAt(opened, [...at, ...inFile(source, path)], fieldOf(error), reasonOf(error));
  });
  return { value, wrong: distinct(wrong) };
}

/** A feature's fields lie under `properties`, its geometry under `geometry/coordinates`. */
function inFile(source: Source, path: (string | number)[]): (string | number)[] {
  if (!source.geometry) return path;
  if (path[0] !== source.geometry) return ['properties', ...path];
  return ['geometry', 'coordinates', ...(source.geometry === 'ring' ? [0] : []), ...path.slice(1)];
}

function problemAt(opened: Opened, at: (string | number)[], field: string, reason: string): FileProblem {
  const whereField = field === '' ? undefined : findNodeAtLocation(opened.root, [...at, field]);
  let node = whereField ?? findNodeAtLocation(opened.root, at);
  for (let up = at; !node && up.length > 0; ) {
    up = up.slice(0, -1);
    node = findNodeAtLocation(opened.root, up);
  }
  const line = lineAt(opened.text, (node ?? opened.root).offset);
  return { severity: 'error', file: opened.file, line, path: `/${at.join('/')}`, field, reason };
}

const whole = (file: string, reason: string): FileProblem => ({
  severity: 'error',
  file,
  line: 0,
  path: '',
  field: '',
  reason,
});

const pathOf = (pointer: string): (string | number)[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~')));

/** One mistake is often told twice, by the field and by the union around it. */
function distinct(problems: readonly FileProblem[]): FileProblem[] {
  return [...new Map(problems.map((one) => [`${one.line} ${one.path} ${one.field}`, one])).values()];
}

const plain = (node: Node | undefined): unknown => (node ? getNodeValue(node) : undefined);
