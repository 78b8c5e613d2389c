// Whom the names of a calendar mean: exactly so, or the one name that stands in a title; whatever somebody has said of a name counts first.
import { expect, it } from 'vitest';
import { sampleDistrict } from '../../../test/sample.ts';
import { peopleIn, withPeople } from './shiftPeople.ts';

const district = sampleDistrict();

it.each([
  { text: '王协管员', id: 'wang-g1' },
  { text: '夜班 王协管员（黉门街）', id: 'wang-g1' },
  { text: '白师傅', id: 'vol-y01' },
  { text: 'patrol-1', id: 'patrol-1' },
  { text: '王协管员、李协管员', id: undefined },
  { text: '值班', id: undefined },
  { text: 'wang@example.com', id: undefined },
])('$text means $id', ({ text, id }) => {
  expect(peopleIn(district, [[text]], 0, {})).toEqual([id === undefined ? { text } : { text, id }]);
});

it('what was said of a name counts; one who has left is nobody', () => {
  const rows = [['值班'], ['王协管员'], ['值班'], ['']];
  const people = peopleIn(district, rows, 0, { 0: 'li-g2', 1: 'left' });
  expect(people).toEqual([
    { text: '值班', id: 'li-g2' },
    { text: '王协管员', id: 'wang-g1' },
  ]);
  expect(withPeople(rows, 0, people)).toEqual([['li-g2'], ['wang-g1'], ['li-g2'], ['']]);
});
