// Rows about what a community has of its own: teams, bicycles, gate houses, boards, posts. Each is found by its id, else by what people call it.
import { plainText } from '../../../contracts/asWritten.ts';
import type { Bicycle, Expiry } from '../../../contracts/office/community.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { idsIn } from './registryList.ts';
import type { Line } from './sheetLine.ts';

export const ownKinds = ['servicePoints', 'teams', 'bicycles', 'gateHouses', 'boards'] as const;
export type OwnKind = (typeof ownKinds)[number];
export const isOwn = (kind: string): kind is OwnKind => (ownKinds as readonly string[]).includes(kind);

type Said = Record<string, unknown>;
/** Whoever reads the whole file: what a cell names, and where what was read goes. */
export type Hands = {
  named(line: Line, field: string, what: 'grids' | 'courtyards' | 'responders' | 'teams'): string | undefined;
  namedAll(line: Line, field: string, what: 'responders'): string[] | undefined;
  known(kind: OwnKind, id: string): Said | undefined;
  put(line: Line, kind: OwnKind, found: string | undefined, said: Said, made?: Said): void;
};

/** Days of a bicycle, each in a column of its own. */
export const ownDays = ['battery', 'insurance', 'inspection'] as const satisfies Expiry['what'][];

/** What is called so stands there already, by how people tell one from another. */
export function calledIn({ bundle }: DistrictRegistry): Readonly<Record<OwnKind, ReadonlyMap<string, string>>> {
  const called = <T extends { id: string }>(all: readonly T[], names: (one: T) => readonly (string | undefined)[]) =>
    new Map(all.map((one) => [keyOf(names(one)), one.id]));
  return {
    servicePoints: called(bundle.servicePoints, ({ kind, name }) => [kind, name]),
    teams: called(bundle.teams, ({ name }) => [name]),
    bicycles: called(bundle.bicycles, ({ plate }) => [plate]),
    gateHouses: called(bundle.gateHouses, ({ courtyard, name }) => [courtyard, name]),
    boards: called(bundle.boards, ({ courtyard, where }) => [courtyard, where]),
  };
}
const keyOf = (names: Names): string => names.map((one) => plainText(one ?? '')).join('/');

/** Reads one row. @param called `calledIn` the district that the file comes to */
export function readOwn(kind: OwnKind, line: Line, hands: Hands, called: ReturnType<typeof calledIn>): void {
  const found = (names: Names): string | undefined => line.string('id') ?? called[kind].get(keyOf(names));
  const standing = (names: Names): Said => hands.known(kind, found(names) ?? '') ?? {};
  const { said, names, made } = parts[kind](line, hands, standing);
  hands.put(line, kind, found(names), defined(said), made);
}

type Names = readonly (string | undefined)[];
type Parts = { said: Said; names: Names; made?: Said };
/** What is known of whatever is called so. */
type Standing = (names: Names) => Said;

const parts: Readonly<Record<OwnKind, (line: Line, hands: Hands, standing: Standing) => Parts>> = {
  servicePoints: (line, { named }) => {
    const [name, kind] = [line.string('name'), line.string('kind')];
    const courtyard = named(line, 'courtyard', 'courtyards');
    const said = { name, kind, courtyard, team: named(line, 'team', 'teams'), position: line.position() };
    return { said, names: [kind, name] };
  },
  teams: (line, { named, namedAll }, standing) => {
    const name = line.string('name');
    const leader = named(line, 'leader', 'responders');
    const listed = namedAll(line, 'members', 'responders');
    const before = idsIn(standing([name]).members);
    // Lists name the leader apart: they belong to the team all the same.
    const members = leader === undefined ? listed : [...new Set([...(listed ?? before), leader])];
    const [grid, courtyard] = [named(line, 'grid', 'grids'), named(line, 'courtyard', 'courtyards')];
    const said = { name, kind: line.string('kind'), members, leader, grid, courtyard, note: line.string('note') };
    return { said, names: [name], made: { members: [] } };
  },
  bicycles: (line, { named }, standing) => {
    const plate = line.string('plate');
    const days = ownDays.flatMap((what) => {
      const on = line.string(what);
      return on === undefined ? [] : [{ what, on }];
    });
    const before = (standing([plate]) as Partial<Bicycle>).expires ?? [];
    const renewed = before.map((one) => ({ ...one, ...days.find(({ what }) => what === one.what) }));
    const added = days.filter(({ what }) => !before.some((one) => one.what === what));
    const said = {
      plate,
      holder: named(line, 'holder', 'responders'),
      stands: line.string('stands'),
      grid: named(line, 'grid', 'grids'),
      expires: days.length === 0 ? undefined : [...renewed, ...added],
      note: line.string('note'),
    };
    return { said, names: [plate] };
  },
  gateHouses: (line, { named, namedAll }) => {
    const [name, courtyard] = [line.string('name'), named(line, 'courtyard', 'courtyards')];
    const said = {
      name,
      courtyard,
      phone: line.string('phone'),
      keepers: namedAll(line, 'keepers', 'responders'),
      keys: line.value('keys'),
      note: line.string('note'),
      position: line.position(),
    };
    return { said, names: [courtyard, name] };
  },
  boards: (line, { named }) => {
    const [where, courtyard] = [line.string('where'), named(line, 'courtyard', 'courtyards')];
    const said = { where, courtyard, note: line.string('note'), position: line.position() };
    return { said, names: [courtyard, where] };
  },
};

/** What a column of these says of a document, as it is written again: people by their name where it is nobody else's too. */
export function ownField(district: DistrictRegistry, one: Said, field: string): unknown {
  const { courtyards, grids, bundle } = district;
  if (field === 'courtyard') return courtyards.get(String(one.courtyard ?? ''))?.name;
  if (field === 'grid') return grids.get(String(one.grid ?? ''))?.name;
  if (field === 'team') return bundle.teams.find(({ id }) => id === one.team)?.name;
  if (field === 'lon' || field === 'lat')
    return (one.position as readonly number[] | undefined)?.[field === 'lon' ? 0 : 1];
  if ((ownDays as readonly string[]).includes(field))
    return (one as Partial<Bicycle>).expires?.find(({ what }) => what === field)?.on;
  if (['leader', 'holder', 'members', 'keepers'].includes(field)) {
    const people = idsIn(one[field]).map((id) => personSaid(district, id));
    return people.length === 0 ? undefined : people;
  }
  return one[field];
}

function personSaid({ responders, bundle }: DistrictRegistry, id: string): string {
  const name = responders.get(id)?.name;
  return name === undefined || bundle.responders.some((one) => one.id !== id && one.name === name) ? id : name;
}
