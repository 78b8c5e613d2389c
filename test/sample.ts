// The sample community, for tests that only look something up in it; and the least there can be.
import { readCommunity } from '../community/reader.ts';
import type { ShardId } from '../contracts/ids.ts';
import { type CommunityBundle, wholeBundle } from '../contracts/office/community.ts';
import { DistrictRegistry } from '../store/district.ts';
import { policy } from './district.ts';

export function sampleBundle(): CommunityBundle {
  const { bundle } = readCommunity('community/hongmenjie');
  if (!bundle) throw new Error('the sample community cannot be read');
  return bundle;
}

/** One home with a button in one courtyard of one grid, and nobody on duty, unless a test says more. */
export const oneHome = (id: string, more: Partial<CommunityBundle> = {}): CommunityBundle =>
  wholeBundle({
    district: {
      id,
      name: '某社区',
      timeZone: 'Asia/Shanghai',
      datum: 'wgs84',
      demo: true,
      schematic: true,
      attribution: 'nobody',
    },
    grids: [
      {
        id: 'g1',
        name: '一网格',
        ring: [
          [104, 30],
          [104.1, 30],
          [104.1, 30.1],
          [104, 30],
        ],
      },
    ],
    roads: [],
    blocks: [],
    courtyards: [{ id: 'y1', grid: 'g1', name: '一号院', position: [104.05, 30.02] }],
    servicePoints: [],
    homes: [{ id: 'home-1', courtyard: 'y1', building: '1栋', unit: '1单元', door: '101', access: {} }],
    residents: [],
    devices: [{ id: 'btn-1', kind: 'button', home: 'home-1' }],
    responders: [],
    shifts: [],
    leaves: [],
    swaps: [],
    policy,
    ...more,
  });

export const sampleDistrict = (): DistrictRegistry => new DistrictRegistry(sampleBundle(), 's00' as ShardId);
