import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { at } from '../../contracts/ids.ts';
import { beginning, isUnbegun } from '../../contracts/office/beginning.ts';
import type { CommunityBundle } from '../../contracts/office/community.ts';
import { documentSchemas } from '../../contracts/office/documents.ts';
import { checkDistrict } from './checkDistrict.ts';
import { Knowledge } from './knowledge.ts';

const nothing = beginning('community');
const now = at(Date.UTC(2026, 11, 1));
const centre: [number, number] = [104.063, 30.641];
const oneCoordinator: CommunityBundle = {
  ...nothing,
  grids: [
    {
      id: 'grid-1',
      name: '第一网格',
      ring: [
        [104.06, 30.638],
        [104.066, 30.638],
        [104.066, 30.644],
        [104.06, 30.638],
      ],
    },
  ],
  responders: [
    {
      id: 'wgy-1',
      name: '王芳',
      role: 'grid_coordinator',
      grid: 'grid-1',
      base: centre,
      means: 'bicycle',
      onDuty: true,
      simulated: false,
    },
  ],
};
const errors = (bundle: CommunityBundle) => checkDistrict(bundle, now).filter(({ severity }) => severity === 'error');

describe('a community with nothing in it', () => {
  it('is made of documents that fit their schemas, and is known as one that nobody has begun', () => {
    expect(Compile(documentSchemas.district).Check(nothing.district)).toBe(true);
    expect(Compile(documentSchemas.policy).Check(nothing.policy)).toBe(true);
    expect(isUnbegun(nothing)).toBe(true);
    expect(isUnbegun(oneCoordinator)).toBe(false);
    expect(isUnbegun({ ...nothing, district: { ...nothing.district, centre } })).toBe(false);
  });

  it('lacks coordinators and nothing else: with the first one nothing is wrong with its policy', () => {
    expect(errors(nothing).map(({ reason }) => reason)).not.toEqual([]);
    expect(errors(nothing).filter(({ reason }) => !reason.includes('nobody is grid_coordinator'))).toEqual([]);
    expect(errors(oneCoordinator)).toEqual([]);
  });

  it('can be dispatched for: without a grid its middle is where it was said to be, or nowhere', () => {
    expect(new Knowledge(nothing).centre).toBeUndefined();
    expect(new Knowledge({ ...nothing, district: { ...nothing.district, centre } }).centre).toEqual(centre);
    expect(new Knowledge(oneCoordinator).centre).toEqual([104.063, 30.641]);
  });
});
