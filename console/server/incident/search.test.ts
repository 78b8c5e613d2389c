import { describe, expect, it } from 'vitest';
import type { ShardId } from '../../../contracts/ids.ts';
import { DistrictRegistry } from '../../../store/district.ts';
import { sampleBundle } from '../../../test/sample.ts';
import { find, indexOf } from './search.ts';

const sample = sampleBundle();
const [resident, ...residents] = sample.residents;
const [courtyard, ...courtyards] = sample.courtyards;
const [home, ...homes] = sample.homes;
const [responder, ...responders] = sample.responders;

type Names = { resident?: string; courtyard?: string; building?: string; responder?: string };
/** A district in which one of each is named so. */
function search(names: Names, wanted: string): string[] {
  if (!resident || !courtyard || !home || !responder) throw new Error('the sample has one of each');
  const bundle = {
    ...sample,
    residents: [{ ...resident, name: names.resident ?? resident.name }, ...residents],
    courtyards: [{ ...courtyard, name: names.courtyard ?? courtyard.name }, ...courtyards],
    homes: [{ ...home, building: names.building ?? home.building }, ...homes],
    responders: [{ ...responder, name: names.responder ?? responder.name }, ...responders],
  };
  return find(wanted, indexOf(new DistrictRegistry(bundle, 's00' as ShardId))).hits.map(({ id }) => id);
}

describe('a search finds', () => {
  it.each([
    { names: { courtyard: '解放路12号院' }, wanted: 'jiefang' },
    { names: { courtyard: '解放路12号院' }, wanted: 'jfl' },
    { names: { courtyard: '解放路12号院' }, wanted: 'jiefanglu12haoyuan' },
    { names: { courtyard: '解放路12号院' }, wanted: '解放路 12 号院' },
    { names: { courtyard: '乐山大院' }, wanted: 'leshan' },
    { names: { courtyard: '乐山大院' }, wanted: 'lsdy' },
    { names: { courtyard: '解家巷' }, wanted: 'xiejia' },
    { names: { courtyard: '单县路' }, wanted: 'shanxian' },
    { names: { courtyard: '绿园' }, wanted: 'lvyuan' },
    { names: { courtyard: '绿园' }, wanted: 'lüyuan' },
  ])('a place by every usual reading: $names by $wanted', ({ names, wanted }) =>
    expect(search(names, wanted)).toContain(courtyard?.id),
  );

  it.each([
    { names: { resident: '仇大爷' }, wanted: 'chou' },
    { names: { resident: '仇大爷' }, wanted: 'qiudaye' },
    { names: { resident: '仇大爷' }, wanted: 'cdy' },
    { names: { resident: '单奶奶' }, wanted: 'shannainai' },
    { names: { resident: '单奶奶' }, wanted: 'dannainai' },
    { names: { resident: '解奶奶' }, wanted: 'xienainai' },
    { names: { resident: '覃大爷' }, wanted: 'tan' },
    { names: { resident: '覃大爷' }, wanted: 'qin' },
    { names: { resident: '尉迟大爷' }, wanted: 'yuchi' },
    { names: { resident: '买买提·吐尔逊' }, wanted: '买买提吐尔逊' },
    { names: { resident: '买买提·吐尔逊' }, wanted: '买买提．吐尔逊' },
    { names: { resident: '买买提吐尔逊' }, wanted: '买买提·吐尔逊' },
    { names: { resident: '买买提·吐尔逊' }, wanted: 'maimaititu' },
    { names: { building: '6栋' }, wanted: '６栋' },
    { names: { building: '６栋' }, wanted: '6栋' },
  ])('a resident however the name is read or written: $names by $wanted', ({ names, wanted }) =>
    expect(search(names, wanted)).toContain(resident?.id),
  );

  it('no place by a surname that is none there', () => {
    expect(search({ courtyard: '解放路12号院' }, 'xiefang')).toEqual([]);
  });

  it('who is called so before who is called so among other things', () => {
    expect(search({ resident: '仇', responder: '仇大爷' }, 'chou')).toEqual([resident?.id, responder?.id]);
  });

  it('nothing for dots and blanks', () => expect(search({}, ' · ')).toEqual([]));
});

it('a name of many readings is read in time, each character in each of its ways', () => {
  const name = '乐解单重行长乐解单重行长';
  expect(search({ courtyard: name }, 'yuejiedan')).toContain(courtyard?.id);
  expect(search({ courtyard: name }, 'lejiechan')).toContain(courtyard?.id);
});
