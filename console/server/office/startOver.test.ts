import { describe, expect, it } from 'vitest';
import type { ShardId } from '../../../contracts/ids.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { CommunityBundle } from '../../../contracts/office/community.ts';
import { DistrictRegistry } from '../../../store/district.ts';
import { sampleBundle } from '../../../test/sample.ts';
import { inventedOf } from './startOver.ts';

const sample = sampleBundle();
const [one, other] = sample.residents;
const real = sample.residents.find(({ home }) => home !== one?.home && home !== other?.home);
const empty = { ...(sample.homes[0] as (typeof sample.homes)[number]), id: 'home-empty' };
const withReal: CommunityBundle = {
  ...sample,
  homes: [...sample.homes, empty],
  residents: sample.residents.map((each) => (each.home === real?.home ? { ...each, invented: false } : each)),
};
const district = new DistrictRegistry(withReal, 's00' as ShardId);
const isInvented = (incident: object): boolean => inventedOf([incident as Incident], district).length === 1;
const merged = (home?: string) => ({
  absorbed: [{ incident: 'a' as Incident['id'], ...(home === undefined ? {} : { home }) }],
});

describe('a call is invented', () => {
  it('when it is of a home in which somebody invented lives, with whatever of such homes was merged into it', () => {
    expect(isInvented({ home: one?.home })).toBe(true);
    expect(isInvented({ home: one?.home, ...merged(other?.home) })).toBe(true);
  });

  it('not when somebody real lives there, nobody at all, or nobody knows where it is', () => {
    expect(isInvented({ home: real?.home })).toBe(false);
    expect(isInvented({ home: empty.id })).toBe(false);
    expect(isInvented({})).toBe(false);
  });

  it('not when a call of somebody real, or from nowhere, was merged into it', () => {
    expect(isInvented({ home: one?.home, ...merged(real?.home) })).toBe(false);
    expect(isInvented({ home: one?.home, ...merged() })).toBe(false);
  });

  it('never in a community that is no sample', () => {
    const own = new DistrictRegistry({ ...withReal, district: { ...sample.district, demo: false } }, 's00' as ShardId);
    expect(inventedOf([{ home: one?.home } as Incident], own)).toEqual([]);
  });
});
