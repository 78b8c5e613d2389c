// Every field of a person's document is in the table of what is personal, or said to tell nothing about anybody.
import { describe, expect, it } from 'vitest';
import { Bicycle, GateHouse, Home, Resident, Responder, Team } from './community.ts';
import { type PersonalKind, personal, sealedFields } from './personal.ts';
import { Source } from './source.ts';

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
  gateHouses: ['id', 'name', 'courtyard', 'position', 'note'],
  teams: ['id', 'name', 'kind', 'grid', 'courtyard', 'note'],
  bicycles: ['id', 'plate', 'stands', 'grid', 'expires', 'note'],
  sources: [
    'id',
    'name',
    'family',
    'door',
    'base',
    'url',
    'username',
    'port',
    'datum',
    'silentAfterMinutes',
    'shows',
    'mapping',
  ],
};

describe('a field about a person', () => {
  it.each<{ kind: PersonalKind; schema: { properties: object } }>([
    { kind: 'homes', schema: Home },
    { kind: 'residents', schema: Resident },
    { kind: 'responders', schema: Responder },
    { kind: 'gateHouses', schema: GateHouse },
    { kind: 'teams', schema: Team },
    { kind: 'bicycles', schema: Bicycle },
    { kind: 'sources', schema: Source },
  ])('of $kind has a line in the table', ({ kind, schema }) => {
    const known = [...Object.keys(personal[kind]), ...impersonal[kind]];
    expect(known.sort()).toEqual(Object.keys(schema.properties).sort());
  });

  it('is sealed where it is an illness, a key, a door code, a telephone number or a contact', () => {
    expect(sealedFields('residents')).toEqual([
      'conditions',
      'mobility',
      'phone',
      'contacts',
      'card',
      'doorCard',
      'checkIn',
    ]);
    expect(sealedFields('homes')).toEqual(['access', 'keys', 'doorCode']);
    expect(sealedFields('responders')).toEqual(['phone']);
    expect(sealedFields('gateHouses')).toEqual(['phone', 'keys']);
    expect(sealedFields('sources')).toEqual(['secret', 'aesKey']);
    expect(sealedFields('grids')).toEqual([]);
  });
});
