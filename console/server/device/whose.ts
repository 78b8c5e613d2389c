// Whose a device is.
import type { DeviceUpkeep } from '../../../contracts/device/upkeep.ts';
import { lineOf, placeOf } from '../../../contracts/office/district.ts';
import type { DistrictRegistry } from '../../../store/district.ts';

/** Where it hangs, and who lives there; one that somebody carries is theirs alone. */
export function whose(
  device: string,
  district: DistrictRegistry,
): Pick<DeviceUpkeep['silent'][number], 'device' | 'says' | 'residents'> {
  const home = district.homeOf(device);
  const carried = district.devices.get(device)?.resident;
  const residents = home === undefined ? [] : district.residentsOf(home);
  return {
    device,
    says: lineOf(placeOf(home, district)),
    residents: residents
      .filter(({ id }) => carried === undefined || id === carried)
      .map(({ id, name }) => ({ id, name })),
  };
}
