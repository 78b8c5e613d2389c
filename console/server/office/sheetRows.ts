// What the rows of a spreadsheet say, as changes of the registry: whom or what a row is about is found by its id, else by its name and place; an
// empty cell says nothing. A row that cannot be read is named with its column and what stands in it.
import { randomBytes } from 'node:crypto';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { plainText } from '../../../contracts/asWritten.ts';
import type { RegistryChange, RegistryKind } from '../../../contracts/office/registry.ts';
import { type Cell, cellText } from '../../../contracts/office/sheet.ts';
import type { SheetKind } from '../../../contracts/office/sheetKinds.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { documentsOf } from './registryList.ts';
import { checkInOf } from './sheetCheckIn.ts';
import { sheetColumns } from './sheetColumns.ts';
import { type Broken, contactIn, isDegrees, Line, type Reads, timeIn, withSaid } from './sheetLine.ts';
import { calledIn, type Hands, isOwn, readOwn } from './sheetOwn.ts';

export type Read = {
  changes: RegistryChange[];
  /** the row that a change comes from, by `kind/id`; several rows may make one home */
  rowOf: ReadonlyMap<string, number>;
  broken: Broken[];
  same: number;
};

type Doc = { id: string } & Record<string, unknown>;

/** So many rows are read before whoever else waits has a turn. */
const atATime = 500;

type Rows = { rows: readonly (readonly Cell[])[] };

export async function changesIn(district: DistrictRegistry, kind: SheetKind, table: Rows, reads: Reads): Promise<Read> {
  const reading = new Reading(district, reads.of);
  const { id, ...others } = reads.columns;
  const named =
    id !== undefined && areRunningNumbers(district, kind, table, id) ? { ...reads, columns: others } : reads;
  for (const [row, cells] of table.rows.entries()) {
    if (row % atATime === atATime - 1) await othersFirst();
    const line = new Line(row, kind, cells, named);
    reading.take(kind, line);
  }
  return reading.result();
}

const idPrefix = {
  residents: 'res',
  homes: 'home',
  devices: 'btn',
  responders: 'p',
  courtyards: 'yard',
  grids: 'grid',
  roads: 'road',
  blocks: 'block',
  shifts: 'shift',
  servicePoints: 'point',
  teams: 'team',
  bicycles: 'bike',
  gateHouses: 'gate',
  boards: 'board',
} as const;
const newId = (kind: SheetKind): string => `${idPrefix[kind]}-${randomBytes(4).toString('hex')}`;

/** 1, 2, 3 in front of the rows of a list are no ids: sorted otherwise next month they would be other people's. */
function areRunningNumbers(district: DistrictRegistry, kind: SheetKind, { rows }: Rows, column: number): boolean {
  if (kind === 'devices') return false;
  const texts = rows.map((cells) => cellText(cells[column] ?? ''));
  const ids = new Set((district.bundle[kind] as readonly { id: string }[]).map((one) => one.id));
  return texts.every((text) => /^\d{0,5}$/.test(text)) && !texts.some((text) => ids.has(text));
}

class Reading {
  readonly #district: DistrictRegistry;
  readonly #changes = new Map<string, RegistryChange>();
  readonly #rowOf = new Map<string, number>();
  readonly #broken: Broken[] = [];
  #same = 0;
  /** What the row that is read has put into the set, and the addresses that it made homes of. */
  #ofRow: string[] = [];
  #homesOfRow: [address: string, home: string][] = [];
  readonly #courtyards: Names;
  readonly #grids: Names;
  readonly #responders: Names;
  readonly #teams: Names;
  readonly #homes: Map<string, string>;
  readonly #people: Map<string, string>;
  readonly #documents = new Map<SheetKind, ReadonlyMap<string, Doc>>();
  #calls: ReturnType<typeof calledIn> | undefined;

  readonly #of: Reads['of'];

  constructor(district: DistrictRegistry, of: Reads['of']) {
    this.#district = district;
    this.#of = of;
    const { courtyards, grids, responders, teams, homes, residents } = district.bundle;
    this.#courtyards = named(courtyards);
    this.#grids = named(grids);
    this.#responders = named(responders);
    this.#teams = named(teams);
    this.#homes = new Map(homes.map((one) => [addressKey(one), one.id]));
    this.#people = new Map(residents.map(({ home, name, id }) => [`${home}/${plainText(name)}`, id]));
  }

  result(): Read {
    return { changes: [...this.#changes.values()], rowOf: this.#rowOf, broken: this.#broken, same: this.#same };
  }

  take(kind: SheetKind, line: Line): void {
    const isDrawn = line.has('position');
    for (const { field, needed } of sheetColumns[kind])
      if (needed && line.text(field) === '' && !(isDrawn && isDegrees(field)) && !(field in this.#standing(kind, line)))
        line.wrong(field, 'is missing');
    this.#ofRow = [];
    this.#homesOfRow = [];
    if (isOwn(kind)) readOwn(kind, line, this.#hands(), this.#called());
    else this[kind](line);
    if (line.broken.length === 0) return;
    // Nothing of a broken row is done, neither the home that it would have made.
    for (const key of this.#ofRow) {
      this.#changes.delete(key);
      this.#rowOf.delete(key);
    }
    for (const [address, home] of this.#homesOfRow)
      if (this.#ofRow.includes(`homes/${home}`)) this.#homes.delete(address);
    this.#broken.push(...line.broken);
  }

  /** What is known of whom a row names by id: then it need not say all. */
  #standing(kind: SheetKind, line: Line): Partial<Doc> {
    return this.#known(kind, line.text('id')) ?? {};
  }

  /** Puts what a row says of a document into the set. @param made what a new one needs besides */
  #put(
    line: Line,
    kind: SheetKind,
    id: string,
    said: Record<string, unknown>,
    made: Record<string, unknown> = {},
  ): void {
    const key = `${kind}/${id}`;
    const earlier = this.#rowOf.get(key);
    if (earlier !== undefined) {
      // Two who live together name one home, and one button.
      if (kind === line.kind)
        line.wrong(
          line.text('id') === '' ? 'name' : 'id',
          `stands in this file twice: first in row ${line.numberOf(earlier)}`,
        );
      return;
    }
    this.#rowOf.set(key, line.row);
    this.#ofRow.push(key);
    const known = this.#known(kind, id);
    if (known && Object.entries(said).every(([field, value]) => isSame(known[field], value ?? undefined)))
      this.#same += 1;
    else if (known) this.#changes.set(key, { kind, id, set: said });
    else this.#changes.set(key, { kind, id, version: 0, document: withoutNulls({ id, ...made, ...said }) });
  }

  #known(kind: SheetKind, id: string): Doc | undefined {
    const known = this.#documents.get(kind) ?? new Map(documentsOf(this.#district, kind).map((one) => [one.id, one]));
    this.#documents.set(kind, known);
    return known.get(id);
  }

  #named(line: Line, field: string, names: Names): string | undefined {
    const text = line.string(field);
    return text === undefined ? undefined : this.#idOf(line, field, text, names);
  }

  #idOf(line: Line, field: string, text: string, names: Names): string | undefined {
    if (names.ids.has(text)) return text;
    const found = names.byName.get(plainText(text)) ?? [];
    if (found.length === 1) return found[0];
    return line.wrong(
      field,
      found.length === 0
        ? 'is not known here: write its name as it stands in the registry, or its id'
        : 'is the name of several: write the id',
    );
  }

  /** What rows about the community's own things are read with. */
  #hands(): Hands {
    const names = {
      grids: this.#grids,
      courtyards: this.#courtyards,
      responders: this.#responders,
      teams: this.#teams,
    };
    return {
      named: (line, field, what) => this.#named(line, field, names[what]),
      namedAll: (line, field, what) => {
        const texts = line.value(field) as string[] | undefined;
        const ids = texts?.flatMap((text) => this.#idOf(line, field, text, names[what]) ?? []);
        return ids && [...new Set(ids)];
      },
      known: (kind, id) => this.#known(kind, id),
      put: (line, kind, found, said, made) => this.#put(line, kind, found ?? newId(kind), said, made),
    };
  }

  /** Made once a file, and only for a file of these. */
  #called(): ReturnType<typeof calledIn> {
    this.#calls ??= calledIn(this.#district);
    return this.#calls;
  }

  #homeOfId(line: Line, id: string, withAddress: boolean): string | undefined {
    const known = this.#district.homes.get(id);
    if (!known) return line.wrong('home', `there is no home "${id}"`);
    const courtyard = this.#named(line, 'courtyard', this.#courtyards) ?? known.courtyard;
    const [building, unit, door] = ['building', 'unit', 'door'].map((field) => line.string(field));
    const said = {
      courtyard,
      building: building ?? known.building,
      unit: unit ?? known.unit,
      door: door ?? known.door,
    };
    return withAddress && addressKey(said) !== addressKey(known)
      ? line.wrong('home', 'names another home than the address: change one of the two')
      : id;
  }

  /** The home that a row names by id or by address. @param make whether an address that nobody knows becomes one */
  #home(line: Line, make: boolean): string | undefined {
    const id = line.string('home');
    const said = ['courtyard', 'building', 'unit', 'door'].filter((field) => line.text(field) !== '');
    if (id !== undefined) return this.#homeOfId(line, id, said.length > 0);
    if (said.length === 0) return undefined;
    const courtyard = this.#named(line, 'courtyard', this.#courtyards);
    const [building, unit, door] = [line.string('building'), line.string('unit'), line.string('door')];
    for (const field of ['courtyard', 'building', 'unit', 'door'])
      if (!said.includes(field)) line.wrong(field, 'is missing');
    if (courtyard === undefined || building === undefined || unit === undefined || door === undefined) return undefined;
    const known = this.#homes.get(addressKey({ courtyard, building, unit, door }));
    if (known !== undefined) return known;
    if (!make) return line.wrong('door', 'nobody has registered a home at this address');
    const made = newId('homes');
    this.#put(line, 'homes', made, { courtyard, building, unit, door }, { access: {} });
    const key = addressKey({ courtyard, building, unit, door });
    this.#homes.set(key, made);
    this.#homesOfRow.push([key, made]);
    return made;
  }

  residents(line: Line): void {
    const name = line.string('name');
    const home = this.#home(line, true);
    const given = line.string('id');
    const id = given ?? this.#people.get(`${home}/${plainText(name ?? '')}`) ?? newId('residents');
    this.#isTheOne(line, id, given !== undefined);
    if (home === undefined && line.broken.length === 0 && !this.#district.residents.has(id))
      line.wrong('door', 'is missing');
    const written = [1, 2, 3].flatMap((n) => contactIn(line, n));
    const contacts = written.length === 0 ? [] : withSaid(this.#district.residents.get(id)?.contacts ?? [], written);
    const values = Object.fromEntries(
      ['gender', 'birthYear', 'livesAlone', 'phone', 'cannotTalk', 'mobility', 'conditions', 'card', 'language'].map(
        (field) => [field, line.value(field)],
      ),
    );
    const said = defined({
      name,
      home,
      ...values,
      contacts: contacts.length === 0 ? undefined : contacts,
      checkIn: checkInOf(line, this.#district.residents.get(id)?.checkIn),
    });
    this.#people.set(`${home}/${plainText(name ?? '')}`, id);
    this.#put(line, 'residents', id, said, { livesAlone: true, conditions: [], contacts: [] });
    const device = line.string('device');
    if (device !== undefined && home !== undefined) this.#put(line, 'devices', device, { home }, { kind: 'button' });
  }

  /** An id that is somebody else's, or somebody who is registered elsewhere: two people are not made one, nor one two. */
  #isTheOne(line: Line, id: string, byId: boolean): void {
    const name = plainText(line.text('name'));
    const year = line.value('birthYear');
    const known = this.#district.residents.get(id);
    if (
      byId &&
      known &&
      name !== '' &&
      plainText(known.name) !== name &&
      year !== undefined &&
      known.birthYear !== year
    )
      line.wrong('id', `belongs to somebody else here: "${known.name}"`);
    if (byId || known || year === undefined || line.broken.length > 0) return;
    if (this.#district.bundle.residents.some((one) => one.birthYear === year && plainText(one.name) === name))
      line.wrong('name', 'is registered at another address: write the id to move them');
  }

  homes(line: Line): void {
    const courtyard = this.#named(line, 'courtyard', this.#courtyards);
    const [building, unit, door] = [line.string('building'), line.string('unit'), line.string('door')];
    const key = addressKey({ courtyard, building, unit, door });
    const id = line.string('id') ?? this.#homes.get(key) ?? newId('homes');
    const access = defined({
      gate: line.string('gate'),
      key: line.string('key'),
      mobility: line.string('lift'),
      note: line.string('note'),
    });
    const known = this.#district.homes.get(id);
    const all = { ...known?.access, ...access };
    const said = defined({
      courtyard,
      building,
      unit,
      door,
      doorCode: line.string('doorCode'),
      position: line.position(),
      access: Object.keys(access).length === 0 ? undefined : all,
    });
    this.#put(line, 'homes', id, said, { access: {} });
    this.#homes.set(key, id);
  }

  devices(line: Line): void {
    const id = line.string('id');
    const who = line.string('resident');
    const home = this.#home(line, false);
    const resident = who === undefined ? undefined : this.#resident(line, who, home);
    if (id === undefined) return;
    const lives = resident === undefined ? undefined : this.#district.residents.get(resident)?.home;
    if (home !== undefined && lives !== undefined && home !== lives) line.wrong('resident', 'lives at another address');
    // Where it is installed now, whoever carried it does not live.
    const carrier = this.#district.devices.get(id)?.resident;
    const isLeft =
      resident === undefined &&
      home !== undefined &&
      carrier !== undefined &&
      this.#district.residents.get(carrier)?.home !== home;
    const said = defined({
      kind: line.string('kind'),
      home: lives ?? home,
      resident: isLeft ? null : resident,
      model: line.string('model'),
    });
    this.#put(line, 'devices', id, said, { kind: 'button' });
  }

  #resident(line: Line, who: string, home: string | undefined): string | undefined {
    if (this.#district.residents.has(who)) return who;
    const found = this.#district.bundle.residents.filter(
      (one) => plainText(one.name) === plainText(who) && (home === undefined || one.home === home),
    );
    if (found.length === 1) return found[0]?.id;
    return line.wrong(
      'resident',
      found.length === 0
        ? 'is not known here: write its name as it stands in the registry, or its id'
        : 'is the name of several: write the id',
    );
  }

  responders(line: Line): void {
    const name = line.string('name');
    const [grid, courtyard] = [
      this.#named(line, 'grid', this.#grids),
      this.#named(line, 'courtyard', this.#courtyards),
    ];
    const role = line.string('role');
    const same = this.#district.bundle.responders.filter(
      (one) => plainText(one.name) === plainText(name ?? '') && one.role === role,
    );
    const id = line.string('id') ?? (same.length === 1 ? same[0]?.id : undefined) ?? newId('responders');
    const sameName = this.#district.bundle.responders.some((one) => plainText(one.name) === plainText(name ?? ''));
    if (line.text('id') === '' && sameName && same.length !== 1)
      line.wrong('name', 'is the name of somebody here: write the id, a new one for somebody else of this name');
    const base = line.position();
    const said = defined({
      name,
      role,
      grid,
      courtyard,
      phone: line.string('phone'),
      means: line.string('means'),
      skills: line.value('skills'),
      base,
    });
    const made = { means: 'bicycle', onDuty: false, simulated: false, base: this.#centre(grid, courtyard) };
    if (made.base === undefined && base === undefined && !this.#district.responders.has(id))
      line.wrong('lon', 'is missing: where they are when nothing newer is known');
    this.#put(line, 'responders', id, said, made);
  }

  /** Where somebody is who belongs to a courtyard or a grid and says no more. */
  #centre(grid: string | undefined, courtyard: string | undefined): readonly number[] | undefined {
    const { grids, courtyards, bundle } = this.#district;
    const of = grids.get(grid ?? '');
    return (
      courtyards.get(courtyard ?? '')?.position ??
      of?.label ??
      bundle.courtyards.find((one) => one.grid === grid)?.position ??
      of?.ring[0]
    );
  }

  courtyards(line: Line): void {
    const name = line.string('name');
    const grid = this.#named(line, 'grid', this.#grids);
    const [known] = this.#courtyards.byName.get(plainText(name ?? '')) ?? [];
    const id = line.string('id') ?? known ?? newId('courtyards');
    this.#put(line, 'courtyards', id, defined({ name, grid, position: line.position() }));
  }

  grids(line: Line): void {
    const name = line.string('name');
    const id = this.#idOr(line, this.#oneNamed('grids', name));
    const known = this.#known('grids', id);
    const made = known ? undefined : `第${line.row + 1}网格`;
    this.#put(line, 'grids', id, defined({ name: name ?? made, ring: line.value('ring') }));
  }

  blocks(line: Line): void {
    const name = line.string('name');
    const id = this.#idOr(line, this.#oneNamed('blocks', name));
    this.#put(line, 'blocks', id, defined({ name, ring: line.value('ring') }));
  }

  /** A street of many pieces gives all of them its name: without an id it is one that is there only where it runs there too. */
  roads(line: Line): void {
    const [name, drawn] = [line.string('name'), line.value('line')];
    const same = this.#district.bundle.roads.find((one) => one.name === name && isSame(one.line, drawn));
    const said = defined({ name, kind: line.string('kind'), line: drawn });
    this.#put(line, 'roads', this.#idOr(line, same?.id), said, { kind: 'residential' });
  }

  #idOr(line: Line, known: string | undefined): string {
    return line.string('id') ?? known ?? newId(line.kind);
  }

  /** Of two of one name neither is meant. */
  #oneNamed(kind: 'grids' | 'blocks', name: string | undefined): string | undefined {
    const wanted = plainText(name ?? '');
    const found = wanted === '' ? [] : this.#district.bundle[kind].filter((one) => plainText(one.name) === wanted);
    return found.length === 1 ? found[0]?.id : undefined;
  }

  shifts(line: Line): void {
    const responder = this.#named(line, 'responder', this.#responders);
    // A calendar says all of an event: what it does not say is not so. In a spreadsheet an empty cell says nothing.
    const nothing = this.#of === 'calendar' ? null : undefined;
    const said = defined({
      responder,
      start: timeIn(line.string('start')),
      end: timeIn(line.string('end')),
      repeats: line.string('repeats') ?? nothing,
      except: line.value('except') ?? nothing,
    });
    const known = this.#district.bundle.shifts.find((one) => one.responder === responder && one.start === said.start);
    const id = line.string('id');
    const isNew = id === undefined || (this.#of === 'calendar' && this.#known('shifts', id) === undefined);
    this.#put(line, 'shifts', isNew ? (known?.id ?? id ?? newId('shifts')) : id, said);
  }
}

/** Documents are JSON; what made the objects does not matter. */
const isSame = (one: unknown, other: unknown): boolean =>
  typeof one === 'object' && typeof other === 'object'
    ? isDeepStrictEqual(structuredClone(one), structuredClone(other))
    : one === other;

const withoutNulls = (document: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null));

type Names = { ids: ReadonlySet<string>; byName: ReadonlyMap<string, readonly string[]> };
function named(all: readonly { id: string; name: string }[]): Names {
  const byName = new Map<string, string[]>();
  for (const { id, name } of all) byName.set(plainText(name), [...(byName.get(plainText(name)) ?? []), id]);
  return { ids: new Set(all.map(({ id }) => id)), byName };
}

type Address = Partial<Record<'courtyard' | 'building' | 'unit' | 'door', string | undefined>>;
/** One address however it is written: 1栋 and 1, １单元 and 1单元. */
const addressKey = ({ courtyard, building = '', unit = '', door = '' }: Address): string =>
  [
    courtyard,
    ...[building, unit, door].map((part) =>
      part
        .normalize('NFKC')
        .toLowerCase()
        .replaceAll(/\s/g, '')
        .replace(/(号楼|栋|幢|单元|号|室)$/, ''),
    ),
  ].join('/');

/** Which column of the file a problem of a document belongs to. */
export function fieldOfProblem(kind: RegistryKind, field: string): string {
  const [first = '', index, part] = field.split('/');
  if (first === 'contacts' && index !== undefined) return `contact${Number(index) + 1}.${part ?? 'name'}`;
  if (first === 'access') return index === 'mobility' ? 'lift' : (index ?? 'note');
  if (first === 'position' || first === 'base') return 'lon';
  return kind === 'homes' && first === 'id' ? 'door' : first;
}
