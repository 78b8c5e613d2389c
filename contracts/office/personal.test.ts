// Every field of a person's document is in the table of what is personal, or said to tell nothing about anybody.
import { describe, expect, it } from 'vitest';
import { Home, Resident, Responder } from './community.ts';
import { type PersonalKind, personal, sealedFields } from './personal.ts';

/** Fields of these documents that tell nothing about a person by themselves. */
const impersonal: Readonly<Record<PersonalKind, readonly string[]>> = {
  residents: ['id', 'invented'],
  homes: ['id', 'courtyard', 'building', 'unit', 'door', 'position'],
  responders: [
    'id',
    'invented',
    'role',
    'otherRoles',
    'skills',
    'grid',
    'courtyard',
    'base',
    'means',
    'onDuty',
    'dutyUntil',
    'nightDeskUntil',
    'simulated',
  ],
};

describe('a field about a person', () => {
  it.each<{ kind: PersonalKind; schema: { properties: object } }>([
    { kind: 'homes', schema: Home },
    { kind: 'residents', schema: Resident },
    { kind: 'responders', schema: Responder },
  ])('of $kind has a line in the table', ({ kind, schema }) => {
    const known = [...Object.keys(personal[kind]), ...impersonal[kind]];
    expect(known.sort()).toEqual(Object.keys(schema.properties).sort());
  });

  it('is sealed where it is an illness, a key, a door code, a telephone number or a contact', () => {
    expect(sealedFields('residents')).toEqual(['conditions', 'mobility', 'phone', 'contacts', 'card']);
    expect(sealedFields('homes')).toEqual(['access', 'doorCode']);
    expect(sealedFields('responders')).toEqual(['phone']);
    expect(sealedFields('grids')).toEqual([]);
  });
});
