// A district in memory, with what is looked up in it by id.
import type { ShardId } from '../contracts/ids.ts';
import { addressForm } from '../contracts/office/address.ts';
import type {
  CommunityBundle,
  Courtyard,
  Device,
  Grid,
  Home,
  Resident,
  Responder,
} from '../contracts/office/community.ts';
import type { Lockable } from '../contracts/office/personal.ts';
import type { Reach } from '../contracts/office/reach.ts';
import { whyNoZone } from '../contracts/office/recurrence.ts';
import type { Source } from '../contracts/office/source.ts';
import type { LonLat } from '../contracts/position.ts';
import { usualZone } from '../contracts/wallClock.ts';

/** For a district whose own zone is none: where we are at home. */

/** A district as a process keeps it in memory: the documents, found by what one has in hand. */
export class DistrictRegistry {
  readonly bundle: CommunityBundle;
  readonly shard: ShardId;
  /** Why the zone in the store is none; the one known before, or the usual one, stands for it in `bundle`. */
  readonly unsoundZone: string | undefined;
  /** Whose rights end at a part of it sees that part as the district (districtWithin.ts); undefined: it is the whole. */
  readonly reach: Reach | undefined;
  readonly homes: ReadonlyMap<string, Home>;
  readonly courtyards: ReadonlyMap<string, Courtyard>;
  readonly grids: ReadonlyMap<string, Grid>;
  readonly responders: ReadonlyMap<string, Responder>;
  readonly devices: ReadonlyMap<string, Device>;
  readonly residents: ReadonlyMap<string, Resident>;
  readonly sources: ReadonlyMap<string, Source & Lockable>;
  readonly #byAddress: ReadonlyMap<string, Device>;
  readonly #residentsOf: ReadonlyMap<string, Resident[]>;
  readonly #devicesOf: ReadonlyMap<string, Device[]>;

  /** @param earlier the district before a change: an index over documents that stayed is used again */
  constructor(stored: CommunityBundle, shard: ShardId, earlier?: DistrictRegistry, reach?: Reach) {
    this.reach = reach;
    this.unsoundZone =
      stored.district === earlier?.bundle.district ? earlier.unsoundZone : whyNoZone(stored.district.timeZone);
    const bundle = this.unsoundZone === undefined ? stored : withZone(stored, earlier);
    const stayed = (...kinds: (keyof CommunityBundle)[]): DistrictRegistry | undefined =>
      kinds.every((kind) => earlier?.bundle[kind] === bundle[kind]) ? earlier : undefined;
    this.bundle = bundle;
    this.shard = shard;
    this.homes = stayed('homes')?.homes ?? byId(bundle.homes);
    this.courtyards = stayed('courtyards')?.courtyards ?? byId(bundle.courtyards);
    this.grids = stayed('grids')?.grids ?? byId(bundle.grids);
    this.responders = stayed('responders')?.responders ?? byId(bundle.responders);
    this.devices = stayed('devices')?.devices ?? byId(bundle.devices);
    this.residents = stayed('residents')?.residents ?? byId(bundle.residents);
    const addresses = stayed('devices');
    this.sources = stayed('sources')?.sources ?? byId(bundle.sources);
    this.#byAddress = addresses ? addresses.#byAddress : byAddress(bundle.devices);
    const [lived, installed] = [stayed('residents'), stayed('devices', 'residents', 'homes')];
    this.#residentsOf = lived ? lived.#residentsOf : byHome(bundle.residents, ({ home }) => home);
    this.#devicesOf = installed ? installed.#devicesOf : byHome(bundle.devices, ({ id }) => this.homeOf(id));
  }

  get id(): string {
    return this.bundle.district.id;
  }

  /** The home of a device: where it is installed, or where the one who carries it lives. */
  homeOf(device: string): string | undefined {
    const found = this.devices.get(device);
    const home = found?.home ?? (found?.resident === undefined ? undefined : this.residents.get(found.resident)?.home);
    return home !== undefined && this.homes.has(home) ? home : undefined;
  }

  /** Has anybody in the home of this device agreed to a daily sign of life, or may have where that cannot be read? Nobody else's movements are kept. */
  isSignOfLife(device: string): boolean {
    const home = this.homeOf(device);
    if (home === undefined) return false;
    return this.residentsOf(home).some(
      (one: Resident & Lockable) => one.checkIn !== undefined || one.locked?.includes('checkIn') === true,
    );
  }

  /** The device that a vendor knows by this address, however it is written; `name:…` by a friendly name. */
  deviceAt(address: string): Device | undefined {
    return this.#byAddress.get(addressForm(address));
  }

  /** What adapters may ask of a device. */
  readonly known = { model: (address: string): string | undefined => this.deviceAt(address)?.model };

  residentsOf(home: string): readonly Resident[] {
    return this.#residentsOf.get(home) ?? [];
  }

  devicesOf(home: string): readonly Device[] {
    return this.#devicesOf.get(home) ?? [];
  }

  /** How many documents have a field whose key is missing. */
  get locked(): number {
    const { homes, residents, responders, gateHouses, sources } = this.bundle;
    return lockedOf([...homes, ...residents, ...responders, ...gateHouses, ...sources]);
  }

  /** Where a home's door is; its courtyard when it has no position of its own. */
  door(home: string): LonLat | undefined {
    const found = this.homes.get(home);
    return found?.position ?? (found ? this.courtyards.get(found.courtyard)?.position : undefined);
  }
}

/** Every clock of the district goes by its zone: without one nobody could start, and nobody mend it. */
function withZone(stored: CommunityBundle, earlier: DistrictRegistry | undefined): CommunityBundle {
  const known = earlier?.bundle.district;
  if (stored.district === known) return stored;
  return { ...stored, district: { ...stored.district, timeZone: known?.timeZone ?? usualZone } };
}

const byAddress = (devices: readonly Device[]): Map<string, Device> =>
  new Map(devices.flatMap((one) => (one.address === undefined ? [] : [[addressForm(one.address), one] as const])));

const lockedOf = (documents: readonly (Lockable & { id: string })[]): number =>
  documents.filter(({ locked }) => locked !== undefined).length;

export const byId = <T extends { id: string }>(documents: readonly T[]): Map<string, T> =>
  new Map(documents.map((document) => [document.id, document]));

function byHome<T>(documents: readonly T[], homeOf: (document: T) => string | undefined): Map<string, T[]> {
  const lists = new Map<string, T[]>();
  for (const document of documents) {
    const home = homeOf(document);
    const list = home === undefined ? undefined : lists.get(home);
    if (list) list.push(document);
    else if (home !== undefined) lists.set(home, [document]);
  }
  return lists;
}
