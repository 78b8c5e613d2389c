// What an area of rights holds (docs/decisions/041): the one place that decides whether a document, a home or a call lies within. Pure, and
// of no say over what a role may do.
import type { RightsArea } from '../session/area.ts';
import type { CommunityBundle, Device } from './community.ts';
import type { collections, DocumentKind } from './documents.ts';

type Collection = (typeof collections)[number];
type Doc = { id?: unknown } & Readonly<Record<string, unknown>>;
/** Where a call is, and where those are that were joined to it. */
type Placed = { home?: string | undefined; absorbed?: readonly { home?: string | undefined }[] | undefined };

/** How far rights reach in a district as it stands. */
export type Reach = {
  /** courtyards within, by id */
  courtyards: ReadonlySet<string>;
  /** Does a document lie within: may it be changed? It need not be one of the district: a form asks of what it would become. */
  holds(kind: DocumentKind, document: Doc): boolean;
  /** May it be read: it lies within, or names no node and nobody, or is the grid around a courtyard within. */
  shows(kind: DocumentKind, document: Doc): boolean;
  /** Is this the id of something within? For what documents name. */
  knows(kind: DocumentKind, id: string): boolean;
  /** Does a call lie within? One whose home is not known lies nowhere. */
  holdsCall(call: Placed): boolean;
};

/** What an area holds of a district; a node that is no more holds nothing. */
export function reachOf(bundle: CommunityBundle, area: RightsArea): Reach {
  const bound = { grids: nodes(area, 'grids'), courtyards: nodes(area, 'courtyards') };
  const grids = idsOf(bundle.grids.filter(({ id }) => bound.grids.has(id)));
  const isCourtyard = ({ id, grid }: Doc): boolean => has(grids, grid) || has(bound.courtyards, id);
  const courtyards = idsOf(bundle.courtyards.filter(isCourtyard));
  const homes = idsOf(bundle.homes.filter(({ courtyard }) => courtyards.has(courtyard)));
  const residents = idsOf(bundle.residents.filter(({ home }) => homes.has(home)));
  /** Whoever belongs to a courtyard belongs to nothing wider. */
  const isAt = ({ grid, courtyard }: Doc): boolean =>
    courtyard === undefined ? has(grids, grid) : has(courtyards, courtyard);
  const responders = idsOf(bundle.responders.filter(isAt));
  const isTheirs = ({ responder }: Doc): boolean => has(responders, responder);
  const shifts = idsOf(bundle.shifts.filter(isTheirs));
  const frames = new Set(bundle.courtyards.filter(({ id }) => courtyards.has(id)).map(({ grid }) => grid));
  const rules: Record<Collection, (document: Doc) => boolean> = {
    grids: ({ id }) => has(grids, id),
    roads: nowhere,
    blocks: nowhere,
    courtyards: isCourtyard,
    servicePoints: ({ courtyard }) => has(courtyards, courtyard),
    homes: ({ courtyard }) => has(courtyards, courtyard),
    residents: ({ home }) => has(homes, home),
    devices: (device) => hangs(device as Partial<Device>, { homes, residents }),
    responders: isAt,
    shifts: isTheirs,
    leaves: isTheirs,
    swaps: ({ shift }) => has(shifts, shift),
    teams: isAt,
    bicycles: ({ grid, holder }) => (grid === undefined ? has(responders, holder) : has(grids, grid)),
    gateHouses: ({ courtyard }) => has(courtyards, courtyard),
    boards: ({ courtyard }) => has(courtyards, courtyard),
    sources: nowhere,
  };
  const holds = (kind: DocumentKind, document: Doc): boolean =>
    kind !== 'district' && kind !== 'policy' && rules[kind](document);
  const known: Partial<Record<DocumentKind, ReadonlySet<string>>> = {
    ...{ grids, courtyards, homes, residents, responders, shifts },
    teams: idsOf(bundle.teams.filter(isAt)),
  };
  return {
    courtyards,
    holds,
    shows: (kind, document) =>
      holds(kind, document) || isOpen(kind, document) || (kind === 'grids' && has(frames, document.id)),
    knows: (kind, id) => known[kind]?.has(id) ?? false,
    holdsCall: ({ home, absorbed = [] }) =>
      has(homes, home) && absorbed.every((one) => one.home === undefined || homes.has(one.home)),
  };
}

/** The documents of a district that may be read. What is neither district nor policy and not said here would be shown to nobody. */
export function bundleWithin(bundle: CommunityBundle, reach: Reach): CommunityBundle {
  const within = <T extends { id: string }>(kind: Collection, all: readonly T[]): T[] =>
    all.filter((one) => reach.shows(kind, one));
  return {
    district: bundle.district,
    policy: bundle.policy,
    grids: within('grids', bundle.grids),
    roads: within('roads', bundle.roads),
    blocks: within('blocks', bundle.blocks),
    courtyards: within('courtyards', bundle.courtyards),
    servicePoints: within('servicePoints', bundle.servicePoints),
    homes: within('homes', bundle.homes),
    residents: within('residents', bundle.residents),
    devices: within('devices', bundle.devices),
    responders: within('responders', bundle.responders),
    shifts: within('shifts', bundle.shifts),
    leaves: within('leaves', bundle.leaves),
    swaps: within('swaps', bundle.swaps),
    teams: within('teams', bundle.teams),
    bicycles: within('bicycles', bundle.bicycles),
    gateHouses: within('gateHouses', bundle.gateHouses),
    boards: within('boards', bundle.boards),
    sources: within('sources', bundle.sources),
  };
}

/** Streets, blocks, and posts that belong to no courtyard: they are on every map, and nobody lives there. */
const isOpen = (kind: DocumentKind, { courtyard }: Doc): boolean =>
  kind === 'roads' || kind === 'blocks' || (kind === 'servicePoints' && courtyard === undefined);

const nowhere = (): boolean => false;
const has = (ids: ReadonlySet<string>, id: unknown): boolean => typeof id === 'string' && ids.has(id);
const idsOf = (documents: readonly { id: string }[]): ReadonlySet<string> => new Set(documents.map(({ id }) => id));
const nodes = (area: RightsArea, kind: RightsArea[number]['kind']): ReadonlySet<string> =>
  idsOf(area.filter((node) => node.kind === kind));

/** Everything that a device names is within; one that hangs nowhere belongs to the whole community. */
function hangs(
  { home, resident }: Partial<Device>,
  { homes, residents }: { homes: ReadonlySet<string>; residents: ReadonlySet<string> },
): boolean {
  if (home === undefined && resident === undefined) return false;
  return (home === undefined || homes.has(home)) && (resident === undefined || residents.has(resident));
}
