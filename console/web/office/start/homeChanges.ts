// What somebody fills in of a home, and the documents that it becomes.
import type { RegistryChange } from '../../../../contracts/office/registry.ts';
import type { LonLat } from '../../../../contracts/position.ts';

/** `yard`: a courtyard that is there; empty: a new one of the name `yardName`. */
export const nothingFilled = {
  yard: '',
  yardName: '',
  building: '',
  unit: '',
  door: '',
  name: '',
  gender: 'female',
  birthYear: '',
  alone: true,
  phone: '',
  contact: '',
  relation: '',
  contactPhone: '',
};
export type Filled = typeof nothingFilled;

export type MadeHome = {
  filled: Filled;
  ids: { courtyard: string; home: string; resident: string };
  /** of a new courtyard */
  gate?: { grid: string; position: LonLat };
};

/** The fields that the form has, as the server names them. That a home has no button yet is what the next step is for. */
export const homeFields = [
  'homes/id',
  'courtyards/name',
  'courtyards/position',
  'homes/building',
  'homes/unit',
  'homes/door',
  'residents/name',
  'residents/birthYear',
  'residents/phone',
  'residents/contacts/0/name',
  'residents/contacts/0/relation',
  'residents/contacts/0/phone',
] as const;

const isFilled = (text: string): boolean => text.trim() !== '';

/** Enough for the server to say what is wrong with it. */
export function isEnough({ filled, gate }: MadeHome): boolean {
  const { building, unit, door, name, birthYear, yard, yardName } = filled;
  return (
    [building, unit, door, name, birthYear].every(isFilled) &&
    (yard !== '' || (gate !== undefined && isFilled(yardName)))
  );
}

/** The courtyard, where it is new, the home and who lives there, as one set. */
export function homeChanges({ filled, ids, gate }: MadeHome): RegistryChange[] {
  const yard = gate && {
    kind: 'courtyards' as const,
    id: ids.courtyard,
    version: 0,
    document: { id: ids.courtyard, name: filled.yardName.trim(), ...gate },
  };
  const home = {
    id: ids.home,
    courtyard: gate ? ids.courtyard : filled.yard,
    building: filled.building.trim(),
    unit: filled.unit.trim(),
    door: filled.door.trim(),
    access: {},
  };
  return [
    ...(yard ? [yard] : []),
    { kind: 'homes', id: ids.home, version: 0, document: home },
    { kind: 'residents', id: ids.resident, version: 0, document: residentOf(filled, ids) },
  ];
}

function residentOf(filled: Filled, { home, resident: id }: MadeHome['ids']) {
  const { contact, relation, contactPhone: phone } = filled;
  const year = Number(filled.birthYear);
  return {
    id,
    home,
    name: filled.name.trim(),
    gender: filled.gender,
    birthYear: Number.isNaN(year) ? filled.birthYear : year,
    livesAlone: filled.alone,
    conditions: [],
    contacts: [contact, relation, phone].some(isFilled)
      ? [{ name: contact.trim(), relation: relation.trim(), phone: phone.trim() }]
      : [],
    ...(isFilled(filled.phone) && { phone: filled.phone.trim() }),
  };
}
