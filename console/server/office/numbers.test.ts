// A telephone number finds whose it is, and nothing less than the whole of it does.
import { describe, expect, it } from 'vitest';
import type { ShardId } from '../../../contracts/ids.ts';
import { DistrictRegistry } from '../../../store/district.ts';
import { oneHome } from '../../../test/sample.ts';
import { residentsCalled } from './numbers.ts';

const person = { gender: 'female' as const, birthYear: 1940, livesAlone: true, conditions: [], consents: [] };
const district = new DistrictRegistry(
  oneHome('d', {
    residents: [
      { ...person, id: 'feng', home: 'home-1', name: '冯孃孃', phone: '138 0000 0001', contacts: [] },
      {
        ...{ ...person, id: 'xie', home: 'home-1', name: '谢老师傅', phone: '028-8555 0001' },
        contacts: [{ name: '谢某', relation: '女儿', phone: '13900000002', agreed: [] }],
      },
    ] as never,
  }),
  's00' as ShardId,
);

describe('a telephone number', () => {
  it.each([
    { how: 'as it is kept', typed: '138 0000 0001', whose: 'feng' },
    { how: 'with the country in front', typed: '+86 13800000001', whose: 'feng' },
    { how: 'in pieces', typed: '1380-000 0001', whose: 'feng' },
    { how: 'in wide digits', typed: '１３８０００００００１', whose: 'feng' },
    { how: 'of a town', typed: '02885550001', whose: 'xie' },
    { how: 'of a town from abroad', typed: '0086 28 85550001', whose: 'xie' },
    { how: 'of a contact', typed: '13900000002', whose: 'xie' },
  ])('finds whose it is, $how', ({ typed, whose }) => expect(residentsCalled(typed, district)).toEqual([whose]));

  it.each([
    { how: 'a part of it', typed: '1380000000' },
    { how: 'another one', typed: '19900000000' },
    { how: 'the number of an incident', typed: '#12' },
    { how: 'a name', typed: '冯孃孃' },
    { how: 'nothing', typed: ' ' },
  ])('is not $how', ({ typed }) => expect(residentsCalled(typed, district)).toEqual([]));
});
