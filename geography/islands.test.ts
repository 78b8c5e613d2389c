import { describe, expect, it } from 'vitest';
import type { Courtyard, Home, Responder, Road } from '../contracts/office/community.ts';
import type { LonLat } from '../contracts/position.ts';
import { sampleBundle } from '../test/sample.ts';
import { checkRoads } from './islands.ts';

const road = (name: string, line: LonLat[], kind: Road['kind'] = 'residential'): Road => ({
  id: name,
  name,
  kind,
  line,
});
/** Two streets that share a corner, and a lane that crosses one of them. */
const main = road('main', [
  [0, 0],
  [0.005, 0],
  [0.01, 0],
]);
const side = road('side', [
  [0.01, 0],
  [0.01, 0.01],
]);
const lane = (crossing: LonLat): Road => road('lane', [[0.005, -0.002], crossing, [0.005, 0.002]]);
const river = road(
  'river',
  [
    [0.5, 0.5],
    [0.6, 0.6],
  ],
  'water',
);
const yard = (id: string, position: LonLat): Courtyard => ({ id, grid: 'g', name: id, position });
const home = (id: string, position?: LonLat): Home => ({
  ...{ id, courtyard: 'y', building: '1', unit: '1', door: '1', access: {} },
  ...(position ? { position } : {}),
});
const person = (id: string, base: LonLat): Responder => ({
  ...{ id, name: id, role: 'grid_coordinator', base, means: 'foot', onDuty: true, simulated: true },
});
const check = (roads: Road[], more: Partial<Parameters<typeof checkRoads>[0]> = {}) =>
  checkRoads({ roads, courtyards: [], homes: [], responders: [], ...more });

describe('the streets of a district', () => {
  it('that share their vertices at every crossing are one network; a river joins nothing and misses nothing', () => {
    expect(check([main, side, lane([0.005, 0]), river])).toEqual([]);
    expect(check([])).toEqual([]);
  });

  it('of which one crosses another without a vertex in common: it is named, and whoever lives nearest to it', () => {
    const far: LonLat = [0.005, 0.0015];
    const places = {
      courtyards: [yard('on-main', [0.002, 0.0001]), yard('on-lane', far)],
      homes: [home('where-its-yard-is'), home('down-the-lane', far), home('by-side', [0.0101, 0.009])],
      responders: [person('wang', [0.0051, -0.002]), person('li', [0.009, 0])],
    };
    const found = check([river, main, side, lane([0.005, 0.00001])], places);
    expect(found.map(({ severity, path, field }) => [severity, path, field])).toEqual([
      ['warning', '/roads/3', 'line'],
      ['warning', '/courtyards/1', 'position'],
      ['warning', '/homes/1', 'position'],
      ['warning', '/responders/0', 'base'],
    ]);
    expect(found[0]?.reason).toContain('"lane" is not joined');
    expect(found[2]?.reason).toContain('"down-the-lane" is nearest to "lane"');
    expect(check([main, side, lane([0.005, 0])], places)).toEqual([]);
  });

  it('of which several hang together apart from the rest are told of once, and the longest part is the rest', () => {
    const others = [1, 2, 3, 4, 5].map((n) =>
      road(`hutong ${n}`, [
        [0.1, 0.1],
        [0.1 + n / 10_000, 0.1001],
      ]),
    );
    const found = check([...others, main, side]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      path: '/roads/0',
      reason: expect.stringContaining('"hutong 2", "hutong 3", "hutong 4", 1 more'),
    });
  });

  it('of the sample are one network', () => {
    expect(checkRoads(sampleBundle())).toEqual([]);
  });
});
