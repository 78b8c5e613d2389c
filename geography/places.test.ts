import { describe, expect, it } from 'vitest';
import type { CommunityBundle } from '../contracts/office/community.ts';
import type { LonLat, Ring } from '../contracts/position.ts';
import { sampleBundle } from '../test/sample.ts';
import { checkPlaces } from './places.ts';

const sample = sampleBundle();
const first = <T>([one]: readonly T[]): T => one as T;
const check = (change: Partial<CommunityBundle>) =>
  checkPlaces({ ...sample, ...change }).map(({ severity, path, field }) => `${severity} ${path} ${field}`);
const swap = ([lon, lat]: LonLat): LonLat => [lat, lon];

it('the places of the sample can be true', () => expect(check({})).toEqual([]));

describe('a position of 0,0 is refused', () => {
  const zero: LonLat = [0, 0];
  it.each([
    { what: 'home', change: { homes: [{ ...first(sample.homes), position: zero }] }, at: '/homes/0 position' },
    {
      what: 'courtyard',
      change: { courtyards: [{ ...first(sample.courtyards), position: zero }], homes: [] },
      at: '/courtyards/0 position',
    },
    { what: 'base', change: { responders: [{ ...first(sample.responders), base: zero }] }, at: '/responders/0 base' },
    {
      what: 'almost 0,0',
      change: { responders: [{ ...first(sample.responders), base: [1e-6, -1e-6] as LonLat }] },
      at: '/responders/0 base',
    },
    {
      what: 'vertex of a road',
      change: { roads: [{ ...first(sample.roads), line: [...first(sample.roads).line, zero] }] },
      at: '/roads/0 line',
    },
    {
      what: 'service point',
      change: { servicePoints: [{ ...first(sample.servicePoints), position: zero }] },
      at: '/servicePoints/0 position',
    },
  ])('as of a $what', ({ change, at }) => expect(check(change)).toEqual([`error ${at}`]));
});

describe('what lies far off is refused', () => {
  const [lon, lat] = first(sample.courtyards).position;
  it.each([
    {
      what: 'a home by a mistyped figure',
      change: { homes: [{ ...first(sample.homes), position: [lon, lat + 0.1] as LonLat }] },
      at: 'error /homes/0 position',
    },
    {
      what: 'a base on another continent',
      change: { responders: [{ ...first(sample.responders), base: [13.4, 52.5] as LonLat }] },
      at: 'error /responders/0 base',
    },
    {
      what: 'a road in the next province',
      change: {
        roads: [
          ...sample.roads,
          {
            ...first(sample.roads),
            id: 'far',
            line: [
              [lon + 3, lat],
              [lon + 3, lat + 0.1],
            ] as LonLat[],
          },
        ],
      },
      at: `error /roads/${sample.roads.length} line`,
    },
    {
      what: 'a base in the next town: a human may mean it',
      change: { responders: [{ ...first(sample.responders), base: [lon + 0.4, lat] as LonLat }] },
      at: 'warning /responders/0 base',
    },
    {
      what: 'one vertex of a road by a mistyped figure',
      change: {
        roads: [
          {
            ...first(sample.roads),
            id: 'far',
            line: [
              [lon, lat],
              [lon, lat + 1],
              [lon, lat],
            ] as LonLat[],
          },
        ],
      },
      at: 'error /roads/0 line',
    },
  ])('$what', ({ change, at }) => expect(check(change)).toEqual([at]));

  it('and says so where lon and lat of one are swapped', () => {
    const at = (position: LonLat, base: LonLat) => {
      const ring: Ring = [position, [position[0] + 0.01, position[1]], [position[0], position[1] + 0.01], position];
      const grids = [{ id: 'g', name: 'g', ring }];
      const responders = [{ ...first(sample.responders), base }];
      return checkPlaces({
        ...sample,
        grids,
        responders,
        blocks: [],
        roads: [],
        courtyards: [],
        homes: [],
        servicePoints: [],
        gateHouses: [],
        boards: [],
      });
    };
    expect(at([87.6, 43.8], [43.8, 87.6])[0]?.reason).toContain('swapped');
    expect(at([87.6, 43.8], [87.6, 43.8]).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('a district whose every lon and lat are swapped', () => {
  const moved = (to: LonLat, turn: (at: LonLat) => LonLat) => {
    const [lon, lat] = first(first(sample.grids).ring);
    const put = ([x, y]: LonLat): LonLat => turn([x - lon + to[0], y - lat + to[1]]);
    return {
      grids: sample.grids.map(({ label, ...one }) => ({
        ...one,
        ring: one.ring.map(put),
        ...(label ? { label: put(label) } : {}),
      })),
      blocks: [],
      roads: [],
      courtyards: [],
      servicePoints: [],
      homes: [],
      responders: [],
      gateHouses: [],
      boards: [],
    };
  };
  const zone = (timeZone: string) => ({ district: { ...sample.district, timeZone } });
  it.each([
    { where: 'Urumqi', at: [87.6, 43.8], timeZone: 'Asia/Shanghai' },
    { where: 'Kashgar', at: [76, 39.5], timeZone: 'Asia/Shanghai' },
    { where: 'Berlin', at: [13.4, 52.5], timeZone: 'Europe/Berlin' },
    { where: 'New York', at: [-74, 40.7], timeZone: 'America/New_York' },
  ])('in $where is warned of, and the right one is not', ({ at, timeZone }) => {
    const to = at as LonLat;
    expect(check({ ...moved(to, (one) => one), ...zone(timeZone) })).toEqual([]);
    expect(check({ ...moved(to, swap), ...zone(timeZone) })).toEqual(['warning /grids/0 ring']);
  });
});

it('a grid beside no other is warned of where a plan names neighbours, and not where none does', () => {
  const [grid] = sample.grids;
  if (!grid) throw new Error('the sample has grids');
  const alone = { grids: [grid], courtyards: [], homes: [] };
  expect(check(alone)).toEqual(['warning /grids/0 ring']);
  const plans = sample.policy.plans.map((plan) => ({
    ...plan,
    tiers: plan.tiers.map((tier) => ({ ...tier, who: tier.who.filter(({ area }) => area !== 'neighbour_grids') })),
  }));
  expect(check({ ...alone, policy: { ...sample.policy, plans } })).toEqual([]);
});

it('a block that crosses itself is warned of', () => {
  const block = first(sample.blocks);
  const [x, y] = first(block.ring);
  const ring: Ring = [
    [x, y],
    [x + 0.001, y + 0.001],
    [x + 0.001, y],
    [x, y + 0.001],
    [x, y],
  ];
  expect(check({ blocks: [{ ...block, ring }] })).toEqual(['warning /blocks/0 ring']);
});
