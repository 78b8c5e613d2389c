// The sample community, for tests that only look something up in it.
import { readCommunity } from '../community/reader.ts';
import type { ShardId } from '../contracts/ids.ts';
import type { CommunityBundle } from '../contracts/office/community.ts';
import { DistrictRegistry } from '../store/district.ts';

export function sampleBundle(): CommunityBundle {
  const { bundle } = readCommunity('community/hongmenjie');
  if (!bundle) throw new Error('the sample community cannot be read');
  return bundle;
}

export const sampleDistrict = (): DistrictRegistry => new DistrictRegistry(sampleBundle(), 's00' as ShardId);
