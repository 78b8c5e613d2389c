// The district of whoever asks.
import type { DistrictRegistry } from '../../store/district.ts';
import type { Registry } from '../../store/registry.ts';
import { Refused } from './refusal.ts';

/** The district of whoever asks. @throws Refused while it has not been imported */
export function districtOf({ registry }: { registry: Registry }, id: string): DistrictRegistry {
  const district = registry.district(id);
  if (!district) throw new Refused('not_found', 'district');
  return district;
}
