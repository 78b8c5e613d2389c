// A list of the registry as a table with the very columns that come in again.
import type { CheckIn } from '../../../contracts/office/checkIn.ts';
import type { Home, Resident, Responder } from '../../../contracts/office/community.ts';
import type { SheetKind } from '../../../contracts/office/sheetKinds.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { documentsOf } from './registryList.ts';
import { type Column, sheetColumns } from './sheetColumns.ts';
import { isOwn, ownField } from './sheetOwn.ts';

export function tableOf(district: DistrictRegistry, kind: SheetKind, language: 'zh' | 'en') {
  const columns = sheetColumns[kind].filter(({ is }) => is !== 'drawn');
  return {
    name: kind,
    head: columns.map(({ zh, en }) => (language === 'en' ? en : zh)),
    rows: documentsOf(district, kind).map((one) =>
      columns.map((column) => cellOf(district, kind, one, column, language)),
    ),
  };
}

type Doc = { id: string } & Record<string, unknown>;

function cellOf(
  district: DistrictRegistry,
  kind: SheetKind,
  one: Doc,
  { field, is }: Column,
  language: 'zh' | 'en',
): string {
  const value = fieldIn(district, kind, one, field);
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return language === 'en' ? (value ? 'yes' : 'no') : value ? '是' : '否';
  if (Array.isArray(value)) return value.map((part) => said(is, String(part), language)).join('；');
  return said(is, String(value), language);
}

/** A code by the first word that is read as it, of the language. */
function said(is: Column['is'], code: string, language: 'zh' | 'en'): string {
  if (typeof is === 'string') return code;
  const words = Object.entries('one' in is ? is.one : is.many).filter(([, meant]) => meant === code);
  const isChinese = ([word]: [string, string]): boolean => /[一-龥]/.test(word);
  return (words.find((one) => isChinese(one) === (language === 'zh')) ?? words[0])?.[0] ?? code;
}

/** What a column says of a document: its field, or something of what it belongs to. */
function fieldIn(district: DistrictRegistry, kind: SheetKind, one: Doc, field: string): unknown {
  if (isOwn(kind)) return ownField(district, one, field);
  const [, n, part] = /^contact(\d)\.(\w+)$/.exec(field) ?? [];
  if (n !== undefined) return (one as unknown as Resident).contacts[Number(n) - 1]?.[part as 'name'];
  if (field.startsWith('checkIn.'))
    return (one as unknown as Resident).checkIn?.[field.slice('checkIn.'.length) as keyof CheckIn];
  const home =
    kind === 'homes' ? (one as unknown as Home) : district.homes.get(district.homeOf(one.id) ?? String(one.home ?? ''));
  if (field === 'courtyard') return district.courtyards.get(String(one.courtyard ?? home?.courtyard ?? ''))?.name;
  if (field === 'building' || field === 'unit' || field === 'door') return home?.[field];
  if (field === 'home') return home?.id;
  if (field === 'device') return district.devicesOf(String(one.home)).find((device) => device.home === one.home)?.id;
  if (field === 'grid') return district.grids.get(String(one.grid ?? ''))?.name;
  if (field === 'lift' || field === 'gate' || field === 'key' || field === 'note')
    return home?.access[field === 'lift' ? 'mobility' : field];
  if (field === 'lon' || field === 'lat')
    return (((one.position ?? (one as unknown as Responder).base) as readonly number[] | undefined) ?? [])[
      field === 'lon' ? 0 : 1
    ];
  return one[field];
}
