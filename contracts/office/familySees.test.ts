import { describe, expect, it } from 'vitest';
import type { Contact, Resident } from './community.ts';
import { mayLook, withKnownIds } from './familySees.ts';

const nephew: Contact = { id: 'c-1', name: '郭某某', relation: '侄子', phone: '000 0000 0014' };
const other: Contact = { name: '郭某某', relation: '外孙', phone: '000 0000 0015' };

describe('a contact who may see how somebody is', () => {
  it.each([
    { what: 'has a new number', written: [{ ...nephew, phone: '000 0000 0099' }], ids: ['c-1'] },
    { what: 'is spelt otherwise', written: [{ ...nephew, name: '郭大某' }], ids: ['c-1'] },
    { what: 'comes from a file without ids', written: [{ ...nephew, id: undefined }, other], ids: ['c-1', undefined] },
    { what: 'has a new number, and somebody else their old one', written: [{ name: '李梅', relation: '儿媳', phone: nephew.phone }, { ...nephew, phone: '139 0000 0000' }], known: [nephew], ids: [undefined, 'c-1'] }, // biome-ignore format: one line
    { what: 'stands elsewhere now', written: [other, nephew], ids: [undefined, 'c-1'] },
  ])('who $what stays who they are', ({ written, ids, known = [nephew, other] }) =>
    expect(withKnownIds(known, written as Contact[]).map(({ id }) => id)).toEqual(ids),
  );

  it.each([
    { what: 'somebody of the same name who was there before', written: [other] },
    { what: 'somebody else, typed over them', written: [{ ...nephew, name: '李某某', phone: '000 0000 0077' }, other] },
    { what: 'an id that nobody has', written: [{ ...other, id: 'c-9' }] },
  ])('leaves nothing to $what', ({ written }) =>
    expect(withKnownIds([nephew, other], written).map(({ id }) => id)).toEqual(written.map(() => undefined)),
  );
});

describe('the consent', () => {
  const resident = (more: Partial<Resident>): Resident => ({ contacts: [nephew], ...more }) as Resident;
  const given = { purpose: 'family_sees', contact: 'c-1', given: '2026-11-01' } as const;
  it.each([
    { what: 'stands', one: resident({ consents: [given] }), may: true },
    { what: 'is of nobody', one: resident({}), may: false },
    { what: 'is of another contact', one: resident({ consents: [{ ...given, contact: 'c-2' }] }), may: false },
    { what: 'was taken back', one: resident({ consents: [{ ...given, withdrawn: '2026-11-02' }] }), may: false },
    {
      what: 'was given once more',
      one: resident({ consents: [{ ...given, withdrawn: '2026-11-02' }, given] }),
      may: true,
    },
    {
      what: 'is of somebody who is no contact any more',
      one: resident({ consents: [given], contacts: [] }),
      may: false,
    },
    {
      what: 'stands while contacts cannot be read',
      one: resident({ consents: [given], contacts: [], locked: ['contacts'] }),
      may: true,
    },
    { what: 'is of somebody who is not there', one: undefined, may: false },
  ])('that $what: $may', ({ one, may }) => expect(mayLook(one, 'c-1')).toBe(may));
});
