// A district as it stands, for whoever puts it into words; the registry has this shape.
import type { LonLat } from '../position.ts';
import type { CommunityBundle, Courtyard, Grid, Home, Resident, Responder } from './community.ts';

export type KnownDistrict = {
  readonly bundle: Pick<CommunityBundle, 'district' | 'policy'>;
  readonly homes: ReadonlyMap<string, Home>;
  readonly courtyards: ReadonlyMap<string, Courtyard>;
  readonly grids: ReadonlyMap<string, Grid>;
  readonly responders: ReadonlyMap<string, Responder>;
  /** The home of a device: where it is installed, or where the one who carries it lives. */
  homeOf(device: string): string | undefined;
  residentsOf(home: string): readonly Resident[];
  /** Where a home's door is; its courtyard when it has no position of its own. */
  door(home: string): LonLat | undefined;
};
